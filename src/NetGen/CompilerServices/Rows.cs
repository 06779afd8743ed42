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
    /// destination[c][r] = source[r][c]: the transpose of a matrix of <paramref name="rows"/> by <paramref name="columns"/>,
    /// the padding of its rows zero.
    /// </summary>
    public static void Transpose<T>(ref readonly T source, int rows, int columns, int stride, ref T destination, int destinationStride)
        where T : unmanaged
    {
        const int Block = 16; // sixteen lines of either matrix fit the first-level cache

        ref T from = ref Unsafe.AsRef(in source);
        for (int r0 = 0; r0 < rows; r0 += Block)
        {
            int end = Math.Min(r0 + Block, rows);
            for (int c = 0; c < columns; c++)
            {
                ref T to = ref Unsafe.Add(ref destination, c * destinationStride);
                for (int r = r0; r < end; r++)
                {
                    Unsafe.Add(ref to, r) = Unsafe.Add(ref from, r * stride + c);
                }
            }
        }

        ClearPadding(ref destination, columns, rows, destinationStride);
    }
}
