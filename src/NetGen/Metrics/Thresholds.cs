using System.Globalization;
using System.Numerics;

namespace NetGen;

/// <summary>
/// What each threshold of a yes/no output would come to on some examples: to choose one, on a validation part, that <see cref="Accuracy"/>, <see cref="F1"/> and others then take.
/// </summary>
/// <remarks>
/// The points are those of scikit-learn's <c>precision_recall_curve</c> and <c>roc_curve</c>: one for each score that occurs. An example is taken for yes where its score is above
/// the threshold, as metrics have it, so that a threshold lies halfway between two scores that occur, and new examples fall on the side of the nearer one.
/// </remarks>
/// <example>
/// <code>
/// double threshold = Thresholds.Of&lt;float&gt;(net.Predict(inputs), targets).BestF1.Threshold;
/// double precision = new Precision(threshold: threshold).Compute&lt;float&gt;(net.Predict(newInputs), newTargets);
/// </code>
/// </example>
public sealed class Thresholds
{
    private Thresholds(IReadOnlyList<ThresholdPoint> points) => Points = points;

    /// <summary>All thresholds from low, where every example is yes, to high, where none is.</summary>
    public IReadOnlyList<ThresholdPoint> Points { get; }

    /// <summary>The point of the largest F1, the lowest of several.</summary>
    public ThresholdPoint BestF1 => Best(point => point.F1);

    /// <summary>The point of the largest accuracy, the lowest of several.</summary>
    public ThresholdPoint BestAccuracy => Best(point => point.Accuracy);

    /// <summary>The point of the largest recall less false-positive rate (Youden, 1950), the lowest of several: right where both kinds of mistakes count by their share.</summary>
    public ThresholdPoint BestYouden => Best(point => point.Recall - point.FalsePositiveRate);

    /// <summary>The point that is best by a measure, the lowest of several.</summary>
    /// <param name="measure">What is to be largest.</param>
    public ThresholdPoint Best(Func<ThresholdPoint, double> measure) => Points.MaxBy(measure)!;

    /// <summary>Of the points with a recall of at least this, that of the largest precision, the highest of several.</summary>
    /// <param name="least">The recall, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public ThresholdPoint ForRecall(double least) => Points.Where(point => point.Recall >= Share(least, nameof(least))).Reverse().MaxBy(point => point.Precision)!;

    /// <summary>Of the points with a precision of at least this, that of the largest recall, the lowest of several; null where there is none but that where nothing is taken for yes.</summary>
    /// <param name="least">The precision, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public ThresholdPoint? ForPrecision(double least) => Points.SkipLast(1).Where(point => point.Precision >= Share(least, nameof(least))).MaxBy(point => point.Recall);

    /// <summary>The thresholds of examples whose targets are numbers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="scores">An output of each example: logit, probability or margin.</param>
    /// <param name="targets">The target of each: yes above ½.</param>
    /// <exception cref="ArgumentException">There are no examples, not as many targets, no yes or no no among them, or a score is NaN.</exception>
    public static Thresholds Of<T>(ReadOnlySpan<T> scores, ReadOnlySpan<T> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompilerServices.Guard.Length(targets.Length, scores.Length, nameof(targets));
        (T Score, bool IsYes)[] examples = new (T, bool)[scores.Length];
        for (int i = 0; i < examples.Length; i++)
            examples[i] = (scores[i], targets[i] > T.CreateTruncating(0.5));
        return Of(examples);
    }

    /// <summary>The thresholds of examples with labels 0 and 1: of the score of class 1.</summary>
    /// <inheritdoc cref="Of{T}(ReadOnlySpan{T}, ReadOnlySpan{T})"/>
    /// <param name="scores">The score of class 1 of each example.</param>
    /// <param name="labels">The label of each: 1 is yes.</param>
    public static Thresholds Of<T>(ReadOnlySpan<T> scores, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompilerServices.Guard.Length(labels.Length, scores.Length, nameof(labels));
        CompilerServices.Guard.Labels(labels, 2, nameof(labels));
        (T Score, bool IsYes)[] examples = new (T, bool)[scores.Length];
        for (int i = 0; i < examples.Length; i++)
            examples[i] = (scores[i], labels[i] == 1);
        return Of(examples);
    }

    /// <summary>A table of about twenty points.</summary>
    public override string ToString()
    {
        int step = Math.Max(1, Points.Count / 20);
        return TextTable.Of(
        [
            ["threshold", "precision", "recall", "f1", "accuracy"],
            .. Points.Where((_, i) => i % step == 0 || i == Points.Count - 1).Select(point => new[]
            {
                TextTable.Number(point.Threshold), TextTable.Number(point.Precision), TextTable.Number(point.Recall), TextTable.Number(point.F1), TextTable.Number(point.Accuracy),
            }),
        ]);
    }

    private static Thresholds Of<T>((T Score, bool IsYes)[] examples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int yes = examples.Count(example => example.IsYes), no = examples.Length - yes;
        if (yes == 0 || no == 0)
            throw new ArgumentException($"Expected examples of yes and of no to choose a threshold by, got {yes} of yes and {no} of no.");
        if (Array.Exists(examples, example => T.IsNaN(example.Score)))
            throw new ArgumentException("Expected scores that are numbers, got NaN.");
        Array.Sort(examples, static (a, b) => a.Score.CompareTo(b.Score));
        List<ThresholdPoint> points = [new() { Threshold = double.CreateTruncating(T.BitDecrement(examples[0].Score)), TruePositives = yes, FalsePositives = no }];
        int missed = 0, rightNo = 0;
        for (int i = 0; i < examples.Length; i++)
        {
            (missed, rightNo) = examples[i].IsYes ? (missed + 1, rightNo) : (missed, rightNo + 1);
            if (i + 1 < examples.Length && examples[i + 1].Score == examples[i].Score)
                continue;
            T threshold = i + 1 < examples.Length ? Between(examples[i].Score, examples[i + 1].Score) : examples[i].Score;
            points.Add(new() { Threshold = double.CreateTruncating(threshold), TruePositives = yes - missed, FalsePositives = no - rightNo, FalseNegatives = missed, TrueNegatives = rightNo });
        }

        return new(points);
    }

    /// <summary>The middle of two scores, or the lower one where the middle is the other or none.</summary>
    private static T Between<T>(T low, T high)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T middle = low / T.CreateTruncating(2) + high / T.CreateTruncating(2);
        return middle >= low && middle < high ? middle : low;
    }

    private static double Share(double value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a share from 0 to 1.");
}

/// <summary>What a threshold comes to.</summary>
public sealed record ThresholdPoint
{
    /// <summary>What a score must be above to be taken for yes.</summary>
    public required double Threshold { get; init; }

    /// <summary>Examples of yes that are taken for yes.</summary>
    public required long TruePositives { get; init; }

    /// <summary>Examples of no that are taken for yes.</summary>
    public required long FalsePositives { get; init; }

    /// <summary>Examples of yes that are taken for no.</summary>
    public long FalseNegatives { get; init; }

    /// <summary>Examples of no that are taken for no.</summary>
    public long TrueNegatives { get; init; }

    /// <summary>Of the examples taken for yes, the share that are; 1 where none is taken for it, as the curve ends in scikit-learn.</summary>
    public double Precision => TruePositives + FalsePositives == 0 ? 1 : (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of the examples of yes, the share that are taken for it.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of the examples of no, the share that are taken for yes.</summary>
    public double FalsePositiveRate => (double)FalsePositives / (FalsePositives + TrueNegatives);

    /// <summary>The harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN).</summary>
    public double F1 => 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>The share of right answers.</summary>
    public double Accuracy => (double)(TruePositives + TrueNegatives) / (TruePositives + FalsePositives + FalseNegatives + TrueNegatives);

    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"threshold {Threshold:G4}: precision {Precision:G4}, recall {Recall:G4}, f1 {F1:G4}, accuracy {Accuracy:G4}");
}
