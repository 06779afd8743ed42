namespace NetGen;

/// <summary>
/// Up to the rate and far below where it started, each along half a cosine (Smith and Topin, 2018). The optimizer's rate is
/// the highest of the cycle.
/// </summary>
/// <remarks>
/// From b / divisor to b over the first fraction of the steps, then to b / (divisor·finalDivisor): step k of the rise is at
/// (k / (f·steps − 1)), step k of the fall at (k − (f·steps − 1)) / (steps − f·steps). The last rate holds after the end.
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    /// <summary>One cycle of so many steps: up to the rate, and down below where it began.</summary>
    /// <param name="steps">The number of all steps, at least 2.</param>
    /// <param name="warmupFraction">f, the share of the steps that rise, more than 0 and less than 1.</param>
    /// <param name="divisor">How many times smaller than the highest the first rate is, at least 1.</param>
    /// <param name="finalDivisor">How many times smaller than the first the last rate is, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public OneCycleSchedule(long steps, double warmupFraction = 0.3, double divisor = 25, double finalDivisor = 1e4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (!(warmupFraction > 0 && warmupFraction < 1))
            throw new ArgumentOutOfRangeException(nameof(warmupFraction), warmupFraction, "Expected a fraction of more than 0 and less than 1.");
        Steps = steps;
        WarmupFraction = warmupFraction;
        Divisor = AtLeast1(divisor, nameof(divisor));
        FinalDivisor = AtLeast1(finalDivisor, nameof(finalDivisor));
    }

    /// <summary>The number of all steps.</summary>
    public long Steps { get; }

    /// <summary>f, the share of the steps that rise.</summary>
    public double WarmupFraction { get; }

    /// <summary>How many times smaller than the highest the first rate is.</summary>
    public double Divisor { get; }

    /// <summary>How many times smaller than the first the last rate is.</summary>
    public double FinalDivisor { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate)
    {
        double first = baseRate / Divisor, last = first / FinalDivisor;
        double peak = (WarmupFraction * Steps) - 1, end = Steps - 1;
        if (step >= end)
            return last;
        return step <= peak && peak > 0 // a rise of one step is only its peak
            ? Between(first, baseRate, step / peak)
            : Between(baseRate, last, (step - peak) / (end - peak));
    }

    private static double Between(double from, double to, double share) => to + ((from - to) / 2 * (1 + PortableMath.CosPi(share)));

    private static double AtLeast1(double value, string name) => value >= 1 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number of at least 1.");
}
