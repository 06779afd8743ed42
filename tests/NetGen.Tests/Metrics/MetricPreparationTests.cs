using Xunit;

namespace NetGen.Tests;

/// <summary>What Fit asks of metrics before its first step.</summary>
public sealed class MetricPreparationTests
{
    private static HeadDescription Head(OutputMeaning outputs, bool labels, params int[] shape) => new(outputs, shape, labels);

    [Fact]
    public void Thresholds_and_names_follow_from_the_head()
    {
        foreach ((OutputMeaning meaning, double threshold) in new[] { (OutputMeaning.BinaryProbabilities, 0.5), (OutputMeaning.BinaryDecisions, 0.5), (OutputMeaning.BinaryLogits, 0), (OutputMeaning.SignedScores, 0) })
        {
            Accuracy accuracy = new();
            F1 f1 = new(), given = new(threshold: 0.3);
            foreach (Metric metric in (Metric[])[accuracy, f1, given])
                Assert.Null(metric.Begin(Head(meaning, false, 1)));
            Assert.Equal((threshold, threshold, 0.3), (accuracy.Threshold, f1.Threshold, given.Threshold));
        }

        F1 each = new(Average.PerLabel), micro = new(Average.Micro), macro = new();
        RocAuc area = new(average: Average.PerLabel), two = new(average: Average.PerLabel);
        foreach (Metric metric in (Metric[])[each, micro, macro, area])
            Assert.Null(metric.Begin(Head(OutputMeaning.BinaryLogits, false, 3)));
        Assert.Equal(["f1[0]", "f1[1]", "f1[2]"], each.Values.Select(value => value.Name));
        Assert.Equal(("f1Micro", "f1Macro"), (micro.Name, macro.Name));
        Assert.Equal(["rocAuc[0]", "rocAuc[1]", "rocAuc[2]"], area.Values.Select(value => value.Name));
        Assert.Null(two.Begin(Head(OutputMeaning.ClassLogits, true, 2)));
        Assert.Equal("rocAucPerLabel", two.Name);
        Assert.Null(each.Begin(Head(OutputMeaning.ClassLogits, true, 2)));
        Assert.Equal(["f1[0]", "f1[1]"], each.Values.Select(value => value.Name));
        Assert.All(each.Values, value => Assert.Equal(double.NaN, value.Value));
    }

    [Fact]
    public void What_a_metric_is_not_for_is_said_before_the_first_example()
    {
        foreach (Metric metric in (Metric[])[new Accuracy(), new ZeroOneLoss(), new Precision(), new Recall(), new F1(), new RocAuc(), new TopKAccuracy()])
            Assert.StartsWith(metric.Name + " is for ", metric.Begin(Head(OutputMeaning.Numbers, false, 2)), StringComparison.Ordinal);
        Assert.Contains("Average.Binary is for one", new F1(Average.Binary).Begin(Head(OutputMeaning.BinaryLogits, false, 2)), StringComparison.Ordinal);
        Assert.Contains("Average.Binary is for one", new RocAuc(average: Average.Binary).Begin(Head(OutputMeaning.BinaryLogits, false, 2)), StringComparison.Ordinal);
        Assert.Contains("answers of yes and no", new TopKAccuracy().Begin(Head(OutputMeaning.BinaryLogits, false, 2)), StringComparison.Ordinal);
        Assert.Null(new F1(Average.Binary).Begin(Head(OutputMeaning.BinaryLogits, false, 1)));
        Assert.Null(new F1(Average.Binary).Begin(Head(OutputMeaning.ClassLogits, true, 3)));
        Assert.Null(new F1(Average.Binary).Begin(Head(OutputMeaning.ClassLogProbabilities, false, 3)));
        Assert.Null(new RocAuc(average: Average.Binary).Begin(Head(OutputMeaning.ClassLogits, true, 3)));
        Assert.Null(new Accuracy(0.5).Begin(Head(OutputMeaning.Numbers, false, 2)));
        Assert.Null(new Accuracy { Outputs = OutputMeaning.BinaryLogits }.Begin(Head(OutputMeaning.Numbers, false, 2)));
        foreach (Metric metric in (Metric[])[new MAE(), new RMSE(), new R2()])
        {
            Assert.Contains("not for class labels", metric.Begin(Head(OutputMeaning.ClassLogits, true, 3)), StringComparison.Ordinal);
            Assert.Null(metric.Begin(Head(OutputMeaning.ClassLogProbabilities, false, 3)));
        }
    }

    [Fact]
    public void What_outputs_are_said_to_mean_goes_before_what_the_loss_says()
    {
        Accuracy shares = new() { Outputs = OutputMeaning.BinaryProbabilities }, classes = new() { Outputs = OutputMeaning.ClassScores }, answers = new() { Outputs = OutputMeaning.BinaryLogits };
        Assert.Null(shares.Begin(Head(OutputMeaning.BinaryLogits, false, 1)));
        Assert.Equal(0.5, shares.Threshold);
        Assert.Null(classes.Begin(Head(OutputMeaning.BinaryLogits, false, 4, 3)));
        Assert.Equal(3, classes.SizeOfRow(12));
        Assert.Null(answers.Begin(Head(OutputMeaning.ClassLogProbabilities, false, 4, 3)));
        Assert.Equal(12, answers.SizeOfRow(12));
        Assert.Equal(
            "top5Accuracy is for classes, of which each example has one, not for numbers.",
            Assert.Throws<NotSupportedException>(() => new TopKAccuracy { Outputs = OutputMeaning.Numbers }.Compute<float>([1], [1f])).Message);
    }

    [Fact]
    public void Classes_lie_on_the_last_axis()
    {
        Accuracy accuracy = new();
        MAE mae = new();
        Assert.Equal(7, accuracy.SizeOfRow(7));
        accuracy.Begin(Head(OutputMeaning.ClassLogProbabilities, false, 4, 3));
        mae.Begin(Head(OutputMeaning.ClassLogProbabilities, false, 4, 3));
        Assert.Equal((3, 12), (accuracy.SizeOfRow(12), mae.SizeOfRow(12)));
        accuracy.Add<float>([1, 2, 3], [0, 0, 1], 3);
        Assert.Equal(1, accuracy.Value);
        Assert.Null(accuracy.Begin(null));
        Assert.Equal((double.NaN, 12), (accuracy.Value, accuracy.SizeOfRow(12)));
    }
}
