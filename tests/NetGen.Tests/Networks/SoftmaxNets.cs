namespace NetGen.Tests;

/// <summary>Networks with a softmax along the last of several axes, of sizes that end on a vector and of sizes that do not.</summary>
internal static partial class SoftmaxNets
{
    [Network<double>]
    [Input(5, 7)]
    [Dense(4), Softmax, Dense(4), Tanh, LogSoftmax]
    [MeanSquaredError]
    public sealed partial class EvenShares;

    [Network<double>]
    [Input(5, 7)]
    [Tanh, Softmax, Sigmoid, LogSoftmax, Softplus, Dense(3), Softmax(Name = "shares"), Add("shares")]
    [MeanSquaredError]
    public sealed partial class OddShares;

    [Network<double>]
    [Input(2, 3, 19)]
    [LogSoftmax, Sigmoid, Softmax, Dropout(0.2)]
    [MeanSquaredError]
    public sealed partial class SharesOfMaps;

    [Network<double>]
    [Input(2, 6, 5)]
    [Conv2D(3, 2), Softmax, Conv2D(2, 2, Padding = 1), LogSoftmax, Tanh]
    [MeanSquaredError]
    public sealed partial class SharesOfImages;

    [Network<double>]
    [Input(3, 1)]
    [Dense(1), Softmax, Dense(2), LogSoftmax]
    [HalfSquaredError]
    public sealed partial class SharesOfOne;

    [Network<double>]
    [Input(3, 5)]
    [LogSoftmax]
    [KLDivergence]
    public sealed partial class LogShares;

    [Network]
    [Input(3, 21)]
    [Dense(9), Softmax, SiLU, LogSoftmax]
    [MeanSquaredError]
    public sealed partial class SingleShares;
}
