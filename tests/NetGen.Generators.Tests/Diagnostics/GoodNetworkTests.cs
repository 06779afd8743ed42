using Microsoft.CodeAnalysis;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>Networks that people train, as textbooks and papers have them: the analyzer has nothing to say, not even an info.</summary>
public class GoodNetworkTests
{
    private static readonly string s_repository = Path.GetFullPath(Path.Combine(Snapshot.Folder(), "../../../.."));

    public static TheoryData<string, string> Networks => new()
    {
        { "linear regression", "[Network] [Input(13)] [Dense(1)] [MeanSquaredError]" },
        { "ridge regression", "[Network] [Input(13)] [Dense(1)] [MeanSquaredError] [L2(1e-3)]" },
        { "logistic regression", "[Network] [Input(30)] [Dense(1)] [BinaryCrossEntropy]" },
        { "softmax regression", "[Network] [Input(784)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "XOR", "[Network<double>] [Input(2)] [Dense(4), Tanh] [Dense(1)] [BinaryCrossEntropy]" },
        { "the lecture's two-layer sigmoid network without a loss", "[Network] [Input(2)] [Dense(2, Bias = false), Sigmoid] [Dense(1, Bias = false), Sigmoid]" },
        { "digits", "[Network] [Input(784)] [Dense(256), ReLU, Dropout(0.2)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "digits, deeper", "[Network] [Input(784)] [Dense(512), ReLU, Dropout(0.2)] [Dense(512), ReLU, Dropout(0.2)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "iris", "[Network] [Input(4)] [Dense(16), ReLU] [Dense(3)] [SoftmaxCrossEntropy]" },
        { "function fit", "[Network] [Input(1)] [Dense(16), Tanh] [Dense(16), Tanh] [Dense(1)] [MeanSquaredError]" },
        { "policy", "[Network] [Input(17)] [Dense(64), Tanh] [Dense(64), Tanh] [Dense(6), Tanh] [HalfSquaredError]" },
        { "linear autoencoder", "[Network] [Input(784)] [Dense(32)] [Dense(784)] [MeanSquaredError]" },
        { "autoencoder", "[Network] [Input(784)] [Dense(128), ReLU] [Dense(32, Name = \"code\"), ReLU] [Dense(128), ReLU] [Dense(784)] [BinaryCrossEntropy]" },
        { "SELU network", "[Network] [Input(64)] [Dense(64), SELU] [Dense(64), SELU] [Dense(64), SELU] [Dense(1)] [MeanSquaredError]" },
        { "GELU network", "[Network] [Input(64)] [Dense(128), GELU, Dense(64)] [LayerNorm] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "residual network", "[Network] [Input(32)] [Dense(64)] [Residual<Block>(Repeat = 4)] [LayerNorm, Dense(10)] [SoftmaxCrossEntropy]" },
        { "deep tanh network with normalization", "[Network] [Input(32)] [Dense(32), LayerNorm, Tanh] [Dense(32), LayerNorm, Tanh] [Dense(32), LayerNorm, Tanh] [Dense(32), LayerNorm, Tanh] [Dense(1)] [MeanSquaredError]" },
        { "LeNet-5", "[Network] [Input(1, 32, 32)] [Conv2D(6, 5), Tanh, AveragePool2D(2)] [Conv2D(16, 5), Tanh, AveragePool2D(2)] [Conv2D(120, 5), ReLU, Flatten] [Dense(84), Tanh] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "convolutions and pooling", "[Network] [Input(1, 28, 28)] [Conv2D(8, 3), ReLU, MaxPool2D(2)] [Conv2D(16, 3), ReLU, MaxPool2D(2)] [Flatten, Dropout(0.5), Dense(10)] [SoftmaxCrossEntropy]" },
        { "standardized table", "[Network] [Input(8)] [Normalization] [Dense(32), ReLU] [Dense(1)] [MeanSquaredError]" },
        { "two inputs", "[Network] [Input(17, Name = \"state\")] [Input(6, Name = \"action\")] [Concat(\"state\", \"action\")] [Dense(64), ReLU] [Dense(1)] [MeanSquaredError]" },
        { "batch normalization", "[Network] [Input(32)] [Dense(64, Bias = false), BatchNorm, ReLU] [Dense(64, Bias = false), BatchNorm, ReLU, Dropout(0.2)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "denoising", "[Network] [Input(32)] [GaussianNoise(0.1)] [Dense(64), ReLU] [Dense(32)] [MeanSquaredError]" },
        { "lasso", "[Network] [Input(13)] [Dense(1)] [MeanSquaredError] [L1(1e-3)]" },
        { "support vector machine", "[Network] [Input(30)] [Dense(1)] [Hinge] [L2(1e-2)]" },
        { "perceptron", "[Network] [Input(2)] [Dense(1), HardThreshold] [PerceptronRule]" },
        { "Q-network", "[Network] [Input(4)] [Dense(64), ReLU] [Dense(64), ReLU] [Dense(2)] [Huber]" },
        { "counts", "[Network] [Input(8)] [Dense(16), ReLU] [Dense(1)] [PoissonNLL]" },
        { "class weights and smoothing", "[Network] [Input(8)] [Dense(16), ReLU] [Dense(3)] [SoftmaxCrossEntropy(LabelSmoothing = 0.1, ClassWeights = [1, 2, 1])]" },
        { "skip connection", "[Network] [Input(16)] [Dense(16), ReLU(Name = \"skip\")] [Dense(16), ReLU, Add(\"skip\")] [Dense(1)] [MeanSquaredError]" },
        { "frozen features", "[Network] [Input(16)] [Dense(64, Trainable = false), ReLU] [Dense(1)] [MeanSquaredError]" },
        { "tied autoencoder", "[Network] [Input(16)] [Dense(16, Name = \"a\"), ReLU] [Dense(16, Tie = \"a\"), ReLU] [Dense(16)] [MeanSquaredError]" },
        { "probabilities", "[Network] [Input(8)] [Dense(16), ReLU] [Dense(4), Softmax]" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_good_network_has_no_diagnostic(string what, string network)
    {
        Generation generation = Generation.Of($"using NetGen; [Block] [LayerNorm, Dense(64), ReLU, Dense(64)] public class Block; {network} public partial class Net;");

        IReadOnlyList<Diagnostic> analysis = Analysis.Of(generation);

        Assert.True(analysis.Count == 0, $"{what}: {string.Join('\n', analysis)}");
        Assert.DoesNotContain(generation.Diagnostics, diagnostic => diagnostic.Id != "CS1591");
    }

    [Fact]
    public void The_networks_of_samples_and_template_have_no_diagnostic()
    {
        string[] sources = [.. new[] { "samples", "src/NetGen.Templates" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(s_repository, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "Course" or "Playground.Model")) // lessons and the playground also show what goes wrong, and why
            .Select(File.ReadAllText)
            .Where(text => text.Contains("[Network", StringComparison.Ordinal))];

        Assert.True(sources.Length >= 2);
        Assert.All(sources, source => Assert.Empty(Analysis.Of(Generation.Of("global using System; global using System.Linq; global using System.Collections.Generic;\n" + source))));
    }
}
