using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Diagnostics.Lints;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>Each lint at its exact place with its exact message, and next to it the network that is right.</summary>
public class LintTests
{
    private const string Rest = " partial class Net;";

    /// <summary>The rule, a network in which «» enclose what it is reported on, and the message.</summary>
    public static TheoryData<string, string, string> Findings => new()
    {
        { "NG0101", "[Network] [Input(4)] [Dense(8)] [«Dense(3)»] [SoftmaxCrossEntropy]", "dense1 and dense2 have nothing non-linear between them: together they are one affine map from 4 to 3, for which 15 parameters are enough instead of 67" },
        { "NG0101", "[Network] [Input(4)] [Dense(8), Dropout(0.5), Identity, «Dense(3)»]", "dense1 and dense2 have nothing non-linear between them: together they are one affine map from 4 to 3, for which 15 parameters are enough instead of 67" },
        { "NG0101", "[Network] [Input(1, 8, 8)] [Conv2D(4, 3)] [Flatten, «Dense(3)»]", "conv2D1 and dense1 have nothing non-linear between them: together they are one affine map from 1x8x8 to 3" },
        { "NG0102", "[Network] [Input(4)] [Dense(8), «HardThreshold»] [Dense(1)] [BinaryCrossEntropy]", "The derivative of hardThreshold1 is 0 everywhere, so dense1 before it never learns: train a last threshold with [PerceptronRule], or use a Sigmoid of a scaled-up value in its place" },
        { "NG0103", "[Network] [Input(4)] [Dense(8), Sigmoid] [Dense(8), Tanh] [Dense(8), Sigmoid] [Dense(8), «Tanh»] [Dense(1)]", "tanh2 is the fourth sigmoid or tanh in a row, each of which shrinks the gradient of the layers before: use ReLU, or a normalization or residual connection between them" },
        { "NG0104", "[Network] [Input(4)] [«Dense(8, Init = Init.Xavier)», ReLU] [Dense(1)]", "dense1 starts with Xavier, but reLU1 follows: He keeps the variance of its outputs" },
        { "NG0104", "[Network] [Input(4)] [«Dense(8, Init = Init.HeNormal)», Dropout(0.1), Tanh] [Dense(1)]", "dense1 starts with HeNormal, but tanh1 follows: XavierNormal keeps the variance of its outputs" },
        { "NG0105", "[Network] [Input(4)] [Dense(3), «Softmax»] [SoftmaxCrossEntropy]", "[SoftmaxCrossEntropy] takes logits and applies a softmax itself: remove softmax1" },
        { "NG0106", "[Network] [Input(4)] [Dense(3), «Sigmoid»] [BinaryCrossEntropy]", "[BinaryCrossEntropy] takes logits and applies a sigmoid itself: remove sigmoid1" },
        { "NG0107", "[Network] [Input(4)] [Dense(3), «ReLU»] [SoftmaxCrossEntropy]", "reLU1 stands right before [SoftmaxCrossEntropy]: an output that is negative for all examples gets no gradient, and no output can be negative" },
        { "NG0108", "[Network] [Input(4)] [Dense(3), «Dropout(0.5)»] [SoftmaxCrossEntropy]", "dropout1 drops outputs of the network themselves in training: put it before the last layer with weights" },
        { "NG0108", "[Network] [Input(4)] [Dense(3), «Dropout(0.5)»]", "dropout1 drops outputs of the network themselves in training: put it before the last layer with weights" },
        { "NG0109", "[Network] [Input(4)] [Dense(3), «ReLU»]", "reLU1 is the output of the network: it can never be negative, and where it is 0 it passes no gradient" },
        { "NG0110", "[Network] [Input(4)] [Dense(1), «Softmax»]", "softmax1 has one input, whose softmax is always 1: use Sigmoid for one probability" },
        { "NG0111", "[Network] [Input(4)] [Dense(1), Sigmoid] [«MeanSquaredError»]", "[MeanSquaredError] after sigmoid1 learns slowly where the output is saturated and wrong: use [BinaryCrossEntropy] on the logits" },
        { "NG0111", "[Network] [Input(4)] [Dense(3), Softmax] [«HalfSquaredError»]", "[HalfSquaredError] after softmax1 learns slowly where the output is saturated and wrong: use [SoftmaxCrossEntropy] on the logits" },
        { "NG0113", "[Network] [Input(4)] [Dense(8), ReLU, Dropout(0.5), «BatchNorm»] [Dense(3)]", "batchNorm1 normalizes what dropout1 has dropped from: its running variance, taken in training, is too large in inference. Put the dropout after it" },
        { "NG0114", "[Network] [Input(4)] [«Dense(8)», BatchNorm, ReLU] [Dense(3)]", "The bias of dense1, 8 parameters, has no effect: batchNorm1 subtracts the mean and has a shift of its own. Set Bias = false" },
        { "NG0115", "[Network] [Input(4)] [Dense(8), ReLU, «GaussianNoise(0.1)»] [Dense(3)]", "gaussianNoise1 comes after dense1, which can make the noise harmless by larger weights: put it before the first layer with weights" },
        { "NG0112", "[Network] [Input(4)] [Dense(1), «Sigmoid»] [Hinge]", "[Hinge] compares scores with -1 and +1, but sigmoid1 only gives values between 0 and 1: remove it" },
        { "NG0116", "[Network] [Input(10000)] [Dense(6000), ReLU] [Dense(3)] [SoftmaxCrossEntropy] partial class «Net»;", "Net has 60,024,003 parameters, 240 MB before gradients and the optimizer's state: generated code is made for small networks, most of them in dense1 (60,006,000)" },
        { "NG0119", "[Network] [Input(1, 8, 8)] [«Dense(8)», ReLU] [Dense(2)]", "dense1 takes an image, 1x8x8, and acts on its last axis alone, the columns of each row: put [Flatten] before it" },
        { "NG0122", "[Network] [Input(6, 8)] [Dense(8), LayerNorm] [«MultiHeadAttention(2)», MultiHeadAttention(2, Causal = true)] [Flatten, Dense(2)]", "multiHeadAttention1 cannot know the order of its steps, for nothing before it tells where a step stands: put [PositionalEmbedding] or [SinusoidalEncoding] before it, or set Rotary = true" },
        { "NG0122", "[Network] [Input<int>(6)] [Embedding(9, 8)] [«MultiHeadAttention(2, Causal = true)»] [Dense(2)]", "multiHeadAttention1 cannot know the order of its steps, for nothing before it tells where a step stands: put [PositionalEmbedding] or [SinusoidalEncoding] before it, or set Rotary = true" },
        { "NG0120", "[Network] [Input(5, 4)] [LSTM(8, ReturnSequences = true), «Tanh», GRU(8)] [Dense(2)]", "tanh1 stands between lstm1 and gru1: states are values of a tanh already, so it only narrows them. Remove it" },
        { "NG0120", "[Network] [Input(5, 4)] [RNN(8, ReturnSequences = true), Dropout(0.1), «ReLU», LSTM(8)] [Dense(2)]", "reLU1 stands between rnn1 and lstm1: states are values of a tanh already, so it only narrows them. Remove it" },
        { "NG0121", "[Network] [Input(51, 4)] [«RNN(8)»] [Dense(2)]", "rnn1 runs over 51 steps, in which its gradients vanish: use [GRU] or [LSTM]" },
        { "NG0117", "[Network] [Input(4)] [Dense(8), ReLU(Name = \"h1\")] [«Dense(3, Name = \"extra\")», Dense(2, From = \"h1\")]", "Neither a layer nor a loss reads 'extra', 3: GetOutput finds it, but what leads to it alone is not trained" },
    };

    /// <summary>Networks near the edge of a rule, on its other side.</summary>
    public static TheoryData<string, string> Silent => new()
    {
        { "NG0101", "[Network] [Input(8)] [Dense(2)] [Dense(8)] [MeanSquaredError]" }, // a linear autoencoder
        { "NG0101", "[Network] [Input(8)] [Dense(8, Name = \"a\")] [Dense(8), Tanh, Add(\"a\")]" },
        { "NG0101", "[Network] [Input(8)] [Dense(8, Trainable = false)] [Dense(8)]" },
        { "NG0102", "[Network] [Input(4)] [Dense(8), HardThreshold] [Dense(1), HardThreshold]" },
        { "NG0102", "[Network] [Input(4)] [Dense(8, Trainable = false), HardThreshold] [Dense(1)] [MeanSquaredError]" },
        { "NG0103", "[Network] [Input(4)] [Dense(8), Tanh] [Dense(8), Tanh] [Dense(8), Tanh] [Dense(1)] [MeanSquaredError]" },
        { "NG0103", "[Network] [Input(4)] [Dense(8), Tanh(Name = \"h\")] [Dense(8), Tanh, Add(\"h\")] [Dense(8), Tanh] [Dense(8), Tanh] [Dense(1)]" },
        { "NG0104", "[Network] [Input(4)] [Dense(8, Init = Init.He), ReLU] [Dense(8, Init = Init.LeCun), Tanh] [Dense(8, Init = Init.XavierNormal), Sigmoid] [Dense(1, Init = Init.Zeros)]" },
        { "NG0104", "[Network(Init = Init.Xavier)] [Input(4)] [Dense(8), ReLU] [Dense(1)]" },
        { "NG0105", "[Network] [Input(4)] [Dense(3), Softmax]" },
        { "NG0107", "[Network] [Input(4)] [Dense(3), Softplus] [MeanSquaredError]" },
        { "NG0108", "[Network] [Input(4)] [Dropout(0.1), Dense(3)] [MeanSquaredError]" },
        { "NG0109", "[Network] [Input(4)] [Dense(3), LeakyReLU]" },
        { "NG0110", "[Network] [Input(4)] [Dense(2), Softmax]" },
        { "NG0111", "[Network] [Input(4)] [Dense(1), Tanh] [MeanSquaredError]" },
        { "NG0116", "[Network] [Input(7000)] [Dense(7000), ReLU] [Dense(3)]" },
        { "NG0117", "[Network] [Input(4)] [Dense(8, Name = \"h1\"), ReLU] [Dense(2, Name = \"y\")]" },
        { "NG0103", "[Network] [Input(4)] [Dense(8), Tanh] [Dense(8), Tanh, LayerNorm] [Dense(8), Tanh] [Dense(8), Tanh] [Dense(1)]" },
        { "NG0114", "[Network] [Input(4)] [Dense(8), LayerNorm, ReLU] [Dense(3)]" },
        { "NG0113", "[Network] [Input(4)] [Dropout(0.1), Dense(8, Bias = false), BatchNorm, ReLU, Dropout(0.5)] [Dense(3)]" },
        { "NG0115", "[Network] [Input(4)] [GaussianNoise(0.1)] [Dense(8), ReLU] [Dense(3)]" },
        { "NG0102", "[Network] [Input(4)] [Dense(1), HardThreshold] [PerceptronRule]" },
        { "NG0106", "[Network] [Input(4)] [Dense(3), Sigmoid] [BinaryCrossEntropy(FromLogits = false)]" },
        { "NG0112", "[Network] [Input(4)] [Dense(1)] [Hinge]" },
        { "NG0118", "[Network] [Input(4)] [Dense(8), ReLU] [Dense(2)]" },
        { "NG0120", "[Network] [Input(5, 4)] [LSTM(8, ReturnSequences = true), Dropout(0.1), GRU(8), Tanh] [Dense(2)]" },
        { "NG0120", "[Network] [Input(5, 4)] [LSTM(8, ReturnSequences = true), Dense(8), Tanh, GRU(8)] [Dense(2)]" },
        { "NG0121", "[Network] [Input(50, 4)] [RNN(8)] [Dense(2)]" },
        { "NG0121", "[Network] [Input(51, 4)] [GRU(8)] [Dense(2)]" },
        { "NG0119", "[Network] [Input(1, 8, 8)] [Flatten, Dense(8), ReLU] [Dense(2)]" },
        { "NG0119", "[Network] [Input(5, 8)] [Dense(8), ReLU] [Dense(2)]" },
        { "NG0122", "[Network] [Input<int>(6)] [Embedding(9, 8), PositionalEmbedding] [MultiHeadAttention(2, Causal = true), MultiHeadAttention(2)] [Dense(2)]" },
        { "NG0122", "[Network] [Input(6, 8)] [MultiHeadAttention(2, Rotary = true), MultiHeadAttention(2)] [Flatten, Dense(2)]" },
        { "NG0122", "[Network] [Input(6, 8)] [GRU(8, ReturnSequences = true), MultiHeadAttention(2)] [Flatten, Dense(2)]" },
        { "NG0122", "[Network] [Input(6)] [Dense(48), Reshape(6, 8), MultiHeadAttention(2)] [Flatten, Dense(2)]" },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void A_lint_is_reported_once_where_the_mistake_is(string id, string marked, string message)
    {
        Marked source = Marked.Parse("using NetGen; " + (marked.Contains("class", StringComparison.Ordinal) ? marked : marked + Rest));

        Diagnostic diagnostic = Assert.Single(Analysis.Of(Generation.Of(source.Text)));

        Assert.Equal((id, source.Enclosed, message), (diagnostic.Id, source.Text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length), diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal(source.Start, diagnostic.Location.SourceSpan.Start);
        Assert.Equal(diagnostic.DefaultSeverity, diagnostic.Severity);
        Assert.NotEqual(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Empty(Analysis.Of(Generation.Of($"#pragma warning disable {id}\n{source.Text}")));
    }

    [Theory]
    [MemberData(nameof(Silent))]
    public void The_network_that_is_right_has_no_diagnostic(string id, string network)
    {
        IReadOnlyList<Diagnostic> diagnostics = Analysis.Of(Generation.Of($"using NetGen; {network}{Rest}"));

        Assert.True(diagnostics.Count == 0, $"{id}: {string.Join('\n', diagnostics)}");
    }

    [Fact]
    public void Compilation_without_optimization_is_reported_once_on_the_first_network()
    {
        const string Nets = "using NetGen; [Network] [Input(4)] [Dense(2)] partial class «First»; [Network] [Input(4)] [Dense(2)] partial class Second;";
        Marked source = Marked.Parse(Nets);
        Compilation debug = Generation.Compile(source.Text).WithOptions(Generation.CompilationOptions.WithOptimizationLevel(OptimizationLevel.Debug));

        Diagnostic diagnostic = Assert.Single(Analysis.Of(Generation.Run(debug)));

        Assert.Equal("NG0118", diagnostic.Id);
        Assert.Equal(source.Start, diagnostic.Location.SourceSpan.Start);
        Assert.Equal("First is compiled without optimization and runs 45 to 90 times slower: add <Optimize>true</Optimize> to the project, or build with -c Release", diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_mistake_in_a_block_is_reported_once_however_often_the_block_is_used()
    {
        Marked source = Marked.Parse("using NetGen; [Block] [Dense(8)] [«Dense(8)», ReLU] class Twice; [Network] [Input(8)] [Sequence<Twice>(Repeat = 3)] [Dense(1)] partial class Net;");

        Diagnostic diagnostic = Assert.Single(Analysis.Of(Generation.Of(source.Text)));

        Assert.Equal(("NG0101", source.Start), (diagnostic.Id, diagnostic.Location.SourceSpan.Start));
    }

    [Fact]
    public void Every_lint_has_a_finding_and_a_network_that_is_right()
    {
        IEnumerable<string> ids = LintRules.All.Select(rule => rule.Id).Order();

        Assert.Equal(ids, Findings.Select(row => (string)row[0]).Append("NG0118").Distinct().Order());
        Assert.Equal(ids, Silent.Select(row => (string)row[0]).Distinct().Order());
    }
}
