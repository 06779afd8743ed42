namespace NetGen;

/// <summary>The rate times a factor every so many steps.</summary>
/// <remarks>b·γ^⌊k / every⌋.</remarks>
public sealed class StepSchedule : Schedule
{
    /// <summary>The rate times γ every so many steps.</summary>
    /// <param name="every">The number of steps from one change to the next, at least 1.</param>
    /// <param name="gamma">γ, the factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public StepSchedule(long every, double gamma = 0.1)
    {
        Every = Positive(every, nameof(every));
        Gamma = NotNegative(gamma, nameof(gamma));
    }

    /// <summary>The number of steps from one change to the next, at least 1.</summary>
    public long Every { get; }

    /// <summary>γ, the factor.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => baseRate * PortableMath.Power(Gamma, step / Every);
}
