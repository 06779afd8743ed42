namespace NetGen;

/// <summary>How <c>Fit</c> trains a network.</summary>
public sealed class FitOptions
{
    /// <summary>What updates the parameters; <see cref="Adam"/> where it is null. It belongs to the network from then on.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The number of examples of a step, at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// The number of batches whose gradients make one update, at least 1: that of one batch so many times as large, divided by what that one would be divided by, with the
    /// memory of a small one. The last group of an epoch may be smaller. Steps, schedules and checkpoints count updates; batch normalization sees the small batches.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>How many times the training part is gone through, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The number of threads of a step. It changes no bit of the result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What decides the order of the examples.</summary>
    public long Seed { get; init; }

    /// <summary>Whether each epoch goes through the examples in an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Whether to leave out the last batch of an epoch where it is smaller than the others.</summary>
    public bool DropLast { get; init; }

    /// <summary>The share of the examples that is held out for validation where there is no data set for it; 0 for none.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>When the mean and variance of <c>[Normalization]</c> are fitted to the training part.</summary>
    public Adapt Adapt { get; init; }

    /// <summary>The learning rate by steps or epochs, from the optimizer's at the start; it stays as it is where this is null.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The largest Euclidean norm of all gradients together, in every step.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest absolute value of a gradient, in every step; before <see cref="ClipNorm"/>.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// An average of the parameters that is evaluated in place of the last ones, and is what the network has when <c>Fit</c> returns; null for none. Checkpoints, which load as
    /// a model, too, hold it as the network's parameters, and the last ones beside it, so that training goes on from those. The state, such as running statistics, is the last.
    /// </summary>
    public ExponentialAverage? Averaging { get; init; }

    /// <summary>
    /// Is called after each epoch, with its record, and says whether to go on; after false the history's StopReason is <see cref="StopReason.Stopped"/>, and the training is
    /// finished. The network has the parameters that were evaluated.
    /// </summary>
    public Func<EpochRecord, bool>? OnEpoch { get; init; }

    /// <summary>When to stop before the last epoch.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// What is measured besides the loss, on the training part as the steps go and on the validation part after each epoch.
    /// Null for accuracy where targets are class labels, and nothing else.
    /// </summary>
    public IReadOnlyList<Metric>? Metrics { get; init; }

    /// <summary>Whether each epoch's record has the health of the layers: norms of gradients, dead units, saturated sigmoids.</summary>
    public bool Health { get; init; }

    /// <summary>Is told how far training is: after epochs, and after steps every <see cref="ProgressInterval"/>.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The least time between two reports of steps; zero for a report of every step.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Where and when checkpoints are written; null for never.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>
    /// A checkpoint to go on from, or a folder of them, whose newest sound one is taken; a folder without one begins anew. Null for
    /// the beginning.
    /// </summary>
    public string? Resume { get; init; }

    /// <summary>
    /// The ranks that train together, each with a part of every batch; null for one process that computes batches whole. The number of parts decides the bits, and the number of
    /// ranks does not: batch normalization sees a part at a time, running statistics are the mean over the parts, and dropout masks are those of the whole batch. All ranks have
    /// the same data set, options and network; <see cref="Metrics"/> are measured, <see cref="Progress"/> and <see cref="OnEpoch"/> are called, and <see cref="Checkpoint"/> is
    /// written on rank 0. A cancellation on one rank ends the training on all, after the step.
    /// </summary>
    public IGradientExchange? Exchange { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(GradientAccumulation, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Exchange?.Parts ?? 1, 1);
        if (Exchange is not null && GradientAccumulation > 1)
            throw new ArgumentException("Expected no GradientAccumulation with an Exchange, whose parts are computed one after the other, with the memory of one: take more parts.", nameof(GradientAccumulation));
        if (!Enum.IsDefined(Adapt))
            throw new ArgumentOutOfRangeException(nameof(Adapt), Adapt, "Expected Adapt.WhenNew, Always or Never.");
        RequirePositive(ClipNorm, nameof(ClipNorm));
        RequirePositive(ClipValue, nameof(ClipValue));
        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(ValidationFraction), ValidationFraction, "Expected a fraction of at least 0 and less than 1.");
    }

    private static void RequirePositive(double? value, string name)
    {
        if (value is { } number && !(number > 0))
            throw new ArgumentOutOfRangeException(name, number, "Expected a number of more than 0.");
    }
}

/// <summary>
/// Ends training when the validation loss has not improved for some epochs; the training loss counts where there is no
/// validation part.
/// </summary>
public sealed class EarlyStopping
{
    /// <summary>The number of epochs in a row without improvement after which training ends, at least 1.</summary>
    public int Patience
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Patience), value, "Expected at least 1 epoch.");
    } = 5;

    /// <summary>The improvement that counts: the loss must be less than the best so far by more than this.</summary>
    public double MinimumImprovement
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinimumImprovement), value, "Expected a number of at least 0.");
    }

    /// <summary>Whether the network has the parameters and state of the best epoch after training, early stop or not.</summary>
    public bool RestoreBest { get; init; } = true;
}
