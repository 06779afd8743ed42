using NetGen;

namespace Standalone.Nets;

// Networks that have together every layer and activation that NetGen knows; see LayerCoverageTests.

[Network, Input(784), Dense(32), ReLU, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class DigitNet;

[Network, Input(2), Dense(8), Tanh, Dense(8, Name = "event"), Tanh, Dense(1), BinaryCrossEntropy]
internal sealed partial class SmallNet;

[Network<double>, Input(5), Dense(9), GELU, LayerNorm, Dense(9), Mish, Dense(3), MeanSquaredError]
internal sealed partial class DoubleNet;

[Network, Input(12)]
[Dense(12), LeakyReLU, Dense(12), LeakyReLU(0.2), Dense(12), ReLU6, Dense(12), ELU(Alpha = 0.7), Dense(12), SELU, Dense(12), GELU, Dense(12), GELUTanh, Dense(12), SiLU, Dense(12), Mish]
[Dense(12), Softplus, Dense(12), Sigmoid, Dense(12), Softsign, Dense(12), HardSigmoid, Dense(12), HardSwish, Dense(12), HardTanh(Min = -0.5, Max = 2), Dense(12), Identity, Dense(4)]
[MeanSquaredError]
internal sealed partial class ActivationsNet;

[Network, Input(6)]
[Scale(0.5, Offset = 0.25), Exp, Log, Square, Scale(1, Offset = 0.1), Sqrt, Abs, Sin, Cos, Dense(6, Bias = false), HardThreshold(AtZero = 1), Dense(2), LogSoftmax, NegativeLogLikelihood]
internal sealed partial class FunctionsNet;

[Network, Input(1, 28, 28), Conv2D(6, 5, Padding = 2), Tanh, AveragePool2D(2), Conv2D(16, 5), Tanh, AveragePool2D(2), Flatten, Dense(120), Tanh, Dense(84), Tanh, Dense(10), SoftmaxCrossEntropy]
internal sealed partial class LeNet;

[Network, Input(4, 9, 8)]
[Conv2D(6, 3, Same = true, Groups = 2), BatchNorm, PReLU, Conv2D(6, 3, KernelWidth = 2, StrideHeight = 2, DilationWidth = 2, PaddingHeight = 1, Groups = 6), InstanceNorm]
[MaxPool2D(3, Stride = 1, Padding = 1), LearnedScale(Bias = true), GroupNorm(3), AveragePool2D(2, Stride = 1, Same = true), Upsample2D(2), Pad(0, 1, Axis = 1), ConvTranspose2D(4, 3, Stride = 2, Padding = 1, OutputPadding = 1, PaddingWidth = 0)]
[AveragePool2D(3, KernelWidth = 2, StrideWidth = 1, Padding = 1, CountPadding = false), AveragePool2D(2, Stride = 1, Padding = 1, Name = "maps"), GlobalAveragePool2D(Name = "means"), GlobalMaxPool2D(From = "maps"), Concat("means"), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class MapsNet;

[Network, Input(11, 4)]
[Normalization, Conv1D(6, 3, Same = true, Stride = 2), SiLU, InstanceNorm(Affine = true), MaxPool1D(3, Stride = 1, Padding = 1), BatchNorm, Conv1D(6, 2, Padding = 2, Dilation = 3, Groups = 3), ConvTranspose1D(5, 3, Stride = 2, Padding = 1, OutputPadding = 1), AveragePool1D(2)]
[GroupNorm(5), PReLU(Shared = true), Transpose(Name = "t"), Mean(1), Dense(1, Name = "a"), Max(From = "t"), Sum, Multiply("a"), Dense(2), MeanSquaredError]
internal sealed partial class StepsNet;

[Block]
[Dense, ReLU, Dropout(0.5), RMSNorm, Dense]
internal sealed class TwoDense;

[Network, Input(4, Name = "features"), Input(3, 4, Name = "rows")]
[Dense(6, From = "features", Name = "x"), Residual<TwoDense>(Repeat = 2), GaussianNoise(0.1), Dense(4, Name = "shift")]
[Subtract("shift", From = "rows"), Multiply("shift"), Add("rows", Name = "sum"), Mean(-1), Reshape(3, 1, Name = "column"), Multiply("column", From = "sum", Name = "scaled"), Dense(3, Name = "square"), MatMul("scaled")]
[Slice(1, 2), Flatten, Softmax, Dense(3, Name = "classes"), Dense(2, From = "x", Name = "value")]
[SoftmaxCrossEntropy(From = "classes"), MeanSquaredError(From = "value")]
internal sealed partial class GraphNet;

[Network, Input(9, 5), GRU(7, ReturnSequences = true), LSTM(6, ReturnSequences = true), RNN(5), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class RecurrentNet;

[Network, Input(9, 5), LSTM(6, ReturnSequences = true, Bidirectional = true), GRU(4, Bidirectional = true, Bias = false), Dense(3), SoftmaxCrossEntropy]
internal sealed partial class BothWaysNet;

[Network, Input<int>(12, Name = "tokens"), Embedding(40, 16, Name = "words"), PositionalEmbedding]
[LayerNorm(Name = "n"), MultiHeadAttention(4, Causal = true, KeyValueHeads = 2, Rotary = true), Add("words"), LayerNorm(Affine = false), Dense(16), GELU, Dense(40, Tie = "words"), SoftmaxCrossEntropy]
internal sealed partial class TextNet;

[Network, Input(6, 4, Name = "queries"), Input(9, 8, Name = "memory")]
[SinusoidalEncoding(From = "queries"), MultiHeadAttention(2, Context = "memory"), MultiHeadAttention(2, Bias = false), Mean(0), Dense(2, Name = "mean"), Dense(2, From = "queries"), Flatten, Dense(2, Name = "logVariance"), Sampling("mean", "logVariance"), Dense(1), MeanSquaredError]
internal sealed partial class CrossNet;

[Network, Input(10, 3), Conv1D(6, 3, Dilation = 2, Causal = true), ReLU, Conv1D(6, 2, Causal = true, Groups = 3), Concat("reLU1"), SinusoidalEncoding, Softmax, LSTM(40, ReturnSequences = true), LearnedScale, Dense(24), GRU(24), Dense(30), Dense(2), MeanSquaredError]
internal sealed partial class WaveNet;

/// <summary>An activation of a user's own.</summary>
[Derivative(Needs.Input)]
internal struct Cube : IActivation
{
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z * z * z;

    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => V.Constant(3) * z * z;
}

internal sealed class CubeAttribute : ActivationAttribute<Cube>;

[Network, Input(2), Dense(3), Cube, Dense(1), MeanSquaredError]
internal sealed partial class CubeNet;

[Network, Input<int>(5, Padding = 0), Embedding(9, 4), GRU(3), Dense(1), MeanSquaredError]
internal sealed partial class PaddedNet;
