using System.Globalization;

namespace NetGen;

/// <summary>How far a training is.</summary>
public readonly record struct TrainingProgress
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of all epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The number of steps of this epoch so far.</summary>
    public required int StepInEpoch { get; init; }

    /// <summary>The number of steps of an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>The number of all steps so far.</summary>
    public required long Step { get; init; }

    /// <summary>The cost of the epoch so far, as of one batch of its examples, penalties included: see <see cref="EpochRecord"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>The losses of the epoch so far by name, without their weights in the cost, where there are several.</summary>
    public IReadOnlyList<MetricValue> Losses
    {
        get => field ?? [];
        init;
    }

    /// <summary>The metrics of the epoch so far, in the order of the options.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The speed of this epoch so far.</summary>
    public required double ExamplesPerSecond { get; init; }

    /// <summary>The time that the remaining steps take at the speed so far.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>The record of the epoch, in the report of its end; else null.</summary>
    public EpochRecord? Completed { get; init; }

    /// <summary>Why the training ended, in its last report; else None.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>The hints of <see cref="TrainingHistory.Hints"/> that no report before has had.</summary>
    public IReadOnlyList<string> Hints
    {
        get => field ?? [];
        init;
    }
}

/// <summary>What an epoch came to.</summary>
/// <remarks>
/// Its losses do not depend on the size of the batches: they are those of all its examples as one batch. With <see cref="Reduction.Mean"/> and
/// <see cref="Reduction.BatchMean"/> that is Σ of the losses over Σ of the divisors of all batches (elements, examples, or with class weights
/// Σ of the weights of the labels; 0 where these are all 0), with <see cref="Reduction.Sum"/> Σ of the losses. Penalties are added as their mean over the steps,
/// weighted by examples.
/// </remarks>
public sealed record EpochRecord
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of all steps at its end.</summary>
    public required long Step { get; init; }

    /// <summary>The learning rate of its last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The cost of its examples, penalties included: of parameters that changed meanwhile, with dropout.</summary>
    public required double Loss { get; init; }

    /// <summary>The loss of the validation part after it, without penalties, as the network's Evaluate gives it; null without one.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// The losses of its examples by name, without their weights in the cost, where the network has several: those of the attributes' <c>Name</c>, else of the values
    /// that they compare, or their kinds.
    /// </summary>
    public IReadOnlyList<MetricValue> Losses { get; init; } = [];

    /// <summary>Those of the validation part; empty without one.</summary>
    public IReadOnlyList<MetricValue> ValidationLosses { get; init; } = [];

    /// <summary>The metrics of its steps.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>The metrics of the validation part; empty without one.</summary>
    public required IReadOnlyList<MetricValue> ValidationMetrics { get; init; }

    /// <summary>The time it took, validation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The speed of its steps.</summary>
    public required double ExamplesPerSecond { get; init; }

    /// <summary>The health of the layers; empty unless asked for.</summary>
    public required IReadOnlyList<LayerHealth> Health { get; init; }

    /// <summary>In one line: <c>epoch 3: loss 0.1234, accuracy 0.9733; validation loss 0.15, accuracy 0.96</c>.</summary>
    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"epoch {Epoch}: {string.Join(", ", Metrics.Prepend(new("loss", Loss)))}");
        return ValidationLoss is { } loss ? $"{text}; validation {string.Join(", ", ValidationMetrics.Prepend(new("loss", loss)))}" : text;
    }
}

/// <summary>
/// How well a layer trains: vanishing and exploding gradients, dead and saturated units. Of the last batch of an epoch, before
/// its update.
/// </summary>
public sealed record LayerHealth
{
    /// <summary>The parameter (<c>dense1.weight</c>) or the activation (<c>reLU1</c>).</summary>
    public required string Name { get; init; }

    /// <summary>‖∂cost/∂w‖ of a parameter; null for an activation.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>‖w‖ of a parameter; null for an activation.</summary>
    public double? ParameterNorm { get; init; }

    /// <summary>
    /// The share of a ReLU's units, or channels, that put out 0 for every example, so that no gradient came through to the bias before
    /// it; null for others, and where there is no bias.
    /// </summary>
    public double? DeadShare { get; init; }

    /// <summary>
    /// The share of the outputs of [Sigmoid], [Tanh], [Softsign], [HardSigmoid] or [HardTanh], over all units and examples, that are
    /// within 1 % of their range from one of its ends, where the derivative is next to 0; null for other activations, and where
    /// nothing before them is trained, so that no derivative is taken.
    /// </summary>
    public double? SaturatedShare { get; init; }
}
