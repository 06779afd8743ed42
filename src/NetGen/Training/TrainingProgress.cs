namespace NetGen;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Epochs">The number of all epochs.</param>
/// <param name="StepInEpoch">The number of steps of this epoch so far.</param>
/// <param name="StepsPerEpoch">The number of steps of an epoch.</param>
/// <param name="Step">The number of all steps so far.</param>
/// <param name="Loss">The cost of the epoch so far, as of one batch of its examples, penalties included: see <see cref="EpochRecord"/>.</param>
/// <param name="Metrics">The metrics of the epoch so far, in the order of the options.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="ExamplesPerSecond">The speed of this epoch so far.</param>
/// <param name="Remaining">The time that the remaining steps take at the speed so far.</param>
/// <param name="Completed">The record of the epoch, in the report of its end; else null.</param>
public readonly record struct TrainingProgress(
    int Epoch,
    int Epochs,
    int StepInEpoch,
    int StepsPerEpoch,
    long Step,
    double Loss,
    IReadOnlyList<MetricValue> Metrics,
    double LearningRate,
    double ExamplesPerSecond,
    TimeSpan Remaining,
    EpochRecord? Completed);

/// <summary>The value of a metric.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">The value.</param>
public readonly record struct MetricValue(string Name, double Value);

/// <summary>What an epoch came to.</summary>
/// <remarks>
/// Its losses do not depend on the size of the batches: they are those of all its examples as one batch. With <see cref="Reduction.Mean"/> and
/// <see cref="Reduction.BatchMean"/> that is Σ of the losses over Σ of the divisors of all batches (elements, examples, or with class weights
/// Σ of the weights of the labels; 0 where these are all 0), with <see cref="Reduction.Sum"/> Σ of the losses. Penalties are added as their mean over the steps,
/// weighted by examples.
/// </remarks>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Step">The number of all steps at its end.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Loss">The cost of its examples, penalties included: of parameters that changed meanwhile, with dropout.</param>
/// <param name="ValidationLoss">The loss of the validation part after it, without penalties, as the network's Evaluate gives it; null without one.</param>
/// <param name="Metrics">The metrics of its steps.</param>
/// <param name="ValidationMetrics">The metrics of the validation part; empty without one.</param>
/// <param name="Seconds">The time it took, validation included.</param>
/// <param name="ExamplesPerSecond">The speed of its steps.</param>
/// <param name="Health">The health of the layers; empty unless asked for.</param>
public sealed record EpochRecord(
    int Epoch,
    long Step,
    double LearningRate,
    double Loss,
    double? ValidationLoss,
    IReadOnlyList<MetricValue> Metrics,
    IReadOnlyList<MetricValue> ValidationMetrics,
    double Seconds,
    double ExamplesPerSecond,
    IReadOnlyList<LayerHealth> Health);

/// <summary>
/// How well a layer trains: vanishing and exploding gradients, dead and saturated units. Of the last batch of an epoch, before
/// its update.
/// </summary>
/// <param name="Name">The parameter (<c>dense1.weight</c>) or the activation (<c>reLU1</c>).</param>
/// <param name="GradientNorm">‖∂cost/∂w‖ of a parameter; null for an activation.</param>
/// <param name="ParameterNorm">‖w‖ of a parameter; null for an activation.</param>
/// <param name="DeadShare">
/// The share of a ReLU's units, or channels, that put out 0 for every example, so that no gradient came through to the bias before
/// it; null for others, and where there is no bias.
/// </param>
/// <param name="SaturatedShare">
/// The share of the outputs of [Sigmoid], [Tanh], [Softsign], [HardSigmoid] or [HardTanh], over all units and examples, that are
/// within 1 % of their range from one of its ends, where the derivative is next to 0; null for other activations, and where
/// nothing before them is trained, so that no derivative is taken.
/// </param>
public sealed record LayerHealth(string Name, double? GradientNorm, double? ParameterNorm, double? DeadShare, double? SaturatedShare);
