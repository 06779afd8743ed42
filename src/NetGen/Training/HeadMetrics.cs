using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// The metrics of one head, with the memory to cut its targets out of rows that hold those of several losses, and what does not count out of outputs and targets.
/// </summary>
/// <param name="head">What targets are compared with; null where the description of the network does not say.</param>
/// <param name="metrics">The metrics.</param>
/// <param name="start">Where its targets start in a row.</param>
internal sealed class HeadMetrics<T>(HeadDescription? head, Metric[] metrics, int start)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private T[] _outputs = [];
    private T[] _countedOutputs = [];
    private T[] _countedTargets = [];
    private T[] _targets = [];
    private int[] _countedLabels = [];
    private int[] _labels = [];

    public HeadDescription? Head => head;

    public Metric[] Metrics => metrics;

    /// <summary>Memory for which rows of the last Loss count.</summary>
    public bool[] Counted = [];

    /// <summary>The number of its loss, once it is known.</summary>
    public int? Loss { get; set; }

    /// <summary>Memory for the outputs of so many examples.</summary>
    public Span<T> Outputs(int examples, int capacity)
    {
        if (_outputs.Length < examples * head!.Size)
            _outputs = new T[capacity * head.Size];
        return _outputs.AsSpan(0, examples * head.Size);
    }

    /// <summary>Adds a batch whose rows of targets are those of this head alone.</summary>
    public void Add<TTarget>(ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<bool> counted, int outputSize)
        where TTarget : unmanaged
    {
        if (typeof(TTarget) == typeof(int))
            Add(outputs, MemoryMarshal.Cast<TTarget, int>(targets), counted, outputSize, ref _countedLabels);
        else
            Add(outputs, MemoryMarshal.Cast<TTarget, T>(targets), counted, outputSize, ref _countedTargets);
    }

    /// <summary>Adds a batch whose rows of targets, of <paramref name="rowSize"/>, hold those of several losses.</summary>
    public void AddOfRows(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, ReadOnlySpan<bool> counted, int rowSize)
    {
        int examples = targets.Length / rowSize, size = head!.TargetSize, length = examples * size;
        if (_targets.Length < length)
            _targets = new T[length];
        Rows.Copy(in targets[start], rowSize, ref _targets[0], size, size, examples);
        if (!head.TakesLabels)
        {
            Add(outputs, _targets.AsSpan(0, length), counted, head.Size, ref _countedTargets);
            return;
        }

        if (_labels.Length < length)
            _labels = new int[length];
        for (int i = 0; i < length; i++)
            _labels[i] = int.CreateTruncating(_targets[i]);
        Add(outputs, _labels.AsSpan(0, length), counted, head.Size, ref _countedLabels);
    }

    /// <summary>Adds without what does not count: rows of a label to be ignored, and steps of padding.</summary>
    private void Add<TTarget>(ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<bool> counted, int outputSize, ref TTarget[] memory)
        where TTarget : unmanaged
    {
        if (counted.Contains(false))
        {
            int rows = counted.Length, columns = outputs.Length / rows, ofTarget = targets.Length / rows, kept = 0;
            if (_countedOutputs.Length < outputs.Length)
                _countedOutputs = new T[outputs.Length];
            if (memory.Length < targets.Length)
                memory = new TTarget[targets.Length];
            for (int row = 0; row < rows; row++)
            {
                if (counted[row])
                {
                    outputs.Slice(row * columns, columns).CopyTo(_countedOutputs.AsSpan(kept * columns));
                    targets.Slice(row * ofTarget, ofTarget).CopyTo(memory.AsSpan(kept * ofTarget));
                    kept++;
                }
            }

            outputs = _countedOutputs.AsSpan(0, kept * columns);
            targets = memory.AsSpan(0, kept * ofTarget);
        }

        if (targets.IsEmpty)
            return;
        foreach (Metric metric in metrics)
        {
            if (typeof(TTarget) == typeof(int))
                metric.Add(outputs, MemoryMarshal.Cast<TTarget, int>(targets));
            else
                metric.Add(outputs, MemoryMarshal.Cast<TTarget, T>(targets), metric.SizeOfRow(outputSize));
        }
    }

    /// <summary>Whether a metric, as it is, takes an example of this head's.</summary>
    public static bool Takes(Metric metric, int outputSize, int targets, bool takesLabels)
    {
        T[] outputs = new T[outputSize];
        try
        {
            if (takesLabels)
                metric.Add<T>(outputs, new int[targets]);
            else
                metric.Add<T>(outputs, new T[targets], metric.SizeOfRow(outputSize));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
