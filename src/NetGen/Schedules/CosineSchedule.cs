namespace NetGen;

/// <summary>Half a cosine from the rate down to a minimum (Loshchilov and Hutter, 2017). Beyond the last step the cosine goes on, upwards.</summary>
/// <remarks>m + (b − m)·(1 + cos(π·k / steps)) / 2.</remarks>
public sealed class CosineSchedule : Schedule
{
    /// <summary>Sets the numbers.</summary>
    /// <param name="steps">The number of steps down to the minimum, at least 1.</param>
    /// <param name="minimum">m, the least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CosineSchedule(long steps, double minimum = 0)
    {
        Steps = Positive(steps, nameof(steps));
        Minimum = NotNegative(minimum, nameof(minimum));
    }

    /// <summary>The number of steps down to the minimum, at least 1.</summary>
    public long Steps { get; }

    /// <summary>m, the least rate.</summary>
    public double Minimum { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) =>
        Minimum + ((baseRate - Minimum) * (1 + PortableMath.CosPi((double)step / Steps)) / 2);
}
