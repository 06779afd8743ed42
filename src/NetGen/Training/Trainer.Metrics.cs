using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <content>What is measured of outputs, and how examples are called where they are wrong.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private readonly Func<int, string> _nameOfTrained;
    private readonly Func<int, string> _nameOfEvaluated;
    private IDataset<T, TTarget>? _evaluated;
    private MiniBatches<T, TTarget>? _evaluatedBatches;

    // What targets are compared with; none where the description of the network does not say.
    private static IReadOnlyList<HeadDescription> Heads => TNetwork.Description.Heads;

    private static HeadDescription? FirstHead => Heads is [HeadDescription head, ..] ? head : null;

    /// <summary>The metrics of the options, prepared for what the network's outputs mean, and by heads.</summary>
    private static (Metric[] Metrics, HeadMetrics<T>[] ByHead) Prepare(FitOptions options)
    {
        Metric[] metrics = [.. options.Metrics ?? DefaultMetrics()];
        HeadDescription?[] heads = Array.ConvertAll(metrics, HeadOf);
        for (int i = 0; i < metrics.Length; i++)
        {
            if (metrics[i].Begin(heads[i]) is { } refusal)
                throw new ArgumentException($"{TNetwork.Description.Name}: {refusal}", nameof(options));
        }

        return (metrics, [.. heads.Distinct().Select(head => new HeadMetrics<T>(head, [.. metrics.Where((_, i) => heads[i] == head)], StartOf(head)))]);
    }

    /// <summary>The accuracy of class labels: of each loss that takes them.</summary>
    private static Metric[] DefaultMetrics() =>
        Heads.Count > 1 ? [.. Heads.Where(head => head.TakesLabels).Select(head => new Accuracy { Head = head.Loss })]
        : typeof(TTarget) == typeof(int) ? [new Accuracy()]
        : [];

    private static HeadDescription? HeadOf(Metric metric) =>
        metric.Head is not { } name ? FirstHead
        : Heads.FirstOrDefault(head => head.Loss == name) ?? Heads.FirstOrDefault(head => head.From == name)
        ?? throw new ArgumentException($"The metric {metric.Name} is of a head '{name}', which {TNetwork.Description.Name} has not: {(Heads.Count == 0 ? "none has targets" : string.Join(", ", Heads.Select(head => head.Loss)))}.");

    /// <summary>Where the targets of a head start in a row that holds those of all losses.</summary>
    private static int StartOf(HeadDescription? head) => Heads.TakeWhile(other => other != head).Sum(other => other.TargetSize);

    /// <summary>The values by name; where there are several heads, after the name of theirs.</summary>
    private static MetricValue[] ValuesOf(Metric[] metrics) => Heads.Count <= 1
        ? [.. metrics.SelectMany(metric => metric.Values)]
        : [.. metrics.SelectMany(metric => metric.Values.Select(value => new MetricValue($"{HeadOf(metric)!.Loss}.{value.Name}", value.Value)))];

    private static void RequireFit(TNetwork network, IDataset<T, TTarget> dataset, string parameter)
    {
        int targets = network is IPasses<T> { Layout: { Losses.Length: > 0 } layout } ? layout.TargetSize : FirstHead?.TargetSize ?? (typeof(TTarget) == typeof(int) ? 1 : network.OutputSize);
        if (dataset.Count == 0)
            throw new ArgumentException("Expected a data set of at least one example, got none.", parameter);
        if (dataset.InputSize != network.InputSize || dataset.TargetSize != targets)
            throw new ArgumentException($"Expected examples of {network.InputSize} inputs and {targets} target{(targets == 1 ? "" : "s")} for {TNetwork.Description.Name}, got {dataset.InputSize} inputs and {dataset.TargetSize} targets.", parameter);
    }

    /// <summary>The cost of the batch in the workspace. Targets that the loss is not made for are named by their place in the data set.</summary>
    private double Cost(ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> weights, Func<int, string> nameOfExample)
    {
        Workspace.NameOfExample = nameOfExample;
        try
        {
            return double.CreateTruncating(Network.Loss(Workspace, targets, weights));
        }
        finally
        {
            Workspace.NameOfExample = null;
        }
    }

    /// <summary>The cost of the current batch. Where a target is refused, the network is as before the step.</summary>
    private double CostOfStep(ReadOnlySpan<TTarget> targets, ReadOnlySpan<T> weights)
    {
        try
        {
            return Cost(targets, weights, _nameOfTrained);
        }
        catch (ArgumentException)
        {
            UndoForward();
            throw;
        }
    }

    /// <summary>An example by its number in the data set that the user has, of which this one may be a part.</summary>
    private static string NameOf(IDataset<T, TTarget> dataset, int index)
    {
        int number = dataset is ISubset subset ? subset.NumberInWhole(index) : index;
        return number == index ? $"example {number} of the data set" : $"example {number} of the data set (number {index} of the part)";
    }

    /// <summary>Adds the batch in the workspace to the metrics: what the losses compare, which need not be the output.</summary>
    private void AddToMetrics(ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets)
    {
        foreach (HeadMetrics<T> metrics in _heads)
            Add(metrics, OutputsOf(metrics, outputs), targets, CountedOf(metrics));
    }

    /// <summary>What a head put out for the batch in the workspace.</summary>
    private ReadOnlySpan<T> OutputsOf(HeadMetrics<T> metrics, ReadOnlySpan<T> outputs)
    {
        if (metrics.Head is not { From: { } name })
            return outputs;
        Span<T> copy = metrics.Outputs(Workspace.BatchSize, Workspace.BatchCapacity);
        Network.GetOutput(Workspace, name, copy);
        return copy;
    }

    /// <summary>Which rows of the batch in the workspace count.</summary>
    private ReadOnlySpan<bool> CountedOf(HeadMetrics<T> metrics) => metrics.Head is null ? default : Workspace.CountedRows(LossOf(metrics), ref metrics.Counted);

    private int LossOf(HeadMetrics<T> metrics) => metrics.Loss ??= Workspace.Layout.FindLoss(metrics.Head!.Loss);

    private void Add(HeadMetrics<T> metrics, ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<bool> counted)
    {
        if (Heads.Count > 1)
            metrics.AddOfRows(outputs, MemoryMarshal.Cast<TTarget, T>(targets), counted, _train.TargetSize);
        else
            metrics.Add(outputs, targets, counted, metrics.Head?.Size ?? Network.OutputSize);
    }

    /// <summary>Whether a metric, as it is, takes an example of the network's.</summary>
    private bool TakesExample(Metric metric) => HeadOf(metric) is { } head
        ? HeadMetrics<T>.Takes(metric, head.Size, head.TargetSize, head.TakesLabels)
        : HeadMetrics<T>.Takes(metric, Network.OutputSize, _train.TargetSize, typeof(TTarget) == typeof(int));
}
