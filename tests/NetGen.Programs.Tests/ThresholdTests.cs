namespace NetGen.Programs.Tests;

public sealed class ThresholdTests
{
    private static readonly float[] s_scores = [0.1f, 0.4f, 0.35f, 0.8f];
    private static readonly int[] s_labels = [0, 0, 1, 1];

    /// <summary>The example of scikit-learn's precision_recall_curve and average_precision_score.</summary>
    [Fact]
    public void The_points_are_those_of_scikit_learn()
    {
        Thresholds thresholds = Thresholds.Of<float>(s_scores, s_labels);
        Assert.Equal([0.5, 2.0 / 3, 0.5, 1, 1], thresholds.Points.Select(point => point.Precision));
        Assert.Equal([1, 1, 0.5, 0.5, 0], thresholds.Points.Select(point => point.Recall));
        Assert.Equal([1, 0.5, 0.5, 0, 0], thresholds.Points.Select(point => point.FalsePositiveRate));
        Assert.Equal([2.0 / 3, 0.8, 0.5, 2.0 / 3, 0], thresholds.Points.Select(point => point.F1));
        Assert.Equal([0.5, 0.75, 0.5, 0.75, 0.5], thresholds.Points.Select(point => point.Accuracy));
        Assert.Equal(thresholds.Points, Thresholds.Of<float>(s_scores, [0f, 0, 1, 1]).Points);
    }

    [Fact]
    public void A_threshold_lies_between_two_scores_and_metrics_come_to_what_it_says()
    {
        Thresholds thresholds = Thresholds.Of<float>(s_scores, s_labels);
        Assert.Equal((0.1f + 0.35f) / 2, thresholds.BestF1.Threshold, 1e-7);
        foreach (ThresholdPoint point in thresholds.Points)
        {
            float[] targets = [0, 0, 1, 1];
            Assert.Equal(point.Accuracy, new Accuracy(point.Threshold).Compute<float>(s_scores, targets));
            Assert.Equal(point.F1, new F1(threshold: point.Threshold).Compute<float>(s_scores, targets));
            Assert.Equal(point.Recall, new Recall(threshold: point.Threshold).Compute<float>(s_scores, targets));
        }
    }

    [Fact]
    public void Neighbouring_numbers_and_infinite_ones_have_thresholds_that_part_them()
    {
        float next = float.BitIncrement(1f);
        foreach (float[] scores in new float[][] { [1, next], [float.NegativeInfinity, float.PositiveInfinity], [-3e38f, 3e38f], [0, float.Epsilon] })
        {
            ThresholdPoint best = Thresholds.Of<float>(scores, [0, 1]).BestAccuracy;
            Assert.Equal(1, best.Accuracy);
            Assert.Equal(1, new Accuracy(best.Threshold).Compute<float>(scores, [0f, 1]));
        }
    }

    [Fact]
    public void A_recall_or_a_precision_that_is_asked_for_is_reached()
    {
        Thresholds thresholds = Thresholds.Of<double>([0.9, 0.8, 0.7, 0.6, 0.5, 0.4], [1, 0, 1, 1, 0, 0]);
        Assert.Equal(0.55, thresholds.ForRecall(0.9).Threshold, 1e-12); // 3 of 4
        Assert.Equal(0.85, thresholds.ForRecall(0.3).Threshold, 1e-12); // 1 of 1
        Assert.Equal(0.55, thresholds.ForPrecision(0.7)!.Threshold, 1e-12);
        Assert.Equal(0.85, thresholds.ForPrecision(1)!.Threshold, 1e-12);
        Assert.Null(Thresholds.Of<double>([0.9, 0.1], [0, 1]).ForPrecision(0.6));
        Assert.Equal(0.55, thresholds.BestYouden.Threshold, 1e-12); // 1 − 1/3, as at 0.85 1/3
        Assert.Throws<ArgumentOutOfRangeException>(() => thresholds.ForRecall(1.1));
    }

    [Fact]
    public void Examples_of_one_answer_alone_and_scores_that_are_no_numbers_are_refused()
    {
        Assert.Contains("2 of yes and 0 of no", Assert.Throws<ArgumentException>(() => Thresholds.Of<float>([1, 2], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Thresholds.Of<float>([1, float.NaN], [1, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Thresholds.Of<float>([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => Thresholds.Of<float>([1, 2], [1]));
    }

    [Fact]
    public void It_reads_as_a_table() => Assert.Equal(
        """
        threshold  precision  recall      f1  accuracy
              0.1        0.5       1  0.6667       0.5
            0.225     0.6667       1     0.8      0.75
            0.375        0.5     0.5     0.5       0.5
              0.6          1     0.5  0.6667      0.75
              0.8          1       0       0       0.5

        """.ReplaceLineEndings("\n"),
        Thresholds.Of<float>(s_scores, s_labels).ToString());
}
