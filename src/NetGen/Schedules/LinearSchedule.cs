namespace NetGen;

/// <summary>A straight line from one factor of the rate to another, which holds from then on.</summary>
/// <remarks>b·(s + (e − s)·min(k, steps) / steps).</remarks>
public sealed class LinearSchedule : Schedule
{
    /// <summary>A line of so many steps, from one factor of the rate to another.</summary>
    /// <param name="steps">The number of steps from the first factor to the second, at least 1.</param>
    /// <param name="startFactor">s, the factor of the first step.</param>
    /// <param name="endFactor">e, the factor at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LinearSchedule(long steps, double startFactor = 1, double endFactor = 0)
    {
        Steps = Positive(steps, nameof(steps));
        StartFactor = NotNegative(startFactor, nameof(startFactor));
        EndFactor = NotNegative(endFactor, nameof(endFactor));
    }

    /// <summary>The number of steps from the first factor to the second, at least 1.</summary>
    public long Steps { get; }

    /// <summary>s, the factor of the first step.</summary>
    public double StartFactor { get; }

    /// <summary>e, the factor at the end.</summary>
    public double EndFactor { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) =>
        baseRate * (StartFactor + ((EndFactor - StartFactor) * Math.Min(step, Steps) / Steps));
}
