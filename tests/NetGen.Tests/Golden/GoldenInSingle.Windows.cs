namespace NetGen.Tests;

/// <summary>The nets with pools, transposed convolutions and norms of groups, likewise. Those of sequences take their channels first, as these cases come.</summary>
internal static partial class GoldenInSingle
{
    [Network]
    [Input(1, 9)]
    [Transpose, Conv1D(4, 3, Padding = 1), ReLU]
    [AveragePool1D(3, Stride = 2), Transpose, Flatten]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class PoolOfSteps;

    [Network]
    [Input(2, 5, 6)]
    [MaxPool2D(3, KernelWidth = 2, Stride = 2, StrideWidth = 1, Padding = 1), Flatten]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class PaddedMaxPool;

    [Network]
    [Input(2, 5, 5)]
    [AveragePool2D(3, Stride = 2, Padding = 1), Flatten]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class PaddedAveragePool;

    [Network]
    [Input(2, 6, 6)]
    [Conv2D(5, 3), Tanh, GlobalMaxPool2D]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class LargestOfMaps;

    [Network]
    [Input(2, 3, 4)]
    [Conv2D(3, 3, Padding = 1), Tanh, Upsample2D(2)]
    [Conv2D(1, 3, Padding = 1)]
    [MeanSquaredError]
    public sealed partial class Upsampled;

    [Network]
    [Input(2, 5, 5)]
    [Conv2D(6, 3, Padding = 1), GroupNorm(3), ReLU, GlobalAveragePool2D]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class GroupNormOfMaps;

    [Network]
    [Input(2, 6, 6)]
    [Conv2D(4, 3), InstanceNorm, Tanh, Flatten]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class InstanceNormOfMaps;

    [Network]
    [Input(3, 5)]
    [Transpose, ConvTranspose1D(2, 4, Stride = 2, Padding = 1), Transpose]
    [MeanSquaredError]
    public sealed partial class TransposedOfSteps;

    [Network]
    [Input(3, 3, 4)]
    [ConvTranspose2D(2, 2, Stride = 2)]
    [MeanSquaredError]
    public sealed partial class TransposedOfMaps;

    [Network]
    [Input(1, 8, 8)]
    [Conv2D(4, 3, Stride = 2, Padding = 1), ReLU]
    [Conv2D(6, 3, Stride = 2, Padding = 1), ReLU]
    [ConvTranspose2D(4, 2, Stride = 2), ReLU]
    [ConvTranspose2D(1, 2, Stride = 2)]
    [MeanSquaredError]
    public sealed partial class Autoencoder;
}
