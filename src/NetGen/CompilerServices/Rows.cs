using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Copies between the packed rows that users see and the rows of the kernels, which are padded to a multiple of four
/// elements. Padding holds zeros.
/// </summary>
public static class Rows
{
    /// <summary>Copies packed rows of <paramref name="columns"/> values to rows of <paramref name="stride"/>, with zeros as padding.</summary>
    public static void Pad<T>(ReadOnlySpan<T> source, int columns, ref T destination, int stride)
        where T : unmanaged
    {
        int rows = source.Length / columns;
        if (columns == stride)
        {
            source.CopyTo(MemoryMarshal.CreateSpan(ref destination, source.Length));
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            Span<T> row = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref destination, r * stride), stride);
            source.Slice(r * columns, columns).CopyTo(row);
            row[columns..].Clear();
        }
    }

    /// <summary>Copies rows of <paramref name="stride"/> values to packed rows of <paramref name="columns"/>.</summary>
    public static void Pack<T>(ref readonly T source, int stride, Span<T> destination, int columns)
        where T : unmanaged
    {
        if (columns == stride)
        {
            MemoryMarshal.CreateReadOnlySpan(in source, destination.Length).CopyTo(destination);
            return;
        }

        for (int r = 0, rows = destination.Length / columns; r < rows; r++)
        {
            MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in source), r * stride), columns)
                .CopyTo(destination.Slice(r * columns, columns));
        }
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

    /// <summary>Sets <paramref name="length"/> elements to zero.</summary>
    public static void Clear<T>(ref T values, int length)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref values, length).Clear();

    /// <summary>Sets the padding of <paramref name="rows"/> rows to zero.</summary>
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
        const int Block = 16; // a cache line of sixteen floats is read as a whole

        ref T from = ref Unsafe.AsRef(in source);
        for (int c = 0; c < columns; c += Block)
        {
            int width = Math.Min(Block, columns - c), whole = typeof(T) == typeof(float) ? width & ~3 : 0;
            int r = first;
            if (whole > 0)
            {
                r += (end - first) & ~3;
                TransposeBlocks(ref Unsafe.As<T, uint>(ref Unsafe.Add(ref from, c)), first, r, whole, stride, ref Unsafe.As<T, uint>(ref Unsafe.Add(ref destination, c * destinationStride)), destinationStride);
            }

            TransposeElements(in from, first, r, c + whole, c + width, stride, ref destination, destinationStride);
            TransposeElements(in from, r, end, c, c + width, stride, ref destination, destinationStride);
        }

        if (end == rows)
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
