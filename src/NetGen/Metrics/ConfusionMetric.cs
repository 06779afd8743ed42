using System.Globalization;

namespace NetGen;

/// <summary>
/// Precision, recall and F1: one value made of those of the classes, or of several yes/no outputs, each with that of its yes. A
/// yes/no output that is NaN counts as the wrong answer, an example of classes with one as taken for none.
/// </summary>
public abstract class ConfusionMetric : Metric
{
    private readonly double? _threshold;

    // One of all classes, or one of no and yes for each output; none before the first example.
    private ConfusionMatrix[] _matrices = [];
    private bool _isYesNo;

    private protected ConfusionMetric(Average average, double? threshold)
    {
        if (!Enum.IsDefined(average))
            throw new ArgumentOutOfRangeException(nameof(average), average, "Expected a value of the enumeration Average.");
        (Average, _threshold) = (average, CheckThreshold(threshold));
    }

    /// <summary>How the values of the labels become one. Of one yes/no output there is but one, that of yes.</summary>
    public Average Average { get; }

    /// <summary>
    /// What yes/no outputs are above for yes: the threshold given; else by what outputs mean, ½ for probabilities and
    /// decisions, 0 for logits and margins.
    /// </summary>
    public double Threshold => ThresholdOf(_threshold);

    /// <summary>
    /// The name in histories: <c>f1</c> for the mean over the classes, and of one yes/no output; else with its average, as
    /// <c>f1Micro</c>. Of several yes/no outputs that of the mean is named, too: <c>f1Macro</c>.
    /// </summary>
    public sealed override string Name => NameWith(Measure, Average, _isYesNo ? _matrices.Length : 0);

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_matrices.Length == 0 || _matrices[0].Count == 0)
                return double.NaN;
            return _isYesNo ? OfYes() : OfClasses(_matrices[0]);
        }
    }

    /// <summary>
    /// The value under its name; with <see cref="Average.PerLabel"/> one for each label. That of a class that occurs neither
    /// among the labels nor among the predictions is NaN.
    /// </summary>
    public override IReadOnlyList<MetricValue> Values
    {
        get
        {
            if (Average != Average.PerLabel || _matrices.Length == 0 || (_isYesNo && _matrices.Length == 1))
                return base.Values;
            return _isYesNo
                ? [.. _matrices.Select((matrix, output) => new MetricValue(NameOf(output), matrix.Count == 0 ? double.NaN : Of(matrix, 1)))]
                : [.. Enumerable.Range(0, _matrices[0].Classes).Select(c => new MetricValue(NameOf(c), Occurs(_matrices[0], c) ? Of(_matrices[0], c) : double.NaN))];

            string NameOf(int label) => string.Create(CultureInfo.InvariantCulture, $"{Measure}[{label}]");
        }
    }

    /// <summary>What is measured, without its average.</summary>
    private protected abstract string Measure { get; }

    private protected override bool IsOfClasses => true;

    /// <inheritdoc/>
    public override void Reset() => Array.ForEach(_matrices, matrix => matrix.Reset());

    /// <inheritdoc/>
    protected internal override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) =>
        RefusalOfNumbers(outputs, takesLabels, _threshold)
        ?? (Average == Average.Binary && outputSize > 1 && !takesLabels && !IsClasses(outputs) ? RefusalOfSeveral(outputSize) : null);

    /// <inheritdoc/>
    protected internal override void Prepare(int outputSize, bool ofClasses) => Begin(outputSize, !ofClasses);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts()
    {
        if (_matrices.Length == 0)
            return [];
        List<double> counts = [_isYesNo ? 1 : 0, _isYesNo ? _matrices.Length : _matrices[0].Classes];
        foreach (ConfusionMatrix matrix in _matrices)
        {
            for (int label = 0; label < matrix.Classes; label++)
            {
                for (int predicted = ConfusionMatrix.None; predicted < matrix.Classes; predicted++)
                    counts.Add(matrix[label, predicted]);
            }
        }

        return counts;
    }

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        if (counts.Count == 0)
        {
            Reset();
            return;
        }

        RequireCounts(counts, Math.Max(2, counts.Count));
        bool isYesNo = counts[0] != 0;
        long size = CountOf(counts[1]), classes = isYesNo ? 2 : size, matrices = isYesNo ? size : 1;
        if (size < (isYesNo ? 1 : 2) || counts.Count != 2 + ((double)matrices * classes * (classes + 1))) // a whole number would wrap around
            throw new InvalidDataException($"Expected the counts of {size} {(isYesNo ? "outputs" : "classes")} of the metric {Name}, got {counts.Count - 2}.");
        ConfusionMatrix[] loaded = [.. Enumerable.Range(0, (int)matrices).Select(_ => new ConfusionMatrix((int)classes))];
        int next = 2;
        foreach (ConfusionMatrix matrix in loaded)
        {
            for (int label = 0; label < classes; label++)
            {
                for (int predicted = ConfusionMatrix.None; predicted < classes; predicted++)
                    matrix.Add(label, predicted, CountOf(counts[next++]));
            }
        }

        (_matrices, _isYesNo) = (loaded, isYesNo);
    }

    private protected abstract double Of(ConfusionMatrix matrix, int label);

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        Begin(classes, isYesNo: false);
        for (int i = 0; i < labels.Length; i++)
            _matrices[0].Add(labels[i], LargestOf(outputs.Slice(i * classes, classes)));
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        RequireYesOrNo(outputSize);
        Begin(outputSize, isYesNo: true);
        T threshold = T.CreateTruncating(Threshold), half = T.CreateTruncating(TargetBound);
        for (int i = 0; i < outputs.Length; i++)
        {
            int target = targets[i] > half ? 1 : 0;
            int predicted = T.IsNaN(outputs[i]) ? 1 - target : outputs[i] > threshold ? 1 : 0;
            _matrices[i % outputSize].Add(target, predicted);
        }
    }

    private double OfYes() => Average switch
    {
        Average.Micro => Of(Sum(_matrices), 1),
        Average.Weighted => _matrices.Sum(matrix => matrix.Support(1)) is > 0 and long support ? _matrices.Sum(matrix => matrix.Support(1) * Of(matrix, 1)) / support : 0,
        _ => _matrices.Average(matrix => Of(matrix, 1)),
    };

    private double OfClasses(ConfusionMatrix matrix)
    {
        if (Average == Average.Binary)
            return Of(matrix, 1);
        if (Average == Average.Micro)
            return matrix.Accuracy;
        IEnumerable<int> classes = Enumerable.Range(0, matrix.Classes);
        return Average == Average.Weighted
            ? classes.Sum(c => matrix.Support(c) * Of(matrix, c)) / matrix.Count
            : classes.Where(c => Occurs(matrix, c)).Average(c => Of(matrix, c));
    }

    private static bool Occurs(ConfusionMatrix matrix, int label) => matrix.Support(label) + matrix.Predicted(label) > 0;

    private static ConfusionMatrix Sum(ConfusionMatrix[] matrices)
    {
        ConfusionMatrix sum = new(2);
        foreach (ConfusionMatrix matrix in matrices)
        {
            for (int i = 0; i < 4; i++)
                sum.Add(i / 2, i % 2, matrix[i / 2, i % 2]);
        }

        return sum;
    }

    private void Begin(int size, bool isYesNo)
    {
        int before = _isYesNo ? _matrices.Length : _matrices.Length == 0 ? 0 : _matrices[0].Classes;
        if (before == size && _isYesNo == isYesNo)
            return;
        if (_matrices.Length > 0 && _matrices[0].Count > 0)
            throw new ArgumentException($"Expected examples of {before} {(_isYesNo ? "yes/no outputs" : "classes")} as before, got {size} {(isYesNo ? "yes/no outputs" : "classes")}: Reset begins anew.");
        _matrices = isYesNo ? [.. Enumerable.Range(0, size).Select(_ => new ConfusionMatrix(2))] : [new(size)];
        _isYesNo = isYesNo;
    }
}

/// <summary>Of the examples taken for a class, the share that are of it; 0 where none were (van Rijsbergen, 1979; scikit-learn's <c>precision_score</c>).</summary>
/// <param name="average">How the values of the labels become one.</param>
/// <param name="threshold">What yes/no outputs are above for yes; without it, what outputs mean decides.</param>
public sealed class Precision(Average average = Average.Macro, double? threshold = null) : ConfusionMetric(average, threshold)
{
    private protected override string Measure => "precision";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Precision(label);
}

/// <summary>Of the examples of a class, the share that were taken for it; 0 where there are none (van Rijsbergen, 1979; scikit-learn's <c>recall_score</c>).</summary>
/// <param name="average">How the values of the labels become one.</param>
/// <param name="threshold">What yes/no outputs are above for yes; without it, what outputs mean decides.</param>
public sealed class Recall(Average average = Average.Macro, double? threshold = null) : ConfusionMetric(average, threshold)
{
    private protected override string Measure => "recall";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Recall(label);
}

/// <summary>
/// The harmonic mean of precision and recall; 0 where both are (1 − van Rijsbergen's effectiveness E, 1979, of equal weights; scikit-learn's
/// <c>f1_score</c>).
/// </summary>
/// <param name="average">How the values of the labels become one.</param>
/// <param name="threshold">What yes/no outputs are above for yes; without it, what outputs mean decides.</param>
public sealed class F1(Average average = Average.Macro, double? threshold = null) : ConfusionMetric(average, threshold)
{
    private protected override string Measure => "f1";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.F1(label);
}
