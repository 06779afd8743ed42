namespace NetGen.Tests;

/// <summary>The nets with convolutions of groups, dilated and causal ones, likewise. The channels of these cases come first.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(2, 9)]
    [Transpose, Conv1D(5, 3, Dilation = 2, Causal = true), Tanh]
    [Conv1D(1, 2, Causal = true), Transpose]
    [MeanSquaredError]
    public sealed partial class CausalConvolutions;

    [Network<double>]
    [Input(2, 12)]
    [Transpose, Conv1D(4, 3, Dilation = 3), Tanh, Transpose, Flatten]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class DilatedConvolution;

    [Network<double>]
    [Input(4, 7)]
    [Transpose, Conv1D(8, 3, Padding = 1, Groups = 2), ReLU]
    [Conv1D(8, 3, Padding = 1, Groups = 8, Bias = false), Transpose, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class GroupedConvolutions;

    [Network<double>]
    [Input(2, 7, 7)]
    [Conv2D(3, 3, Padding = 2, Dilation = 2), Tanh, Flatten]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class DilatedMaps;

    [Network<double>]
    [Input(4, 5, 5)]
    [Conv2D(6, 3, Padding = 1, Groups = 2), ReLU, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class GroupedMaps;
}
