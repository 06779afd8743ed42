namespace NetGen.OnnxTests;

/// <summary>Layers of features and images, with every option that says how they compute.</summary>
internal static partial class LayerNets
{
    [Network, Input(8), Normalization, Dense(6, Bias = false), BatchNorm(Epsilon = 0.01), Dropout(0.3), Dense(7), GaussianNoise(0.2), LayerNorm, Dense(6), LayerNorm(Affine = false, Epsilon = 0.1), RMSNorm, RMSNorm(Affine = false), Dense(4), SoftmaxCrossEntropy]
    public sealed partial class Features;

    [Network, Input(6), Dense(8, Name = "a"), GroupNorm(4), Dense(8), GroupNorm(2, Affine = false), LearnedScale, LearnedScale(Bias = true), Dense(8, Tie = "a", From = "input"), Add("learnedScale2"), MeanSquaredError]
    public sealed partial class Scales;

    [Network, Input(3, 7, 8), Normalization, Conv2D(6, 3, Stride = 2, StrideWidth = 1, Padding = 1, PaddingWidth = 2), BatchNorm, ReLU, Conv2D(4, 3, KernelWidth = 2, Same = true, Groups = 2), Conv2D(4, 2, Dilation = 2, DilationWidth = 1, Bias = false), MaxPool2D(2, Stride = 1), GlobalAveragePool2D, Dense(3), MeanSquaredError]
    public sealed partial class Images;

    [Network, Input(2, 8, 9), MaxPool2D(3, KernelWidth = 2, Stride = 2, StrideWidth = 1, Padding = 1), AveragePool2D(3, Padding = 1, Stride = 1), AveragePool2D(2, Padding = 1, CountPadding = false, Stride = 1), AveragePool2D(3, Same = true, Stride = 2), MaxPool2D(2, Same = true), Upsample2D(2), Pad(1, 2, Axis = 1), Pad(0, 1), GlobalMaxPool2D, MeanSquaredError]
    public sealed partial class Pools;

    [Network, Input(3, 4, 5), ConvTranspose2D(4, 3, Stride = 2, Padding = 1, OutputPadding = 1), GroupNorm(2), ConvTranspose2D(2, 2, KernelWidth = 3, StrideWidth = 2, PaddingWidth = 1, OutputPaddingWidth = 1, Bias = false), InstanceNorm, LearnedScale(Bias = true), InstanceNorm(Affine = true), Slice(1, 3), Flatten, Dense(3), MeanSquaredError]
    public sealed partial class Larger;

    [Network, Input(2, 3, 4), Concat("input", "input"), Sum(1), Mean, Max, MeanSquaredError]
    public sealed partial class Reduced;

    [Network, Input(12), Reshape(3, 4, Name = "m"), Transpose(Name = "t"), MatMul("m"), Flatten, Max(Name = "most"), Dense(5, From = "m"), Subtract("most"), Multiply("most"), MeanSquaredError]
    public sealed partial class Matrices;

    [Network, Input(4, 3, Name = "left"), Input(3, Name = "right")]
    [Dense(3, From = "left", Name = "h"), Add("right"), Multiply("left", "h"), Flatten, Concat("right"), Dense(3), MeanSquaredError]
    public sealed partial class SeveralInputs;

    [Network, Input(7), Dense(6), Tanh(Name = "body"), Dense(3, Name = "policy"), Dense(1, From = "body", Name = "value"), Dense(2, From = "body", Name = "facts")]
    [SoftmaxCrossEntropy(From = "policy"), MeanSquaredError(From = "value", Weight = 0.5), BinaryCrossEntropy(From = "facts"), MeanAbsoluteError(From = "value")]
    public sealed partial class SeveralHeads;

    /// <summary>Two heads that are one value in inference.</summary>
    [Network, Input(4), Dense(3, Name = "a"), Dropout(0.2, Name = "b"), MeanSquaredError(From = "a"), BinaryCrossEntropy(From = "b")]
    public sealed partial class EqualHeads;

    [Network, Input(7), Dense(4, Name = "mean"), Dense(4, From = "input", Name = "spread"), Sampling("mean", "spread"), Dense(3), MeanSquaredError, GaussianKL(Mean = "mean", LogVariance = "spread", Weight = 0.1)]
    public sealed partial class Sampled;

    /// <summary>The output is an input, and the loss looks at a value in the middle.</summary>
    [Network, Input(3), Dropout(0.5), MeanSquaredError]
    public sealed partial class Nothing;

    [Network, Input(3), Dense(4, Name = "middle"), Tanh, Dense(2), MeanSquaredError(From = "middle")]
    public sealed partial class EarlyHead;

    [Network, Input(3), Dense(4), LogSoftmax, NegativeLogLikelihood]
    public sealed partial class LogProbabilities;

    /// <summary>Names that the model has for itself.</summary>
    [Network, Input(3, Name = "output"), Dense(4, Name = "batch"), Tanh, Dense(4, Name = "constant"), Tanh, Dense(2), MeanSquaredError]
    public sealed partial class TakenNames;

    [Network<double>, Input(5), Dense(6), Tanh, Dense(4), Sigmoid, LayerNorm(Epsilon = 1e-3), Dense(3), SoftmaxCrossEntropy]
    public sealed partial class Doubles;
}
