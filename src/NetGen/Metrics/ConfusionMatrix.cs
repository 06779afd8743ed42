using System.Globalization;
using System.Numerics;
using System.Text;

namespace NetGen;

/// <summary>How often each class was taken for each: what accuracy, precision, recall and F1 are counted from.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 46_340);
        Classes = classes;
        _counts = new long[classes * classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of examples of a class that were taken for another, or for it.</summary>
    /// <param name="label">The class they are of.</param>
    /// <param name="predicted">The class they were taken for.</param>
    public long this[int label, int predicted] => _counts[Index(label, predicted)];

    /// <summary>The number of examples.</summary>
    public long Count => _counts.Sum();

    /// <summary>The share of right predictions; NaN without examples.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(c => this[c, c]) / Count;

    /// <summary>Of the examples taken for a class, the share that are of it; 0 where none were.</summary>
    /// <param name="label">The class.</param>
    public double Precision(int label) => Ratio(this[label, label], Predicted(label));

    /// <summary>Of the examples of a class, the share that were taken for it; 0 where there are none.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => Ratio(this[label, label], Support(label));

    /// <summary>The harmonic mean of precision and recall; 0 where both are.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => Ratio(2 * this[label, label], Predicted(label) + Support(label));

    /// <summary>The number of examples of a class.</summary>
    /// <param name="label">The class.</param>
    public long Support(int label) => Enumerable.Range(0, Classes).Sum(c => this[label, c]);

    /// <summary>The number of examples that were taken for a class.</summary>
    /// <param name="label">The class.</param>
    public long Predicted(int label) => Enumerable.Range(0, Classes).Sum(c => this[c, label]);

    /// <summary>Counts one example.</summary>
    /// <param name="label">The class it is of.</param>
    /// <param name="predicted">The class it was taken for.</param>
    public void Add(int label, int predicted) => _counts[Index(label, predicted)]++;

    /// <summary>Counts several examples at once.</summary>
    internal void Add(int label, int predicted, long count) => _counts[Index(label, predicted)] += count;

    /// <summary>Counts examples.</summary>
    /// <param name="labels">The classes they are of.</param>
    /// <param name="predicted">The classes they were taken for, as PredictLabels gives them.</param>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        CompilerServices.Guard.Length(predicted.Length, labels.Length, nameof(predicted));
        for (int i = 0; i < labels.Length; i++)
            Add(labels[i], predicted[i]);
    }

    /// <summary>Forgets all examples.</summary>
    public void Reset() => Array.Clear(_counts);

    /// <summary>A table: a line for each class, a column for each it was taken for.</summary>
    public override string ToString()
    {
        int width = Math.Max(_counts.Max().ToString(CultureInfo.InvariantCulture).Length, Classes.ToString(CultureInfo.InvariantCulture).Length) + 2;
        StringBuilder table = new StringBuilder().Append(' ', 6);
        for (int c = 0; c < Classes; c++)
            table.Append(c.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        for (int label = 0; label < Classes; label++)
        {
            table.Append('\n').Append(label.ToString(CultureInfo.InvariantCulture).PadLeft(6));
            for (int c = 0; c < Classes; c++)
                table.Append(this[label, c].ToString(CultureInfo.InvariantCulture).PadLeft(width));
        }

        return table.Append('\n').ToString();
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private int Index(int label, int predicted) =>
        (CompilerServices.Guard.Index(label, Classes, nameof(label)) * Classes) + CompilerServices.Guard.Index(predicted, Classes, nameof(predicted));
}

/// <summary>How the values of the classes become one.</summary>
public enum Average
{
    /// <summary>The mean over the classes.</summary>
    Macro,

    /// <summary>The mean over the classes, weighted by their numbers of examples.</summary>
    Weighted,

    /// <summary>Of all examples together: the accuracy, where each example is of one class.</summary>
    Micro,

    /// <summary>The value of class 1.</summary>
    Binary,
}

/// <summary>Precision, recall and F1: one value made of those of the classes.</summary>
public abstract class ConfusionMetric : Metric
{
    private readonly double _threshold;
    private ConfusionMatrix? _matrix;
    private bool _binary;

    private protected ConfusionMetric(Average average, double threshold) => (Average, _threshold) = (average, threshold);

    /// <summary>How the values of the classes become one. Where targets are numbers it is that of yes.</summary>
    public Average Average { get; }

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (_matrix is null || _matrix.Count == 0)
                return double.NaN;
            if (_binary || Average == Average.Binary)
                return Of(_matrix, 1);
            if (Average == Average.Micro)
                return _matrix.Accuracy;
            double sum = 0, weights = 0;
            for (int c = 0; c < _matrix.Classes; c++)
            {
                double weight = Average == Average.Macro ? 1 : _matrix.Support(c);
                sum += weight * Of(_matrix, c);
                weights += weight;
            }

            return sum / weights;
        }
    }

    /// <inheritdoc/>
    public override void Reset() => _matrix?.Reset();

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts()
    {
        if (_matrix is null)
            return [];
        List<double> counts = [_binary ? 1 : 0];
        for (int i = 0; i < _matrix.Classes * _matrix.Classes; i++)
            counts.Add(_matrix[i / _matrix.Classes, i % _matrix.Classes]);
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

        int classes = (int)Math.Sqrt(counts.Count - 1);
        RequireCounts(counts, 1 + (classes * classes));
        ConfusionMatrix matrix = new(classes);
        for (int i = 0; i < classes * classes; i++)
            matrix.Add(i / classes, i % classes, (long)counts[1 + i]);
        (_matrix, _binary) = (matrix, counts[0] != 0);
    }

    private protected abstract double Of(ConfusionMatrix matrix, int label);

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        ConfusionMatrix matrix = Matrix(classes, binary: false);
        for (int i = 0; i < labels.Length; i++)
            matrix.Add(labels[i], LargestOf(outputs.Slice(i * classes, classes)));
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        ConfusionMatrix matrix = Matrix(2, binary: true);
        T threshold = T.CreateTruncating(_threshold);
        for (int i = 0; i < outputs.Length; i++)
            matrix.Add(targets[i] > T.Zero ? 1 : 0, outputs[i] > threshold ? 1 : 0);
    }

    private ConfusionMatrix Matrix(int classes, bool binary)
    {
        if (_matrix?.Classes != classes)
            _matrix = new(classes);
        _binary = binary;
        return _matrix;
    }
}

/// <summary>Of the examples taken for a class, the share that are of it.</summary>
/// <param name="average">How the values of the classes become one.</param>
/// <param name="threshold">Where targets are numbers, what outputs are above for yes.</param>
public sealed class Precision(Average average = Average.Macro, double threshold = 0) : ConfusionMetric(average, threshold)
{
    /// <inheritdoc/>
    public override string Name => "precision";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Precision(label);
}

/// <summary>Of the examples of a class, the share that were taken for it.</summary>
/// <param name="average">How the values of the classes become one.</param>
/// <param name="threshold">Where targets are numbers, what outputs are above for yes.</param>
public sealed class Recall(Average average = Average.Macro, double threshold = 0) : ConfusionMetric(average, threshold)
{
    /// <inheritdoc/>
    public override string Name => "recall";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.Recall(label);
}

/// <summary>The harmonic mean of precision and recall.</summary>
/// <param name="average">How the values of the classes become one.</param>
/// <param name="threshold">Where targets are numbers, what outputs are above for yes.</param>
public sealed class F1(Average average = Average.Macro, double threshold = 0) : ConfusionMetric(average, threshold)
{
    /// <inheritdoc/>
    public override string Name => "f1";

    private protected override double Of(ConfusionMatrix matrix, int label) => matrix.F1(label);
}
