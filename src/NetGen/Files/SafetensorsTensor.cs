namespace NetGen;

/// <summary>A tensor of a safetensors file.</summary>
public sealed record SafetensorsTensor
{
    internal SafetensorsTensor(string name, TensorType type, string typeName, IReadOnlyList<long> shape)
    {
        Name = name;
        Type = type;
        TypeName = typeName;
        Shape = shape;
        Count = shape.Aggregate(1L, (product, axis) => checked(product * axis));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public TensorType Type { get; }

    /// <summary>The type by the name that it has in the file, also where it is <see cref="TensorType.Unknown"/> here: <c>F4</c>.</summary>
    public string TypeName { get; }

    /// <summary>Its shape, row-major; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }
}
