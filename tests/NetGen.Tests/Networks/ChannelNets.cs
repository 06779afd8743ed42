namespace NetGen.Tests;

/// <summary>Networks with parameters for each feature or channel, in every layout: features, steps, maps in rows, examples in lanes.</summary>
internal static partial class ChannelNets
{
    /// <summary>In the product's tile, and several in a row.</summary>
    [Network<double>]
    [Input(7)]
    [Dense(33), PReLU]
    [Dense(13), LearnedScale(Bias = true), Tanh, PReLU(Shared = true)]
    [Dense(18), Softplus, LearnedScale, LearnedScale(Trainable = false, Bias = true), PReLU(Trainable = false)]
    [Dense(5), LearnedScale(Initial = 0.5)]
    [MeanSquaredError]
    public sealed partial class OfFeatures;

    /// <summary>Of the input, where nothing comes before.</summary>
    [Network<double>]
    [Input(6)]
    [LearnedScale(Bias = true), PReLU, Dense(3), PReLU]
    [MeanSquaredError]
    public sealed partial class OfInputs;

    /// <summary>Steps whose rows end on a vector.</summary>
    [Network<double>]
    [Input(5, 4)]
    [Dense(8), PReLU, LearnedScale(Bias = true)]
    [LayerNorm, LearnedScale(Bias = true), Sigmoid]
    [MeanSquaredError]
    public sealed partial class OfEvenSteps;

    /// <summary>Steps whose rows do not, and features that were steps.</summary>
    [Network<double>]
    [Input(3, 5)]
    [LearnedScale, Dense(7), PReLU, LearnedScale(Bias = true), Softmax, LearnedScale(Bias = true)]
    [Flatten, PReLU, LearnedScale(Bias = true), Reshape(3, 7), LearnedScale]
    [MeanSquaredError]
    public sealed partial class OfOddSteps;

    /// <summary>Maps in rows.</summary>
    [Network<double>]
    [Input(3, 3, 5)]
    [LearnedScale(Bias = true), LayerNorm, PReLU, LearnedScale(Trainable = false)]
    [Dense(4), LearnedScale, PReLU(Shared = true)]
    [MeanSquaredError]
    public sealed partial class OfMaps;

    /// <summary>Maps in lanes: in the convolution's tile, after a pool, and features that were maps.</summary>
    [Network<double>]
    [Input(2, 8, 7)]
    [LearnedScale, Conv2D(5, 3), PReLU]
    [Conv2D(19, 2, Padding = 1), LearnedScale(Bias = true), Tanh, MaxPool2D(2), LearnedScale(Bias = true), PReLU(Shared = true)]
    [Conv2D(3, 2), Sigmoid, LearnedScale, GELU, LearnedScale(Trainable = false)]
    [Flatten, LearnedScale(Bias = true), Dense(4)]
    [MeanSquaredError]
    public sealed partial class OfConvolutions;

    /// <summary>All in lanes, up to the last layer.</summary>
    [Network<double>]
    [Input(2, 6, 6)]
    [Conv2D(4, 3), LearnedScale(Bias = true), AveragePool2D(2), PReLU, LearnedScale(Bias = true)]
    [MeanSquaredError]
    public sealed partial class OfPools;

    /// <summary>Steps in lanes.</summary>
    [Network<double>]
    [Input(9, 3)]
    [Conv1D(5, 3), PReLU]
    [Conv1D(4, 2), LearnedScale(Bias = true), GELU, LearnedScale]
    [Flatten, Dense(2)]
    [MeanSquaredError]
    public sealed partial class OfSequences;

    /// <summary>One set of parameters, in several places and layouts.</summary>
    [Network<double>]
    [Input(4, 6)]
    [Dense(6), LearnedScale(Bias = true, Name = "a"), PReLU]
    [Dense(6), LearnedScale(Bias = true, Tie = "a"), PReLU(Tie = "pReLU1")]
    [Conv1D(6, 2), LearnedScale(Bias = true, Tie = "a"), Tanh, LearnedScale(Bias = true, Tie = "a")]
    [MeanSquaredError]
    public sealed partial class Tied;

    [Network]
    [Input(11)]
    [Dense(30), PReLU]
    [Dense(17), LearnedScale(Bias = true), Tanh]
    [Dense(4)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleFeatures;

    [Network]
    [Input(1, 12, 13)]
    [Conv2D(6, 5, Padding = 2), PReLU, MaxPool2D(2)]
    [Conv2D(17, 3), LearnedScale(Bias = true), ReLU, MaxPool2D(2)]
    [Flatten, Dense(20), PReLU(Shared = true)]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class SingleMaps;

    /// <summary>Predict of one example in registers.</summary>
    [Network]
    [Input(2)]
    [Dense(16), PReLU]
    [Dense(9), LearnedScale(Bias = true), PReLU(Shared = true)]
    [Dense(1)]
    [MeanSquaredError]
    public sealed partial class SingleSmall;
}
