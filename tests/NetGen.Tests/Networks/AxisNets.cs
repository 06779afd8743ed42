namespace NetGen.Tests;

/// <summary>Networks that reduce, swap and multiply axes, at widths that are multiples of a vector and that are not.</summary>
internal static partial class AxisNets
{
    /// <summary>Over the steps, whose features fill vectors.</summary>
    [Network<double>]
    [Input(5, 8)]
    [Dense(20), Tanh, Sum(0), Tanh, Dense(3)]
    [MeanSquaredError]
    public sealed partial class SumOfSteps;

    /// <summary>Over steps whose features do not.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Dense(7), Tanh, Mean(0), Sigmoid, Dense(3)]
    [MeanSquaredError]
    public sealed partial class MeanOfOddSteps;

    /// <summary>The largest of each feature.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Dense(23), Tanh, Max(0), Sigmoid, Dense(3)]
    [MeanSquaredError]
    public sealed partial class MaxOfSteps;

    /// <summary>Over the features, then over the only axis.</summary>
    [Network<double>]
    [Input(4, 8)]
    [Dense(8), Tanh, Sum(1), Tanh, Dense(5), Sigmoid, Mean]
    [MeanSquaredError]
    public sealed partial class SumOfFeatures;

    /// <summary>Over the last axis, from the end.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Dense(7), Tanh, Mean(-1), Sigmoid, Dense(3)]
    [MeanSquaredError]
    public sealed partial class MeanOfOddFeatures;

    /// <summary>Of the input itself.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Max, Tanh, Dense(3)]
    [MeanSquaredError]
    public sealed partial class MaxOfFeatures;

    /// <summary>Over axes in the middle of maps and at their end.</summary>
    [Network<double>]
    [Input(3, 5, 7)]
    [Max(1), Tanh, Dense(6), Mean(0), Dense(3)]
    [MeanSquaredError]
    public sealed partial class AxesOfMaps;

    /// <summary>Likewise where what follows the axis fills vectors.</summary>
    [Network<double>]
    [Input(3, 5, 8)]
    [Sum(1), Tanh, Max(0), Dense(3)]
    [MeanSquaredError]
    public sealed partial class AxesOfEvenMaps;

    /// <summary>After examples in lanes.</summary>
    [Network<double>]
    [Input(9, 3)]
    [Conv1D(5, 3), Tanh, Mean(0), Dense(3)]
    [MeanSquaredError]
    public sealed partial class MeanOfConvolutions;

    /// <summary>Axes swapped, before and after layers of both layouts.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Dense(6), Tanh, Transpose, Dense(3), Sigmoid, Transpose, Conv1D(4, 2)]
    [MeanSquaredError]
    public sealed partial class Turned;

    /// <summary>Of values that are read elsewhere, in padded rows.</summary>
    [Network<double>]
    [Input(5, 7)]
    [Dense(6, Name = "a"), Tanh, Transpose, MatMul("a"), Tanh, Dense(2)]
    [MeanSquaredError]
    public sealed partial class Products;

    /// <summary>In rows that need no padding.</summary>
    [Network<double>]
    [Input(4, 8)]
    [Dense(8, Name = "a"), Tanh, Transpose(Name = "b"), Dense(4), Sigmoid, MatMul("a"), Tanh, MatMul("b"), Dense(2)]
    [MeanSquaredError]
    public sealed partial class EvenProducts;

    /// <summary>Several tiles in both directions.</summary>
    [Network<double>]
    [Input(13, 17)]
    [Dense(33), Tanh, Transpose(Name = "b"), Dense(12), Sigmoid, Transpose, MatMul("b"), Sigmoid, Dense(2)]
    [MeanSquaredError]
    public sealed partial class WideProducts;

    /// <summary>Of values that are read elsewhere, and of the input.</summary>
    [Network<double>]
    [Input(6)]
    [Dense(6), Tanh(Name = "a"), Dense(6), Subtract("a"), Multiply("a"), Tanh, Subtract("input"), LearnedScale, Sum]
    [MeanSquaredError]
    public sealed partial class Differences;

    [Network]
    [Input(6, 10)]
    [Dense(12, Name = "a"), Tanh, Transpose, MatMul("a", Name = "b"), Tanh, Subtract("b"), Max(0), Dense(4), Mean]
    [MeanSquaredError]
    public sealed partial class SingleAxes;
}
