using Xunit;

namespace NetGen.Tests;

/// <summary>Metrics against values worked out by hand; those with a note are scikit-learn's for the same numbers.</summary>
public class MetricTests
{
    // Predicted classes 0, 1, 2, 1, 0, 2 of three.
    private static readonly float[] s_outputs =
    [
        3, 1, 2,
        0, 5, 1,
        -1, 0, 4,
        2, 3, 1,
        7, 6, 5,
        1, 2, 3,
    ];

    private static readonly int[] s_labels = [0, 1, 2, 0, 1, 2];

    [Fact]
    public void Accuracy_zero_one_loss_and_top_k()
    {
        Assert.Equal(4 / 6.0, new Accuracy().Compute<float>(s_outputs, s_labels));
        Assert.Equal(2 / 6.0, new ZeroOneLoss().Compute<float>(s_outputs, s_labels), 1e-15);
        Assert.Equal(4 / 6.0, new TopKAccuracy(1).Compute<float>(s_outputs, s_labels));
        Assert.Equal(1, new TopKAccuracy(2).Compute<float>(s_outputs, s_labels));
        Assert.Equal(0.75, new Accuracy().Compute<double>([0.1, -2, 3, 4], [1.0, 0, 1, 0]));
        Assert.Equal(0.75, new Accuracy().Compute<double>([0.1, -2, 3, 4], [1.0, -1, 1, -1]));
        Assert.Equal(0.5, new Accuracy(threshold: 0.5).Compute<double>([0.1, 0.2, 0.9, 0.8], [1.0, 0, 1, 0]));
        Assert.Equal(0, new TopKAccuracy(1).Compute<float>([1, 1], [1])); // a tie goes to the first class
    }

    [Fact]
    public void Precision_recall_and_F1_of_classes_and_their_averages()
    {
        // label 0: taken for 0 and 1; label 1: for 1 and 0; label 2: for 2 twice.
        Assert.Equal((0.5 + 0.5 + 1) / 3, new Precision().Compute<float>(s_outputs, s_labels), 1e-15);
        Assert.Equal((0.5 + 0.5 + 1) / 3, new Recall().Compute<float>(s_outputs, s_labels), 1e-15);
        Assert.Equal((0.5 + 0.5 + 1) / 3, new F1().Compute<float>(s_outputs, s_labels), 1e-15);
        Assert.Equal(4 / 6.0, new F1(Average.Micro).Compute<float>(s_outputs, s_labels), 1e-15);
        Assert.Equal(0.5, new F1(Average.Binary).Compute<float>(s_outputs, s_labels), 1e-15);

        // yes: two of three taken for yes are right, two of four are found
        double[] scores = [1, 2, 3, -1, -2, -3], targets = [1, 1, 0, 1, 1, 0];
        Assert.Equal(2 / 3.0, new Precision().Compute<double>(scores, targets), 1e-15);
        Assert.Equal(0.5, new Recall().Compute<double>(scores, targets), 1e-15);
        Assert.Equal(4 / 7.0, new F1().Compute<double>(scores, targets), 1e-15);
        Assert.Equal(0, new F1().Compute<double>([-1, -1], [0.0, 0]));
    }

    [Fact]
    public void Weighted_averages_count_the_examples_of_the_classes()
    {
        ConfusionMatrix matrix = new(3);
        matrix.Add([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 2, 0]);
        Assert.Equal(2, matrix[0, 0]);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(1, matrix[2, 0]);
        Assert.Equal(6, matrix.Count);
        Assert.Equal(4 / 6.0, matrix.Accuracy, 1e-15);
        Assert.Equal(2 / 3.0, matrix.Precision(0), 1e-15);
        Assert.Equal(0.5, matrix.Precision(1), 1e-15);
        Assert.Equal(0.5, matrix.Recall(2), 1e-15);
        Assert.Equal(2 / 3.0, matrix.F1(2), 1e-15);
        float[] outputs = [9, 0, 0, 9, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 9, 9, 0, 0];
        Assert.Equal(((3 * 2 / 3.0) + 0.5 + 2) / 6, new Precision(Average.Weighted).Compute<float>(outputs, [0, 0, 0, 1, 2, 2]), 1e-15);
        Assert.Equal("        0  1  2\n     0  2  1  0\n     1  0  1  0\n     2  1  0  1\n", matrix.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(3, 0));
    }

    [Fact]
    public void ROC_AUC_counts_pairs_with_ties_as_halves()
    {
        // scikit-learn's example: roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.75.
        Assert.Equal(0.75, new RocAuc().Compute<double>([0.1, 0.4, 0.35, 0.8], [0.0, 0, 1, 1]));
        Assert.Equal(0.5, new RocAuc().Compute<double>([1, 1, 1], [0.0, 1, 1]));
        Assert.Equal(0.75, new RocAuc().Compute<float>([0, 0.1f, 0, 0.4f, 0, 0.35f, 0, 0.8f], [0, 0, 1, 1]));
        Assert.True(double.IsNaN(new RocAuc().Compute<double>([1, 2], [1.0, 1])));
        Random random = new(5);
        double[] scores = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(12))], targets = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(2))];
        double pairs = 0, all = 0;
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                if (targets[i] > targets[j])
                    (pairs, all) = (pairs + (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), all + 1);
            }
        }

        Assert.Equal(pairs / all, new RocAuc().Compute<double>(scores, targets), 1e-14);
    }

    [Fact]
    public void ROC_AUC_of_several_classes_is_the_mean_of_each_against_the_others()
    {
        int[] labels = [0, 1, 2, 0, 1, 2, 2, 1];
        double[] logits = [2, 1, 0, 0.5, 0.5, 0.25, -1, 0, 3, 1, 2, 0, 0, 2, 1, 1, 1, 1, 3, 0, 2, -2, 4, 1];
        double[] probabilities = new double[logits.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            double sum = Enumerable.Range(0, 3).Sum(c => Math.Exp(logits[(3 * i) + c]));
            for (int c = 0; c < 3; c++)
                probabilities[(3 * i) + c] = Math.Exp(logits[(3 * i) + c]) / sum;
        }

        double mean = Enumerable.Range(0, 3).Average(c => new RocAuc().Compute<double>(
            [.. Enumerable.Range(0, 8).Select(i => probabilities[(3 * i) + c])], [.. labels.Select(label => label == c ? 1.0 : 0)]));
        Assert.InRange(mean, 0.5, 0.999);
        Assert.Equal(mean, new RocAuc().Compute<double>(logits, labels), 1e-15);
        Assert.Equal(mean, new RocAuc(areProbabilities: true).Compute<double>(probabilities, labels), 1e-15);
        Assert.Equal(1, new RocAuc().Compute<float>([9, 0, 0, 0, 9, 0, 0, 0, 9], [0, 1, 2]));
        Assert.True(double.IsNaN(new RocAuc().Compute<double>(logits.AsSpan(0, 6), labels.AsSpan(0, 2)))); // no example of the third class

        // Batch by batch, and through a checkpoint.
        RocAuc metric = new(), copy = new();
        metric.Add<double>(logits.AsSpan(0, 9), labels.AsSpan(0, 3));
        copy.LoadCounts(metric.SaveCounts());
        copy.Add<double>(logits.AsSpan(9), labels.AsSpan(3));
        Assert.Equal(mean, copy.Value, 1e-15);
        Assert.Throws<InvalidDataException>(() => copy.LoadCounts([3, 1, 1]));
        Assert.Throws<InvalidDataException>(() => copy.LoadCounts([]));
        Assert.Throws<ArgumentException>(() => copy.Add<double>([1, 2], [0]));
    }

    [Fact]
    public void Errors_and_R2_of_regression()
    {
        // scikit-learn's example: r2_score([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]) is 0.948…
        double[] targets = [3, -0.5, 2, 7], outputs = [2.5, 0, 2, 8];
        Assert.Equal(0.5, new MAE().Compute<double>(outputs, targets));
        Assert.Equal(Math.Sqrt(0.375), new RMSE().Compute<double>(outputs, targets), 1e-15);
        Assert.Equal(0.9486081370449679, new R2().Compute<double>(outputs, targets), 1e-14);

        // Two outputs, scikit-learn's uniform average: r2_score([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]]) is 0.938…
        Assert.Equal(0.9368005266622779, new R2().Compute<double>([0, 2, -1, 2, 8, -5], [0.5, 1, -1, 1, 7, -6], 2), 1e-14);
        Assert.Equal(0, new R2().Compute<double>([1, 2], [3.0, 3]));
    }

    [Fact]
    public void Batches_add_up()
    {
        Metric[] metrics = [new Accuracy(), new TopKAccuracy(2), new Precision(), new F1(Average.Weighted)];
        foreach (Metric metric in metrics)
        {
            double whole = metric.Compute<float>(s_outputs, s_labels);
            metric.Reset();
            metric.Add<float>(s_outputs.AsSpan(0, 6), s_labels.AsSpan(0, 2));
            metric.Add<float>(s_outputs.AsSpan(6), s_labels.AsSpan(2));
            Assert.Equal(whole, metric.Value);
        }
    }

    [Fact]
    public void What_a_metric_is_not_for_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => new MAE().Compute<float>(s_outputs, s_labels));
        Assert.Throws<NotSupportedException>(() => new TopKAccuracy(2).Compute<float>([1], [1f]));
        Assert.Throws<NotSupportedException>(() => new RocAuc().Compute<float>([1, 2], [0, 0]));
        Assert.Throws<ArgumentException>(() => new Accuracy().Compute<float>([1, 2, 3], new[] { 0, 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy().Compute<float>([1, 2], [2]));
    }
}
