using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Element by element over long vectors, divided among the threads of a workspace: lanes are independent, so neither the threads nor the width of the vectors change a bit.
/// </summary>
/// <param name="workspace">The workspace, whose gradients are one of the vectors.</param>
internal sealed class VectorJob<T>(Workspace<T> workspace) : ICrewJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Fewer elements are done before other threads are awake.</summary>
    public const int LeastForThreads = 1 << 15;

    private const int Line = 16; // elements

    private Operation _operation;
    private T[] _values = [];
    private T[] _others = [];
    private T _factor;

    private enum Operation
    {
        Add,
        Take,
        Give,
    }

    /// <summary>values ← values + others.</summary>
    public void Add(T[] values, T[] others) => Run(Operation.Add, values, others, default, values.Length);

    /// <summary>The first of the values ← gradients · factor.</summary>
    public void Take(T[] values, T factor) => Run(Operation.Take, values, [], factor, workspace.GradientsInStep.Length);

    /// <summary>Gradients ← the first of the values / divisor.</summary>
    public void Give(T[] values, T divisor) => Run(Operation.Give, values, [], divisor, workspace.GradientsInStep.Length);

    /// <inheritdoc/>
    void ICrewJob.Run(Share share)
    {
        int length = _operation == Operation.Add ? _values.Length : workspace.GradientsInStep.Length, first = share.First(length, Line), count = share.End(length, Line) - first;
        Span<T> values = _values.AsSpan(first, count);
        switch (_operation)
        {
            case Operation.Add:
                Add(values, _others.AsSpan(first, count));
                break;
            case Operation.Take:
                Multiply(values, workspace.GradientsInStep.Slice(first, count), _factor);
                break;
            default:
                Divide(workspace.GradientsInStep.Slice(first, count), values, _factor);
                break;
        }
    }

    /// <summary>a ← a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<T> a, ReadOnlySpan<T> b)
    {
        int i = 0;
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(a[i..]) + new Vector<T>(b[i..])).CopyTo(a[i..]);
        for (; i < a.Length; i++)
            a[i] += b[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(Span<T> a, ReadOnlySpan<T> b, T factor)
    {
        int i = 0;
        Vector<T> factors = new(factor);
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(b[i..]) * factors).CopyTo(a[i..]);
        for (; i < a.Length; i++)
            a[i] = b[i] * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(Span<T> a, ReadOnlySpan<T> b, T divisor)
    {
        int i = 0;
        Vector<T> divisors = new(divisor);
        for (; i <= a.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(b[i..]) / divisors).CopyTo(a[i..]);
        for (; i < a.Length; i++)
            a[i] = b[i] / divisor;
    }

    private void Run(Operation operation, T[] values, T[] others, T factor, int length)
    {
        (_operation, _values, _others, _factor) = (operation, values, others, factor);
        if (length < LeastForThreads)
            ((ICrewJob)this).Run(Share.Whole);
        else
            workspace.Run(this);
        (_values, _others) = ([], []); // they may be gone before the next
    }
}
