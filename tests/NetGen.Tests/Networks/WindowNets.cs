namespace NetGen.Tests;

/// <summary>Pools that reach beyond the input and pools of sequences, transposed convolutions, and what makes an input larger.</summary>
internal static partial class WindowNets
{
    /// <summary>Windows of which some have fewer elements, unlike along the axes, with padding given and by Same.</summary>
    [Network<double>]
    [Input(3, 9, 8)]
    [Conv2D(5, 3, Padding = 1), Tanh, MaxPool2D(3, KernelWidth = 2, Stride = 2, StrideWidth = 1, Padding = 1)]
    [Conv2D(4, 1), MaxPool2D(2, Stride = 2, Same = true), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class PaddedMaxima;

    /// <summary>Means that count the padding, and such that do not.</summary>
    [Network<double>]
    [Input(3, 9, 8)]
    [Conv2D(5, 3, Padding = 1), Tanh, AveragePool2D(3, KernelWidth = 2, Stride = 2, StrideWidth = 1, Padding = 1)]
    [Conv2D(4, 1), AveragePool2D(3, Same = true, Stride = 2)]
    [AveragePool2D(2, Padding = 1, CountPadding = false), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class PaddedMeans;

    /// <summary>An image of one row: its windows have several rows all the same.</summary>
    [Network<double>]
    [Input(2, 1, 7)]
    [MaxPool2D(3, Stride = 2, Padding = 1), Tanh]
    [AveragePool2D(2, KernelWidth = 3, Padding = 1, CountPadding = false), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class OneRow;

    /// <summary>Windows of steps: side by side, with a rest, overlapping, padded, of one step.</summary>
    [Network<double>]
    [Input(11, 5)]
    [MaxPool1D(3, Stride = 1, Same = true), Tanh, Conv1D(6, 2), AveragePool1D(3, Stride = 2, Padding = 1)]
    [MaxPool1D(2), AveragePool1D(1), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class PooledSteps;

    [Network<double>]
    [Input(11, 4)]
    [AveragePool1D(4, Stride = 3, Padding = 2, CountPadding = false), Tanh, MaxPool1D(2, Padding = 1, Stride = 1), AveragePool1D(2), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class PaddedSteps;

    /// <summary>Parameters for each channel after windows of several.</summary>
    [Network<double>]
    [Input(2, 6, 5)]
    [Conv2D(3, 2), PReLU, GlobalMaxPool2D]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class GlobalMaxima;

    /// <summary>Every option, unlike along the axes: positions that no kernel reaches have the bias alone.</summary>
    [Network<double>]
    [Input(3, 5, 4)]
    [Conv2D(6, 3), Tanh]
    [ConvTranspose2D(5, 3, Stride = 2, Padding = 1, OutputPadding = 1), Tanh]
    [ConvTranspose2D(2, 2, KernelWidth = 3, Stride = 3, StrideWidth = 1, PaddingWidth = 2, OutputPaddingHeight = 2, Bias = false), Flatten, Dense(2)]
    [MeanSquaredError]
    [L2(1e-2)]
    public sealed partial class TransposedMaps;

    /// <summary>Padding as wide as the kernel, kernels of one element, more channels than a tile.</summary>
    [Network<double>]
    [Input(2, 9, 7)]
    [ConvTranspose2D(13, 3, Padding = 3), Tanh]
    [ConvTranspose2D(3, 1, Stride = 2, OutputPadding = 1), Sigmoid, Conv2D(3, 3, Stride = 2), GlobalMaxPool2D, Dense(2)]
    [MeanSquaredError]
    public sealed partial class TransposedWithMuchPadding;

    [Network<double>]
    [Input(4, 3)]
    [ConvTranspose1D(5, 4, Stride = 3, Padding = 1, OutputPadding = 2), Tanh]
    [ConvTranspose1D(4, 1, Stride = 2), PReLU, ConvTranspose1D(14, 2), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class TransposedSteps;

    /// <summary>Zeros along every axis, squares of few and of many elements.</summary>
    [Network<double>]
    [Input(2, 3, 4)]
    [Upsample2D(2), Conv2D(3, 2), Tanh, Upsample2D(5), LearnedScale]
    [Pad(1, 0), Pad(0, 2, Axis = 1), Pad(1, 1, Axis = -1), Conv2D(2, 3, Stride = 2), Sigmoid, Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class Larger;

    [Network<double>]
    [Input(5, 3)]
    [Pad(1, 2), Tanh, Pad(0, 3, Axis = 1), Dense(5), Tanh, Flatten, Pad(2, 1), Dense(2)]
    [MeanSquaredError]
    public sealed partial class LongerSteps;

    [Network]
    [Input(3, 9, 8)]
    [Conv2D(5, 3, Padding = 1), ReLU, MaxPool2D(3, Stride = 2, Padding = 1)]
    [Conv2D(20, 1), AveragePool2D(3, Same = true, Stride = 2), Upsample2D(2), PReLU, GlobalMaxPool2D, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleWindows;

    [Network]
    [Input(11, 5)]
    [Conv1D(18, 3), ReLU, MaxPool1D(3, Stride = 2, Padding = 1)]
    [AveragePool1D(3, Same = true, Stride = 1), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleWindowsOfSteps;

    [Network]
    [Input(3, 5, 4)]
    [Conv2D(20, 3), ReLU]
    [ConvTranspose2D(18, 3, Stride = 2, Padding = 1, OutputPadding = 1), ReLU, ConvTranspose2D(1, 2), Sigmoid, Upsample2D(2), Pad(1, 2, Axis = 2)]
    [Conv2D(17, 3), ReLU, Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleTransposed;

    /// <summary>A window that reaches beyond the input on all sides, for equal and for negative elements.</summary>
    [Network<double>]
    [Input(1, 3, 3)]
    [MaxPool2D(3, Stride = 2, Padding = 1)]
    public sealed partial class Border;

    [Network<double>]
    [Input(1, 2, 3)]
    [AveragePool2D(2, Padding = 1, Stride = 1)]
    public sealed partial class CountedPadding;

    [Network<double>]
    [Input(1, 2, 3)]
    [AveragePool2D(2, Padding = 1, Stride = 1, CountPadding = false)]
    public sealed partial class UncountedPadding;

    [Network<double>]
    [Input(1, 2, 2)]
    [ConvTranspose2D(1, 2, Stride = 3, OutputPadding = 1)]
    public sealed partial class Spread;
}
