namespace NetGen.OnnxTests;

/// <summary>The networks of the samples, with fewer units.</summary>
internal static partial class SampleNets
{
    [Network, Input(28), Dense(16), ReLU, Dropout(0.2), Dense(10), SoftmaxCrossEntropy]
    public sealed partial class DigitNet;

    [Network, Input(28), Dense(8), Residual<MlpBlock>(Repeat = 4), LayerNorm, Dropout(0.2), Dense(10), SoftmaxCrossEntropy]
    public sealed partial class ResidualMlp;

    [Block, LayerNorm, Dense(12), GELU, Dense(8)]
    public sealed class MlpBlock;

    [Network, Input(1, 16, 16), Conv2D(4, 5, Padding = 2), ReLU, MaxPool2D(2), Conv2D(6, 3), ReLU, MaxPool2D(2), Flatten, Dense(12), ReLU, Dense(10), SoftmaxCrossEntropy]
    public sealed partial class LeNet;

    [Network, Input(1, 12, 12), Conv2D(4, 3, Same = true, Bias = false), BatchNorm, ReLU, MaxPool2D(2), Residual<ConvolutionBlock>(Repeat = 2), MaxPool2D(2), Residual<ConvolutionBlock>(Repeat = 2), GlobalAveragePool2D, Dense(10), SoftmaxCrossEntropy]
    public sealed partial class ResNet;

    [Block, Conv2D(4, 3, Same = true, Bias = false), BatchNorm, ReLU, Conv2D(4, 3, Same = true, Bias = false), BatchNorm]
    public sealed class ConvolutionBlock;

    [Network, Input(64), Reshape(8, 8), GRU(12), Dropout(0.1), Dense(10), SoftmaxCrossEntropy]
    public sealed partial class GruNet;

    [Network, Input(4), Dense(8), Tanh, Dense(8), Tanh, Dense(2, Name = "policy"), Dense(8, From = "input"), Tanh, Dense(8), Tanh, Dense(1, Name = "value"), SoftmaxCrossEntropy(From = "policy"), MeanSquaredError(From = "value")]
    public sealed partial class Agent;

    [Network, Input(12), Dense(9), ReLU(Name = "seen"), Dense(3, Name = "mean"), Dense(3, From = "seen", Name = "logVariance"), Sampling("mean", "logVariance", Name = "code"), Dense(9, Name = "hidden"), ReLU, Dense(12, Name = "pixels")]
    [BinaryCrossEntropy(Reduction = Reduction.BatchMean), GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    public sealed partial class DigitAutoencoder;

    [Network, Input(4), Dense(9), LeakyReLU(Slope = 0.2), Dense(9), LeakyReLU(Slope = 0.2), Dense(6), Sigmoid]
    public sealed partial class DigitGenerator;

    [Network, Input(6), GaussianNoise(0.1), Dense(9), LeakyReLU(Slope = 0.2), Dropout(0.3), Dense(1), BinaryCrossEntropy]
    public sealed partial class DigitJudge;

    [Network, Input(12, 1), Flatten, Dense(1, Name = "linear"), GRU(8, From = "input"), Dropout(0.1), Dense(1), Add("linear"), MeanSquaredError]
    public sealed partial class MeasurementNet;

    [Network, Input(16), Normalization, Dense(8), ReLU, Dense(3), SoftmaxCrossEntropy, L2(1e-3)]
    public sealed partial class Classifier;

    [Network, Input<int>(10), Embedding(13, 8, Name = "tokens"), PositionalEmbedding, Sequence<GptBlock>(Repeat = 2), LayerNorm, Dense(13, Tie = "tokens"), SoftmaxCrossEntropy]
    public sealed partial class GptNet;

    [Block, Residual<Attention>, Residual<FeedForward>]
    public sealed class GptBlock;

    [Block, LayerNorm, MultiHeadAttention(4, Causal = true)]
    public sealed class Attention;

    [Block, LayerNorm, Dense(16), GELU, Dense(8)]
    public sealed class FeedForward;

    [Network, Input<int>(10), Embedding(13, 8), LSTM(12, ReturnSequences = true), Dense(13), SoftmaxCrossEntropy]
    public sealed partial class LstmNet;

    /// <summary>Deeper than 20 layers.</summary>
    [Network<double>, Input(8), Sequence<TanhLayer>(Repeat = 20, Name = "layer"), HalfSquaredError]
    public sealed partial class Deep;

    [Block, Dense(8, Init = Init.XavierNormal), Tanh]
    public sealed class TanhLayer;

    [Network, Input(2), LearnedScale(Name = "place"), Slice(0, 1, Name = "x"), Square(Name = "xx"), Slice(1, 1, From = "place", Name = "y"), Subtract("xx"), Scale(10, Name = "across"), Concat("x"), MeanSquaredError]
    public sealed partial class Rosenbrock;

    [Network, Input(7), GaussianNoise(0), Dense(8, Name = "z1"), HardThreshold(Name = "h1"), Dropout(0), Dense(8, Name = "z2"), Sin(Name = "h2"), Dropout(0), Dense(1, Name = "z3"), BinaryCrossEntropy]
    public sealed partial class Playground;
}
