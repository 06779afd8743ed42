namespace NetGen;

/// <summary>A line up to the rate, then half a cosine down to a minimum, which holds from then on, or from where the cosine starts again.</summary>
/// <remarks>
/// k &lt; w: b·(k + 1) / w; else m + (b − m)·(1 + cos(π·min(k − w, n) / n)) / 2 with n = steps − w; with restarts (k − w) mod n takes the place of
/// min(k − w, n).
/// </remarks>
public sealed class WarmupCosineSchedule : Schedule
{
    /// <summary>A line up to the rate, then half a cosine down to a minimum, of so many steps together.</summary>
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

    /// <summary>Whether the cosine, without the line before it, starts again at the end, every time, instead of staying at the minimum. Default false.</summary>
    public bool Restarts { get; init; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => step < Warmup
        ? baseRate * (step + 1) / Warmup
        : CosineSchedule.At(step - Warmup, Steps - Warmup, baseRate, Minimum, Restarts);
}
