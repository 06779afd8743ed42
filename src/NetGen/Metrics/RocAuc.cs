namespace NetGen;

/// <summary>
/// The area under the ROC curve: the probability that an example of yes has a larger output than one of no, ties counting
/// one half (Mann and Whitney, 1947). Of class labels it takes two, and the difference of their outputs. Keeps all outputs.
/// </summary>
public sealed class RocAuc : Metric
{
    private readonly List<(double Score, bool Yes)> _scores = [];

    /// <inheritdoc/>
    public override string Name => "rocAuc";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            long yes = _scores.Count(score => score.Yes), no = _scores.Count - yes;
            if (yes == 0 || no == 0 || _scores.Exists(score => double.IsNaN(score.Score)))
                return double.NaN;
            (double Score, bool Yes)[] sorted = [.. _scores.OrderBy(score => score.Score)];

            // The ranks of yes, those of equal scores being their mean; twice, to stay whole.
            long ranks = 0;
            for (int start = 0, end; start < sorted.Length; start = end)
            {
                for (end = start + 1; end < sorted.Length && sorted[end].Score == sorted[start].Score;)
                    end++;
                long among = 0;
                for (int i = start; i < end; i++)
                    among += sorted[i].Yes ? 1 : 0;
                ranks += among * (start + 1 + (long)end);
            }

            return (ranks - (yes * (yes + 1))) / (2.0 * yes * no);
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _scores.Clear();

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [.. _scores.SelectMany(score => new[] { score.Score, score.Yes ? 1 : 0 })];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, counts.Count / 2 * 2);
        _scores.Clear();
        for (int i = 0; i < counts.Count; i += 2)
            _scores.Add((counts[i], counts[i + 1] != 0));
    }

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        if (classes != 2)
            throw new NotSupportedException($"The ROC curve is one of two classes, not of {classes}.");
        for (int i = 0; i < labels.Length; i++)
            _scores.Add((double.CreateTruncating(outputs[(2 * i) + 1]) - double.CreateTruncating(outputs[2 * i]), labels[i] == 1));
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        for (int i = 0; i < outputs.Length; i++)
            _scores.Add((double.CreateTruncating(outputs[i]), targets[i] > T.Zero));
    }
}
