namespace NetGen;

/// <summary>One tensor of parameters, or of state.</summary>
public sealed record ParameterDescription
{
    /// <summary>Describes a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The canonical shape.</param>
    /// <param name="offset">The position of the first element in the network's <c>Parameters</c> (or <c>State</c>).</param>
    /// <param name="strides">For each axis of the shape, the distance of neighbours there.</param>
    /// <param name="isWeight">Whether penalties on weights count it.</param>
    /// <param name="isTrainable">Whether it is trained.</param>
    public ParameterDescription(string name, IReadOnlyList<int> shape, int offset, IReadOnlyList<int> strides, bool isWeight, bool isTrainable = true)
    {
        Name = name;
        Shape = shape;
        Offset = offset;
        Strides = strides;
        IsWeight = isWeight;
        IsTrainable = isTrainable;
        Count = shape.Aggregate(1, (product, axis) => product * axis);
    }

    /// <summary>The tensor's name: <c>dense1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The canonical shape: a dense weight is [outputs, inputs].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The position of the first element in the network's <c>Parameters</c> (or <c>State</c>).</summary>
    public int Offset { get; }

    /// <summary>For each axis of the shape, the distance of neighbours in the network's <c>Parameters</c>.</summary>
    public IReadOnlyList<int> Strides { get; }

    /// <summary>
    /// How many elements of the leading axis lie at its stride before the next group begins: of a recurrent layer, the units of a gate; 0 where
    /// all of them do.
    /// </summary>
    public int GroupLength { get; init; }

    /// <summary>From one group to the next, where there are several.</summary>
    public int GroupStride { get; init; }

    /// <summary>Whether penalties on weights count it: true for weights, false for biases and norms' scales.</summary>
    public bool IsWeight { get; }

    /// <summary>Whether it is trained: false where the layer says <c>Trainable = false</c>. Its gradient is then 0.</summary>
    public bool IsTrainable { get; }

    /// <summary>The number of elements, without padding.</summary>
    public int Count { get; }

    /// <summary>Copies the tensor out of a buffer laid out like <c>Parameters</c>, in row-major order of the canonical shape.</summary>
    internal void CopyTo<T>(ReadOnlySpan<T> buffer, Span<T> destination)
        where T : unmanaged => StridedTensor.Gather(this, buffer, 0, destination);

    /// <summary>Copies a tensor in row-major order of the canonical shape into a buffer laid out like <c>Parameters</c>.</summary>
    internal void CopyFrom<T>(Span<T> buffer, ReadOnlySpan<T> source)
        where T : unmanaged => StridedTensor.Scatter(this, buffer, 0, source);

    /// <summary>Where an element of the leading axis starts, counted from the first one.</summary>
    internal int RowPosition(int row) => GroupLength == 0 ? row * Strides[0] : (row / GroupLength * GroupStride) + (row % GroupLength * Strides[0]);
}
