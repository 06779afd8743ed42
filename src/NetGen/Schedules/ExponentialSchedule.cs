namespace NetGen;

/// <summary>The rate times a factor every step.</summary>
/// <remarks>b·γᵏ.</remarks>
public sealed class ExponentialSchedule : Schedule
{
    /// <summary>The rate times γ every step.</summary>
    /// <param name="gamma">γ, the factor of each step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ExponentialSchedule(double gamma)
    {
        Gamma = NotNegative(gamma, nameof(gamma));
    }

    /// <summary>γ, the factor of each step.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => baseRate * PortableMath.Power(Gamma, step);
}
