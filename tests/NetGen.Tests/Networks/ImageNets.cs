namespace NetGen.Tests;

/// <summary>Networks of the tests over images and sequences: odd sizes, every option of convolutions and pools.</summary>
internal static partial class ImageNets
{
    [Network<double>]
    [Input(2, 7, 5)]
    [Conv2D(5, 3), Tanh]
    [Conv2D(3, 2, KernelWidth = 1)]
    [Flatten, Dense(4)]
    [SoftmaxCrossEntropy]
    public sealed partial class Valid;

    [Network<double>]
    [Input(3, 6, 9)]
    [Conv2D(7, 3, Padding = 1, Bias = false), Sigmoid]
    [Conv2D(2, 3, Stride = 2, PaddingWidth = 2), Softplus]
    [Flatten, Dense(3)]
    [MeanSquaredError]
    [L2(1e-2)]
    public sealed partial class Padded;

    [Network<double>]
    [Input(1, 11, 10)]
    [Conv2D(13, 4, KernelWidth = 3, Stride = 3, StrideWidth = 2, Padding = 2, PaddingWidth = 1), Tanh]
    [Conv2D(4, 3, Same = true)]
    [Conv2D(3, 4, Same = true, Stride = 2), Tanh]
    [Flatten, Dense(2)]
    [SoftmaxCrossEntropy]
    public sealed partial class Strided;

    [Network<double>]
    [Input(2, 9, 8)]
    [Conv2D(4, 3), Tanh, MaxPool2D(2)]
    [Conv2D(3, 1), MaxPool2D(2, Stride = 1)]
    [Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class MaxPooled;

    [Network<double>]
    [Input(2, 10, 11)]
    [AveragePool2D(3, Stride = 2), Tanh]
    [Conv2D(4, 2), AveragePool2D(2, KernelWidth = 1, Stride = 2)]
    [Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class AveragePooled;

    [Network<double>]
    [Input(3, 23, 19)]
    [MaxPool2D(5, KernelWidth = 4, Stride = 3)]
    [Conv2D(4, 3, Padding = 1), GlobalAveragePool2D]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LargeWindows;

    [Network<double>]
    [Input(11, 3)]
    [Conv1D(5, 3), Tanh]
    [Conv1D(4, 4, Stride = 2, Padding = 2), Sigmoid]
    [Conv1D(3, 2, Same = true)]
    [Flatten, Dense(2)]
    [SoftmaxCrossEntropy]
    public sealed partial class Sequence;

    /// <summary>Rows and lanes in turn: dropout works on rows, a residual sum on lanes, named values are read in rows.</summary>
    [Network<double>]
    [Input(2, 6, 6)]
    [Conv2D(4, 3, Padding = 1, Name = "c1"), Tanh(Name = "h1")]
    [Dropout(0.3)]
    [Conv2D(4, 3, Padding = 1), Add("h1"), Tanh]
    [Conv2D(2, 3), Flatten]
    [Dense(3, Name = "y")]
    [MeanSquaredError]
    public sealed partial class Mixed;

    [Network]
    [Input(1, 12, 13)]
    [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
    [Conv2D(16, 3), ReLU, MaxPool2D(2)]
    [Flatten, Dense(20), ReLU]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleLeNet;

    [Network]
    [Input(9, 5)]
    [Conv1D(6, 3, Same = true), GELU]
    [Flatten, Dense(4)]
    [MeanSquaredError]
    public sealed partial class SingleSequence;

    /// <summary>Channels for every kind of tile of one example: three vectors, two that step back, two and rests of eight and of four.</summary>
    [Network]
    [Input(3, 7, 8)]
    [Conv2D(48, 3, Padding = 1), Tanh, AveragePool2D(2)]
    [Conv2D(60, 2), GELU]
    [Conv2D(44, 1), Sigmoid]
    [Conv2D(20, 2, KernelHeight = 1), Flatten]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleChannels;

    [Network<double>]
    [Input(3, 7, 8)]
    [Conv2D(48, 3, Padding = 1), Tanh, AveragePool2D(2)]
    [Conv2D(60, 2), GELU]
    [Conv2D(44, 1), Sigmoid]
    [Conv2D(20, 2, KernelHeight = 1), Flatten]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class ManyChannels;

    /// <summary>Strides longer than kernels and windows: some elements are read by none.</summary>
    [Network<double>]
    [Input(2, 11, 13)]
    [Conv2D(3, 2, Stride = 3), Tanh]
    [MaxPool2D(1, Stride = 2)]
    [Conv2D(2, 1, StrideHeight = 1, StrideWidth = 2), AveragePool2D(1, Stride = 2)]
    [Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class LongStrides;

    /// <summary>Padding as wide as the kernel and wider: some outputs are the bias alone.</summary>
    [Network<double>]
    [Input(2, 3, 2)]
    [Conv2D(3, 2, Padding = 3), Sigmoid]
    [Conv2D(2, 1, Padding = 2, Stride = 2), Tanh]
    [Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class WidePadding;

    /// <summary>Kernels and windows of one row or one column, with options unlike along the axes.</summary>
    [Network<double>]
    [Input(3, 6, 9)]
    [Conv2D(4, 1, KernelWidth = 5, StrideWidth = 2, PaddingWidth = 4), Tanh]
    [Conv2D(3, 4, KernelWidth = 1, PaddingHeight = 3, StrideHeight = 2), Sigmoid]
    [MaxPool2D(3, KernelWidth = 1, StrideHeight = 1, StrideWidth = 2)]
    [AveragePool2D(1, KernelWidth = 2, StrideWidth = 1), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class Asymmetric;

    [Network<double>]
    [Input(9, 3)]
    [Conv1D(4, 2, Stride = 3, Padding = 3), Tanh]
    [Conv1D(3, 1, Stride = 2), Sigmoid, Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class LongStridesOfSteps;

    /// <summary>One pool of the whole input, for equal elements.</summary>
    [Network<double>]
    [Input(1, 4, 5)]
    [MaxPool2D(2)]
    public sealed partial class Ties;

    [Network<double>]
    [Input(1, 3, 3)]
    [MaxPool2D(2, Stride = 1)]
    public sealed partial class OverlappingTies;
}
