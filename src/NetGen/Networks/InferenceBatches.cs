using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>The outputs for a caller's examples, as many of them at a time as inference has memory for.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct InferenceBatches<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IPasses<T> _network;
    private readonly int _rows;
    private readonly WorkspaceLayout _layout;
    private readonly ReadOnlySpan<T> _inputs;
    private int _first;
    private int _count;
    private ref T _outputs;

    internal InferenceBatches(IPasses<T> network, ReadOnlySpan<T> inputs, int rows)
    {
        _inputs = inputs;
        (_network, _layout, _rows) = (network, network.Layout, rows);
    }

    /// <summary>The outputs of the current examples, in padded rows; the first of several heads.</summary>
    internal readonly ref T Outputs => ref _outputs;

    /// <summary>Computes the next examples, if any are left.</summary>
    public bool MoveNext()
    {
        _first += _count;
        if (_first >= _rows)
        {
            return false;
        }

        _count = _layout.ExamplesAtOnce(_rows - _first);
        int size = _layout.Input.Size;
        _outputs = ref _network.Infer(_inputs.Slice(_first * size, _count * size), _count);
        return true;
    }

    /// <summary>Requires results of <paramref name="size"/> values for each example, apart from the inputs; none are none.</summary>
    /// <exception cref="ArgumentException">There is another number of them.</exception>
    public readonly void Expect<TResult>(Span<TResult> results, int size, string parameter)
        where TResult : unmanaged
    {
        if (!results.IsEmpty || _rows == 0)
        {
            Guard.Outputs(results.Length, _rows, size, parameter);
            Guard.Apart(_inputs, results, parameter);
        }
    }

    /// <summary>Copies one of several heads of the current examples, unless there is nothing to copy it to.</summary>
    public readonly void CopyTo(int head, Span<T> outputs)
    {
        if (!outputs.IsEmpty)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Rows.Pack(in Head(head), value.Stride, Of(outputs, value.Size), value.Size);
        }
    }

    /// <summary>The class of the largest output, of each of <paramref name="steps"/> equal parts of an example.</summary>
    public readonly void LargestOf(int head, Span<int> labels, int steps)
    {
        if (!labels.IsEmpty)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Probabilities.LargestOf(in Head(head), value.Size / steps, value.Stride, Of(labels, steps), steps);
        }
    }

    /// <summary>1 where an output is above 0, else 0.</summary>
    public readonly void Positive(int head, Span<int> labels)
    {
        if (!labels.IsEmpty)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Probabilities.Positive(in Head(head), value.Size, value.Stride, Of(labels, value.Size));
        }
    }

    /// <summary>1 where an output is above ½, else 0.</summary>
    public readonly void AboveHalf(int head, Span<int> labels)
    {
        if (!labels.IsEmpty)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Probabilities.AboveHalf(in Head(head), value.Size, value.Stride, Of(labels, value.Size));
        }
    }

    /// <summary>1 where an output is above 0, else −1.</summary>
    public readonly void Signs(int head, Span<int> labels)
    {
        if (!labels.IsEmpty)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Probabilities.Signs(in Head(head), value.Size, value.Stride, Of(labels, value.Size));
        }
    }

    /// <summary>Copies all heads side by side, in rows of <paramref name="size"/> values.</summary>
    internal readonly void CopyHeads(Span<T> outputs, int size)
    {
        Span<T> rows = Of(outputs, size);
        for (int head = 0; head < _layout.Heads.Length; head++)
        {
            ArenaValue value = _layout.Heads[head].Value;
            Rows.Copy(in Head(head), value.Stride, ref rows[_layout.Heads[head].Start], size, value.Size, _count);
        }
    }

    /// <summary>The part of the current examples in results of <paramref name="size"/> values for each.</summary>
    internal readonly Span<TResult> Of<TResult>(Span<TResult> results, int size) => results.Slice(_first * size, _count * size);

    private readonly ref T Head(int head) =>
        ref Unsafe.Add(ref _outputs, (_layout.Heads[head].Scratch - _layout.Heads[0].Scratch) * ThreadScratch.Examples(_count));
}
