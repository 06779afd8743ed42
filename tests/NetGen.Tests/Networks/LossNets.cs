namespace NetGen.Tests;

/// <summary>One network for every loss and every way to set it, but for those of <see cref="Nets"/>.</summary>
internal static partial class LossNets
{
    [Network<double>, Input(4), Dense(3), MeanAbsoluteError]
    public sealed partial class Absolute;

    [Network<double>, Input(4), Dense(5), Huber(0.3, Reduction = Reduction.BatchMean)]
    public sealed partial class HuberOfBatch;

    [Network<double>, Input(4), Dense(2), SmoothL1(Beta = 0.25, Reduction = Reduction.Sum)]
    public sealed partial class SmoothAbsolute;

    [Network<double>, Input(4), Dense(3), Hinge]
    public sealed partial class Margins;

    [Network<double>, Input(4), Dense(3), SquaredHinge(Reduction = Reduction.BatchMean)]
    public sealed partial class SquaredMargins;

    [Network<double>, Input(4), Dense(7), LogSoftmax, KLDivergence(Reduction = Reduction.BatchMean)]
    public sealed partial class Divergence;

    [Network<double>, Input(4), Dense(3), LogSoftmax, KLDivergence]
    public sealed partial class DivergenceMean;

    [Network<double>, Input(4), Dense(2), PoissonNLL]
    public sealed partial class Counts;

    [Network<double>, Input(4), Dense(2), Softplus, PoissonNLL(LogInput = false, Epsilon = 0.01)]
    public sealed partial class Rates;

    [Network<double>, Input(4), Dense(3), Sigmoid, BinaryCrossEntropy(FromLogits = false)]
    public sealed partial class Probabilities;

    [Network<double>, Input(4), Dense(3), Sigmoid, BinaryCrossEntropy(FromLogits = false, PositiveWeight = new double[] { 3 }, ClassWeights = new[] { 1, 0.5, 2 })]
    public sealed partial class WeightedProbabilities;

    [Network<double>, Input(4), Dense(5), BinaryCrossEntropy(PositiveWeight = new double[] { 1, 2, 0.5, 0, 4 })]
    public sealed partial class PositiveWeights;

    [Network<double>, Input(4), Dense(2), BinaryCrossEntropy(PositiveWeight = new[] { 2.5 }, ClassWeights = new double[] { 3, 0.1 }, Reduction = Reduction.Sum)]
    public sealed partial class PositiveWeight;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0.2, 1, 2.5 })]
    public sealed partial class Weighted;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0.2, 1, 2.5 }, Reduction = Reduction.BatchMean)]
    public sealed partial class WeightedOfBatch;

    [Network<double>, Input(4), Dense(5), SoftmaxCrossEntropy(LabelSmoothing = 0.2)]
    public sealed partial class Smoothed;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(LabelSmoothing = 0.3, ClassWeights = new[] { 0.2, 1, 2.5 })]
    public sealed partial class SmoothedWeighted;

    [Network<double>, Input(4), Dense(7), SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    public sealed partial class Distributions;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(Targets = Targets.Probabilities, LabelSmoothing = 0.1, ClassWeights = new[] { 0.2, 1, 2.5 }, Reduction = Reduction.Sum)]
    public sealed partial class DistributionsWeighted;

    [Network<double>, Input(4), Dense(5), LogSoftmax, NegativeLogLikelihood]
    public sealed partial class Likelihood;

    [Network<double>, Input(4), Dense(3), LogSoftmax, NegativeLogLikelihood(ClassWeights = new double[] { 3, 1, 2 })]
    public sealed partial class LikelihoodWeighted;

    [Network<double>, Input(4), Dense(3), MultiMargin]
    public sealed partial class ClassMargins;

    [Network<double>, Input(4), Dense(6), MultiMargin(Power = 2, Margin = 0.7, Reduction = Reduction.Sum)]
    public sealed partial class SquaredClassMargins;

    [Network<double>, Input(4), Dense(3), HardThreshold, PerceptronRule]
    public sealed partial class Rule;

    [Network, Input(9), Dense(20), GELU, Dense(13), SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
    public sealed partial class SingleSmoothed;

    [Network, Input(9), Dense(20), SiLU, Dense(6), BinaryCrossEntropy(PositiveWeight = new double[] { 1, 2, 3, 4, 5, 6 })]
    public sealed partial class SinglePositive;

    [Network<double>, Input(3), Identity, Huber(1e-3)]
    public sealed partial class NarrowHuber;

    [Network<double>, Input(3), Identity, Huber(1e6, Reduction = Reduction.Sum)]
    public sealed partial class WideHuber;

    [Network<double>, Input(3), Identity, Huber(0.5, Reduction = Reduction.Sum)]
    public sealed partial class EdgeHuber;

    [Network<double>, Input(3), Identity, SmoothL1(Beta = 0.5, Reduction = Reduction.Sum)]
    public sealed partial class EdgeSmooth;

    [Network<double>, Input(3), Identity, KLDivergence(Reduction = Reduction.Sum)]
    public sealed partial class RawDivergence;

    [Network<double>, Input(3), Identity, PoissonNLL(LogInput = false, Epsilon = 0.25, Reduction = Reduction.Sum)]
    public sealed partial class RawRates;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(LabelSmoothing = 0.3, ClassWeights = new[] { 0.2, 1, 2.5 }, Reduction = Reduction.BatchMean)]
    public sealed partial class SmoothedWeightedOfBatch;

    [Network<double>, Input(4), Dense(3), SoftmaxCrossEntropy(LabelSmoothing = 1, ClassWeights = new[] { 0.2, 1, 0 }, Reduction = Reduction.Sum)]
    public sealed partial class AllSmoothed;
}
