namespace NetGen;

/// <summary>Half a cosine from the rate down to a minimum (Loshchilov and Hutter, 2017), which holds from then on, or from where it starts again.</summary>
/// <remarks>m + (b − m)·(1 + cos(π·min(k, steps) / steps)) / 2; with restarts k mod steps takes the place of min(k, steps).</remarks>
public sealed class CosineSchedule : Schedule
{
    /// <summary>Half a cosine of so many steps, down to a minimum.</summary>
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

    /// <summary>Whether the rate jumps back to where it started at the end, every time, instead of staying at the minimum. Default false.</summary>
    public bool Restarts { get; init; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => At(step, Steps, baseRate, Minimum, Restarts);

    /// <summary>The cosine, which <see cref="WarmupCosineSchedule"/> shares.</summary>
    internal static double At(long step, long steps, double baseRate, double minimum, bool restarts)
    {
        long at = restarts ? step % steps : Math.Min(step, steps);
        return minimum + ((baseRate - minimum) * (1 + PortableMath.CosPi((double)at / steps)) / 2);
    }
}
