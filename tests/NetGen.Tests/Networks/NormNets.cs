namespace NetGen.Tests;

/// <summary>Networks with normalization, of sizes that end on a vector and of sizes that do not.</summary>
internal static partial class NormNets
{
    [Network<double>]
    [Input(7)]
    [LayerNorm]
    [Dense(33), LayerNorm(Epsilon = 0.1), SiLU]
    [Dense(13), LayerNorm(Affine = false), Tanh]
    [Dense(3), RMSNorm]
    [SoftmaxCrossEntropy]
    public sealed partial class Rows;

    [Network<double>]
    [Input(6)]
    [Dense(40), RMSNorm(Affine = false), Dropout(0.2)]
    [Dense(21), RMSNorm(Epsilon = 0.01), Sigmoid]
    [Dense(5), LayerNorm]
    [MeanSquaredError]
    public sealed partial class RootMeanSquares;

    [Network<double>]
    [Input(3, 8)]
    [Tanh, LayerNorm, ReLU, RMSNorm]
    [MeanSquaredError]
    public sealed partial class EvenSteps;

    [Network<double>]
    [Input(3, 5)]
    [LayerNorm, Tanh, LayerNorm(Affine = false), Sigmoid, RMSNorm]
    [MeanSquaredError]
    public sealed partial class OddSteps;

    [Network<double>]
    [Input(2, 3, 19)]
    [LayerNorm, Softplus, RMSNorm]
    [MeanSquaredError]
    public sealed partial class OddMaps;

    [Network]
    [Input(20)]
    [Dense(30), LayerNorm, ReLU]
    [Dense(17), RMSNorm, Tanh]
    [Dense(4)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleRows;

    [Network]
    [Input(3, 21)]
    [LayerNorm, Tanh, RMSNorm]
    [MeanSquaredError]
    public sealed partial class SingleSteps;

    [Network<double>]
    [Input(7)]
    [BatchNorm(Epsilon = 0.1)]
    [Dense(33), BatchNorm(Epsilon = 0.2, Momentum = 0.3), Tanh]
    [Dense(13), Sigmoid, BatchNorm(Epsilon = 0.1)]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class Batches;

    [Network<double>]
    [Input(3, 5, 7)]
    [BatchNorm(Epsilon = 0.1), Softplus, BatchNorm(Epsilon = 0.3, Trainable = false), Tanh]
    [MeanSquaredError]
    public sealed partial class BatchesOfMaps;

    [Network<double>]
    [Input(5, 3)]
    [Tanh, BatchNorm(Epsilon = 0.1), Sigmoid]
    [HalfSquaredError]
    public sealed partial class BatchesOfSteps;

    [Network]
    [Input(4, 6, 5)]
    [BatchNorm(Epsilon = 0.1), Tanh]
    [Flatten, Dense(9), BatchNorm(Epsilon = 0.1), ReLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleBatches;

    [Network<double>]
    [Input(6)]
    [Normalization, GaussianNoise(0.5)]
    [Dense(9), GaussianNoise(0.1, Name = "inner"), Tanh, Dropout(0.2)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class Noisy;

    /// <summary>Groups of several channels of maps, one group of all, with parameters of channels around.</summary>
    [Network<double>]
    [Input(3, 5, 4)]
    [Conv2D(6, 3, Padding = 1), GroupNorm(3, Epsilon = 0.1), Tanh]
    [Conv2D(5, 2), PReLU, GroupNorm(1, Epsilon = 0.1), PReLU, Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class GroupsOfMaps;

    [Network<double>]
    [Input(7, 6)]
    [GroupNorm(2, Epsilon = 0.1), Tanh, Conv1D(4, 2), InstanceNorm(Epsilon = 0.1), Tanh, GroupNorm(4, Affine = false, Epsilon = 0.1), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class GroupsOfSteps;

    [Network<double>]
    [Input(9)]
    [Dense(12), GroupNorm(3, Epsilon = 0.1), Tanh, Dense(3)]
    [MeanSquaredError]
    public sealed partial class GroupsOfFeatures;

    [Network<double>]
    [Input(2, 4, 3)]
    [InstanceNorm(Affine = true, Epsilon = 0.1), Conv2D(4, 2), InstanceNorm(Epsilon = 0.1), Tanh, GlobalMaxPool2D, Dense(3)]
    [MeanSquaredError]
    public sealed partial class Instances;

    /// <summary>Channels that are whole vectors and a rest; groups of several, of one.</summary>
    [Network]
    [Input(3, 6, 5)]
    [Conv2D(20, 3, Padding = 1), GroupNorm(5, Epsilon = 0.1), ReLU]
    [Conv2D(9, 2), InstanceNorm(Epsilon = 0.1), ReLU, GlobalAveragePool2D, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleGroupsOfMaps;

    [Network]
    [Input(9, 6)]
    [Conv1D(20, 3), GroupNorm(4, Epsilon = 0.1), PReLU, Conv1D(5, 2), Tanh, Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SingleGroupsOfSteps;
}
