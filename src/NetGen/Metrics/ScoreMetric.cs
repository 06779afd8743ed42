using System.Globalization;
using System.Numerics;

namespace NetGen;

/// <summary>
/// The area under a curve that only the order of the scores decides. Targets that are numbers are yes above ½. Of more than two classes, each against all others, by the softmax of the
/// outputs (scikit-learn's one-vs-rest); of two, by the difference of their outputs; of several yes/no outputs, each for itself. NaN where an output is NaN. Keeps all outputs.
/// </summary>
public abstract class ScoreMetric : Metric
{
    // One for each example, or one for each label of it, label after label.
    private readonly List<(double Score, bool Yes)> _scores = [];
    private int _labels = 1;
    private bool _isYesNo;

    private protected ScoreMetric(bool areProbabilities, Average average)
    {
        if (!Enum.IsDefined(average))
            throw new ArgumentOutOfRangeException(nameof(average), average, "Expected a value of the enumeration Average.");
        (AreProbabilities, Average) = (areProbabilities, average);
    }

    /// <summary>Whether outputs of classes are probabilities, not logits.</summary>
    public bool AreProbabilities { get; }

    /// <summary>How the areas of several classes or yes/no outputs become one. Of two classes, and of one output, there is but one.</summary>
    public Average Average { get; }

    /// <summary>
    /// The name in histories, such as <c>rocAuc</c>, for the mean over the classes, and of one yes/no output; else with its average, as
    /// <c>rocAucMicro</c>. Of several yes/no outputs that of the mean is named, too: <c>rocAucMacro</c>.
    /// </summary>
    public sealed override string Name => NameWith(Measure, Average, _isYesNo ? _labels : 0);

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_labels == 1 || Average == Average.Micro)
                return Area([.. _scores]);
            if (Average == Average.Binary)
                return Area(OfLabel(1));
            double sum = 0, weights = 0;
            for (int label = 0; label < _labels; label++)
            {
                (double Score, bool Yes)[] scores = OfLabel(label);
                double weight = Average == Average.Weighted ? scores.Count(score => score.Yes) : 1;
                sum += weight * Area(scores);
                weights += weight;
            }

            return sum / weights;
        }
    }

    /// <summary>The area under its name; with <see cref="Average.PerLabel"/> one for each class or yes/no output.</summary>
    public override IReadOnlyList<MetricValue> Values => Average != Average.PerLabel || _labels == 1
        ? base.Values
        : [.. Enumerable.Range(0, _labels).Select(label => new MetricValue(string.Create(CultureInfo.InvariantCulture, $"{Measure}[{label}]"), Area(OfLabel(label))))];

    /// <summary>What is measured, without its average.</summary>
    private protected abstract string Measure { get; }

    /// <summary>The curve, for messages.</summary>
    private protected abstract string Curve { get; }

    private protected override bool IsOfClasses => true;

    /// <inheritdoc/>
    public override void Reset() => _scores.Clear();

    /// <inheritdoc/>
    protected internal override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels)
    {
        if (outputs == OutputMeaning.Numbers && !takesLabels)
            return $"{Name} is for classes or answers of yes and no, but to the loss the outputs are numbers to come near to: measure MAE, RMSE or R2, or say what they mean, new {GetType().Name} {{ Outputs = OutputMeaning.BinaryProbabilities }}.";
        return Average == Average.Binary && outputSize > 1 && !takesLabels && !IsClasses(outputs) ? RefusalOfSeveral(outputSize) : null;
    }

    /// <inheritdoc/>
    protected internal override void Prepare(int outputSize, bool ofClasses) => Begin(ofClasses && outputSize == 2 ? 1 : outputSize, !ofClasses);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_isYesNo ? -_labels : _labels, .. _scores.SelectMany(score => new[] { score.Score, score.Yes ? 1 : 0 })];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        int scores = (counts.Count - 1) / 2;
        RequireCounts(counts, (2 * scores) + 1);
        long labels = CountOf(Math.Abs(counts[0]));
        if (labels is 0 or > int.MaxValue || scores % labels != 0)
            throw new InvalidDataException($"Expected the scores of whole examples of the metric {Name}, got {scores} of {labels} to each.");
        _scores.Clear();
        (_labels, _isYesNo) = ((int)labels, counts[0] < 0);
        for (int i = 1; i < counts.Count; i += 2)
            _scores.Add((counts[i], counts[i + 1] != 0));
    }

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        if (classes < 2)
            throw new NotSupportedException($"The {Curve} curve is one of two classes or more, not of one.");
        Begin(classes == 2 ? 1 : classes, isYesNo: false);
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> row = outputs.Slice(i * classes, classes);
            for (int c = classes == 2 ? 1 : 0; c < classes; c++)
                _scores.Add((AreProbabilities ? double.CreateTruncating(row[c]) : LogOdds(row, c), labels[i] == c));
        }
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        RequireYesOrNo(outputSize);
        Begin(outputSize, isYesNo: true);
        for (int i = 0; i < outputs.Length; i++)
            _scores.Add((double.CreateTruncating(outputs[i]), double.CreateTruncating(targets[i]) > TargetBound));
    }

    /// <summary>The area of one label's scores, in rising order and none of them NaN.</summary>
    private protected abstract double AreaOf(ReadOnlySpan<(double Score, bool Yes)> scores);

    private double Area((double Score, bool Yes)[] scores)
    {
        if (Array.Exists(scores, score => double.IsNaN(score.Score)))
            return double.NaN;
        Array.Sort(scores, static (a, b) => a.Score.CompareTo(b.Score));
        return AreaOf(scores);
    }

    private void Begin(int labels, bool isYesNo)
    {
        if (_scores.Count > 0 && (_labels != labels || _isYesNo != isYesNo))
            throw new ArgumentException($"Expected examples with {_labels} scores each of {(_isYesNo ? "yes/no outputs" : "classes")} as before, got {labels} of {(isYesNo ? "yes/no outputs" : "classes")}: Reset begins anew.", nameof(labels));
        (_labels, _isYesNo) = (labels, isYesNo);
    }

    private (double Score, bool Yes)[] OfLabel(int label)
    {
        (double Score, bool Yes)[] scores = new (double, bool)[_scores.Count / _labels];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = _scores[(i * _labels) + label];
        return scores;
    }

    /// <summary>ln(p / (1 − p)) for the softmax p of an output: in the order of p, and exact where p is nearly 1.</summary>
    private static double LogOdds<T>(ReadOnlySpan<T> row, int c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double own = double.CreateTruncating(row[c]), largest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < row.Length; i++)
            largest = i == c ? largest : Math.Max(largest, double.CreateTruncating(row[i]));
        if (double.IsInfinity(largest))
            return own - largest; // p is 1, or 0; NaN where two are infinite
        for (int i = 0; i < row.Length; i++)
            sum += i == c ? 0 : PortableMath.Exp(double.CreateTruncating(row[i]) - largest);
        return own - largest - PortableMath.Log(sum);
    }
}
