namespace NetGen;

/// <summary>The types of a tensor's elements in a safetensors file, little-endian, by the names that they have there.</summary>
public enum TensorType
{
    /// <summary>A byte, 0 or 1.</summary>
    BOOL,

    /// <summary>A byte.</summary>
    U8,

    /// <summary>A signed byte.</summary>
    I8,

    /// <summary>A float of 8 bits, 5 of them the exponent.</summary>
    F8_E5M2,

    /// <summary>A float of 8 bits, 4 of them the exponent.</summary>
    F8_E4M3,

    /// <summary>A signed integer of 16 bits.</summary>
    I16,

    /// <summary>An unsigned integer of 16 bits.</summary>
    U16,

    /// <summary>An IEEE 754 half.</summary>
    F16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16,

    /// <summary>A signed integer of 32 bits.</summary>
    I32,

    /// <summary>An unsigned integer of 32 bits.</summary>
    U32,

    /// <summary>An IEEE 754 float.</summary>
    F32,

    /// <summary>An IEEE 754 double.</summary>
    F64,

    /// <summary>A signed integer of 64 bits.</summary>
    I64,

    /// <summary>An unsigned integer of 64 bits.</summary>
    U64,

    /// <summary>A type that this version does not know: the tensor is listed, and cannot be read.</summary>
    Unknown,
}

/// <summary>Names and sizes of the types.</summary>
internal static class TensorTypes
{
    // In the order of the enumeration.
    private static readonly (string Name, int Size)[] All =
    [
        ("BOOL", 1), ("U8", 1), ("I8", 1), ("F8_E5M2", 1), ("F8_E4M3", 1), ("I16", 2), ("U16", 2), ("F16", 2), ("BF16", 2),
        ("I32", 4), ("U32", 4), ("F32", 4), ("F64", 8), ("I64", 8), ("U64", 8), ("unknown", 1),
    ];

    public static string NameInFile(this TensorType type) => All[(int)type].Name;

    /// <summary>Bytes of one element.</summary>
    public static int Size(this TensorType type) => All[(int)type].Size;

    public static bool IsFloat(this TensorType type) =>
        type is TensorType.F16 or TensorType.BF16 or TensorType.F32 or TensorType.F64;

    /// <summary>The type of elements of type <typeparamref name="T"/>.</summary>
    public static TensorType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? TensorType.F32
        : typeof(T) == typeof(double) ? TensorType.F64
        : typeof(T) == typeof(byte) ? TensorType.U8
        : typeof(T) == typeof(sbyte) ? TensorType.I8
        : typeof(T) == typeof(int) ? TensorType.I32
        : typeof(T) == typeof(long) ? TensorType.I64
        : typeof(T) == typeof(ulong) ? TensorType.U64
        : throw new NotSupportedException($"Elements of type {typeof(T).Name} cannot be saved: expected float, double, byte, sbyte, int, long or ulong.");

    public static bool TryParse(ReadOnlySpan<byte> name, out TensorType type)
    {
        for (int i = 0; i < (int)TensorType.Unknown; i++)
        {
            if (Matches(name, All[i].Name))
            {
                type = (TensorType)i;
                return true;
            }
        }

        type = TensorType.Unknown;
        return false;
    }

    private static bool Matches(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length != name.Length)
            return false;
        for (int i = 0; i < name.Length; i++)
        {
            if (bytes[i] != name[i])
                return false;
        }

        return true;
    }
}
