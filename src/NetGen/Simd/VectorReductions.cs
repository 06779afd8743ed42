using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>What is found out about all elements of a long buffer: the same at every width of vectors.</summary>
internal static class VectorReductions
{
    // Sixteen partial sums on every machine, whatever its vectors are.
    private const int Partials = 16;

    /// <summary>Σ vᵢ² in double precision: element i goes to partial sum i mod 16, and those are added in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i <= values.Length - Partials; i += Partials)
        {
            ref T v = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), i);
            s0 = AddSquare(s0, Load4(ref v));
            s1 = AddSquare(s1, Load4(ref Unsafe.Add(ref v, 4)));
            s2 = AddSquare(s2, Load4(ref Unsafe.Add(ref v, 8)));
            s3 = AddSquare(s3, Load4(ref Unsafe.Add(ref v, 12)));
        }

        Span<T> rest = stackalloc T[Partials];
        values[i..].CopyTo(rest);
        s0 = AddSquare(s0, Load4(ref rest[0]));
        s1 = AddSquare(s1, Load4(ref rest[4]));
        s2 = AddSquare(s2, Load4(ref rest[8]));
        s3 = AddSquare(s3, Load4(ref rest[12]));
        Vector256<double> sum = s0 + s1 + (s2 + s3);
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }

    /// <summary>Whether no element is infinite or NaN.</summary>
    public static bool AllFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            ReadOnlySpan<float> single = MemoryMarshal.Cast<T, float>(values);
            return Simd.VectorBits == 512 ? AllFinite<Float32x16, float>(single)
                : Simd.VectorBits == 256 ? AllFinite<Float32x8, float>(single)
                : AllFinite<Float32x4, float>(single);
        }

        ReadOnlySpan<double> both = MemoryMarshal.Cast<T, double>(values);
        return Simd.VectorBits == 512 ? AllFinite<Float64x8, double>(both)
            : Simd.VectorBits == 256 ? AllFinite<Float64x4, double>(both)
            : AllFinite<Float64x2, double>(both);
    }

    /// <summary>The same by vectors <typeparamref name="V"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite<V, T>(ReadOnlySpan<T> values)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        // 0 · v is a zero, or NaN, which a sum keeps; four sums, for each addition waits for the one before.
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        int step = 4 * V.Count, i = 0;
        for (; i <= values.Length - step; i += step)
        {
            ref T v = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), i);
            s0 = V.MultiplyAdd(V.Load(ref v, 0), V.Zero, s0);
            s1 = V.MultiplyAdd(V.Load(ref v, V.Count), V.Zero, s1);
            s2 = V.MultiplyAdd(V.Load(ref v, 2 * V.Count), V.Zero, s2);
            s3 = V.MultiplyAdd(V.Load(ref v, 3 * V.Count), V.Zero, s3);
        }

        Span<T> rest = stackalloc T[step];
        values[i..].CopyTo(rest);
        for (int j = 0; j < step; j += V.Count)
            s0 = V.MultiplyAdd(V.Load(ref rest[j], 0), V.Zero, s0);
        V.Store(s0 + s1 + (s2 + s3), ref rest[0], 0);
        foreach (T lane in rest[..V.Count])
        {
            if (!EqualityComparer<T>.Default.Equals(lane, default))
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> AddSquare(Vector256<double> sum, Vector256<double> v) => sum + (v * v);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Load4<T>(ref T source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source));
        (Vector128<double> low, Vector128<double> high) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source)));
        return Vector256.Create(low, high);
    }
}
