namespace NetGen;

/// <summary>The rate times a factor at each of some steps.</summary>
/// <remarks>b·γ^(the number of milestones of at most k).</remarks>
public sealed class MultiStepSchedule : Schedule
{
    /// <summary>The rate times γ at each milestone.</summary>
    /// <param name="milestones">The steps from which on the factor holds once more, in any order.</param>
    /// <param name="gamma">γ, the factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A milestone or γ is negative, or γ is not finite.</exception>
    public MultiStepSchedule(IEnumerable<long> milestones, double gamma = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        long[] sorted = [.. milestones.Order()];
        if (sorted.Length > 0)
            ArgumentOutOfRangeException.ThrowIfNegative(sorted[0], nameof(milestones));
        Milestones = sorted;
        Gamma = NotNegative(gamma, nameof(gamma));
    }

    /// <summary>The steps from which on the factor holds once more, in order.</summary>
    public IReadOnlyList<long> Milestones { get; }

    /// <summary>γ, the factor.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double At(long step, double baseRate)
    {
        int passed = 0;
        while (passed < Milestones.Count && Milestones[passed] <= step)
            passed++;
        return baseRate * PortableMath.Power(Gamma, passed);
    }
}
