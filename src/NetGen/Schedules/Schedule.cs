namespace NetGen;

/// <summary>
/// The learning rate as a function of the step: a pure function of the step's number and the rate that training starts from,
/// the same bits on every machine.
/// </summary>
/// <example>
/// <code>
/// optimizer.LearningRate = schedule.LearningRate(step, 1e-3);
/// net.Fit(train, validation, new FitOptions { Optimizer = new Adam(1e-3), Schedule = new CosineSchedule(steps: 10_000) });
/// </code>
/// </example>
public abstract class Schedule
{
    /// <summary>What the schedule counts in <c>Fit</c>: steps of the optimizer, or epochs.</summary>
    public ScheduleUnit Unit { get; init; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="baseRate">The optimizer's learning rate at the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double LearningRate(long step, double baseRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return At(step, baseRate);
    }

    /// <summary>The learning rate of a step that is at least 0.</summary>
    /// <param name="step">The number of the step.</param>
    /// <param name="baseRate">The optimizer's learning rate at the start.</param>
    protected abstract double At(long step, double baseRate);

    /// <summary>Forgets what was observed: a training starts.</summary>
    protected internal virtual void Reset()
    {
    }

    /// <summary>Learns how an epoch went.</summary>
    /// <param name="loss">The validation loss, or the training loss where there is no validation part.</param>
    protected internal virtual void Observe(double loss)
    {
    }

    /// <summary>Copies out what <see cref="Observe"/> changes.</summary>
    /// <typeparam name="T">The precision of the training.</typeparam>
    /// <param name="state">Receives the values, under names that start with <c>schedule</c>.</param>
    protected internal virtual void Save<T>(TrainerState<T> state)
        where T : unmanaged
    {
    }

    /// <summary>The inverse of <see cref="Save"/>.</summary>
    /// <typeparam name="T">The precision of the training.</typeparam>
    /// <param name="state">What Save wrote.</param>
    protected internal virtual void Load<T>(TrainerState<T> state)
        where T : unmanaged
    {
    }

    /// <summary>The mark of the training that has called <see cref="Reset"/> last: what is observed is of that one alone.</summary>
    internal object? Training { get; set; }

    /// <summary>Checks that a number is finite and at least 0.</summary>
    private protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number of at least 0.");

    /// <summary>Checks that a number of steps is at least 1.</summary>
    private protected static long Positive(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}

/// <summary>What a schedule counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Steps of the optimizer.</summary>
    Step,

    /// <summary>Epochs: the rate is the same for all steps of one.</summary>
    Epoch,
}
