namespace NetGen;

/// <summary>
/// An exponential average of the parameters over the updates of a training (Polyak and Juditsky, 1992; with a fixed decay as in PyTorch's <c>get_ema_multi_avg_fn</c>), which often does
/// better than the last parameters: a ← w after the first update, then a ← a + (1 − decay) · (w − a) after each. <see cref="FitOptions.Averaging"/> takes it.
/// </summary>
public sealed class ExponentialAverage
{
    /// <summary>An average of a decay.</summary>
    /// <param name="decay">How much of the average is kept at each update, at least 0 and less than 1: 0.999 looks back about 1,000 updates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    public ExponentialAverage(double decay) => Decay = decay is >= 0 and < 1
        ? decay
        : throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a decay of at least 0 and less than 1.");

    /// <summary>How much of the average is kept at each update.</summary>
    public double Decay { get; }
}
