using NetGen;

#pragma warning disable NG0108 // a dropout of the outputs, to see what it alone does

namespace Course;

/// <summary>Dropout alone, of a rate that can be set.</summary>
[Network<double>]
[Input(1)]
[Dropout(0.5)]
internal sealed partial class DropoutAlone;

/// <summary>784-256-256-10 with dropout on both hidden layers.</summary>
[Network<double>]
[Input(784)]
[Dense(256), ReLU, Dropout(0.2), Dense(256), ReLU, Dropout(0.5), Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class DroppingNetwork;

/// <summary>The same without.</summary>
[Network<double>]
[Input(784)]
[Dense(256), ReLU, Dense(256), ReLU, Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class KeepingNetwork;

/// <summary>
/// h′ = 0 with probability p, else h/(1 − p): E[h′] = (1 − p)·h/(1 − p) = h, if p is below 1; variance h²p/(1 − p). h is the activation's value; off when predicting.
/// Why: it carries noise into hidden layers, so that no unit can lean on one particular unit before it, as genes adapt to each other.
/// </summary>
internal sealed class DropoutLesson() : Lesson("dropout", "mean and variance of many masks; curves of a digit network with and without", "Y33", "Y34")
{
    public override void Run(Page page)
    {
        Masks(page);
        Curves(page);
    }

    /// <summary>Y33: h = 2 through many masks.</summary>
    private static void Masks(Page page)
    {
        int count = page.Pick(400_000, 200_000);
        DropoutAlone net = new();
        Workspace<double> workspace = net.CreateWorkspace(count);
        double[] h = [.. Enumerable.Repeat(2.0, count)];
        List<object[]> rows = [];
        foreach (double p in (double[])[0, 0.5, 0.9])
        {
            net.SetRate("dropout1", p);
            double[] dropped = net.Forward(workspace, h).ToArray();
            double mean = dropped.Average(), variance = dropped.Average(value => (value - mean) * (value - mean)), formula = 4 * p / (1 - p);
            rows.Add([p, dropped.Max(), mean, formula, variance, net.At(2)]);
            page.Number($"Y33 mean, p = {p}", mean);
            page.Number($"Y33 variance minus formula, p = {p}", variance - formula);
            page.Number($"Y33 largest value, p = {p}", dropped.Max());
            page.Number($"Y33 predicted, p = {p}", net.At(2));
        }

        page.Table($"h = 2 through {count} masks", ["p", "h/(1 - p)", "mean", "h²p/(1 - p)", "variance", "predicting"], rows);
        page.Plot("variance", "The mean stays h, the variance grows with the rate", "rate p", "of h′, for h = 1", plot =>
        {
            plot.Curve("mean", 0, 0.9, _ => 1);
            plot.Curve("variance p/(1 - p)", 0, 0.9, p => p / (1 - p), ScottPlot.LinePattern.Dashed);
        });
    }

    /// <summary>Y34: the same training; AlexNet's win of 2012 is often credited to dropout, which was one cause of several.</summary>
    private static void Curves(Page page)
    {
        int epochs = page.Pick(60, 25);
        ArrayDataset<double, int> train = Digits(300, 1), test = Digits(page.Pick(1000, 500), 2);
        FitOptions Options() => new() { Optimizer = new Adam(0.001), Epochs = epochs, BatchSize = 32, Threads = 1, Seed = 1, Metrics = [new Accuracy()] };
        TrainingHistory dropping = new DroppingNetwork(seed: 1).Fit(train, test, Options()), keeping = new KeepingNetwork(seed: 1).Fit(train, test, Options());
        page.Number("Y34 parameters", DroppingNetwork.ParameterCount);
        page.Table($"784-256-256-10 ({DroppingNetwork.ParameterCount:N0} parameters), {train.Count} drawn digits, {epochs} epochs", ["network", "training loss", "test loss", "test accuracy"],
            ["without dropout", page.Number("Y34 training loss without", keeping.Last.Loss), page.Number("Y34 test loss without", keeping.Last.ValidationLoss!.Value), keeping.Last.ValidationMetrics[0].Value],
            ["dropout 0.2, 0.5", page.Number("Y34 training loss with", dropping.Last.Loss), page.Number("Y34 test loss with", dropping.Last.ValidationLoss!.Value), dropping.Last.ValidationMetrics[0].Value]);
        page.Plot("", "With dropout, training is harder; the test loss is a little lower", "epoch", "loss", plot =>
        {
            double[] at = [.. Enumerable.Range(1, epochs).Select(epoch => (double)epoch)];
            plot.Line("without: training", at, [.. keeping.Epochs.Select(epoch => epoch.Loss)], ScottPlot.LinePattern.Dotted);
            plot.Line("without: test", at, [.. keeping.Epochs.Select(epoch => epoch.ValidationLoss!.Value)]);
            plot.Line("with: training", at, [.. dropping.Epochs.Select(epoch => epoch.Loss)], ScottPlot.LinePattern.Dotted);
            plot.Line("with: test", at, [.. dropping.Epochs.Select(epoch => epoch.ValidationLoss!.Value)], ScottPlot.LinePattern.Dashed);
        });
    }

    /// <summary>Digits that the library draws.</summary>
    internal static ArrayDataset<double, int> Digits(int count, int seed)
    {
        double[] inputs = new double[count * 784];
        int[] labels = new int[count];
        StrokeDigits.Create(count, seed).CopyTo([.. Enumerable.Range(0, count)], inputs, labels);
        return new(inputs, labels, 784);
    }
}
