using System.Numerics;

namespace NetGen;

/// <summary>
/// The area under the ROC curve: the probability that an example of yes has a larger output than one of no, ties counting
/// one half (Mann and Whitney, 1947). Of more than two class labels, the mean of each class against all others, as
/// scikit-learn's <c>roc_auc_score(…, multi_class="ovr", average="macro")</c> of the softmax of the outputs; of two, the
/// difference of their outputs. NaN where a class, or yes or no, does not occur. Keeps all outputs.
/// </summary>
/// <param name="areProbabilities">
/// Whether outputs of more than two classes are probabilities already, from a network that ends in [Softmax], not logits.
/// </param>
public sealed class RocAuc(bool areProbabilities = false) : Metric
{
    // One for each example, or one for each class of it, class after class.
    private readonly List<(double Score, bool Yes)> _scores = [];
    private int _classes = 1;

    /// <summary>Whether outputs of more than two classes are probabilities, not logits.</summary>
    public bool AreProbabilities { get; } = areProbabilities;

    /// <inheritdoc/>
    public override string Name => "rocAuc";

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            double sum = 0;
            for (int c = 0; c < _classes; c++)
            {
                int own = c;
                sum += Area([.. _scores.Where((_, i) => i % _classes == own)]);
            }

            return sum / _classes;
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        _scores.Clear();
        _classes = 1;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_classes, .. _scores.SelectMany(score => new[] { score.Score, score.Yes ? 1 : 0 })];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, (Math.Max(0, counts.Count - 1) / 2 * 2) + 1);
        if (!(counts[0] >= 1 && counts[0] <= int.MaxValue && counts[0] == Math.Truncate(counts[0]) && (counts.Count - 1) / 2 % (int)counts[0] == 0))
            throw new InvalidDataException($"Expected the scores of whole examples of the metric {Name}, got {(counts.Count - 1) / 2} of {counts[0]} to each.");
        _scores.Clear();
        _classes = (int)counts[0];
        for (int i = 1; i < counts.Count; i += 2)
            _scores.Add((counts[i], counts[i + 1] != 0));
    }

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        if (classes < 2)
            throw new NotSupportedException("The ROC curve is one of two classes or more, not of one.");
        Begin(classes == 2 ? 1 : classes);
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> row = outputs.Slice(i * classes, classes);
            if (classes == 2)
            {
                _scores.Add((double.CreateTruncating(row[1]) - double.CreateTruncating(row[0]), labels[i] == 1));
                continue;
            }

            for (int c = 0; c < classes; c++)
                _scores.Add((AreProbabilities ? double.CreateTruncating(row[c]) : LogOdds(row, c), labels[i] == c));
        }
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        Begin(1);
        for (int i = 0; i < outputs.Length; i++)
            _scores.Add((double.CreateTruncating(outputs[i]), targets[i] > T.Zero));
    }

    private void Begin(int classes)
    {
        if (_scores.Count > 0 && _classes != classes)
            throw new ArgumentException($"Expected examples of as many classes as before, with {_classes} scores each, got {classes}.", nameof(classes));
        _classes = classes;
    }

    /// <summary>ln(p / (1 − p)) for the softmax p of an output: in the order of p, and exact where p is nearly 1.</summary>
    private static double LogOdds<T>(ReadOnlySpan<T> row, int c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < row.Length; i++)
            largest = i == c ? largest : Math.Max(largest, double.CreateTruncating(row[i]));
        for (int i = 0; i < row.Length; i++)
            sum += i == c ? 0 : PortableMath.Exp(double.CreateTruncating(row[i]) - largest);
        return double.CreateTruncating(row[c]) - largest - PortableMath.Log(sum);
    }

    private static double Area((double Score, bool Yes)[] scores)
    {
        long yes = scores.Count(score => score.Yes), no = scores.Length - yes;
        if (yes == 0 || no == 0 || Array.Exists(scores, score => double.IsNaN(score.Score)))
            return double.NaN;
        Array.Sort(scores, static (a, b) => a.Score.CompareTo(b.Score));

        // The ranks of yes, those of equal scores being their mean; twice, to stay whole.
        long ranks = 0;
        for (int start = 0, end; start < scores.Length; start = end)
        {
            for (end = start + 1; end < scores.Length && scores[end].Score == scores[start].Score;)
                end++;
            long among = 0;
            for (int i = start; i < end; i++)
                among += scores[i].Yes ? 1 : 0;
            ranks += among * (start + 1 + (long)end);
        }

        return (ranks - (yes * (yes + 1))) / (2.0 * yes * no);
    }
}
