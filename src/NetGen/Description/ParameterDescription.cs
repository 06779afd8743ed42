namespace NetGen;

/// <summary>One tensor of parameters.</summary>
/// <param name="Name">The tensor's name: <c>dense1.weight</c>.</param>
/// <param name="Shape">The canonical shape: a dense weight is [outputs, inputs].</param>
/// <param name="Offset">The position of the first element in the network's <c>Parameters</c>.</param>
/// <param name="Strides">For each axis of the shape, the distance of neighbours in the network's <c>Parameters</c>.</param>
/// <param name="IsWeight">Whether penalties on weights count it: true for weights, false for biases and norms' scales.</param>
public sealed record ParameterDescription(string Name, IReadOnlyList<int> Shape, int Offset, IReadOnlyList<int> Strides, bool IsWeight)
{
    /// <summary>The number of elements, without padding.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, axis) => product * axis);

    /// <summary>Copies the tensor out of a buffer laid out like <c>Parameters</c>, in row-major order of the canonical shape.</summary>
    internal void CopyTo<T>(ReadOnlySpan<T> buffer, Span<T> destination)
        where T : unmanaged
    {
        (int rows, int rowStride, int columns, int columnStride) = AsMatrix();
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                destination[r * columns + c] = buffer[Offset + r * rowStride + c * columnStride];
            }
        }
    }

    /// <summary>Copies a tensor in row-major order of the canonical shape into a buffer laid out like <c>Parameters</c>.</summary>
    internal void CopyFrom<T>(Span<T> buffer, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        (int rows, int rowStride, int columns, int columnStride) = AsMatrix();
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                buffer[Offset + r * rowStride + c * columnStride] = source[r * columns + c];
            }
        }
    }

    private (int Rows, int RowStride, int Columns, int ColumnStride) AsMatrix() => Shape.Count switch
    {
        1 => (1, 0, Shape[0], Strides[0]),
        2 => (Shape[0], Strides[0], Shape[1], Strides[1]),
        int rank => throw new NotSupportedException($"{Name} has {rank} axes; one and two are laid out so far."),
    };
}
