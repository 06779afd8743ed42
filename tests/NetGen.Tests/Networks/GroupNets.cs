namespace NetGen.Tests;

/// <summary>Convolutions in groups, dilated and causal.</summary>
internal static partial class GroupNets
{
    /// <summary>Every other element, with and without stride.</summary>
    [Network<double>]
    [Input(9, 3)]
    [Conv1D(5, 3, Dilation = 2), Tanh, Conv1D(4, 2, Dilation = 3, Stride = 2), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class Dilated;

    /// <summary>No step looks ahead.</summary>
    [Network<double>]
    [Input(11, 1)]
    [Conv1D(16, 2, Causal = true), Tanh, Conv1D(5, 3, Dilation = 2, Causal = true), Tanh, Conv1D(4, 2, Dilation = 4, Causal = true, Stride = 2)]
    [MeanSquaredError]
    public sealed partial class CausalSteps;

    /// <summary>Groups of several channels, of one, and of one with several outputs.</summary>
    [Network<double>]
    [Input(9, 4)]
    [Conv1D(8, 3, Groups = 2, Padding = 1), Tanh, Conv1D(8, 3, Groups = 8, Same = true, Bias = false), Tanh, Conv1D(6, 2, Groups = 2), Tanh, Conv1D(12, 2, Groups = 6)]
    [MeanSquaredError]
    public sealed partial class GroupedSteps;

    /// <summary>Other distances along rows than along columns.</summary>
    [Network<double>]
    [Input(2, 7, 8)]
    [Conv2D(3, 3, Dilation = 2, Padding = 2), Tanh, Conv2D(4, 2, DilationWidth = 3, StrideHeight = 2), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class DilatedMaps;

    /// <summary>Groups of maps.</summary>
    [Network<double>]
    [Input(4, 6, 5)]
    [Conv2D(6, 3, Groups = 2, Padding = 1), Tanh, Conv2D(12, 2, Groups = 6), Tanh, Conv2D(4, 2, Groups = 4, Dilation = 2), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class GroupedMaps;

    /// <summary>Groups of so many positions that the weight's gradient takes sixteen examples at a time.</summary>
    [Network<double>]
    [Input(4, 9, 8)]
    [Conv2D(6, 3, Groups = 2, Padding = 1), Tanh, Conv2D(6, 3, Groups = 3, Padding = 2, Dilation = 2), Tanh, Conv2D(6, 3, Groups = 6, Padding = 1), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class LargeGroupedMaps;

    /// <summary>Rows of several tiles of columns, and edges of them, in the gradient of the input.</summary>
    [Network<double>]
    [Input(3, 5, 29)]
    [Conv2D(3, 3, Groups = 3, Padding = 1), Tanh, Conv2D(3, 3, KernelWidth = 4, Groups = 3, StrideHeight = 2, PaddingHeight = 2, DilationWidth = 3), Tanh]
    [Conv2D(3, 1, KernelWidth = 2, Groups = 3, PaddingWidth = 5), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class WideDepthwise;

    /// <summary>A kernel for each map, then one for all maps at each place.</summary>
    [Network<double>]
    [Input(6, 9, 9)]
    [Conv2D(6, 3, Groups = 6), Tanh, Conv2D(6, 3, Groups = 6, Same = true, Stride = 2, Dilation = 3), Tanh, Conv2D(18, 1), Sigmoid, Conv2D(18, 2, Groups = 18)]
    [MeanSquaredError]
    public sealed partial class DepthwiseMaps;

    /// <summary>Enough channels for several threads, whose kernels go in one piece, in several, and in none; with and without a bias.</summary>
    [Network<double>]
    [Input(33, 4, 5)]
    [Conv2D(33, 3, Groups = 33, Padding = 1), LearnedScale, Tanh, Conv2D(33, 5, Groups = 33, Padding = 2, Stride = 2), Tanh]
    [Conv2D(33, 1, KernelHeight = 3, KernelWidth = 13, Groups = 33, Padding = 1, PaddingWidth = 5, Bias = false), Tanh, Conv2D(33, 1, Groups = 33), Flatten, Dense(2)]
    [MeanSquaredError]
    [L2(0.01)]
    public sealed partial class DividedChannels;

    /// <summary>A kernel for each channel of steps, of whole vectors.</summary>
    [Network<double>]
    [Input(12, 16)]
    [Conv1D(16, 3, Groups = 16, Causal = true, Dilation = 4), Tanh, Conv1D(16, 1), Tanh, Conv1D(16, 3, Groups = 16), Tanh, Conv1D(32, 5, Groups = 16, Same = true)]
    [MeanSquaredError]
    public sealed partial class Depthwise;

    [Network]
    [Input(10, 8)]
    [Conv1D(8, 3, Groups = 8, Causal = true, Dilation = 2), ReLU, Conv1D(6, 2, Groups = 2), Tanh, Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleGroups;
}
