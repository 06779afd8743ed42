using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// e to the mean of −ln p over all labels, where p is the probability that the network gives the label: the number of equally likely classes that
/// are as hard to tell apart. Of a model of tokens, 2 to the bits per token. 1 is perfect, the number of classes is a guess.
/// </summary>
/// <remarks>Outputs are logits, or log-probabilities where the network's loss, or <see cref="Metric.Outputs"/>, says so. Steps are rows of their own.</remarks>
public sealed class Perplexity : Metric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "perplexity";

    /// <inheritdoc/>
    public override double Value => ScalarMath.Exp(_sum / _count);

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    private protected override bool IsOfClasses => true;

    /// <inheritdoc/>
    protected internal override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) => outputs switch
    {
        OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities => null,
        OutputMeaning.ClassScores => $"{Name} is for probabilities of classes, not for scores: take SoftmaxCrossEntropy as the loss.",
        _ => $"{Name} is for classes, of which each example or step has one, not for {Plural(outputs)}.",
    };

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_sum, _count];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_sum, _count) = (counts[0], CountOf(counts[1]));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
    {
        bool areLogits = Meaning != OutputMeaning.ClassLogProbabilities;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<T> y = outputs.Slice(row * classes, classes);
            double ofLabel = Sums.ToDouble(y[labels[row]]);
            _sum += areLogits ? LogOfTotal(y, ofLabel) : -ofLabel;
        }

        _count += labels.Length;
    }

    /// <summary>ln Σ exp(y − that of the label): −ln softmax(y) of the label. NaN where an output is.</summary>
    private static double LogOfTotal<T>(ReadOnlySpan<T> y, double ofLabel)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double largest = ofLabel, total = 0;
        foreach (T value in y)
        {
            largest = Math.Max(largest, Sums.ToDouble(value)); // NaN stays
        }

        foreach (T value in y)
        {
            total += ScalarMath.Exp(Sums.ToDouble(value) - largest);
        }

        return ScalarMath.Log(total) + (largest - ofLabel);
    }
}
