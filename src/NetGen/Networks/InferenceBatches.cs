using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The outputs for a caller's examples, as many of them at a time as inference has memory for.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
internal ref struct InferenceBatches<T>(IPasses<T> network, ReadOnlySpan<T> inputs, int rows)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WorkspaceLayout _layout = network.Layout;
    private readonly ReadOnlySpan<T> _inputs = inputs;
    private int _first;
    private int _count;
    private ref T _outputs;

    /// <summary>The outputs of the current examples, in padded rows.</summary>
    public readonly ref T Outputs => ref _outputs;

    /// <summary>Computes the next examples, if any are left.</summary>
    public bool MoveNext()
    {
        _first += _count;
        if (_first >= rows)
        {
            return false;
        }

        _count = _layout.ExamplesAtOnce(rows - _first);
        int size = _layout.Input.Size;
        _outputs = ref network.Infer(_inputs.Slice(_first * size, _count * size), _count);
        return true;
    }

    /// <summary>The part of the current examples in results of <paramref name="size"/> values for each.</summary>
    public readonly Span<TResult> Of<TResult>(Span<TResult> results, int size) => results.Slice(_first * size, _count * size);
}
