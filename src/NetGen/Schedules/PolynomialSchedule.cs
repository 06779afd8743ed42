namespace NetGen;

/// <summary>A power of the share of steps that are left.</summary>
/// <remarks>b·(1 − min(k, steps) / steps)^power.</remarks>
public sealed class PolynomialSchedule : Schedule
{
    /// <summary>A power of the share of so many steps that is left.</summary>
    /// <param name="steps">The number of steps to 0, at least 1.</param>
    /// <param name="power">The power.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public PolynomialSchedule(long steps, double power = 1)
    {
        Steps = Positive(steps, nameof(steps));
        Exponent = NotNegative(power, nameof(power));
    }

    /// <summary>The number of steps to 0, at least 1.</summary>
    public long Steps { get; }

    /// <summary>The power.</summary>
    public double Exponent { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => baseRate * PortableMath.Power(1 - ((double)Math.Min(step, Steps) / Steps), Exponent);
}
