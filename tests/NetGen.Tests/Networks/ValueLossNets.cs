namespace NetGen.Tests;

/// <summary>Networks of losses that look at several outputs at once, or at several values.</summary>
internal static partial class ValueLossNets
{
    [Network<double>]
    [Input(5)]
    [Dense(7), Tanh, Dense(3)]
    [Focal(2)]
    public sealed partial class Focused;

    /// <summary>Steps whose rows do not end on a vector.</summary>
    [Network<double>]
    [Input(4, 3, Padding = 0)]
    [Dense(7), Tanh, Dense(5)]
    [Focal(0.5, ClassWeights = new double[] { 1, 2, 0.5, 3, 1 }, IgnoreLabel = 4)]
    public sealed partial class FocusedSteps;

    [Network<double>]
    [Input(5)]
    [Dense(7), Tanh, Dense(3)]
    [Quantile(0.1, 0.5, 0.9)]
    public sealed partial class Quantiles;

    [Network<double>]
    [Input(4, 3, Padding = 0)]
    [Dense(7), Tanh, Dense(2)]
    [Quantile(0.25, 0.75, Reduction = Reduction.BatchMean)]
    public sealed partial class QuantilesOfSteps;

    [Network<double>]
    [Input(5)]
    [Dense(7), Tanh, Dense(3)]
    [LogCosh]
    public sealed partial class LogCoshs;

    [Network<double>]
    [Input(5)]
    [Dense(7), Tanh, Dense(6)]
    [CosineDistance]
    public sealed partial class Directions;

    [Network<double>]
    [Input(4, 3, Padding = 0)]
    [Dense(7), Tanh, Dense(5)]
    [CosineDistance]
    public sealed partial class DirectionsOfSteps;

    [Network<double>]
    [Input(5)]
    [Dense(9), Tanh(Name = "h")]
    [Dense(6, Name = "logVariance")]
    [Dense(6, From = "h", Name = "mean")]
    [GaussianNLL(LogVariance = "logVariance")]
    public sealed partial class Likelihoods;

    /// <summary>The mean is not the output, and another layer reads it.</summary>
    [Network<double>]
    [Input(4, 3, Padding = 0)]
    [Dense(5), Tanh(Name = "h")]
    [Dense(2, Name = "mean")]
    [Dense(2, From = "h"), Add("mean", Name = "logVariance")]
    [GaussianNLL(From = "mean", LogVariance = "logVariance", Weight = 0.5)]
    public sealed partial class LikelihoodsOfSteps;

    [Network]
    [Input(9)]
    [Dense(20), Tanh, Dense(7)]
    [Focal(1.5, ClassWeights = new double[] { 1, 2, 0.5, 3, 1, 1, 4 })]
    public sealed partial class SingleFocused;

    [Network]
    [Input(9)]
    [Dense(20), Tanh, Dense(4)]
    [Quantile(0.1, 0.3, 0.6, 0.95)]
    public sealed partial class SingleQuantiles;

    [Network]
    [Input(9)]
    [Dense(20), Tanh, Dense(7)]
    [CosineDistance]
    public sealed partial class SingleDirections;

    [Network]
    [Input(9)]
    [Dense(20), Tanh(Name = "h")]
    [Dense(4, Name = "logVariance")]
    [Dense(4, From = "h")]
    [GaussianNLL(LogVariance = "logVariance")]
    public sealed partial class SingleLikelihoods;

    /// <summary>The encoder of a variational autoencoder.</summary>
    [Network<double>]
    [Input(5)]
    [Dense(9), Tanh(Name = "h")]
    [Dense(3, Name = "mean")]
    [Dense(3, From = "h", Name = "logVariance")]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    public sealed partial class Divergences;

    /// <summary>Three inputs through one tower.</summary>
    [Network<double>]
    [Input(12)]
    [Slice(0, 4), Dense(6, Name = "first"), Tanh, Dense(5, Name = "a")]
    [Slice(4, 4, From = "input"), Dense(6, Tie = "first"), Tanh, Dense(5, Tie = "a", Name = "p")]
    [Slice(8, 4, From = "input"), Dense(6, Tie = "first"), Tanh, Dense(5, Tie = "a", Name = "n")]
    [TripletMargin(Anchor = "a", Positive = "p", Negative = "n", Margin = 1)]
    public sealed partial class Triplets;

    /// <summary>A loss with targets beside two without, which read what it reads.</summary>
    [Network<double>]
    [Input(5)]
    [Dense(9), Tanh(Name = "h")]
    [Dense(4, Name = "mean")]
    [Dense(4, From = "h", Name = "logVariance")]
    [Tanh(From = "mean"), Dense(4, Name = "copy")]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance", Weight = 0.25)]
    [MeanSquaredError]
    [TripletMargin(Anchor = "copy", Positive = "mean", Negative = "logVariance", Margin = 2)]
    public sealed partial class Several;

    [Network]
    [Input(9)]
    [Dense(20), Tanh(Name = "h")]
    [Dense(7, Name = "mean")]
    [Dense(7, From = "h", Name = "logVariance")]
    [Dense(7, From = "h", Name = "negative")]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    [TripletMargin(Anchor = "mean", Positive = "logVariance", Negative = "negative")]
    public sealed partial class SingleValues;
}
