using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Copies between the row-major order of a tensor's canonical shape and its place among the parameters, where axes have
/// other distances: a dense weight, [outputs, inputs], lies as [inputs][outputs].
/// </summary>
internal static class StridedTensor
{
    // What no tile fits is turned in a buffer of so many bytes squared that fits the first-level cache: both sides are read and
    // written in runs of four lines.
    private const int BlockBytes = 256;

    /// <summary>Copies whole rows of the leading axis out of a buffer.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="buffer">A buffer laid out like <c>Parameters</c>.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">Receives a whole number of rows, in canonical order.</param>
    public static void Gather<T>(ParameterDescription tensor, ReadOnlySpan<T> buffer, int firstRow, Span<T> destination)
        where T : unmanaged
    {
        int columns = Columns(tensor).Columns;
        while (PartOfGroup(tensor, firstRow, columns, destination.Length) is var part && part < destination.Length)
        {
            GatherRows(tensor, buffer, firstRow, destination[..part]);
            destination = destination[part..];
            firstRow += part / columns;
        }

        GatherRows(tensor, buffer, firstRow, destination);
    }

    /// <summary>The elements of so many that come before the end of the group in which a row is.</summary>
    private static int PartOfGroup(ParameterDescription tensor, int row, int columns, int length) =>
        tensor.GroupLength == 0 ? length : Math.Min(length, (tensor.GroupLength - (row % tensor.GroupLength)) * columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherRows<T>(ParameterDescription tensor, ReadOnlySpan<T> buffer, int firstRow, Span<T> destination)
        where T : unmanaged
    {
        (int columns, int stride) = Columns(tensor);
        int rows = columns == 0 ? 0 : destination.Length / columns, rowStride = tensor.Strides[0];
        if (rows == 0)
            return;
        buffer = buffer[(tensor.Offset + tensor.RowPosition(firstRow))..];
        if (stride == 1)
        {
            for (int r = 0, length = RunLength(rowStride, columns, rows); r < rows; r += length / columns)
                buffer.Slice(r * rowStride, length).CopyTo(destination[(r * columns)..]);
            return;
        }

        if (stride == 0 || rowStride != 1)
        {
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    destination[(r * columns) + c] = buffer[(r * rowStride) + ColumnOffset(tensor, stride, c)];
            }

            return;
        }

        Transpose(buffer, stride, columns, rows, destination, columns);
    }

    /// <summary>The inverse of <see cref="Gather"/>.</summary>
    public static void Scatter<T>(ParameterDescription tensor, Span<T> buffer, int firstRow, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        int columns = Columns(tensor).Columns;
        while (PartOfGroup(tensor, firstRow, columns, source.Length) is var part && part < source.Length)
        {
            ScatterRows(tensor, buffer, firstRow, source[..part]);
            source = source[part..];
            firstRow += part / columns;
        }

        ScatterRows(tensor, buffer, firstRow, source);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScatterRows<T>(ParameterDescription tensor, Span<T> buffer, int firstRow, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        (int columns, int stride) = Columns(tensor);
        int rows = columns == 0 ? 0 : source.Length / columns, rowStride = tensor.Strides[0];
        if (rows == 0)
            return;
        buffer = buffer[(tensor.Offset + tensor.RowPosition(firstRow))..];
        if (stride == 1)
        {
            for (int r = 0, length = RunLength(rowStride, columns, rows); r < rows; r += length / columns)
                source.Slice(r * columns, length).CopyTo(buffer[(r * rowStride)..]);
            return;
        }

        if (stride == 0 || rowStride != 1)
        {
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    buffer[(r * rowStride) + ColumnOffset(tensor, stride, c)] = source[(r * columns) + c];
            }

            return;
        }

        Transpose(source, columns, rows, columns, buffer, stride);
    }

    /// <summary>destination[c][r] = source[r][c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<T>(ReadOnlySpan<T> source, int sourceStride, int rows, int columns, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        const int Side = TransposeTile.Side, Block = 4 * Side; // where rows are long, each is in a page of its own: four lines of it are worth finding it
        int tiledRows = 0, tiledColumns = 0;
        if (Unsafe.SizeOf<T>() == sizeof(uint) && rows >= Side && columns >= Side)
        {
            (tiledRows, tiledColumns) = (rows / Side * Side, columns / Side * Side);
            _ = source[..(((rows - 1) * sourceStride) + columns)];
            _ = destination[..(((columns - 1) * destinationStride) + rows)];
            ref uint from = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(source));
            ref uint to = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(destination));
            for (int c0 = 0; c0 < tiledColumns; c0 += Block)
            {
                for (int r0 = 0; r0 < tiledRows; r0 += Block)
                {
                    for (int r = r0; r < Math.Min(r0 + Block, tiledRows); r += Side)
                    {
                        for (int c = c0; c < Math.Min(c0 + Block, tiledColumns); c += Side)
                        {
                            TransposeTile.Turn(
                                ref Unsafe.Add(ref from, (r * sourceStride) + c),
                                sourceStride,
                                ref Unsafe.Add(ref to, (c * destinationStride) + r),
                                destinationStride);
                        }
                    }
                }
            }
        }

        if (tiledRows < rows)
            TransposeBlocks(source[(tiledRows * sourceStride)..], sourceStride, rows - tiledRows, columns, destination[tiledRows..], destinationStride);
        if (tiledColumns < columns && tiledRows > 0)
            TransposeBlocks(source[tiledColumns..], sourceStride, tiledRows, columns - tiledColumns, destination[(tiledColumns * destinationStride)..], destinationStride);
    }

    /// <summary>The same for any elements and any number of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeBlocks<T>(ReadOnlySpan<T> source, int sourceStride, int rows, int columns, Span<T> destination, int destinationStride)
        where T : unmanaged
    {
        int block = BlockBytes / Unsafe.SizeOf<T>();
        Span<T> turned = stackalloc T[block * block];
        for (int c0 = 0; c0 < columns; c0 += block)
        {
            int width = Math.Min(block, columns - c0);
            for (int r0 = 0; r0 < rows; r0 += block)
            {
                int height = Math.Min(block, rows - r0);
                for (int r = 0; r < height; r++)
                {
                    ReadOnlySpan<T> line = source.Slice(((r0 + r) * sourceStride) + c0, width);
                    ref T to = ref turned[r];
                    for (int c = 0; c < line.Length; c++)
                    {
                        to = line[c];
                        to = ref Unsafe.Add(ref to, block);
                    }
                }

                for (int c = 0; c < width; c++)
                    turned.Slice(c * block, height).CopyTo(destination[(((c0 + c) * destinationStride) + r0)..]);
            }
        }
    }

    /// <summary>How many elements lie together in both orders: a row, or all of them.</summary>
    private static int RunLength(int rowStride, int columns, int rows) => rowStride == columns ? rows * columns : columns;

    /// <summary>
    /// The axes behind the leading one, taken as one: their number of elements, and the distance of neighbours, or 0 where
    /// it is not the same everywhere. A vector is a column.
    /// </summary>
    private static (int Columns, int Stride) Columns(ParameterDescription tensor)
    {
        IReadOnlyList<int> shape = tensor.Shape, strides = tensor.Strides;
        if (shape.Count == 1)
            return (1, 1);

        int columns = shape[^1], stride = strides[^1];
        for (int axis = shape.Count - 2; axis >= 1; axis--)
        {
            if (strides[axis] != stride * columns)
                stride = 0;
            columns *= shape[axis];
        }

        return (columns, stride);
    }

    private static int ColumnOffset(ParameterDescription tensor, int stride, int column)
    {
        if (stride > 0)
            return column * stride;
        int offset = 0;
        for (int axis = tensor.Shape.Count - 1; axis >= 1; axis--)
        {
            (column, int index) = Math.DivRem(column, tensor.Shape[axis]);
            offset += index * tensor.Strides[axis];
        }

        return offset;
    }
}
