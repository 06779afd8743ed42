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
        Assert.Equal(1, new R2().Compute<double>([3, 3], [3.0, 3]));
        Assert.Equal(0.5, new R2().Compute<double>([3, 1, 4, 2], [3.0, 1, 3, 2], 2)); // (0 + 1) / 2
        Assert.Equal(double.NegativeInfinity, new R2().Compute<double>([double.PositiveInfinity, 1], [0.0, 1]));

        // Far from zero, where a sum of squares less the square of a sum has no digit left.
        Assert.Equal(0.9486081370449679, new R2().Compute<double>([.. outputs.Select(y => y + 1e7)], [.. targets.Select(t => t + 1e7)]), 1e-7);
        Assert.Equal(1e9, new MAE().Compute<double>([3e9], [2e9]));
        Assert.Equal(16777217 - 16777216.0, new MAE().Compute<double>([16777217], [16777216.0]));
        Assert.Equal(3, new RMSE().Compute<float>([1, 5], [4f, 2]));
    }

    [Fact]
    public void Batches_add_up()
    {
        foreach (Func<Metric> create in (Func<Metric>[])[() => new Accuracy(), () => new ZeroOneLoss(), () => new TopKAccuracy(2), () => new Precision(), () => new Recall(Average.PerLabel), () => new F1(Average.Weighted), () => new RocAuc(average: Average.PerLabel)])
        {
            Metric metric = create(), copy = create();
            double whole = metric.Compute<float>(s_outputs, s_labels);
            metric.Reset();
            Assert.Equal(double.NaN, metric.Value);
            metric.Add<float>(s_outputs.AsSpan(0, 6), s_labels.AsSpan(0, 2));
            copy.LoadCounts(metric.SaveCounts()); // as a checkpoint does
            copy.Add<float>(s_outputs.AsSpan(6), s_labels.AsSpan(2));
            metric.Add<float>(s_outputs.AsSpan(6), s_labels.AsSpan(2));
            Assert.Equal(whole, metric.Value);
            Assert.Equal(metric.Values, copy.Values);
        }

        float[] outputs = [1, -2, 0.5f, 3, -1, 0.25f], targets = [1, 0, 0, 1, 1, 0];
        foreach (Func<Metric> create in (Func<Metric>[])[() => new MAE(), () => new RMSE(), () => new R2(), () => new Accuracy(), () => new F1(Average.PerLabel), () => new Recall(Average.Micro), () => new RocAuc(average: Average.Micro)])
        {
            Metric metric = create(), copy = create();
            double whole = metric.Compute<float>(outputs, targets, 2);
            metric.Reset();
            Assert.Equal(double.NaN, metric.Value);
            metric.Add<float>(outputs.AsSpan(0, 2), targets.AsSpan(0, 2), 2);
            copy.LoadCounts(metric.SaveCounts());
            copy.Add<float>(outputs.AsSpan(2), targets.AsSpan(2), 2);
            metric.Add<float>(outputs.AsSpan(2), targets.AsSpan(2), 2);
            Assert.Equal(whole, metric.Value, 1e-15);
            Assert.Equal(metric.Values, copy.Values);
            Assert.Equal(metric.Name, copy.Name);
        }
    }

    [Fact]
    public void Counts_that_are_none_are_refused()
    {
        Metric[] metrics = [new Accuracy(), new TopKAccuracy(2), new MAE(), new RMSE(), new R2(), new F1(), new RocAuc()];
        double[][] wrong = [[1], [1, 2, 3], [1, -1], [1, 1.5], [1, double.NaN], [1, 1e300], [double.NaN, 1], [0, 1e9, 1], [0, 2, 1, 1, 1, 1, 1, -1], [1, 0], [0, 1, 1, 1]];
        foreach (Metric metric in metrics)
        {
            int refused = 0;
            foreach (double[] counts in wrong)
            {
                try
                {
                    metric.LoadCounts(counts);
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }

            Assert.InRange(refused, 5, wrong.Length);
        }

        Assert.Throws<InvalidDataException>(() => new Accuracy().LoadCounts([1, double.NaN]));
        Assert.Throws<InvalidDataException>(() => new MAE().LoadCounts([1, -1]));
        Assert.Throws<InvalidDataException>(() => new F1().LoadCounts([0, 2, 1, 1, 1, 1, 1, -1]));
        Assert.Throws<InvalidDataException>(() => new F1().LoadCounts([0, 1, 1, 1]));
        Assert.Throws<InvalidDataException>(() => new F1().LoadCounts([1, 0]));
    }

    [Fact]
    public void What_a_metric_is_not_for_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => new MAE().Compute<float>(s_outputs, s_labels));
        Assert.Throws<NotSupportedException>(() => new TopKAccuracy(2).Compute<float>([1], [1f]));
        Assert.Throws<NotSupportedException>(() => new RocAuc().Compute<float>([1, 2], [0, 0]));
        Assert.Throws<ArgumentException>(() => new Accuracy().Compute<float>([1, 2, 3], new[] { 0, 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy().Compute<float>([1, 2], [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Accuracy(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new F1((Average)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RocAuc(average: (Average)(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));
        foreach (Metric metric in (Metric[])[new MAE(), new Accuracy(), new F1(), new RocAuc()])
        {
            string message = Assert.Throws<ArgumentException>(() => metric.Compute<double>([0, 1, 2, 3], [0, 1, 2, double.NaN], 2)).Message;
            Assert.Contains("finite, got NaN for output 1 of example 1", message, StringComparison.Ordinal);
        }

        // What was added before is not dropped without a word.
        foreach (Metric metric in (Metric[])[new R2(), new F1(), new RocAuc()])
        {
            metric.Add<float>([1, 2, 3, 4], [0, 0, 1, 1], 2);
            Assert.Throws<ArgumentException>(() => metric.Add<float>([1, 2, 3, 4], [0, 0, 1, 1], 1));
            metric.Reset();
            metric.Add<float>([1, 2, 3, 4], [0, 0, 1, 1], 1);
        }
    }

    [Fact]
    public void NaN_is_wrong_whatever_the_target()
    {
        const double NaN = double.NaN;
        Assert.Equal(0, new Accuracy().Compute<double>([NaN, NaN, NaN, NaN], [0, 1]));
        Assert.Equal(1, new ZeroOneLoss().Compute<double>([NaN, 1, 2, NaN], [1, 0]));
        Assert.Equal(0.5, new Accuracy().Compute<double>([NaN, 5, 5, 1], [1, 0])); // what is beside a NaN is not trusted either
        Assert.Equal(0.5, new TopKAccuracy(2).Compute<double>([NaN, 5, 5, 1], [1, 0]));
        Assert.Equal(0, new Accuracy().Compute<double>([NaN, NaN], [0.0, 1]));
        Assert.Equal(1, new ZeroOneLoss().Compute<double>([NaN, NaN], [0.0, 1]));
        foreach (Metric metric in (Metric[])[new Precision(), new Recall(), new F1(), new F1(Average.Micro), new F1(Average.Weighted)])
        {
            Assert.Equal(0, metric.Compute<double>([NaN, NaN, NaN, NaN], [0, 0]));
            Assert.Equal(0, metric.Compute<double>([NaN, NaN], [0.0, 1]));
        }

        // Class 0: one of two is found, and nothing else is taken for it.
        Assert.Equal(1, new Precision(Average.PerLabel).Compute<double>([5, 1, NaN, 1], [0, 0]));
        Assert.Equal(0.5, new Recall().Compute<double>([5, 1, NaN, 1], [0, 0]));
        Assert.Equal(0.5, new Precision(Average.Micro).Compute<double>([5, 1, NaN, 1], [0, 0]));
        Assert.Equal(0.5, new Precision().Compute<double>([NaN, 1], [0.0, 1])); // taken for yes, for it is none
        Assert.Equal(0.5, new Recall().Compute<double>([NaN, 1], [1.0, 1]));

        foreach (Metric metric in (Metric[])[new MAE(), new RMSE(), new R2(), new RocAuc()])
            Assert.Equal(NaN, metric.Compute<double>([NaN, 1, 2], [0.0, 1, 1]));
        Assert.Equal(NaN, new R2().Compute<double>([NaN, 1], [1.0, 1]));
        Assert.Equal(NaN, new RocAuc().Compute<double>([NaN, 1, 2, 1], [0, 1]));

        ConfusionMatrix matrix = new(2);
        matrix.Add([0, 1, 1], [0, 1, -1]);
        Assert.Equal((3, 2, 1, 1, 1), (matrix.Count, matrix.Support(1), matrix.Predicted(1), matrix.Predicted(-1), matrix[1, -1]));
        Assert.Equal(2 / 3.0, matrix.Accuracy, 1e-15);
        Assert.Equal(0.5, matrix.Recall(1));
        Assert.Equal("           0     1  none\n     0     1     0     0\n     1     0     1     1\n", matrix.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, -2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, 2));
    }

    [Fact]
    public void Targets_are_yes_above_one_half()
    {
        double[] logits = [-3, 3, -2, 2], shares = [0.1, 0.9, 0.1, 0.9], signs = [-1, 1, -1, 1];
        foreach (double[] targets in (double[][])[shares, signs, [0, 1, 0, 1], [0.5, 0.51, 0.5, 0.51]])
        {
            Assert.Equal(1, new Accuracy().Compute<double>(logits, targets));
            Assert.Equal(0, new ZeroOneLoss().Compute<double>(logits, targets));
            Assert.Equal(1, new F1().Compute<double>(logits, targets));
            Assert.Equal(1, new RocAuc().Compute<double>(logits, targets));
        }
    }

    [Fact]
    public void Thresholds_follow_from_what_outputs_mean_unless_they_are_given()
    {
        double[] outputs = [0.4, 0.6, -0.1], targets = [0, 1, 0];
        foreach (OutputMeaning half in (OutputMeaning[])[OutputMeaning.BinaryProbabilities, OutputMeaning.BinaryDecisions])
        {
            Assert.Equal(1, new Accuracy { Outputs = half }.Compute<double>(outputs, targets));
            Assert.Equal(0, new ZeroOneLoss { Outputs = half }.Compute<double>(outputs, targets));
            Assert.Equal(1, new Precision { Outputs = half }.Compute<double>(outputs, targets));
            Assert.Equal((0.5, 0.3), (new Accuracy { Outputs = half }.Threshold, new F1(threshold: 0.3) { Outputs = half }.Threshold));
            Assert.Equal(2 / 3.0, new Accuracy(0.3) { Outputs = half }.Compute<double>(outputs, targets), 1e-15);
        }

        foreach (OutputMeaning zero in (OutputMeaning[])[OutputMeaning.BinaryLogits, OutputMeaning.SignedScores])
        {
            Assert.Equal(2 / 3.0, new Accuracy { Outputs = zero }.Compute<double>(outputs, targets), 1e-15);
            Assert.Equal(0.5, new Precision { Outputs = zero }.Compute<double>(outputs, targets));
        }

        // Classes: the largest of the outputs, and of the shares of the targets.
        foreach (OutputMeaning classes in (OutputMeaning[])[OutputMeaning.ClassLogits, OutputMeaning.ClassLogProbabilities, OutputMeaning.ClassScores])
        {
            double[] distributions = [0.2, 0.5, 0.3, 0.4, 0.3, 0.3, 0.1, 0.1, 0.8], scores = [-1, -2, -3, -1, -2, -3, -3, -2, -1];
            Assert.Equal(2 / 3.0, new Accuracy { Outputs = classes }.Compute<double>(scores, distributions, 3), 1e-15);
            Assert.Equal(1, new TopKAccuracy(2) { Outputs = classes }.Compute<double>(scores, distributions, 3));
            Assert.Equal(new F1().Compute<double>(scores, [1, 0, 2]), new F1 { Outputs = classes }.Compute<double>(scores, distributions, 3));
            Assert.Equal(new RocAuc().Compute<double>(scores, [1, 0, 2]), new RocAuc { Outputs = classes }.Compute<double>(scores, distributions, 3));
        }

        foreach (Metric metric in (Metric[])[new Accuracy { Outputs = OutputMeaning.Numbers }, new F1 { Outputs = OutputMeaning.Numbers }, new RocAuc { Outputs = OutputMeaning.Numbers }])
            Assert.Contains("numbers", Assert.Throws<NotSupportedException>(() => metric.Compute<double>(outputs, targets)).Message, StringComparison.Ordinal);
        Assert.Equal(1, new Accuracy(0.5) { Outputs = OutputMeaning.Numbers }.Compute<double>(outputs, targets));
    }

    [Fact]
    public void The_mean_over_classes_leaves_out_those_that_do_not_occur()
    {
        float[] outputs = [5, 0, 0, 0, 5, 0, 0, 5, 0, 5, 0, 0];
        int[] labels = [0, 1, 1, 0];
        Assert.Equal(1, new F1().Compute<float>(outputs, labels));
        Assert.Equal(1, new Precision().Compute<float>(outputs, labels));
        Assert.Equal(1, new Recall().Compute<float>(outputs, labels));

        // Class 2 occurs among the predictions: f1_score([0, 1, 1, 0], [0, 1, 2, 0], average="macro") is (1 + 2/3 + 0) / 3.
        outputs[8] = 9;
        F1 f1 = new(Average.PerLabel);
        Assert.Equal(5 / 9.0, f1.Compute<float>(outputs, labels), 1e-15);
        Assert.Equal(5 / 9.0, new F1().Compute<float>(outputs, labels), 1e-15);
        Assert.Equal([new("f1[0]", 1), new("f1[1]", 2 / 3.0), new("f1[2]", 0)], f1.Values);
        f1.Compute<float>([5, 0, 0, 0, 5, 0], [0, 1]);
        Assert.Equal([new("f1[0]", 1), new("f1[1]", 1), new("f1[2]", double.NaN)], f1.Values);
    }

    [Fact]
    public void Several_yes_no_outputs_are_averaged_as_asked_and_say_so()
    {
        // Output 0: 2 right yes, 1 wrong yes, 1 missed. Output 1: 1 right yes, 1 missed. Output 2: no yes at all.
        double[] outputs = [1, 1, -1, 1, -1, -1, 1, -1, -1, -1, -1, -1], targets = [1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0];
        Check(Average.Macro, "f1Macro", (2 / 3.0 + 2 / 3.0 + 0) / 3, (2 / 3.0 + 1 + 0) / 3, (2 / 3.0 + 0.5 + 0) / 3);
        Check(Average.Micro, "f1Micro", 6 / 9.0, 3 / 4.0, 3 / 5.0);
        Check(Average.Weighted, "f1Weighted", 2 / 3.0, ((3 * 2 / 3.0) + (2 * 1)) / 5, ((3 * 2 / 3.0) + (2 * 0.5)) / 5);
        Check(Average.PerLabel, "f1PerLabel", (2 / 3.0 + 2 / 3.0 + 0) / 3, (2 / 3.0 + 1 + 0) / 3, (2 / 3.0 + 0.5 + 0) / 3);
        Recall recall = new(Average.PerLabel);
        recall.Compute<double>(outputs, targets, 3);
        Assert.Equal([new("recall[0]", 2 / 3.0), new("recall[1]", 0.5), new("recall[2]", 0)], recall.Values);
        Assert.Equal(0, new F1(Average.Weighted).Compute<double>([-1, 1, -1, 1], [0.0, 0, 0, 0], 2));
        Assert.Throws<NotSupportedException>(() => new F1(Average.Binary).Compute<double>(outputs, targets, 3));
        Assert.Throws<NotSupportedException>(() => new RocAuc(average: Average.Binary).Compute<double>(outputs, targets, 3));

        // One output: its yes, whatever the average.
        foreach (Average average in Enum.GetValues<Average>())
        {
            F1 f1 = new(average);
            Assert.Equal(6 / 9.0, f1.Compute<double>(outputs, targets), 1e-15);
            Assert.Equal([new("f1", f1.Value)], f1.Values);
        }

        // Of classes, the mean is the default and goes without a name.
        Assert.Equal(["f1", "f1Micro", "f1Weighted", "f1Binary"], new[] { Average.Macro, Average.Micro, Average.Weighted, Average.Binary }.Select(average =>
        {
            F1 f1 = new(average);
            f1.Compute<float>(s_outputs, s_labels);
            return f1.Name;
        }));

        void Check(Average average, string name, double f1, double precision, double recall)
        {
            F1 metric = new(average);
            Assert.Equal(f1, metric.Compute<double>(outputs, targets, 3), 1e-15);
            Assert.Equal(name, metric.Name);
            Assert.Equal(precision, new Precision(average).Compute<double>(outputs, targets, 3), 1e-15);
            Assert.Equal(recall, new Recall(average).Compute<double>(outputs, targets, 3), 1e-15);
        }
    }

    [Fact]
    public void ROC_AUC_of_several_yes_no_outputs_is_averaged_as_asked()
    {
        // Areas by hand: output 0 has yes above 1 of 2 noes (½ … pairs: 0.9 > 0.4, 0.9 > 0.6, 0.5 > 0.4, 0.5 < 0.6), output 1 all.
        double[] outputs = [0.9, 0.1, 0.4, 0.8, 0.5, 0.2, 0.6, 0.3], targets = [1, 0, 0, 1, 1, 0, 0, 0];
        RocAuc each = new(average: Average.PerLabel);
        Assert.Equal((0.75 + 1) / 2, each.Compute<double>(outputs, targets, 2), 1e-15);
        Assert.Equal([new("rocAuc[0]", 0.75), new("rocAuc[1]", 1)], each.Values);
        RocAuc macro = new();
        Assert.Equal((0.75 + 1) / 2, macro.Compute<double>(outputs, targets, 2), 1e-15);
        Assert.Equal("rocAucMacro", macro.Name);
        Assert.Equal(((2 * 0.75) + 1) / 3, new RocAuc(average: Average.Weighted).Compute<double>(outputs, targets, 2), 1e-15);

        // All together: yes 0.9, 0.8, 0.5; no 0.1, 0.4, 0.2, 0.6, 0.3: one of fifteen pairs is wrong.
        Assert.Equal(14 / 15.0, new RocAuc(average: Average.Micro).Compute<double>(outputs, targets, 2), 1e-15);
        Assert.Equal(double.NaN, new RocAuc().Compute<double>([1, 2, 3, 4], [0.0, 1, 1, 1], 2)); // no no of output 1

        // Classes: of class 1, and all against all others at once.
        int[] labels = [0, 1, 2, 0];
        double[] scores = [0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.3, 0.3, 0.4, 0.4, 0.5, 0.1];
        Assert.Equal((2 + 0.5) / 3, new RocAuc(true, Average.Binary).Compute<double>(scores, labels), 1e-15);
        double[] yes = [.. scores.Select((_, i) => labels[i / 3] == i % 3 ? 1.0 : 0)];
        Assert.Equal(new RocAuc().Compute<double>(scores, yes), new RocAuc(true, Average.Micro).Compute<double>(scores, labels));
        RocAuc name = new(true, Average.Micro);
        name.Compute<double>(scores, labels);
        Assert.Equal("rocAucMicro", name.Name);
    }

    [Fact]
    public void ROC_AUC_of_classes_at_the_ends_of_the_numbers()
    {
        const double Infinity = double.PositiveInfinity;

        // Logarithms of probabilities of 0 and 1.
        Assert.Equal(1, new RocAuc().Compute<double>([0, -Infinity, -Infinity, -Infinity, 0, -Infinity, -1, -2, -0.9, -Infinity, -Infinity, 0], [0, 1, 2, 2]), 1e-15);
        Assert.Equal(1, new RocAuc().Compute<double>([0, -Infinity, -Infinity, 0], [0, 1]));
        Assert.Equal(1, new RocAuc().Compute<double>([Infinity, 0, 0, 0, 1, 0, 0, 0, 1], [0, 1, 2]));
        Assert.Equal(1, new RocAuc().Compute<float>([1e30f, 0, 0, 1e30f], [0, 1]));

        // Of two classes of probabilities, those of the second: rounding of the first breaks no tie.
        Assert.Equal(0.5, new RocAuc(areProbabilities: true).Compute<double>([0.3, 0.7, 0.30000000000000004, 0.7], [0, 1]));
    }

    [Fact]
    public void Without_examples_nothing_is_defined()
    {
        foreach (Metric metric in (Metric[])[new Accuracy(), new ZeroOneLoss(), new Precision(), new F1(Average.PerLabel), new RocAuc(), new MAE(), new RMSE(), new R2()])
        {
            Assert.Equal(double.NaN, metric.Value);
            Assert.Equal(double.NaN, metric.Compute<double>([], Array.Empty<double>()));
        }

        Assert.Equal(double.NaN, new TopKAccuracy().Compute<double>([], Array.Empty<int>()));
        Assert.Equal(double.NaN, new F1().Compute<double>([], Array.Empty<int>()));
        Assert.Equal(double.NaN, new ConfusionMatrix(2).Accuracy);
        Assert.Equal(double.NaN, new R2().Compute<double>([1], [1.0])); // scikit-learn: not defined of fewer than two
        Assert.Equal(0, new F1().Compute<double>([-1, -1], [0.0, 0])); // no yes anywhere: scikit-learn's zero_division
        Assert.Equal(0, new Precision().Compute<double>([-1, -1], [1.0, 0]));
        Assert.Equal(0, new Recall().Compute<double>([1, 1], [0.0, 0]));
    }
}
