namespace NetGen.Tests;

/// <summary>Networks of the elementary functions, whose values at the zeros of the padding may be infinite.</summary>
internal static partial class FunctionNets
{
    [Network<double>]
    [Input(5)]
    [Dense(9), Sin]
    [Dense(33), Scale(0.5, Offset = -0.25), Exp]
    [Dense(6), Cos, Scale(3), Square]
    [Dense(7), Square, Scale(2, Offset = 0.5), Sqrt]
    [Dense(3), Abs]
    [MeanSquaredError]
    public sealed partial class Elementary;

    /// <summary>Logarithms of numbers that are positive, but for the padding.</summary>
    [Network<double>]
    [Input(6)]
    [Dense(8), Softplus]
    [Slice(1, 5), Log(Name = "logarithms")]
    [Dense(3, Name = "product")]
    [Softmax(From = "logarithms", Name = "shares")]
    [Max(From = "logarithms", Name = "largest")]
    [LayerNorm(From = "logarithms"), Multiply("logarithms")]
    [BatchNorm, Tanh, LearnedScale, Add("shares")]
    [Concat("product", "largest"), Dense(3)]
    [MeanSquaredError]
    public sealed partial class LogarithmsBesidePadding;

    /// <summary>Roots of steps, whose derivatives at the padding are infinite.</summary>
    [Network<double>]
    [Input(3, 5)]
    [Dense(7), Softplus, Sqrt, Sum(0)]
    [Dense(6), Sin, Exp, Log, Dense(2)]
    [MeanSquaredError]
    public sealed partial class RootsOfSteps;

    /// <summary>Maps whose examples lie in lanes.</summary>
    [Network<double>]
    [Input(2, 6, 7)]
    [Conv2D(5, 3), Sin]
    [Conv2D(3, 2), Scale(0.5), Exp, AveragePool2D(2), Log]
    [Flatten, Square, Dense(3), Cos]
    [MeanSquaredError]
    public sealed partial class FunctionsOfMaps;

    [Network]
    [Input(7)]
    [Dense(18), Sin]
    [Dense(33), Scale(0.5), Exp]
    [Dense(6), Cos, Square]
    [Dense(9), Abs, Scale(2, Offset = 0.5), Sqrt]
    [Dense(5), Softplus, Log]
    [MeanSquaredError]
    public sealed partial class SingleFunctions;
}
