namespace NetGen.Tests;

/// <summary>Networks that combine a value with smaller ones, which are repeated.</summary>
internal static partial class BroadcastNets
{
    /// <summary>Features for every step, a number for each step, and one for all.</summary>
    [Network<double>]
    [Input(5, 3)]
    [Dense(7), Tanh(Name = "steps")]
    [Mean(0), Dense(7, Name = "features")]
    [Dense(1, From = "steps", Name = "gates")]
    [Sum(From = "features", Name = "one")]
    [Dense(7, From = "steps"), Add("features", Name = "sum"), Sigmoid]
    [Multiply("gates", "features"), Subtract("one"), Add("sum")]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class BroadcastSteps;

    /// <summary>A factor for each channel, from their means; a row of numbers and a column.</summary>
    [Network<double>]
    [Input(2, 6, 5)]
    [Conv2D(5, 3, Padding = 1), Tanh(Name = "maps")]
    [GlobalAveragePool2D, Dense(5), Sigmoid, Reshape(5, 1, 1, Name = "factors")]
    [Multiply("factors", From = "maps", Name = "scaled")]
    [Mean(0, Name = "picture")]
    [Mean(1, Name = "row")]
    [Reshape(6, 1, From = "row", Name = "column")]
    [Add("picture", "column", From = "scaled"), Conv2D(2, 2), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class BroadcastMaps;

    /// <summary>Axes of one element inside, and more columns than are summed at a time.</summary>
    [Network<double>]
    [Input(3, 2, 70)]
    [Reshape(420), Dense(210), Tanh, Reshape(3, 1, 70, Name = "inner")]
    [Dense(2, From = "inner"), Reshape(3, 2, 1, Name = "outer")]
    [Multiply("inner", "outer", From = "input"), Flatten, Dense(3)]
    [MeanSquaredError]
    public sealed partial class BroadcastInside;

    [Network]
    [Input(5, 4)]
    [Dense(6), Tanh(Name = "steps")]
    [Max(0), Dense(6, Name = "features")]
    [Multiply("features", From = "steps"), Dense(3), Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class SingleBroadcast;

    /// <summary>A variational autoencoder whose latent numbers are sampled.</summary>
    [Network<double>]
    [Input(6)]
    [Dense(9), Tanh(Name = "h")]
    [Dense(3, Name = "mean")]
    [Dense(3, From = "h", Name = "logVariance")]
    [Sampling("mean", "logVariance", Name = "latent")]
    [Dense(7), Tanh, Dropout(0.1), Dense(6)]
    [MeanSquaredError]
    public sealed partial class Sampled;

    /// <summary>Two samples, of steps and at the end, one of what the other was made of; noise beside them.</summary>
    [Network<double>]
    [Input(3, 5)]
    [Dense(5, Name = "a"), GaussianNoise(0.1), Tanh(Name = "b")]
    [Sampling("a", "b"), Sigmoid, Dense(5), Add("a", Name = "c")]
    [Sampling("c", "a")]
    [MeanSquaredError]
    public sealed partial class SampledSteps;

    [Network]
    [Input(9)]
    [Dense(20), ReLU(Name = "h")]
    [Dense(5, Name = "mean")]
    [Dense(5, From = "h", Name = "logVariance")]
    [Sampling("mean", "logVariance")]
    [Dense(20), ReLU, Dense(9)]
    [BinaryCrossEntropy]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    public sealed partial class SingleSampled;
}
