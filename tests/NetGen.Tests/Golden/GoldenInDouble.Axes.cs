namespace NetGen.Tests;

/// <summary>The nets that reduce axes, likewise.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(4, 5)]
    [Dense(6), Tanh, Mean(1)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class Reductions;

    [Network<double>]
    [Input(4, 5)]
    [Dense(6), Tanh, Sum(0)]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class SumSteps;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh(Name = "a")]
    [Dense(5), Subtract("a", Name = "difference"), Multiply("difference"), Sum(0)]
    [MeanSquaredError]
    public sealed partial class Difference;

    [Network<double>]
    [Input(4)]
    [Dense(5), Scale(0.5, Offset = -0.25), Exp]
    [Dense(4), Square, Scale(1, Offset = 1), Sqrt]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class Functions;

    [Network<double>]
    [Input(4)]
    [Dense(6), LearnedScale(Bias = true), Tanh]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class LearnedScales;

    [Network<double>]
    [Input(4)]
    [Dense(6), PReLU]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class Slopes;

    [Network<double>]
    [Input(4)]
    [Dense(6), PReLU(Shared = true)]
    [Dense(3)]
    [MeanSquaredError]
    public sealed partial class OneSlope;
}
