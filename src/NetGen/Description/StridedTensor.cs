namespace NetGen;

/// <summary>
/// Copies between the row-major order of a tensor's canonical shape and its place among the parameters, where axes have
/// other distances: a dense weight, [outputs, inputs], lies as [inputs][outputs].
/// </summary>
internal static class StridedTensor
{
    // Sixteen lines of either order fit the first-level cache.
    private const int Block = 16;

    /// <summary>Copies whole rows of the leading axis out of a buffer.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="buffer">A buffer laid out like <c>Parameters</c>.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="destination">Receives a whole number of rows, in canonical order.</param>
    public static void Gather<T>(ParameterDescription tensor, ReadOnlySpan<T> buffer, int firstRow, Span<T> destination)
        where T : unmanaged
    {
        (int columns, int stride) = Columns(tensor);
        if (columns == 0)
            return;
        int rows = destination.Length / columns, rowStride = tensor.Strides[0];
        buffer = buffer[(tensor.Offset + (firstRow * rowStride))..];
        for (int c0 = 0; c0 < columns; c0 += Block)
        {
            int end = Math.Min(c0 + Block, columns);
            for (int r = 0; r < rows; r++)
            {
                for (int c = c0, from = r * rowStride; c < end; c++)
                    destination[(r * columns) + c] = buffer[from + (stride > 0 ? c * stride : ColumnOffset(tensor, c))];
            }
        }
    }

    /// <summary>The inverse of <see cref="Gather"/>.</summary>
    public static void Scatter<T>(ParameterDescription tensor, Span<T> buffer, int firstRow, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        (int columns, int stride) = Columns(tensor);
        if (columns == 0)
            return;
        int rows = source.Length / columns, rowStride = tensor.Strides[0];
        buffer = buffer[(tensor.Offset + (firstRow * rowStride))..];
        for (int c0 = 0; c0 < columns; c0 += Block)
        {
            int end = Math.Min(c0 + Block, columns);
            for (int r = 0; r < rows; r++)
            {
                for (int c = c0, to = r * rowStride; c < end; c++)
                    buffer[to + (stride > 0 ? c * stride : ColumnOffset(tensor, c))] = source[(r * columns) + c];
            }
        }
    }

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

    private static int ColumnOffset(ParameterDescription tensor, int column)
    {
        int offset = 0;
        for (int axis = tensor.Shape.Count - 1; axis >= 1; axis--)
        {
            (column, int index) = Math.DivRem(column, tensor.Shape[axis]);
            offset += index * tensor.Strides[axis];
        }

        return offset;
    }
}
