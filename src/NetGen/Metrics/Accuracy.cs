using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// What is counted by right and wrong predictions: of classes, that of the largest output; of yes/no outputs, yes above a
/// threshold, output by output. An output that is NaN is wrong, as is an example of classes with one.
/// </summary>
public abstract class AccuracyMetric : Metric
{
    private readonly double? _threshold;

    private protected AccuracyMetric(double? threshold) => _threshold = CheckThreshold(threshold);

    /// <summary>
    /// What yes/no outputs are above for yes: the threshold given; else by what outputs mean, ½ for probabilities and
    /// decisions, 0 for logits and margins.
    /// </summary>
    public double Threshold => ThresholdOf(_threshold);

    /// <inheritdoc/>
    public override void Reset() => (Right, All) = (0, 0);

    private protected long Right { get; private set; }

    private protected long All { get; private set; }

    private protected override bool IsOfClasses => true;

    /// <inheritdoc/>
    protected internal override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) => RefusalOfNumbers(outputs, takesLabels, _threshold);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [Right, All];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (Right, All) = (CountOf(counts[0]), CountOf(counts[1]));
    }

    // Generic virtual methods stay as they are compiled first, without optimization unless it is asked for.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        long right = 0;
        for (int i = 0; i < labels.Length; i++)
            right += LargestOf(outputs.Slice(i * classes, classes)) == labels[i] ? 1 : 0;
        Right += right;
        All += labels.Length;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        RequireYesOrNo(outputSize);
        T threshold = T.CreateTruncating(Threshold), half = T.CreateTruncating(TargetBound);
        long right = 0;
        for (int i = 0; i < outputs.Length; i++)
            right += outputs[i] > threshold == targets[i] > half && !T.IsNaN(outputs[i]) ? 1 : 0;
        Right += right;
        All += outputs.Length;
    }
}

/// <summary>
/// The share of right predictions: of classes, that of the largest output, the first of equals; of yes/no outputs, yes above a
/// threshold, output by output. A target is yes above ½, so that 0 and 1, −1 and 1, and probabilities are all understood; of a
/// distribution over classes, the class is that of the largest share. NaN is wrong, whatever the target (scikit-learn's
/// <c>accuracy_score</c>; of several yes/no outputs, the mean of theirs).
/// </summary>
/// <param name="threshold">
/// What yes/no outputs are above for yes. Without one it follows from what outputs mean: ½ for probabilities and decisions, 0 for
/// logits and margins, and 0 where no network is known.
/// </param>
public sealed class Accuracy(double? threshold = null) : AccuracyMetric(threshold)
{
    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <inheritdoc/>
    public override double Value => (double)Right / All;
}

/// <summary>The share of wrong predictions: 1 − <see cref="Accuracy"/> (scikit-learn's <c>zero_one_loss</c>).</summary>
/// <param name="threshold">What yes/no outputs are above for yes; without one, what outputs mean decides.</param>
public sealed class ZeroOneLoss(double? threshold = null) : AccuracyMetric(threshold)
{
    /// <inheritdoc/>
    public override string Name => "zeroOneLoss";

    /// <inheritdoc/>
    public override double Value => (double)(All - Right) / All;
}

/// <summary>
/// The share of examples whose class is among those of the k largest outputs. Equal outputs count in the order of the classes. An
/// example with an output that is NaN is wrong. Of k = 5 it is 1 less the top-5 error of ImageNet (Russakovsky et al., 2015).
/// </summary>
public sealed class TopKAccuracy : Metric
{
    private long _right;
    private long _all;

    /// <summary>The accuracy of the k largest outputs.</summary>
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

    private protected override bool IsOfClasses => true;

    /// <inheritdoc/>
    public override void Reset() => (_right, _all) = (0, 0);

    /// <inheritdoc/>
    protected internal override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) =>
        takesLabels || IsClasses(outputs) ? null : $"{Name} is for classes, of which each example has one, not for {Plural(outputs)}.";

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_right, _all];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_right, _all) = (CountOf(counts[0]), CountOf(counts[1]));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> row = outputs.Slice(i * classes, classes);
            T own = row[labels[i]];
            int before = 0;
            bool isNaN = false;
            for (int c = 0; c < classes; c++)
            {
                before += row[c] > own || (row[c] == own && c < labels[i]) ? 1 : 0;
                isNaN |= T.IsNaN(row[c]);
            }

            _right += before < K && !isNaN ? 1 : 0;
        }

        _all += labels.Length;
    }
}
