using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Floats of a file to floats of a network: exactly where they get wider, to the nearest where not.</summary>
internal static class TensorConversion
{
    /// <summary>Converts as many elements as <paramref name="destination"/> holds, of type float or double.</summary>
    public static void Convert<T>(TensorType type, ReadOnlySpan<byte> source, Span<T> destination)
        where T : unmanaged
    {
        if (type == TensorTypes.Of<T>())
            MemoryMarshal.Cast<byte, T>(source)[..destination.Length].CopyTo(destination);
        else if (typeof(T) == typeof(float))
            ToSingle(type, source, MemoryMarshal.Cast<T, float>(destination));
        else
            ToDouble(type, source, MemoryMarshal.Cast<T, double>(destination));
    }

    private static void ToSingle(TensorType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.F16:
                Each<Half, float>(source, destination, static value => (float)value);
                break;
            case TensorType.BF16:
                Each<ushort, float>(source, destination, FromBFloat16);
                break;
            case TensorType.F64:
                Each<double, float>(source, destination, static value => (float)value);
                break;
            default:
                throw NotAFloat(type);
        }
    }

    private static void ToDouble(TensorType type, ReadOnlySpan<byte> source, Span<double> destination)
    {
        switch (type)
        {
            case TensorType.F16:
                Each<Half, double>(source, destination, static value => (double)value);
                break;
            case TensorType.BF16:
                Each<ushort, double>(source, destination, static value => FromBFloat16(value));
                break;
            case TensorType.F32:
                Each<float, double>(source, destination, static value => value);
                break;
            default:
                throw NotAFloat(type);
        }
    }

    private static void Each<TFrom, TTo>(ReadOnlySpan<byte> source, Span<TTo> destination, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        ReadOnlySpan<TFrom> values = MemoryMarshal.Cast<byte, TFrom>(source);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = convert(values[i]);
    }

    /// <summary>The upper half of a float's bits.</summary>
    private static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static NotSupportedException NotAFloat(TensorType type) => new($"{type} is not a type of floats.");
}
