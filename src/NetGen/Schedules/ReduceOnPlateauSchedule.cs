namespace NetGen;

/// <summary>
/// The rate times a factor whenever the loss has not improved for some epochs. <c>Fit</c> tells it the validation loss after
/// every epoch, or the training loss where there is no validation part; by hand <see cref="Report"/> does.
/// </summary>
/// <remarks>
/// max(b·γⁿ, minimum), n being the number of reductions so far. An epoch improves when loss &lt; best·(1 − threshold), or
/// loss &lt; best − threshold·|best| for a negative best. After more than <c>patience</c> epochs in a row that do not, n grows;
/// then <c>cooldown</c> epochs are not counted.
/// </remarks>
public sealed class ReduceOnPlateauSchedule : Schedule
{
    private double _best = double.PositiveInfinity;
    private long _waited;
    private long _cooling;

    /// <summary>The rate times γ whenever the loss has not improved for longer than the patience.</summary>
    /// <param name="gamma">γ, the factor, less than 1.</param>
    /// <param name="patience">The number of epochs without improvement that are borne.</param>
    /// <param name="threshold">The least improvement, relative to the best loss.</param>
    /// <param name="cooldown">The number of epochs after a reduction that are not counted.</param>
    /// <param name="minimum">The least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ReduceOnPlateauSchedule(double gamma = 0.1, int patience = 10, double threshold = 1e-4, int cooldown = 0, double minimum = 0)
    {
        Gamma = gamma is >= 0 and < 1 ? gamma : throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Expected a factor of at least 0 and less than 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        (Patience, Cooldown) = (patience, cooldown);
        Threshold = NotNegative(threshold, nameof(threshold));
        Minimum = NotNegative(minimum, nameof(minimum));
    }

    /// <summary>γ, the factor.</summary>
    public double Gamma { get; }

    /// <summary>The number of epochs without improvement that are borne.</summary>
    public int Patience { get; }

    /// <summary>The least improvement, relative to the best loss.</summary>
    public double Threshold { get; }

    /// <summary>The number of epochs after a reduction that are not counted.</summary>
    public int Cooldown { get; }

    /// <summary>The least rate.</summary>
    public double Minimum { get; }

    /// <summary>n, the number of reductions so far.</summary>
    public long Reductions { get; private set; }

    /// <summary>Learns the loss of an epoch.</summary>
    /// <param name="loss">The loss.</param>
    public void Report(double loss) => Observe(loss);

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) =>
        Math.Max(baseRate * PortableMath.Power(Gamma, Reductions), Math.Min(Minimum, baseRate));

    /// <inheritdoc/>
    protected internal override void Reset() => (_best, _waited, _cooling, Reductions) = (double.PositiveInfinity, 0, 0, 0);

    /// <inheritdoc/>
    protected internal override void Observe(double loss)
    {
        if (double.IsPositiveInfinity(_best) ? loss < _best : loss < _best - (Threshold * Math.Abs(_best)))
            (_best, _waited) = (loss, 0);
        else
            _waited++;
        if (_cooling > 0)
            (_cooling, _waited) = (_cooling - 1, 0);
        if (_waited > Patience)
            (Reductions, _cooling, _waited) = (Reductions + 1, Cooldown, 0);
    }

    /// <inheritdoc/>
    protected internal override void Save<T>(TrainerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("schedule.best", _best);
        state.Set("schedule.waited", _waited);
        state.Set("schedule.cooling", _cooling);
        state.Set("schedule.reductions", Reductions);
    }

    /// <inheritdoc/>
    protected internal override void Load<T>(TrainerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);

        // In a training no epoch is counted twice.
        long epochs = state.Values.ContainsKey("trainer.epoch") ? state.GetCount("trainer.epoch", int.MaxValue) : int.MaxValue;
        double best = state.GetNumber("schedule.best", double.MinValue, double.PositiveInfinity);
        long waited = state.GetCount("schedule.waited", epochs), cooling = state.GetCount("schedule.cooling", int.MaxValue);
        (_best, _waited, _cooling, Reductions) = (best, waited, cooling, state.GetCount("schedule.reductions", epochs));
    }
}
