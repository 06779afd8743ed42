using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>The generated code as it is read: one file a layer kind, a loss and a few whole networks.</summary>
public class SnapshotTests
{
    private const string Digits = """
        using NetGen;

        [Network]
        [Input(784)]
        [Dense(256), ReLU, Dropout(0.2)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        public sealed partial class DigitNet;
        """;

    private const string Residual = """
        using NetGen;

        [Network]
        [Input(8)]
        [Dense(16)]
        [Residual<MlpBlock>(Repeat = 3)]
        [LayerNorm, Dense(3)]
        [SoftmaxCrossEntropy]
        public sealed partial class ResidualNet;

        [Block]
        [LayerNorm, Dense(32), GELU]
        [Dense(16)]
        public sealed class MlpBlock;
        """;

    /// <summary>Small networks, each showing one thing: the name, the precision, the architecture.</summary>
    public static TheoryData<string, string, string> Networks => new()
    {
        { "Dense", "float", "[Input(20)] [Dense(33)] [MeanSquaredError]" },
        { "Dense", "double", "[Input(20)] [Dense(33)] [MeanSquaredError]" },
        { "DenseWithoutBias", "float", "[Input(20)] [Dense(33, Bias = false)]" },
        { "DenseWithoutBias", "double", "[Input(20)] [Dense(33, Bias = false)]" },
        { "DenseWithoutWidth", "float", "[Input(24)] [Dense, Tanh] [Dense] [MeanSquaredError]" },
        { "ReLU", "float", "[Input(8)] [Dense(32), ReLU] [Dense(3)] [MeanSquaredError]" },
        { "ReLU", "double", "[Input(8)] [Dense(32), ReLU] [Dense(3)] [MeanSquaredError]" },
        { "LeakyReLU", "float", "[Input(8)] [Dense(32), LeakyReLU] [Dense(3)] [MeanSquaredError]" },
        { "LeakyReLUWithSlope", "float", "[Input(8)] [Dense(32), LeakyReLU(Slope = 0.2)] [Dense(3)] [MeanSquaredError]" },
        { "Sigmoid", "float", "[Input(8)] [Dense(32), Sigmoid] [Dense(3)] [MeanSquaredError]" },
        { "Sigmoid", "double", "[Input(8)] [Dense(32), Sigmoid] [Dense(3)] [MeanSquaredError]" },
        { "Tanh", "float", "[Input(8)] [Dense(32), Tanh] [Dense(3)] [MeanSquaredError]" },
        { "Softplus", "float", "[Input(8)] [Dense(32), Softplus] [Dense(3)] [MeanSquaredError]" },
        { "HardThreshold", "float", "[Input(8)] [Dense(32), HardThreshold] [Dense(3)] [MeanSquaredError]" },
        { "HardTanhWithBounds", "float", "[Input(8)] [Dense(32), HardTanh(-0.5, 2)] [Dense(3)] [MeanSquaredError]" },
        { "GELU", "float", "[Input(8)] [Dense(32), GELU] [Dense(3)] [MeanSquaredError]" },
        { "Identity", "float", "[Input(8)] [Dense(32), Identity] [Dense(3)] [MeanSquaredError]" },
        { "Functions", "float", "[Input(8)] [Dense(16), Scale(0.5, Offset = -0.25), Exp] [Dense(12), Sin] [Dense(8), Square, Scale(2), Sqrt] [Dense(3), Abs, Log] [MeanSquaredError]" },
        { "ActivationOfInput", "float", "[Input(6)] [Tanh] [Dense(3)] [MeanSquaredError]" },
        { "Dropout", "float", "[Input(8)] [Dense(32), Dropout(0.25)] [Dense(3)] [MeanSquaredError]" },
        { "Dropout", "double", "[Input(8)] [Dense(32), Dropout(0.25)] [Dense(3)] [MeanSquaredError]" },
        { "Conv2D", "float", "[Input(2, 9, 8)] [Conv2D(6, 3, Padding = 1), ReLU] [Conv2D(5, 3, Stride = 2), Tanh] [MeanSquaredError]" },
        { "Conv1D", "double", "[Input(12, 3)] [Conv1D(4, 3, Same = true), ReLU] [Flatten, Dense(2)] [MeanSquaredError]" },
        { "MaxPool2D", "float", "[Input(2, 9, 8)] [Conv2D(4, 1), ReLU, MaxPool2D(2)] [MaxPool2D(2, Stride = 1)] [MeanSquaredError]" },
        { "AveragePool2D", "float", "[Input(2, 9, 8)] [Tanh, AveragePool2D(2)] [AveragePool2D(3, Stride = 1), GlobalAveragePool2D] [MeanSquaredError]" },
        { "PaddedPools", "float", "[Input(2, 9, 8)] [Conv2D(4, 1), ReLU, MaxPool2D(3, Stride = 2, Padding = 1)] [AveragePool2D(2, Same = true), GlobalMaxPool2D] [MeanSquaredError]" },
        { "PoolsOfSteps", "float", "[Input(12, 6)] [MaxPool1D(3, Padding = 1), Tanh] [AveragePool1D(2)] [MeanSquaredError]" },
        { "ConvTranspose2D", "float", "[Input(3, 4, 5)] [ConvTranspose2D(6, 4, Stride = 2, Padding = 1), ReLU] [ConvTranspose2D(2, 2, Stride = 2)] [MeanSquaredError]" },
        { "GroupNorm", "float", "[Input(3, 5, 4)] [Conv2D(6, 3), GroupNorm(3), ReLU] [Conv2D(4, 1), InstanceNorm] [MeanSquaredError]" },
        { "UpsampleAndPad", "float", "[Input(2, 3, 4)] [Upsample2D(2), Pad(0, 1, Axis = 1), Tanh] [Conv2D(3, 2)] [MeanSquaredError]" },
        { "LeNet", "float", "[Input(1, 28, 28)] [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)] [Conv2D(16, 5), ReLU, MaxPool2D(2), Flatten] [Dense(120), ReLU] [Dense(84), ReLU] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "Softmax", "float", "[Input(8)] [Dense(5), Softmax] [MeanSquaredError]" },
        { "Softmax", "double", "[Input(8)] [Dense(5), Softmax] [MeanSquaredError]" },
        { "BatchNorm", "float", "[Input(8)] [Dense(32), BatchNorm, ReLU] [Dense(3)] [MeanSquaredError]" },
        { "BatchNormOfMaps", "double", "[Input(3, 4, 5)] [BatchNorm(Momentum = 0.2)] [BatchNorm(Trainable = false)] [MeanSquaredError]" },
        { "Normalization", "float", "[Input(20)] [Normalization, GaussianNoise(0.1)] [Dense(3)] [MeanSquaredError]" },
        { "LayerNorm", "float", "[Input(8)] [Dense(32), LayerNorm, ReLU] [Dense(3)] [MeanSquaredError]" },
        { "LayerNorm", "double", "[Input(8)] [Dense(32), LayerNorm, ReLU] [Dense(3)] [MeanSquaredError]" },
        { "LayerNormOfSteps", "float", "[Input(5, 22)] [LayerNorm(Affine = false, Epsilon = 0)] [MeanSquaredError]" },
        { "RMSNorm", "float", "[Input(8)] [Dense(32), RMSNorm, Tanh] [Dense(3)] [MeanSquaredError]" },
        { "PReLU", "float", "[Input(8)] [Dense(32), PReLU] [Dense(3)] [MeanSquaredError]" },
        { "LearnedScale", "double", "[Input(8)] [Dense(32), LearnedScale(Bias = true), PReLU(Shared = true)] [Dense(3)] [MeanSquaredError]" },
        { "Reductions", "float", "[Input(6, 8)] [Sum(0, Name = \"sum\")] [Mean(0, From = \"input\", Name = \"mean\")] [Max(0, From = \"input\"), Subtract(\"sum\"), Max] [MeanSquaredError]" },
        { "Conv1DOfGroups", "float", "[Input(12, 4)] [Conv1D(8, 3, Causal = true, Dilation = 2, Groups = 2), ReLU, Conv1D(8, 3, Groups = 8)] [Flatten, Dense(3)] [SoftmaxCrossEntropy]" },
        { "MatMul", "float", "[Input(6, 8)] [Transpose, MatMul(\"input\")] [Dense(2)] [MeanSquaredError]" },
        { "ChannelsOfMaps", "float", "[Input(2, 9, 8)] [Conv2D(6, 3), PReLU, MaxPool2D(2), LearnedScale] [Flatten, Reshape(6, 9), LearnedScale] [MeanSquaredError]" },
        { "MultiHeadAttention", "float", "[Input(64, 64)] [MultiHeadAttention(4, Causal = true)] [MeanSquaredError]" },
        { "CrossAttention", "double", """[Input(9, 10)] [Dense(6, Name = "encoder")] [Conv1D(10, 3)] [MultiHeadAttention(2, Context = "encoder", KeyValueHeads = 1), Tanh] [MeanSquaredError]""" },
        { "RotaryAttention", "float", "[Input(8, 16)] [MultiHeadAttention(2, Rotary = true, Bias = false)] [MeanSquaredError]" },
        { "Embedding", "float", "[Input<int>(12, Padding = 0)] [Embedding(50, 18), PositionalEmbedding] [Dense(50)] [SoftmaxCrossEntropy(IgnoreLabel = -1)]" },
        { "TiedEmbedding", "double", """[Input<int>(6)] [Embedding(11, 8, Name = "tokens"), SinusoidalEncoding] [Dense(8), Tanh] [Dense(11, Tie = "tokens")] [SoftmaxCrossEntropy]""" },
        { "RNN", "double", "[Input(5, 3)] [RNN(6), Tanh] [Dense(2)] [MeanSquaredError]" },
        { "GRU", "float", "[Input(5, 3)] [GRU(20, ReturnSequences = true)] [Dense(2)] [MeanSquaredError]" },
        { "LSTM", "float", "[Input(28, 28)] [LSTM(128)] [Dense(10)] [SoftmaxCrossEntropy]" },
        { "LSTMInBothDirections", "double", "[Input(5, 3, Padding = 0)] [LSTM(7, ReturnSequences = true, Bidirectional = true)] [MeanSquaredError]" },
        { "CausalConvolution", "float", "[Input(12, 6)] [Conv1D(9, 2, Causal = true, Dilation = 2), ReLU] [Conv1D(6, 3, Causal = true, Groups = 3)] [MeanSquaredError]" },
        { "LogSoftmax", "float", "[Input(8)] [Dense(5), LogSoftmax] [MeanSquaredError]" },
        { "SoftmaxOfSteps", "float", "[Input(3, 7)] [Dense(5), Softmax] [Dense(4), Softmax, LogSoftmax] [MeanSquaredError]" },
        { "MeanSquaredError", "float", "[Input(4)] [Dense(3)] [MeanSquaredError]" },
        { "MeanSquaredError", "double", "[Input(4)] [Dense(3)] [MeanSquaredError]" },
        { "HalfSquaredError", "float", "[Input(4)] [Dense(3)] [HalfSquaredError]" },
        { "BinaryCrossEntropy", "float", "[Input(4)] [Dense(1)] [BinaryCrossEntropy]" },
        { "BinaryCrossEntropy", "double", "[Input(4)] [Dense(1)] [BinaryCrossEntropy]" },
        { "SoftmaxCrossEntropy", "float", "[Input(4)] [Dense(3)] [SoftmaxCrossEntropy]" },
        { "SoftmaxCrossEntropy", "double", "[Input(4)] [Dense(3)] [SoftmaxCrossEntropy]" },
        { "BinaryCrossEntropyWithWeights", "float", "[Input(4)] [Dense(5)] [BinaryCrossEntropy(PositiveWeight = new double[] { 1, 2, 0.5, 1, 3 }, ClassWeights = new double[] { 1, 1, 2, 2, 0.5 })]" },
        { "BinaryCrossEntropyOfProbabilities", "double", "[Input(4)] [Dense(2), Sigmoid] [BinaryCrossEntropy(FromLogits = false, PositiveWeight = new[] { 2.0 })]" },
        { "SoftmaxCrossEntropyWithWeights", "float", "[Input(4)] [Dense(3)] [SoftmaxCrossEntropy(ClassWeights = new double[] { 0.2, 1, 2.5 })]" },
        { "LabelSmoothing", "float", "[Input(4)] [Dense(3)] [SoftmaxCrossEntropy(LabelSmoothing = 0.1, ClassWeights = new double[] { 0.2, 1, 2.5 })]" },
        { "TargetProbabilities", "float", "[Input(4)] [Dense(3)] [SoftmaxCrossEntropy(Targets = Targets.Probabilities)]" },
        { "NegativeLogLikelihood", "float", "[Input(4)] [Dense(3), LogSoftmax] [NegativeLogLikelihood(ClassWeights = new double[] { 0.2, 1, 2.5 })]" },
        { "MultiMargin", "float", "[Input(4)] [Dense(3)] [MultiMargin(Power = 2, Margin = 0.5)]" },
        { "Huber", "double", "[Input(4)] [Dense(3)] [Huber(0.5)]" },
        { "PoissonNLL", "float", "[Input(4)] [Dense(3)] [PoissonNLL(LogInput = false)]" },
        { "Hinge", "float", "[Input(4)] [Dense(3)] [Hinge]" },
        { "Focal", "float", "[Input(4)] [Dense(3)] [Focal(2, ClassWeights = new double[] { 0.2, 1, 2.5 })]" },
        { "Quantile", "float", "[Input(4)] [Dense(3)] [Quantile(0.1, 0.5, 0.9)]" },
        { "LogCosh", "double", "[Input(4)] [Dense(3)] [LogCosh]" },
        { "CosineDistance", "double", "[Input(5, 4)] [Dense(3)] [CosineDistance]" },
        { "GaussianNLL", "float", """[Input(4)] [Dense(8), Tanh(Name = "h")] [Dense(6, Name = "logVariance")] [Dense(6, From = "h")] [GaussianNLL(LogVariance = "logVariance")]""" },
        { "GaussianKL", "float", """[Input(4)] [Dense(8), Tanh(Name = "h")] [Dense(3, Name = "mean")] [Dense(3, From = "h", Name = "logVariance")] [GaussianKL(Mean = "mean", LogVariance = "logVariance")]""" },
        { "TripletMargin", "double", """[Input(12)] [Slice(0, 4), Dense(3, Name = "a")] [Slice(4, 4, From = "input"), Dense(3, Tie = "a", Name = "p")] [Slice(8, 4, From = "input"), Dense(3, Tie = "a", Name = "n")] [TripletMargin(Anchor = "a", Positive = "p", Negative = "n", Margin = 0.5)]""" },
        { "PerceptronRule", "double", "[Input(2)] [Dense(1), HardThreshold(AtZero = 1)] [PerceptronRule]" },
        { "SumReduction", "float", "[Input(4)] [Dense(3)] [MeanSquaredError(Reduction = Reduction.Sum)]" },
        { "L2", "float", "[Input(4)] [L2(1e-4)] [Dense(20), ReLU] [Dense(3)] [MeanSquaredError]" },
        { "L2", "double", "[Input(4)] [L2(1e-4)] [Dense(20), ReLU] [Dense(3)] [MeanSquaredError]" },
        { "L1AndL2", "float", "[Input(4)] [Dense(20), ReLU] [Dense(3)] [MeanSquaredError] [L1(1e-3)] [L2(1e-4)]" },
        { "NamedValues", "float", """[Input(4, Name = "features")] [Dense(20, Name = "h1"), ReLU(Name = "h2")] [Dense(3, From = "h2")] [MeanSquaredError]""" },
        { "Initializers", "float", "[Input(4)] [Dense(8, Init = Init.HeNormal)] [Dense(8, Init = Init.Normal, InitScale = 0.02, BiasInit = 0.1)] [Dense(3, Init = Init.Zeros)]" },
        { "Xor", "double", "[Input(2)] [Dense(4), Tanh] [Dense(1)] [BinaryCrossEntropy]" },
        { "MethodForEachLayer", "float", "[Input(2)] [Dense(16), GELU, Dense(16), GELU] [Dense(1)] [MeanSquaredError]" },
        { "SharedValue", "float", """[Input(4)] [Dense(8), Tanh(Name = "h")] [Dense(8), Tanh, Add("h")] [Multiply("h")] [Dense(3)] [MeanSquaredError]""" },
        { "Sampling", "float", """[Input(4)] [Dense(8), Tanh(Name = "h")] [Dense(3, Name = "mean")] [Dense(3, From = "h", Name = "logVariance")] [Sampling("mean", "logVariance"), Dense(4)] [MeanSquaredError]""" },
        { "Repeated", "double", """[Input(5, 4)] [Dense(6), Tanh(Name = "steps")] [Mean(0), Dense(6, Name = "features")] [Dense(1, From = "steps", Name = "gates")] [Multiply("features", "gates", From = "steps"), Dense(2)] [MeanSquaredError]""" },
        { "Joins", "float", """[Input(6)] [Slice(1, 4), Dense(5, Name = "a")] [Dense(3, From = "input"), Tanh, Concat("a")] [Dense(2)] [MeanSquaredError]""" },
        { "SharedParameters", "float", """[Input(8)] [Dense(8), Tanh, Dense(8, Tie = "dense1"), Tanh, Dense(3, Trainable = false)] [MeanSquaredError]""" },
        { "DenseOfSteps", "float", "[Input(5, 3)] [Dense(6), Tanh] [Flatten, Dense(2)] [MeanSquaredError]" },
        { "SeveralInputs", "float", """[Input(17, Name = "state")] [Input(6, Name = "action")] [Dense(16, From = "state"), ReLU, Concat("action"), Dense(1)] [MeanSquaredError]""" },
        { "SeveralLosses", "float", """[Input(8)] [Dense(16), ReLU(Name = "trunk")] [Dense(1, Name = "value")] [Dense(4, From = "trunk")] [SoftmaxCrossEntropy] [MeanSquaredError(From = "value", Weight = 0.5)]""" },
        { "NoInput", "float", "[Dense(3)] [MeanSquaredError]" },
        { "WrongClasses", "double", "[Input(4)] [Dense(1)] [SoftmaxCrossEntropy]" },
    };

    [Fact]
    public void The_digit_network_is_generated_as_verified() =>
        Snapshot.Verify(Generation.Of(Digits), nameof(SnapshotTests), "Digits");

    [Fact]
    public void Repeated_blocks_are_generated_as_verified() =>
        Snapshot.Verify(Generation.Of(Residual), nameof(SnapshotTests), "Residual");

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_generated_as_verified(string name, string scalar, string architecture)
    {
        string network = scalar == "float" ? "[Network]" : "[Network<double>]";
        string source = $$"""
            using NetGen;

            {{network}} {{architecture}}
            public sealed partial class {{name}}Net;
            """;

        Generation generation = Generation.WithoutWarnings(source);

        Snapshot.Verify(generation, nameof(SnapshotTests), $"{name}_{scalar}");
#if !NEWEST_ROSLYN // there the same text is compiled by the tests of code fixes and of the analyzer
        Assert.Empty(generation.Errors);
#endif
    }

    [Fact]
    public void A_mismatch_writes_a_received_file_and_names_the_first_line_that_differs()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "Test.Case#Net.g");
        File.WriteAllText(path + ".verified.cs", "one\ntwo\nthree\n");

        Exception failure = Assert.ThrowsAny<Exception>(() => Snapshot.VerifyText("one\n2\nthree\n", path, accept: false));

        Assert.Contains("line 2 differs", failure.Message, StringComparison.Ordinal);
        Assert.Contains(Snapshot.AcceptVariable + "=1", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", File.ReadAllText(path + ".received.cs"));
    }

    [Fact]
    public void A_missing_file_fails_and_accepting_writes_it()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "Test.Case#Net.g");

        Assert.ThrowsAny<Exception>(() => Snapshot.VerifyText("one\n", path, accept: false));
        Snapshot.VerifyText("one\n", path, accept: true);

        Snapshot.VerifyText("one\n", path, accept: false);
        Assert.Equal([path + ".verified.cs"], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Every_verified_file_belongs_to_a_case()
    {
        HashSet<string> cases = [.. Networks.Select(row => $"{row[0]}_{row[1]}"), "Digits", "Residual"];
        IEnumerable<string> files = Directory.GetFiles(Snapshot.Folder(), $"{nameof(SnapshotTests)}.*.verified.cs").Select(Path.GetFileName).OfType<string>();

        Assert.All(files, file => Assert.Contains(file.Split('#')[0][(nameof(SnapshotTests).Length + 1)..], cases));
    }
}
