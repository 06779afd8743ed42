using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.CompilerServices;

/// <summary>
/// Copies between the packed rows that users see and the rows of the kernels, which are padded to a multiple of four
/// elements. Padding holds zeros.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rows
{
    private const int Step = 16;

    /// <summary>Bytes of the longest row that is worth no call.</summary>
    private const int MostNarrow = 256;

    /// <summary>Copies packed rows of <paramref name="columns"/> values to rows of <paramref name="stride"/>, with zeros as padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad<T>(ReadOnlySpan<T> source, int columns, ref T destination, int stride)
        where T : unmanaged
    {
        int rows = source.Length / columns;
        if (columns == stride)
        {
            source.CopyTo(MemoryMarshal.CreateSpan(ref destination, source.Length));
            return;
        }

        for (int r = PadNarrow(source, columns, ref destination, stride, rows); r < rows; r++)
        {
            Span<T> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, r * stride), stride);
            source.Slice(r * columns, columns).CopyTo(row);
            row[columns..].Clear();
        }
    }

    /// <summary>Copies rows of <paramref name="stride"/> values to packed rows of <paramref name="columns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(ref readonly T source, int stride, Span<T> destination, int columns)
        where T : unmanaged
    {
        if (columns == stride)
        {
            MemoryMarshal.CreateReadOnlySpan(in source, destination.Length).CopyTo(destination);
            return;
        }

        int rows = destination.Length / columns;
        for (int r = PackNarrow(in source, stride, destination, columns, rows); r < rows; r++)
        {
            MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in source), r * stride), columns)
                .CopyTo(destination.Slice(r * columns, columns));
        }
    }

    /// <summary>
    /// Pads rows that are too short for copying them by calls. A step takes 16 bytes, the last one some of the next row; the last rows
    /// are left to the caller, for nothing comes after them.
    /// </summary>
    /// <returns>The number of rows done.</returns>
    private static int PadNarrow<T>(ReadOnlySpan<T> source, int columns, ref T destination, int stride, int rows)
        where T : unmanaged
    {
        if (columns > MostNarrow / Unsafe.SizeOf<T>())
            return 0;

        int length = columns * Unsafe.SizeOf<T>(), padded = stride * Unsafe.SizeOf<T>(), whole = length / Step * Step;

        Span<byte> mask = stackalloc byte[Step];
        mask[..(length - whole)].Fill(0xFF);
        Vector128<byte> rest = Vector128.LoadUnsafe(ref mask[0]);
        ref byte from = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(source));
        ref byte to = ref Unsafe.As<T, byte>(ref destination);
        long end = (long)source.Length * Unsafe.SizeOf<T>() - whole - Step;
        int r = 0;
        for (; r < rows && (long)r * length <= end; r++)
        {
            int at = 0;
            for (; at < whole; at += Step)
            {
                Vector128.LoadUnsafe(ref from, (nuint)at).StoreUnsafe(ref to, (nuint)at);
            }

            (Vector128.LoadUnsafe(ref from, (nuint)at) & rest).StoreUnsafe(ref to, (nuint)at);
            for (at += Step; at < padded; at += Step)
            {
                Vector128<byte>.Zero.StoreUnsafe(ref to, (nuint)at);
            }

            from = ref Unsafe.Add(ref from, length);
            to = ref Unsafe.Add(ref to, padded);
        }

        return r;
    }

    /// <summary>Packs rows likewise: the last step writes some of the next row, which comes after it.</summary>
    /// <returns>The number of rows done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int PackNarrow<T>(ref readonly T source, int stride, Span<T> destination, int columns, int rows)
        where T : unmanaged
    {
        if (columns > MostNarrow / Unsafe.SizeOf<T>())
            return 0;

        int length = columns * Unsafe.SizeOf<T>(), padded = stride * Unsafe.SizeOf<T>();

        ref byte from = ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in source));
        ref byte to = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination));
        long end = (long)destination.Length * Unsafe.SizeOf<T>() - (length + Step - 1) / Step * Step;
        int r = 0;

        // One step a row, without a loop in the loop: the outputs of most networks.
        for (; length <= Step && r < rows && (long)r * length <= end; r++)
        {
            Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, padded);
            to = ref Unsafe.Add(ref to, length);
        }

        for (; r < rows && (long)r * length <= end; r++)
        {
            for (int at = 0; at < length; at += Step)
            {
                Vector128.LoadUnsafe(ref from, (nuint)at).StoreUnsafe(ref to, (nuint)at);
            }

            from = ref Unsafe.Add(ref from, padded);
            to = ref Unsafe.Add(ref to, length);
        }

        return r;
    }

    /// <summary>
    /// Copies <paramref name="count"/> runs of <paramref name="length"/> elements, which start so many steps apart; neither memory
    /// overlaps the other.
    /// </summary>
    public static void Copy<T>(ref readonly T source, int sourceStep, ref T destination, int destinationStep, int length, int count)
        where T : unmanaged
    {
        ref T from = ref Unsafe.AsRef(in source);
        for (int i = 0; i < count; i++)
        {
            MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref from, i * sourceStep), length)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, i * destinationStep), length));
        }
    }

    /// <summary>The largest of a row, and where it is: the first of equals. What is not a number counts as the largest.</summary>
    public static T Max<T>(ref readonly T row, int count, out int place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T from = ref Unsafe.AsRef(in row);
        T max = from;
        place = 0;
        for (int i = 1; i < count; i++)
        {
            T value = Unsafe.Add(ref from, i);
            if (value > max || (T.IsNaN(value) && !T.IsNaN(max)))
            {
                (max, place) = (value, i);
            }
        }

        return max;
    }

    // What is larger would push all else out of the caches, to be read where it was needed.
    private const int LargeBytes = 4 << 20;

    /// <summary>Sets <paramref name="length"/> elements to zero; of many megabytes, past the caches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clear<T>(ref T values, int length)
        where T : unmanaged
    {
        Span<T> span = MemoryMarshal.CreateSpan(ref values, length);
        if ((long)length * Unsafe.SizeOf<T>() < LargeBytes || !Vector256.IsHardwareAccelerated)
        {
            span.Clear();
            return;
        }

        ClearPastCaches(MemoryMarshal.AsBytes(span));
    }

    private static unsafe void ClearPastCaches(Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nuint first = (nuint)(-(nint)start & (Vector256<byte>.Count - 1)), i = first;
            for (; i + (nuint)Vector256<byte>.Count <= (nuint)bytes.Length; i += (nuint)Vector256<byte>.Count)
            {
                Vector256<byte>.Zero.StoreAlignedNonTemporal(start + i);
            }

            bytes[..(int)first].Clear();
            bytes[(int)i..].Clear();
        }

        Interlocked.MemoryBarrier(); // such stores are not ordered as others are
    }

    /// <summary>Sets the padding of <paramref name="rows"/> rows to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClearPadding<T>(ref T values, int rows, int columns, int stride)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++)
        {
            for (int c = columns; c < stride; c++)
            {
                Unsafe.Add(ref values, r * stride + c) = default;
            }
        }
    }

    /// <summary>
    /// destination[c][r] = source[r][c] for the rows from <paramref name="first"/> to <paramref name="end"/> of a matrix of
    /// <paramref name="rows"/> by <paramref name="columns"/>. With the last row comes the padding of the transpose's rows, zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<T>(ref readonly T source, int first, int end, int rows, int columns, int stride, ref T destination, int destinationStride)
        where T : unmanaged
    {
        const int Block = TransposeTile.Side; // a cache line of sixteen floats is read as a whole

        ref T from = ref Unsafe.AsRef(in source);
        for (int c = 0; c < columns; c += Block)
        {
            int width = Math.Min(Block, columns - c), whole = typeof(T) == typeof(float) ? width & ~3 : 0;
            int r = first;
            if (whole > 0)
            {
                ref uint block = ref Unsafe.As<T, uint>(ref Unsafe.Add(ref from, c)), turned = ref Unsafe.As<T, uint>(ref Unsafe.Add(ref destination, c * destinationStride));
                for (; Avx512F.IsSupported && whole == Block && r <= end - Block; r += Block)
                {
                    TransposeTile.Turn(in Unsafe.Add(ref block, r * stride), stride, ref Unsafe.Add(ref turned, r), destinationStride);
                }

                for (; Avx512F.IsSupported && stride == 4 && r <= end - Block; r += Block)
                {
                    TransposeTile.TurnQuads(in Unsafe.Add(ref block, r * 4), ref Unsafe.Add(ref turned, r), destinationStride);
                }

                if (Avx512F.IsSupported && destinationStride == 4 && whole == Block && end - r == 4)
                {
                    TransposeTile.TurnToQuads(in Unsafe.Add(ref block, r * stride), stride, ref turned);
                    r += 4;
                }

                if (end - r >= 4)
                {
                    int rest = (end - r) & ~3;
                    TransposeBlocks(ref block, r, r + rest, whole, stride, ref turned, destinationStride);
                    r += rest;
                }
            }

            if (whole < width)
            {
                TransposeElements(in from, first, r, c + whole, c + width, stride, ref destination, destinationStride);
            }

            if (r < end)
            {
                TransposeElements(in from, r, end, c, c + width, stride, ref destination, destinationStride);
            }
        }

        if (end == rows && rows < destinationStride)
        {
            ClearPadding(ref destination, columns, rows, destinationStride);
        }
    }

    /// <summary>A part of a matrix, element by element.</summary>
    private static void TransposeElements<T>(ref readonly T source, int first, int end, int firstColumn, int endColumn, int stride, ref T destination, int destinationStride)
        where T : unmanaged
    {
        ref T from = ref Unsafe.AsRef(in source);
        for (int c = firstColumn; c < endColumn; c++)
        {
            for (int r = first; r < end; r++)
            {
                Unsafe.Add(ref destination, c * destinationStride + r) = Unsafe.Add(ref from, r * stride + c);
            }
        }
    }

    /// <summary>A few columns of single precision, in blocks of four by four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeBlocks(ref uint source, int first, int end, int columns, int stride, ref uint destination, int destinationStride)
    {
        const int Ahead = 16;
        for (int r = first; r < end; r += 4)
        {
            ref uint rows = ref Unsafe.Add(ref source, r * stride);
            Simd.Prefetch(ref rows, Ahead * stride);
            Simd.Prefetch(ref rows, (Ahead + 1) * stride);
            Simd.Prefetch(ref rows, (Ahead + 2) * stride);
            Simd.Prefetch(ref rows, (Ahead + 3) * stride);
            for (int c = 0; c < columns; c += 4)
            {
                TransposeTile.TurnFour(ref Unsafe.Add(ref rows, c), stride, ref Unsafe.Add(ref destination, c * destinationStride + r), destinationStride);
            }
        }
    }
}
