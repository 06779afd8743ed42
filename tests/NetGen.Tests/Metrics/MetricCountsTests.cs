using Xunit;

namespace NetGen.Tests;

/// <summary>What metrics keep of examples, as a checkpoint in the middle of an epoch saves and loads it.</summary>
public sealed class MetricCountsTests
{
    private const double TwoTo53 = 9007199254740992;

    [Fact]
    public void Counts_are_those_of_the_examples()
    {
        // Of three: right, wrong but second, right.
        float[] outputs = [3, 1, 2, 0, 5, 4, 7, 6, 5];
        int[] labels = [0, 2, 0];
        Assert.Equal([2, 3], Counts(new Accuracy()));
        Assert.Equal([2, 3], Counts(new ZeroOneLoss()));
        Assert.Equal([2, 3], Counts(new TopKAccuracy(1)));
        Assert.Equal([3, 3], Counts(new TopKAccuracy(2)));

        // The kind and the number of classes; for each class, those taken for none and for each: 0 twice for 0, 2 once for 1.
        Assert.Equal([0, 3, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0], Counts(new F1()));

        // Two yes/no outputs, of each no and then yes: output 0 no as yes, yes as yes; output 1 yes as no, yes (NaN) as no.
        F1 f1 = new();
        Assert.Empty(f1.SaveCounts());
        f1.Add<float>([1, -1, 2, float.NaN], [0f, 1, 1, 1], 2);
        Assert.Equal([1, 2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 2, 0], f1.SaveCounts());

        double[] y = [1, 2, 4, 8], t = [0, 2, 6, 4];
        Assert.Equal([1 + 0 + 2 + 4, 4], Targets(new MAE(), 1));
        Assert.Equal([1 + 0 + 4 + 16, 4], Targets(new RMSE(), 1));

        // Examples; of each output the squared errors, the targets' mean and Σ(t − mean)²: of 0 and 6, of 2 and 4.
        Assert.Equal([2, 5, 3, 18, 16, 3, 2], Targets(new R2(), 2));
        Assert.Equal([-2, 1, 0, 2, 1, 4, 1, 8, 1], Targets(new RocAuc(), 2));
        Assert.Equal([0], new R2().SaveCounts());
        Assert.Equal([1], new RocAuc().SaveCounts());

        double[] Counts(Metric metric)
        {
            metric.Add<float>(outputs, labels);
            return [.. metric.SaveCounts()];
        }

        double[] Targets(Metric metric, int size)
        {
            metric.Add<double>(y, t, size);
            return [.. metric.SaveCounts()];
        }
    }

    [Fact]
    public void Scores_of_classes_are_the_logarithms_of_their_odds()
    {
        // The softmax of ln 2, ln 1 and ln 5 is 2/8, 1/8 and 5/8.
        double[] outputs = [Math.Log(2), 0, Math.Log(5)];
        RocAuc area = new(), ofProbabilities = new(areProbabilities: true), ofTwo = new();
        area.Add<double>(outputs, [2]);
        Assert.Equal([3, Math.Log(2 / 6.0), 0, Math.Log(1 / 7.0), 0, Math.Log(5 / 3.0), 1], area.SaveCounts().ToArray(), (a, b) => Math.Abs(a - b) < 1e-14);
        ofProbabilities.Add<double>([0.25, 0.125, 0.625], [0]);
        Assert.Equal([3, 0.25, 1, 0.125, 0, 0.625, 0], ofProbabilities.SaveCounts());
        ofTwo.Add<double>([3, 7, 7, 3.5], [1, 0]);
        Assert.Equal([1, 4, 1, -3.5, 0], ofTwo.SaveCounts());

        // Where probabilities are 1 to the last digit, their order is kept.
        Assert.Equal(1, new RocAuc(average: Average.Binary).Compute<double>([0, 50, 0, 0, 60, 0, 0, 800, 0], [0, 1, 1]));
        Assert.Equal(0, new RocAuc(average: Average.Binary).Compute<double>([0, 50, 0, 0, 60, 0, 0, 800, 0], [1, 1, 0]));

        // Two infinite outputs have no order; with one, its class is sure and the others are excluded.
        RocAuc infinite = new();
        infinite.Add<double>([double.PositiveInfinity, 0, 1], [0]);
        Assert.Equal([3, double.PositiveInfinity, 1, double.NegativeInfinity, 0, double.NegativeInfinity, 0], infinite.SaveCounts());
        Assert.Equal(double.NaN, infinite.Compute<double>([double.PositiveInfinity, double.PositiveInfinity, 0, 0, 1, 2, 0, 2, 1], [0, 1, 2]));
    }

    [Fact]
    public void A_metric_goes_on_from_the_counts_it_loads()
    {
        Resumes(() => new Accuracy(), [1, 4], 0.25);
        Resumes(() => new ZeroOneLoss(), [1, 4], 0.75);
        Resumes(() => new TopKAccuracy(2), [3, 4], 0.75);
        Resumes(() => new MAE(), [1.5, 3], 0.5);
        Resumes(() => new RMSE(), [12, 3], 2);
        Resumes(() => new R2(), [2, 5, 3, 20, 4, 3, 10], ((1 - 0.25) + (1 - 0.4)) / 2);
        Resumes(() => new F1(Average.Macro), [0, 2, 1, 2, 3, 0, 1, 4], ((2 * 2 / 9.0) + (2 * 4 / 12.0)) / 2);
        Resumes(() => new Recall(Average.PerLabel), [1, 2, 0, 1, 0, 0, 1, 3, 0, 2, 0, 0, 1, 1], (0.75 + 0.5) / 2, ("recall[0]", 0.75), ("recall[1]", 0.5));
        Resumes(() => new RocAuc(average: Average.PerLabel), [-2, 1, 0, 9, 1, 2, 1, 8, 0, 3, 1, 8, 1], (1 + 0.75) / 2, ("rocAuc[0]", 1), ("rocAuc[1]", 0.75));
        Resumes(() => new RocAuc(), [1, 1, 0, 2, 1], 1);

        // The largest counts that numbers hold one by one.
        Resumes(() => new Accuracy(), [TwoTo53, TwoTo53], 1);
        RocAuc many = new();
        many.LoadCounts([int.MaxValue]);
        Assert.Equal([int.MaxValue], many.SaveCounts());

        static void Resumes(Func<Metric> create, double[] counts, double value, params (string, double)[] values)
        {
            Metric metric = create();
            metric.LoadCounts(counts);
            Assert.Equal(value, metric.Value, 1e-15);
            Assert.Equal(counts, metric.SaveCounts());
            if (values.Length > 0)
                Assert.Equal(values, metric.Values.Select(v => (v.Name, v.Value)));
            metric.LoadCounts(counts); // in place of what was there, not added to it
            Assert.Equal(counts, metric.SaveCounts());
            metric.Reset();
            Assert.Equal(double.NaN, metric.Value);
        }
    }

    [Fact]
    public void No_counts_are_those_of_no_example()
    {
        F1 f1 = new(), fresh = new();
        f1.Add<float>([1, 2], [0]);
        f1.LoadCounts(fresh.SaveCounts());
        Assert.Equal(double.NaN, f1.Value);
        R2 r2 = new();
        r2.Add<float>([1, 2], [3f, 4]);
        r2.LoadCounts(new R2().SaveCounts());
        Assert.Equal(double.NaN, r2.Value);
        r2.Add<float>([1, 2, 3, 4], [1f, 2, 3, 4], 2);
        Assert.Equal(1, r2.Value);
    }

    [Fact]
    public void Counts_that_are_not_the_metrics_own_are_refused()
    {
        Refuses(new Accuracy(), "Expected 2 numbers of the metric accuracy, got 1.", 1);
        Refuses(new Accuracy(), "Expected 2 numbers of the metric accuracy, got 3.", 1, 2, 3);
        Refuses(new Accuracy(), "Expected a count of the metric accuracy, got -1.", -1, 2);
        Refuses(new Accuracy(), "Expected a count of the metric accuracy, got 2.5.", 1, 2.5);
        Refuses(new Accuracy(), "Expected a count of the metric accuracy, got NaN.", double.NaN, 2);
        Refuses(new Accuracy(), $"Expected a count of the metric accuracy, got {TwoTo53 + 2}.", 1, TwoTo53 + 2);
        Refuses(new ZeroOneLoss(), "Expected 2 numbers of the metric zeroOneLoss, got 0.");
        Refuses(new TopKAccuracy(3), "Expected 2 numbers of the metric top3Accuracy, got 1.", 1);
        Refuses(new TopKAccuracy(3), "Expected a count of the metric top3Accuracy, got -1.", -1, 1);
        Refuses(new TopKAccuracy(3), "Expected a count of the metric top3Accuracy, got -1.", 1, -1);
        Refuses(new MAE(), "Expected 2 numbers of the metric mae, got 3.", 1, 2, 3);
        Refuses(new MAE(), "Expected a count of the metric mae, got 0.5.", 1, 0.5);
        Refuses(new RMSE(), "Expected 2 numbers of the metric rmse, got 3.", 1, 2, 3);
        Refuses(new RMSE(), "Expected a count of the metric rmse, got 0.5.", 1, 0.5);
        Refuses(new R2(), "Expected 1 numbers of the metric r2, got 0.");
        Refuses(new R2(), "Expected 4 numbers of the metric r2, got 1.", 2); // examples, but of no output
        Refuses(new R2(), "Expected 4 numbers of the metric r2, got 5.", 2, 1, 1, 1, 1);
        Refuses(new R2(), "Expected 4 numbers of the metric r2, got 6.", 2, 1, 1, 1, 1, 1);
        Refuses(new R2(), "Expected a count of the metric r2, got -2.", -2, 1, 1, 1);

        Refuses(new F1(), "Expected 2 numbers of the metric f1, got 1.", 0);
        Refuses(new F1(), "Expected a count of the metric f1, got -2.", 0, -2);
        Refuses(new F1(), "Expected a count of the metric f1, got -1.", 0, 2, 1, 1, 1, 1, 1, -1);
        Refuses(new F1(), "Expected the counts of 0 outputs of the metric f1, got 0.", 1, 0);
        Refuses(new F1(), "Expected the counts of 1 classes of the metric f1, got 2.", 0, 1, 1, 1);
        Refuses(new F1(), "Expected the counts of 2 classes of the metric f1, got 5.", 0, 2, 1, 1, 1, 1, 1);
        Refuses(new F1(), "Expected the counts of 2 outputs of the metric f1, got 6.", 1, 2, 1, 1, 1, 1, 1, 1);
        Refuses(new F1(), $"Expected the counts of {TwoTo53} outputs of the metric f1, got 6.", 1, TwoTo53, 1, 1, 1, 1, 1, 1);
        Refuses(new F1(), $"Expected the counts of {TwoTo53} classes of the metric f1, got 6.", 0, TwoTo53, 1, 1, 1, 1, 1, 1);

        Refuses(new RocAuc(), "Expected 1 numbers of the metric rocAuc, got 0.");
        Refuses(new RocAuc(), "Expected 3 numbers of the metric rocAuc, got 4.", 1, 0.5, 1, 0.25);
        Refuses(new RocAuc(), "Expected the scores of whole examples of the metric rocAuc, got 1 of 0 to each.", 0, 0.5, 1);
        Refuses(new RocAuc(), "Expected the scores of whole examples of the metric rocAuc, got 3 of 2 to each.", -2, 0.5, 1, 0.5, 1, 0.5, 1);
        Refuses(new RocAuc(), "Expected the scores of whole examples of the metric rocAuc, got 0 of 2147483648 to each.", 2147483648);
        Refuses(new RocAuc(), "Expected a count of the metric rocAuc, got 1.5.", 1.5, 0.5, 1);

        static void Refuses(Metric metric, string message, params double[] counts)
        {
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => metric.LoadCounts(counts)).Message);
            Assert.Equal(double.NaN, metric.Value);
        }
    }

    [Fact]
    public void Labels_of_distributions_are_those_of_each_batch()
    {
        double[] shares = [0.2, 0.8, 0.7, 0.3, 0.1, 0.9], outputs = [1, 2, 1, 2, 1, 2];
        Accuracy accuracy = new() { Outputs = OutputMeaning.ClassLogProbabilities };
        accuracy.Add<double>(outputs.AsSpan(0, 2), shares.AsSpan(0, 2), 2);
        Assert.Equal([1, 1], accuracy.SaveCounts());
        accuracy.Add<double>(outputs, shares, 2);
        Assert.Equal([3, 4], accuracy.SaveCounts());
        accuracy.Add<double>(outputs.AsSpan(0, 4), shares.AsSpan(2), 2); // fewer than before
        Assert.Equal([4, 6], accuracy.SaveCounts());

        // No examples are not examples of classes yet.
        F1 each = new(Average.PerLabel) { Outputs = OutputMeaning.ClassLogProbabilities };
        each.Add<double>([], [], 2);
        Assert.Empty(each.SaveCounts());
    }

    [Fact]
    public void A_metric_of_ones_own_needs_but_a_name_a_value_and_targets()
    {
        Largest largest = new();
        Assert.Equal(3, largest.Compute<float>([1, 3, 2, 0], [0f, 0, 0, 0], 2));
        Assert.Equal((4, 2), (largest.Targets, largest.OutputSize));
        Assert.Equal([new("largest", 3)], largest.Values);
        Assert.Equal(5, largest.Compute<double>([-1, 5], [0.0, 0]));
        Assert.Empty(largest.SaveCounts());
        largest.LoadCounts([1, 2, 3]);
        Assert.Equal(5, largest.Value);
        Assert.Equal("largest is for targets that are numbers, not for class labels.", Assert.Throws<NotSupportedException>(() => largest.Compute<float>([1, 2], [0])).Message);
        Assert.Equal("labels is for class labels, not for targets that are numbers.", Assert.Throws<NotSupportedException>(() => new Labels().Compute<float>([1, 2], [0f, 1])).Message);
        Labels labels = new();
        Assert.Equal(2, labels.Compute<float>([1, 2, 3, 4], [0, 1]));
        labels.Add<float>([], Array.Empty<int>());
        Assert.Equal((2, 1), (labels.Value, labels.Calls)); // asked with examples alone

        // What they are of is told before the first example, and what is forgotten with it.
        foreach ((HeadDescription head, int size, bool ofClasses) in new[]
        {
            (new HeadDescription(OutputMeaning.ClassLogits, [4, 3], true), 3, true),
            (new HeadDescription(OutputMeaning.Numbers, [4, 3], false), 12, false),
            (new HeadDescription(OutputMeaning.ClassLogProbabilities, [4, 3], false), 12, false),
        })
        {
            labels.Add<float>([1, 2], [0]);
            Assert.Null(labels.Begin(head));
            Assert.Equal((size, ofClasses, 0), (labels.Size, labels.OfClasses, labels.Value));
            Assert.Equal(size, labels.SizeOfRow(12));
        }

        Assert.Null(labels.Begin(null));
        Assert.Equal(12, labels.SizeOfRow(12));
    }

    private sealed class Largest : Metric
    {
        private double _largest = double.NegativeInfinity;

        public int Targets { get; private set; }

        public int OutputSize { get; private set; }

        public override string Name => "largest";

        public override double Value => _largest;

        public override void Reset() => _largest = double.NegativeInfinity;

        protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
        {
            (Targets, OutputSize) = (targets.Length, outputSize);
            foreach (T output in outputs)
                _largest = Math.Max(_largest, double.CreateTruncating(output));
        }
    }

    private sealed class Labels : Metric
    {
        private int _labels;

        public int Calls { get; private set; }

        public int Size { get; private set; }

        public bool OfClasses { get; private set; }

        public override string Name => "labels";

        public override double Value => _labels;

        public override void Reset() => _labels = 0;

        protected internal override void Prepare(int outputSize, bool ofClasses) => (Size, OfClasses) = (outputSize, ofClasses);

        protected override void AddLabels<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int classes)
        {
            _labels += labels.Length;
            Calls++;
        }
    }
}
