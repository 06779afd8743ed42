using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>Bytes to [0, 1]: value / 255, correctly rounded, on every machine.</summary>
internal static class PixelScale
{
    // 1/255 is 1/256 + 1/65536 and a rest. A byte times the first two is exact in single precision and the byte times the
    // rest is a small correction, so the sum is the rounded quotient: for all 256 bytes, as a test shows. A single product
    // with 1/255 would be wrong for half of them, and dividing is slower.
    private const float Main = 257 / 65536f;
    private const float Rest = 1 / (255 * 65536f);

    /// <summary>Scales as many bytes as <paramref name="destination"/> holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ReadOnlySpan<byte> values, Span<float> destination)
    {
        values = values[..destination.Length];
        ref byte source = ref MemoryMarshal.GetReference(values);
        ref float target = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        for (; i <= values.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref source, (nuint)i));
            (Vector256<uint> first, Vector256<uint> second) = Vector256.Widen(Vector256.Create(lower, upper));
            Scale(first).StoreUnsafe(ref target, (nuint)i);
            Scale(second).StoreUnsafe(ref target, (nuint)(i + Vector256<float>.Count));
        }

        for (; i < values.Length; i++)
            destination[i] = values[i] / 255f;
    }

    /// <summary>Scales as many bytes as <paramref name="destination"/> holds.</summary>
    public static void Scale(ReadOnlySpan<byte> values, Span<double> destination)
    {
        values = values[..destination.Length];
        for (int i = 0; i < values.Length; i++)
            destination[i] = values[i] / 255.0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<uint> values)
    {
        Vector256<float> x = Vector256.ConvertToSingle(values.AsInt32());
        return (x * Main) + (x * Rest);
    }
}
