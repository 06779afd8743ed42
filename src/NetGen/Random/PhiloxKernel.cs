using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Philox over vectors: each 64-bit lane computes one block, with its four counter words in the lower halves of four
/// vectors. The widening multiplication reads lower halves only, so what stands in the upper halves never matters.
/// </summary>
internal static class PhiloxKernel
{
    /// <summary>What becomes of the random words: they are stored as they are, or compared with a threshold.</summary>
    internal interface ISink<T>
    {
        /// <summary>Writes one element for each word.</summary>
        void Store<V>(V words, ref T destination, int offset)
            where V : struct, IWordVector<V>;
    }

    /// <summary>The words themselves.</summary>
    internal readonly struct Words : ISink<uint>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store<V>(V words, ref uint destination, int offset)
            where V : struct, IWordVector<V> => V.Store(words, ref destination, offset);
    }

    /// <summary>Gives the sink the words from <paramref name="firstWord"/> on, by the widest vectors of this machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T, TSink>(Span<T> destination, ulong key, ulong stream, ulong firstWord, TSink sink)
        where T : unmanaged
        where TSink : struct, ISink<T>
    {
        if (Vector512.IsHardwareAccelerated)
            Fill<Words512, T, TSink>(destination, key, stream, firstWord, sink);
        else if (Vector256.IsHardwareAccelerated)
            Fill<Words256, T, TSink>(destination, key, stream, firstWord, sink);
        else
            Fill<Words128, T, TSink>(destination, key, stream, firstWord, sink);
    }

    /// <summary>The same by vectors <typeparamref name="V"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<V, T, TSink>(Span<T> destination, ulong key, ulong stream, ulong firstWord, TSink sink)
        where V : struct, IWordVector<V>
        where T : unmanaged
        where TSink : struct, ISink<T>
    {
        // The vectors produce whole groups of blocks. Where the destination starts within a block or ends within a group,
        // a group goes through this buffer, of the size of the widest vectors' group.
        Span<T> group = stackalloc T[2 * 2 * Vector512<uint>.Count];
        int groupLength = 4 * V.Count;
        ulong block = firstWord / 4;
        int skipped = (int)(firstWord % 4);
        if (skipped != 0)
        {
            Groups<V, T, TSink>(ref MemoryMarshal.GetReference(group), 1, key, stream, block, sink);
            int taken = Math.Min(groupLength - skipped, destination.Length);
            group.Slice(skipped, taken).CopyTo(destination);
            destination = destination[taken..];
            block = unchecked(block + ((ulong)groupLength / 4));
        }

        int groups = destination.Length / groupLength;
        Groups<V, T, TSink>(ref MemoryMarshal.GetReference(destination), groups, key, stream, block, sink);
        destination = destination[(groups * groupLength)..];
        if (!destination.IsEmpty)
        {
            block = unchecked(block + ((ulong)groups * (ulong)groupLength / 4));
            Groups<V, T, TSink>(ref MemoryMarshal.GetReference(group), 1, key, stream, block, sink);
            group[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>Writes <paramref name="groups"/> groups of 4·Count words: two vectors of counters at a time, so that their chains of ten rounds overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Groups<V, T, TSink>(ref T destination, int groups, ulong key, ulong stream, ulong block, TSink sink)
        where V : struct, IWordVector<V>
        where T : unmanaged
        where TSink : struct, ISink<T>
    {
        V multiplier0 = V.Broadcast(Philox.Multiplier0), multiplier1 = V.Broadcast(Philox.Multiplier1);
        V keyStep0 = V.Broadcast(Philox.KeyStep0), keyStep1 = V.Broadcast(Philox.KeyStep1);
        V firstKey0 = V.Broadcast(key), firstKey1 = V.Broadcast(key >> 32);
        V streamLow = V.Broadcast(stream), streamHigh = V.Broadcast(stream >> 32);
        V half = V.Broadcast((ulong)V.Count / 2);
        V blocks = V.Add(V.Broadcast(block), V.BlockNumbers);
        for (int i = 0; i < groups; i++)
        {
            V a0 = blocks, a1 = V.UpperHalves(blocks), a2 = streamLow, a3 = streamHigh;
            blocks = V.Add(blocks, half);
            V b0 = blocks, b1 = V.UpperHalves(blocks), b2 = streamLow, b3 = streamHigh;
            blocks = V.Add(blocks, half);
            V key0 = firstKey0, key1 = firstKey1;
            for (int round = 0; round < Philox.Rounds; round++)
            {
                V p0 = V.Multiply(a0, multiplier0), p1 = V.Multiply(a2, multiplier1);
                V q0 = V.Multiply(b0, multiplier0), q1 = V.Multiply(b2, multiplier1);
                (a0, a1, a2, a3) = (V.Xor(V.UpperHalves(p1), a1, key0), p1, V.Xor(V.UpperHalves(p0), a3, key1), p0);
                (b0, b1, b2, b3) = (V.Xor(V.UpperHalves(q1), b1, key0), q1, V.Xor(V.UpperHalves(q0), b3, key1), q0);
                key0 = V.Add(key0, keyStep0);
                key1 = V.Add(key1, keyStep1);
            }

            V.Interleave(a0, a1, a2, a3, out V first, out V second);
            sink.Store(first, ref destination, 0);
            sink.Store(second, ref destination, V.Count);
            V.Interleave(b0, b1, b2, b3, out first, out second);
            sink.Store(first, ref destination, 2 * V.Count);
            sink.Store(second, ref destination, 3 * V.Count);
            destination = ref Unsafe.Add(ref destination, 4 * V.Count);
        }
    }
}
