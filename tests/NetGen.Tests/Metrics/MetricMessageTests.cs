using Xunit;

namespace NetGen.Tests;

/// <summary>What metrics are called, and what they say where they refuse: what was expected and what came.</summary>
public sealed class MetricMessageTests
{
    private static HeadDescription Head(OutputMeaning outputs, bool labels, params int[] shape) => new(outputs, shape, labels);

    [Fact]
    public void Names()
    {
        Metric[] metrics = [new Accuracy(), new ZeroOneLoss(), new TopKAccuracy(), new TopKAccuracy(12), new Precision(), new Recall(), new F1(), new RocAuc(), new MAE(), new RMSE(), new R2()];
        Assert.Equal(["accuracy", "zeroOneLoss", "top5Accuracy", "top12Accuracy", "precision", "recall", "f1", "rocAuc", "mae", "rmse", "r2"], metrics.Select(metric => metric.Name));
        Assert.All(metrics, metric => Assert.Equal([new(metric.Name, double.NaN)], metric.Values));
    }

    [Fact]
    public void Names_say_the_average_where_there_is_more_than_one_value()
    {
        foreach (Average average in Enum.GetValues<Average>())
        {
            string suffix = average.ToString();
            Check(new F1(average), new RocAuc(average: average), Head(OutputMeaning.BinaryLogits, false, 1), "");
            if (average != Average.Binary)
                Check(new F1(average), new RocAuc(average: average), Head(OutputMeaning.BinaryLogits, false, 2), suffix);
            Check(new F1(average), new RocAuc(average: average), Head(OutputMeaning.ClassLogits, true, 3), average == Average.Macro ? "" : suffix);
        }

        // Of two classes there is but one area.
        RocAuc two = new(average: Average.PerLabel);
        Assert.Null(two.Begin(Head(OutputMeaning.ClassLogits, true, 2)));
        Assert.Equal([new("rocAucPerLabel", double.NaN)], two.Values);

        static void Check(F1 f1, RocAuc area, HeadDescription head, string suffix)
        {
            Assert.Null(f1.Begin(head));
            Assert.Null(area.Begin(head));
            Assert.Equal(("f1" + suffix, "rocAuc" + suffix), (f1.Name, area.Name));
            string[] labels = suffix == "PerLabel" ? [.. Enumerable.Range(0, head.Size).Select(label => $"[{label}]")] : [suffix];
            Assert.Equal(labels.Select(label => new MetricValue("f1" + label, double.NaN)), f1.Values);
            Assert.Equal(labels.Select(label => new MetricValue("rocAuc" + label, double.NaN)), area.Values);
        }
    }

    [Fact]
    public void Refusals_say_what_a_metric_is_for()
    {
        const string Numbers = " is for classes or answers of yes and no, but to the loss the outputs are numbers to come near to: measure MAE, RMSE or R2, or ";
        HeadDescription numbers = Head(OutputMeaning.Numbers, false, 3), yesNo = Head(OutputMeaning.BinaryLogits, false, 3), labels = Head(OutputMeaning.ClassLogits, true, 3);
        Assert.Equal("accuracy" + Numbers + "give a threshold above which an output is yes, new Accuracy(threshold: 0.5).", new Accuracy().Begin(numbers));
        Assert.Equal("recall" + Numbers + "give a threshold above which an output is yes, new Recall(threshold: 0.5).", new Recall().Begin(numbers));
        Assert.Equal("rocAuc" + Numbers + "say what they mean, new RocAuc { Outputs = OutputMeaning.BinaryProbabilities }.", new RocAuc().Begin(numbers));
        Assert.Equal("top5Accuracy is for classes, of which each example has one, not for numbers.", new TopKAccuracy().Begin(numbers));
        Assert.Equal("top5Accuracy is for classes, of which each example has one, not for answers of yes and no.", new TopKAccuracy().Begin(yesNo));
        Assert.Equal("f1Binary with Average.Binary is for one yes/no output, not for 3: take Macro, Micro, Weighted or PerLabel.", new F1(Average.Binary).Begin(yesNo));
        Assert.Equal("rocAucBinary with Average.Binary is for one yes/no output, not for 3: take Macro, Micro, Weighted or PerLabel.", new RocAuc(average: Average.Binary).Begin(yesNo));
        Assert.StartsWith("f1Binary" + Numbers, new F1(Average.Binary).Begin(numbers), StringComparison.Ordinal); // another average would be no help
        Assert.StartsWith("rocAucBinary" + Numbers, new RocAuc(average: Average.Binary).Begin(numbers), StringComparison.Ordinal);
        Assert.Equal("mae is for targets that are numbers, not for class labels.", new MAE().Begin(labels));

        // The same where no network is asked.
        Assert.Equal("mae is for targets that are numbers, not for class labels.", Refused(() => new MAE().Compute<float>([1, 2], [0])));
        Assert.Equal("top2Accuracy is for classes, of which each example has one, not for answers of yes and no.", Refused(() => new TopKAccuracy(2).Compute<float>([1], [1f])));
        Assert.Equal("f1Binary with Average.Binary is for one yes/no output, not for 2: take Macro, Micro, Weighted or PerLabel.", Refused(() => new F1(Average.Binary).Compute<float>([1, 2], [1f, 0], 2)));
        Assert.Equal("The ROC curve is one of two classes or more, not of one.", Refused(() => new RocAuc().Compute<float>([1, 2], [0, 0])));

        static string Refused(Action action) => Assert.Throws<NotSupportedException>(action).Message;
    }

    [Fact]
    public void What_suits_a_metric_is_not_refused()
    {
        HeadDescription numbers = Head(OutputMeaning.Numbers, false, 3), labels = Head(OutputMeaning.ClassLogits, true, 3), shares = Head(OutputMeaning.ClassLogProbabilities, false, 3);
        foreach (HeadDescription classes in (HeadDescription[])[labels, shares])
        {
            foreach (Metric metric in (Metric[])[new Accuracy(), new TopKAccuracy(), new F1(Average.Binary), new RocAuc(average: Average.Binary)])
                Assert.Null(metric.Begin(classes));
        }

        // Labels tell classes, whatever the loss says of the outputs.
        foreach (Metric metric in (Metric[])[new Accuracy(), new TopKAccuracy(), new F1(Average.Binary), new RocAuc(average: Average.Binary)])
            Assert.Null(metric.Begin(Head(OutputMeaning.Numbers, true, 3)));
        foreach (Metric metric in (Metric[])[new Accuracy(0), new F1(threshold: 0), new MAE(), new RMSE(), new R2(), new RocAuc { Outputs = OutputMeaning.SignedScores }])
            Assert.Null(metric.Begin(numbers));
        Assert.Null(new RocAuc(average: Average.Binary).Begin(Head(OutputMeaning.BinaryLogits, false, 1)));
    }

    [Fact]
    public void Arguments_that_are_none_are_named()
    {
        Says("Expected a number.", "threshold", () => new Accuracy(double.NaN));
        Says("Expected a number.", "threshold", () => new F1(threshold: double.NaN));
        Says("Expected a value of the enumeration Average.", "average", () => new Precision((Average)5));
        Says("Expected a value of the enumeration Average.", "average", () => new RocAuc(average: (Average)5));
        Says("", "k", () => new TopKAccuracy(0));
        Says("Expected as many outputs for each of 2 labels, got 3.", "outputs", () => new Accuracy().Add<float>([1, 2, 3], [0, 1]));
        Says("Expected as many outputs for each of 0 labels, got 3.", "outputs", () => new Accuracy().Add<float>([1, 2, 3], Array.Empty<int>()));
        Says("Expected as many outputs for each of 2 labels, got 0.", "outputs", () => new Accuracy().Add<float>([], [0, 1]));
        Says("Expected class labels from 0 to 1, got -1 at index 1.", "labels", () => new Accuracy().Add<float>([1, 2, 3, 4], [0, -1]));
        Says("", "outputSize", () => new MAE().Add<float>([], [], 0));
        Says("Expected a whole number of examples of 2 values each, got 3 values (1 examples and 1 values).", "outputs", () => new MAE().Add<float>([1, 2, 3], [1f, 2, 3], 2));
        Says("Expected 3 values, got 2.", "targets", () => new MAE().Add<float>([1, 2, 3], [1f, 2]));
        Says("Expected targets that are finite, got NaN for example 1.", "targets", () => new MAE().Add<float>([1, 2], [1f, float.NaN]));

        static void Says(string message, string parameter, Action action)
        {
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(action);
            Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
            Assert.Equal(parameter, exception.ParamName);
        }
    }

    [Fact]
    public void Examples_of_another_kind_than_before_are_refused()
    {
        float[] four = [1, 2, 3, 4];
        Check(() => new F1(), "Expected examples of 2 yes/no outputs as before, got 1 yes/no outputs: Reset begins anew.", m => m.Add<float>(four, [0f, 1, 0, 1], 2), m => m.Add<float>(four, [0f, 1, 0, 1], 1));
        Check(() => new F1(), "Expected examples of 2 yes/no outputs as before, got 2 classes: Reset begins anew.", m => m.Add<float>(four, [0f, 1, 0, 1], 2), m => m.Add<float>(four, [0, 1]));
        Check(() => new F1(), "Expected examples of 4 classes as before, got 2 classes: Reset begins anew.", m => m.Add<float>(four, [0]), m => m.Add<float>(four, [0, 1]));
        Check(() => new F1(), "Expected examples of 4 classes as before, got 4 yes/no outputs: Reset begins anew.", m => m.Add<float>(four, [0]), m => m.Add<float>(four, [0f, 1, 0, 1], 4));
        Check(() => new RocAuc(), "Expected examples with 2 scores each of yes/no outputs as before, got 1 of yes/no outputs: Reset begins anew.", m => m.Add<float>(four, [0f, 1, 0, 1], 2), m => m.Add<float>(four, [0f, 1, 0, 1], 1));
        Check(() => new RocAuc(), "Expected examples with 4 scores each of classes as before, got 4 of yes/no outputs: Reset begins anew.", m => m.Add<float>(four, [0]), m => m.Add<float>(four, [0f, 1, 0, 1], 4));
        Check(() => new RocAuc(), "Expected examples with 1 scores each of yes/no outputs as before, got 1 of classes: Reset begins anew.", m => m.Add<float>(four, [0f, 1, 0, 1], 1), m => m.Add<float>(four, [0, 1]));
        Check(() => new R2(), "Expected examples of 2 outputs as before, got 1: Reset begins anew.", m => m.Add<float>(four, [0f, 1, 0, 1], 2), m => m.Add<float>(four, [0f, 1, 0, 1], 1));

        static void Check(Func<Metric> create, string message, Action<Metric> before, Action<Metric> now)
        {
            Metric metric = create();
            before(metric);
            IReadOnlyList<double> counts = metric.SaveCounts();
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => now(metric)).Message, StringComparison.Ordinal);
            Assert.Equal(counts, metric.SaveCounts());
            before(metric);

            // After Reset it is as if it were new.
            metric.Reset();
            now(metric);
            Metric other = create();
            now(other);
            Assert.Equal(other.SaveCounts(), metric.SaveCounts());
            Assert.Equal(other.Values, metric.Values);
        }
    }
}
