using System.Buffers;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>Class labels, −1 for those that do not count: of a label to be ignored, and of steps of padding. In memory of the shared pool.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct CountedLabels
{
    /// <summary>Elements from the length of one example to that of the next.</summary>
    private const int LengthStride = 4;

    private readonly int[] _labels;
    private readonly int _count;

    /// <summary>Copies labels of which one is ignored.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="perExample">Their number for each example.</param>
    /// <param name="ignored">The label of what does not count; null where there is none.</param>
    public CountedLabels(ReadOnlySpan<int> labels, int perExample, int? ignored)
    {
        _ = perExample;
        _labels = ArrayPool<int>.Shared.Rent(labels.Length);
        _count = labels.Length;
        labels.CopyTo(_labels);
        Ignore(_labels.AsSpan(0, _count), ignored);
    }

    /// <summary>Copies labels of steps, of which some are padding.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="perExample">Their number for each example.</param>
    /// <param name="ignored">The label of what does not count; null where there is none.</param>
    /// <param name="lengths">The number of steps of each example that are no padding.</param>
    public static CountedLabels Of<T>(ReadOnlySpan<int> labels, int perExample, int? ignored, ref readonly T lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CountedLabels counted = new(labels, perExample, ignored);
        IgnorePadding(counted._labels.AsSpan(0, counted._count), perExample, in lengths);
        return counted;
    }

    /// <summary>The labels.</summary>
    public ReadOnlySpan<int> Values => _labels.AsSpan(0, _count);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => ArrayPool<int>.Shared.Return(_labels);

    /// <summary>Sets labels to be ignored to −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Ignore(Span<int> labels, int? ignored)
    {
        if (ignored is { } label)
            labels.Replace(label, -1);
    }

    /// <summary>Sets the labels of padding to −1.</summary>
    internal static void IgnorePadding<T>(Span<int> labels, int perExample, ref readonly T lengths)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int r = 0; r * perExample < labels.Length; r++)
        {
            int length = int.CreateTruncating(Unsafe.Add(ref Unsafe.AsRef(in lengths), r * LengthStride));
            labels.Slice((r * perExample) + length, perExample - length).Fill(-1);
        }
    }
}
