namespace NetGen.Benchmarks.Measurement;

/// <summary>One round of one contender.</summary>
/// <param name="Microseconds">The time of one step.</param>
/// <param name="AllocatedBytes">The managed memory that one step took.</param>
internal readonly record struct Sample(double Microseconds, double AllocatedBytes);

/// <summary>Statistics of rounds.</summary>
internal static class Statistics
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
