namespace NetGen;

/// <summary>What a trial came to in a round.</summary>
public sealed record SweepLine
{
    /// <summary>What the trial is made of.</summary>
    public required SweepConfiguration Configuration { get; init; }

    /// <summary>The epochs it was trained for, in all.</summary>
    public required int Epochs { get; init; }

    /// <summary>What decides; NaN where the trial threw.</summary>
    public required double Score { get; init; }

    /// <summary>What else was recorded.</summary>
    public required IReadOnlyList<MetricValue> Values { get; init; }

    /// <summary>What the trial threw; null where it did not.</summary>
    public string? Error { get; init; }
}
