namespace NetGen;

/// <summary>One tensor of parameters, or of state.</summary>
/// <param name="Name">The tensor's name: <c>dense1.weight</c>.</param>
/// <param name="Shape">The canonical shape: a dense weight is [outputs, inputs].</param>
/// <param name="Offset">The position of the first element in the network's <c>Parameters</c> (or <c>State</c>).</param>
/// <param name="Strides">For each axis of the shape, the distance of neighbours in the network's <c>Parameters</c>.</param>
/// <param name="IsWeight">Whether penalties on weights count it: true for weights, false for biases and norms' scales.</param>
/// <param name="IsTrainable">Whether it is trained: false where the layer says <c>Trainable = false</c>. Its gradient is then 0.</param>
public sealed record ParameterDescription(string Name, IReadOnlyList<int> Shape, int Offset, IReadOnlyList<int> Strides, bool IsWeight, bool IsTrainable = true)
{
    /// <summary>The number of elements, without padding.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, axis) => product * axis);

    /// <summary>Copies the tensor out of a buffer laid out like <c>Parameters</c>, in row-major order of the canonical shape.</summary>
    internal void CopyTo<T>(ReadOnlySpan<T> buffer, Span<T> destination)
        where T : unmanaged => StridedTensor.Gather(this, buffer, 0, destination);

    /// <summary>Copies a tensor in row-major order of the canonical shape into a buffer laid out like <c>Parameters</c>.</summary>
    internal void CopyFrom<T>(Span<T> buffer, ReadOnlySpan<T> source)
        where T : unmanaged => StridedTensor.Scatter(this, buffer, 0, source);
}
