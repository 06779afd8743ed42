namespace NetGen;

/// <summary>A line up to the rate, then half a cosine down to a minimum.</summary>
/// <remarks>k &lt; w: b·(k + 1) / w; else m + (b − m)·(1 + cos(π·(k − w) / (steps − w))) / 2.</remarks>
public sealed class WarmupCosineSchedule : Schedule
{
    /// <summary>Sets the numbers.</summary>
    /// <param name="warmup">w, the number of steps up to the rate, at least 0 and less than all.</param>
    /// <param name="steps">The number of all steps, at least 1.</param>
    /// <param name="minimum">m, the least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public WarmupCosineSchedule(long warmup, long steps, double minimum = 0)
    {
        Warmup = warmup >= 0 && warmup < steps ? warmup : throw new ArgumentOutOfRangeException(nameof(warmup), warmup, $"Expected at least 0 and fewer than all {steps} steps.");
        Steps = Positive(steps, nameof(steps));
        Minimum = NotNegative(minimum, nameof(minimum));
    }

    /// <summary>w, the number of steps up to the rate, at least 0 and less than all.</summary>
    public long Warmup { get; }

    /// <summary>The number of all steps, at least 1.</summary>
    public long Steps { get; }

    /// <summary>m, the least rate.</summary>
    public double Minimum { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => step < Warmup
        ? baseRate * (step + 1) / Warmup
        : Minimum + ((baseRate - Minimum) * (1 + PortableMath.CosPi((double)(step - Warmup) / (Steps - Warmup))) / 2);
}
