using CsCheck;
using NetGen.Testing;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Metrics of random outputs, with ties and NaN, against their definitions, all at once and in two batches.</summary>
public sealed class MetricPropertyTests(ITestOutputHelper output)
{
    private const int Cases = 300;

    // Few different numbers, so that many are equal.
    private static readonly Gen<float> s_output = Gen.Int[-4, 3].Select(i => i == -4 ? float.NaN : i / 2f);

    private static readonly Gen<Labelled> s_labelled =
        from classes in Gen.Int[2, 5]
        from examples in Gen.Int[1, 12]
        from outputs in s_output.Array[classes * examples]
        from labels in Gen.Int[0, classes - 1].Array[examples]
        from split in Gen.Int[0, examples]
        select new Labelled(classes, outputs, labels, split);

    private static readonly Gen<Answers> s_answers =
        from size in Gen.Int[1, 4]
        from examples in Gen.Int[1, 12]
        from outputs in s_output.Array[size * examples]
        from targets in Gen.OneOf(Gen.Int[0, 1].Select(i => (float)i), Gen.Int[0, 1].Select(i => (2f * i) - 1), Gen.Float[0, 1]).Array[size * examples]
        from split in Gen.Int[0, examples]
        select new Answers(size, outputs, targets, split);

    [Fact]
    public void Metrics_of_classes_are_those_of_their_definitions() => Property.Holds(output, s_labelled, Cases, 1, test =>
    {
        int classes = test.Classes, examples = test.Labels.Length;
        int[] predicted = [.. test.Outputs.Chunk(classes).Select(row => row.Any(float.IsNaN) ? -1 : Array.IndexOf(row, row.Max()))];
        int[][] ranks = [.. test.Outputs.Chunk(classes).Select(row => row.Any(float.IsNaN) ? [] : Enumerable.Range(0, classes).OrderByDescending(c => row[c]).ToArray())];
        double right = predicted.Zip(test.Labels, (p, t) => p == t ? 1 : 0).Sum();
        Check(test, () => new Accuracy(), right / examples);
        Check(test, () => new ZeroOneLoss(), (examples - right) / examples);
        for (int k = 1; k <= classes; k++)
            Check(test, () => new TopKAccuracy(k), ranks.Where((order, i) => order.Take(k).Contains(test.Labels[i])).Count() / (double)examples);

        double[] hits = Count(c => predicted.Where((p, i) => p == c && test.Labels[i] == c).Count());
        double[] taken = Count(c => predicted.Count(p => p == c)), support = Count(c => test.Labels.Count(t => t == c));
        int[] occurring = [.. Enumerable.Range(0, classes).Where(c => taken[c] + support[c] > 0)];
        CheckAverages(average => new Precision(average), c => Ratio(hits[c], taken[c]));
        CheckAverages(average => new Recall(average), c => Ratio(hits[c], support[c]));
        CheckAverages(average => new F1(average), c => Ratio(2 * hits[c], taken[c] + support[c]));

        double[] Count(Func<int, int> count) => [.. Enumerable.Range(0, classes).Select(c => (double)count(c))];

        void CheckAverages(Func<Average, Metric> create, Func<int, double> ofClass)
        {
            Check(test, () => create(Average.Macro), occurring.Average(ofClass));
            Check(test, () => create(Average.Micro), right / examples);
            Check(test, () => create(Average.Weighted), Enumerable.Range(0, classes).Sum(c => support[c] * ofClass(c)) / examples);
            Check(test, () => create(Average.Binary), ofClass(1));
            Metric each = create(Average.PerLabel);
            each.Add<float>(test.Outputs, test.Labels);
            Assert.Equal(Enumerable.Range(0, classes).Select(c => occurring.Contains(c) ? ofClass(c) : double.NaN), each.Values.Select(value => value.Value));
        }
    });

    [Fact]
    public void Metrics_of_answers_are_those_of_their_definitions() => Property.Holds(output, s_answers, Cases, 2, test =>
    {
        int size = test.Size;
        bool[] yes = [.. test.Targets.Select(t => t > 0.5f)], taken = [.. test.Outputs.Select((y, i) => float.IsNaN(y) ? !yes[i] : y > 0)];
        double right = yes.Zip(taken, (a, b) => a == b ? 1 : 0).Sum();
        Check(test, () => new Accuracy(), right / yes.Length);
        Check(test, () => new ZeroOneLoss(), (yes.Length - right) / yes.Length);
        (double Hits, double Taken, double Support)[] counts = [.. Enumerable.Range(0, size).Select(o => (Count(o, i => yes[i] && taken[i]), Count(o, i => taken[i]), Count(o, i => yes[i])))];
        (double, double, double) all = (counts.Sum(c => c.Hits), counts.Sum(c => c.Taken), counts.Sum(c => c.Support));
        CheckAverages(average => new Precision(average), c => Ratio(c.Hits, c.Taken));
        CheckAverages(average => new Recall(average), c => Ratio(c.Hits, c.Support));
        CheckAverages(average => new F1(average), c => Ratio(2 * c.Hits, c.Taken + c.Support));

        double Count(int o, Func<int, bool> counts) => Enumerable.Range(0, yes.Length).Count(i => i % size == o && counts(i));

        void CheckAverages(Func<Average, Metric> create, Func<(double Hits, double Taken, double Support), double> of)
        {
            Check(test, () => create(Average.Macro), counts.Average(of));
            Check(test, () => create(Average.Micro), of(all));
            Check(test, () => create(Average.Weighted), size == 1 ? of(counts[0]) : Ratio(counts.Sum(c => c.Support * of(c)), all.Item3));
            if (size == 1)
                Check(test, () => create(Average.Binary), of(counts[0]));
        }
    });

    [Fact]
    public void Areas_count_pairs() => Property.Holds(output, s_answers, Cases, 3, test =>
    {
        double[] areas = [.. Enumerable.Range(0, test.Size).Select(o => Pairs(Of(o)))], support = [.. Enumerable.Range(0, test.Size).Select(o => (double)Of(o).Count(pair => pair.Target > 0.5f))];
        Check(test, () => new RocAuc(), areas.Average());
        Check(test, () => new RocAuc(average: Average.PerLabel), areas.Average());
        Check(test, () => new RocAuc(average: Average.Micro), Pairs([.. test.Outputs.Zip(test.Targets)]));
        Check(test, () => new RocAuc(average: Average.Weighted), test.Size == 1 ? areas[0] : areas.Zip(support, (a, s) => a * s).Sum() / support.Sum());

        (float Output, float Target)[] Of(int o) => [.. test.Outputs.Zip(test.Targets).Where((_, i) => i % test.Size == o)];

        static double Pairs((float Output, float Target)[] all)
        {
            double pairs = 0, won = 0;
            foreach ((float yes, _) in all.Where(a => a.Target > 0.5f))
            {
                foreach ((float no, _) in all.Where(a => !(a.Target > 0.5f)))
                    (pairs, won) = (pairs + 1, won + (yes > no ? 1 : yes == no ? 0.5 : 0));
            }

            return all.Any(a => float.IsNaN(a.Output)) ? double.NaN : won / pairs;
        }
    });

    [Fact]
    public void Errors_are_those_of_their_definitions() => Property.Holds(output, s_answers, Cases, 4, test =>
    {
        double[] errors = [.. test.Outputs.Zip(test.Targets, (y, t) => (double)y - t)];
        Check(test, () => new MAE(), errors.Average(Math.Abs));
        Check(test, () => new RMSE(), Math.Sqrt(errors.Average(e => e * e)));
        Check(test, () => new R2(), test.Targets.Length == test.Size ? double.NaN : Enumerable.Range(0, test.Size).Average(o =>
        {
            double[] targets = [.. test.Targets.Where((_, i) => i % test.Size == o).Select(t => (double)t)];
            double squares = errors.Where((_, i) => i % test.Size == o).Sum(e => e * e), mean = targets.Average(), all = targets.Sum(t => (t - mean) * (t - mean));
            return double.IsNaN(squares) ? double.NaN : targets.Distinct().Count() > 1 ? 1 - (squares / all) : squares == 0 ? 1 : 0;
        }));
    });

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static void Check(Labelled test, Func<Metric> create, double expected)
    {
        Metric metric = create(), resumed = create();
        metric.Add<float>([.. Enumerable.Range(0, 2 * test.Classes).Select(i => (float)i)], [1, 0]); // forgotten by Compute
        Close(expected, metric.Compute<float>(test.Outputs, test.Labels));
        metric.Reset();
        metric.Add<float>(test.Outputs.AsSpan(0, test.Split * test.Classes), test.Labels.AsSpan(0, test.Split));
        resumed.LoadCounts(metric.SaveCounts());
        resumed.Add<float>(test.Outputs.AsSpan(test.Split * test.Classes), test.Labels.AsSpan(test.Split));
        Close(expected, resumed.Value);
    }

    private static void Check(Answers test, Func<Metric> create, double expected)
    {
        Metric metric = create(), resumed = create();
        int split = test.Split * test.Size;
        float[] others = [.. Enumerable.Range(0, 2 * test.Size).Select(i => (float)(i - 1))];
        metric.Add<float>(others, [.. others.Reverse()], test.Size); // forgotten by Compute
        Close(expected, metric.Compute<float>(test.Outputs, test.Targets, test.Size));
        Close(expected, metric.Compute<double>([.. test.Outputs.Select(y => (double)y)], [.. test.Targets.Select(t => (double)t)], test.Size));
        metric.Reset();
        metric.Add<float>(test.Outputs.AsSpan(0, split), test.Targets.AsSpan(0, split), test.Size);
        resumed.LoadCounts(metric.SaveCounts());
        resumed.Add<float>(test.Outputs.AsSpan(split), test.Targets.AsSpan(split), test.Size);
        Close(expected, resumed.Value);
    }

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, double.IsFinite(expected) ? 1e-11 * Math.Max(1, Math.Abs(expected)) : 0);

    private sealed record Labelled(int Classes, float[] Outputs, int[] Labels, int Split)
    {
        public override string ToString() => $"{Classes} classes, outputs [{string.Join(", ", Outputs)}], labels [{string.Join(", ", Labels)}], first batch {Split}";
    }

    private sealed record Answers(int Size, float[] Outputs, float[] Targets, int Split)
    {
        public override string ToString() => $"{Size} outputs [{string.Join(", ", Outputs)}], targets [{string.Join(", ", Targets)}], first batch {Split}";
    }
}
