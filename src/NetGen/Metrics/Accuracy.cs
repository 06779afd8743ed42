using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The share of right predictions: the class of the largest output; where targets are numbers, yes for outputs above a
/// threshold, output by output.
/// </summary>
/// <param name="threshold">What outputs are above for yes: 0 for logits and hinge losses, 0.5 for probabilities.</param>
public sealed class Accuracy(double threshold = 0) : Metric
{
    private long _right;
    private long _all;

    /// <summary>What outputs are above for yes.</summary>
    public double Threshold { get; } = threshold;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override double Value => (double)_right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_right, _all];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_right, _all) = ((long)counts[0], (long)counts[1]);
    }

    // Generic virtual methods stay as they are compiled first, without optimization unless it is asked for.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
            _right += LargestOf(outputs.Slice(i * classes, classes)) == labels[i] ? 1 : 0;
        _all += labels.Length;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        T threshold = T.CreateTruncating(Threshold);
        for (int i = 0; i < outputs.Length; i++)
            _right += outputs[i] > threshold == targets[i] > T.Zero ? 1 : 0;
        _all += outputs.Length;
    }
}

/// <summary>The share of wrong predictions: 1 − <see cref="Accuracy"/>.</summary>
/// <param name="threshold">What outputs are above for yes: 0 for logits and hinge losses, 0.5 for probabilities.</param>
public sealed class ZeroOneLoss(double threshold = 0) : Metric
{
    private readonly Accuracy _accuracy = new(threshold);

    /// <inheritdoc/>
    public override string Name => "zeroOneLoss";

    /// <inheritdoc/>
    public override double Value => 1 - _accuracy.Value;

    /// <inheritdoc/>
    public override void Reset() => _accuracy.Reset();

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => _accuracy.SaveCounts();

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts) => _accuracy.LoadCounts(counts);

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes) => _accuracy.Add(outputs, labels);

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize) => _accuracy.Add(outputs, targets, outputSize);
}

/// <summary>The share of examples whose class is among those of the k largest outputs. Equal outputs count in the order of the classes.</summary>
public sealed class TopKAccuracy : Metric
{
    private long _right;
    private long _all;

    /// <summary>Sets k.</summary>
    /// <param name="k">How many classes are taken, at least 1.</param>
    public TopKAccuracy(int k = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
    }

    /// <summary>How many classes are taken.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override string Name => $"top{K}Accuracy";

    /// <inheritdoc/>
    public override double Value => (double)_right / _all;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_right, _all];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_right, _all) = ((long)counts[0], (long)counts[1]);
    }

    /// <inheritdoc/>
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> row = outputs.Slice(i * classes, classes);
            T own = row[labels[i]];
            int before = 0;
            for (int c = 0; c < classes; c++)
                before += row[c] > own || (row[c] == own && c < labels[i]) ? 1 : 0;
            _right += before < K && !T.IsNaN(own) ? 1 : 0;
        }

        _all += labels.Length;
    }
}
