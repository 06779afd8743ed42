namespace NetGen;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape, row-major; empty for a single number.</param>
public sealed record SafetensorsTensor(string Name, TensorType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The type by the name that it has in the file, also where it is <see cref="TensorType.Unknown"/> here: <c>F4</c>.</summary>
    public string TypeName { get; init; } = Type.NameInFile();

    /// <summary>The number of elements.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, axis) => checked(product * axis));
}
