namespace NetGen.Tests;

/// <summary>The nets of the golden cases of further losses in double precision, in the order of the files' names.</summary>
internal static partial class GoldenInDouble
{
    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), Sigmoid]
    [BinaryCrossEntropy(FromLogits = false)]
    public sealed partial class LossBinaryCrossEntropyOfProbabilities;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [Hinge]
    public sealed partial class LossHinge;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [Huber]
    public sealed partial class LossHuber;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), LogSoftmax]
    [KLDivergence(Reduction = Reduction.BatchMean)]
    public sealed partial class LossKLDivergence;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), LogSoftmax]
    [KLDivergence(Reduction = Reduction.Sum)]
    public sealed partial class LossKLDivergenceSum;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanAbsoluteError]
    public sealed partial class LossMeanAbsoluteError;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MeanAbsoluteError(Reduction = Reduction.Sum)]
    public sealed partial class LossMeanAbsoluteErrorSum;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [MultiMargin]
    public sealed partial class LossMultiMargin;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3), LogSoftmax]
    [NegativeLogLikelihood(ClassWeights = new double[] { 0.2, 1, 2.5 })]
    public sealed partial class LossNegativeLogLikelihoodWeights;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [PoissonNLL]
    public sealed partial class LossPoissonNLL;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SmoothL1(Beta = 0.5)]
    public sealed partial class LossSmoothL1;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    public sealed partial class LossSoftmaxCrossEntropyProbabilities;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
    public sealed partial class LossSoftmaxCrossEntropySmooth;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [CosineDistance]
    public sealed partial class LossCosine;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [Focal(2)]
    public sealed partial class LossFocal;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [LogCosh]
    public sealed partial class LossLogCosh;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(3)]
    [Quantile(0.1, 0.5, 0.9)]
    public sealed partial class LossQuantile;
}
