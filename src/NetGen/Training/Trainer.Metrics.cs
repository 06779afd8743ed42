using System.Runtime.InteropServices;

namespace NetGen;

/// <content>What is measured of outputs, and how examples are called where they are wrong.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private readonly Func<int, string> _nameOfTrained;
    private readonly Func<int, string> _nameOfEvaluated;
    private T[] _headOutputs = [];
    private T[] _countedOutputs = [];
    private TTarget[] _countedTargets = [];
    private bool[] _countedRows = [];
    private IDataset<T, TTarget>? _evaluated;
    private MiniBatches<T, TTarget>? _evaluatedBatches;

    // What targets are compared with; null where the description of the network does not say.
    private static HeadDescription? Head => TNetwork.Description.Heads is [HeadDescription head, ..] ? head : null;

    /// <summary>The metrics of the options, prepared for what the network's outputs mean.</summary>
    private static Metric[] Prepare(FitOptions options)
    {
        Metric[] metrics = [.. options.Metrics ?? (typeof(TTarget) == typeof(int) ? [new Accuracy()] : [])];
        foreach (Metric metric in metrics)
        {
            if (metric.Begin(Head) is { } refusal)
                throw new ArgumentException($"{TNetwork.Description.Name}: {refusal}", nameof(options));
        }

        return metrics;
    }

    private static void RequireFit(TNetwork network, IDataset<T, TTarget> dataset, string parameter)
    {
        int targets = Head?.TargetSize ?? (typeof(TTarget) == typeof(int) ? 1 : network.OutputSize);
        if (dataset.Count == 0)
            throw new ArgumentException("Expected a data set of at least one example, got none.", parameter);
        if (dataset.InputSize != network.InputSize || dataset.TargetSize != targets)
            throw new ArgumentException($"Expected examples of {network.InputSize} inputs and {targets} target{(targets == 1 ? "" : "s")} for {TNetwork.Description.Name}, got {dataset.InputSize} inputs and {dataset.TargetSize} targets.", parameter);
    }

    /// <summary>The cost of the batch in the workspace. Targets that the loss is not made for are named by their place in the data set.</summary>
    private double Cost(ReadOnlySpan<TTarget> targets, Func<int, string> nameOfExample)
    {
        Workspace.NameOfExample = nameOfExample;
        try
        {
            return double.CreateTruncating(Network.Loss(Workspace, targets));
        }
        finally
        {
            Workspace.NameOfExample = null;
        }
    }

    /// <summary>The cost of the current batch. Where a target is refused, the network is as before the step.</summary>
    private double CostOfStep()
    {
        try
        {
            return Cost(Targets, _nameOfTrained);
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

    /// <summary>Adds the batch in the workspace to the metrics: what the loss compares, which need not be the output.</summary>
    private void AddToMetrics(ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets)
    {
        if (_metrics.Length == 0)
            return;
        int outputSize = Network.OutputSize;
        if (Head is { } head)
        {
            outputSize = head.Size;
            if (head.From is { } name)
                outputs = OutputsOf(name, head.Size);
        }

        KeepCounted(ref outputs, ref targets, outputSize);
        if (targets.IsEmpty)
            return;
        foreach (Metric metric in _metrics)
            Add(metric, outputs, targets, outputSize);
    }

    /// <summary>Leaves out what does not count: rows of a label to be ignored, and steps of padding.</summary>
    private void KeepCounted(ref ReadOnlySpan<T> outputs, ref ReadOnlySpan<TTarget> targets, int outputSize)
    {
        ReadOnlySpan<bool> counted = Workspace.CountedRows(ref _countedRows);
        int rows = counted.Length;
        if (rows == 0 || !counted.Contains(false))
            return;
        int columns = outputs.Length / rows, ofTarget = targets.Length / rows, kept = 0;
        if (_countedOutputs.Length < outputs.Length || _countedTargets.Length < targets.Length)
            (_countedOutputs, _countedTargets) = (new T[Workspace.BatchCapacity * outputSize], new TTarget[Workspace.BatchCapacity * _train.TargetSize]);
        for (int row = 0; row < rows; row++)
        {
            if (counted[row])
            {
                outputs.Slice(row * columns, columns).CopyTo(_countedOutputs.AsSpan(kept * columns));
                targets.Slice(row * ofTarget, ofTarget).CopyTo(_countedTargets.AsSpan(kept * ofTarget));
                kept++;
            }
        }

        outputs = _countedOutputs.AsSpan(0, kept * columns);
        targets = _countedTargets.AsSpan(0, kept * ofTarget);
    }

    private static void Add(Metric metric, ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets, int outputSize)
    {
        if (typeof(TTarget) == typeof(int))
            metric.Add(outputs, MemoryMarshal.Cast<TTarget, int>(targets));
        else
            metric.Add(outputs, MemoryMarshal.Cast<TTarget, T>(targets), metric.SizeOfRow(outputSize));
    }

    /// <summary>Whether a metric, as it is, takes an example of the network's.</summary>
    private bool TakesExample(Metric metric)
    {
        T[] outputs = new T[Head?.Size ?? Network.OutputSize];
        try
        {
            Add(metric, outputs, new TTarget[_train.TargetSize], outputs.Length);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private ReadOnlySpan<T> OutputsOf(string name, int size)
    {
        if (_headOutputs.Length < Workspace.BatchSize * size)
            _headOutputs = new T[Workspace.BatchCapacity * size];
        Span<T> outputs = _headOutputs.AsSpan(0, Workspace.BatchSize * size);
        Network.GetOutput(Workspace, name, outputs);
        return outputs;
    }
}
