using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Sums along a row, for normalization, in one fixed order whatever the machine's vectors: element i is added to partial
/// sum i mod 16, the sixteen are four vectors of four, and they are added pairwise. A row may end anywhere: what lies after
/// it may be read, but does not count.
/// </summary>
public static class RowSums
{
    // A vector that begins here, less its last so many lanes, marks the first lanes.
    private static ReadOnlySpan<float> SingleMarks => [1, 1, 1, 1, 0, 0, 0, 0];

    private static ReadOnlySpan<double> DoubleMarks => [1, 1, 1, 1, 0, 0, 0, 0];

    /// <summary>mean x.</summary>
    public static float Mean(ref readonly float row, int count) =>
        Sum<Float32x4, float, Element<Float32x4, float>>(new(ref Unsafe.AsRef(in row)), count, in SingleMarks[0]) / count;

    /// <inheritdoc cref="Mean(ref readonly float, int)"/>
    public static double Mean(ref readonly double row, int count) =>
        Sum<Float64x4, double, Element<Float64x4, double>>(new(ref Unsafe.AsRef(in row)), count, in DoubleMarks[0]) / count;

    /// <summary>1 / √(mean (x − center)² + epsilon).</summary>
    public static float InverseDeviation(ref readonly float row, float center, int count, double epsilon) =>
        (float)(1 / Math.Sqrt(Sum<Float32x4, float, Square<Float32x4, float>>(new(ref Unsafe.AsRef(in row), center), count, in SingleMarks[0]) / count + epsilon));

    /// <inheritdoc cref="InverseDeviation(ref readonly float, float, int, double)"/>
    public static double InverseDeviation(ref readonly double row, double center, int count, double epsilon) =>
        1 / Math.Sqrt(Sum<Float64x4, double, Square<Float64x4, double>>(new(ref Unsafe.AsRef(in row), center), count, in DoubleMarks[0]) / count + epsilon);

    /// <summary>mean (a ⊙ b).</summary>
    public static float MeanProduct(ref readonly float a, ref readonly float b, int count) =>
        Sum<Float32x4, float, Product<Float32x4, float>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b)), count, in SingleMarks[0]) / count;

    /// <inheritdoc cref="MeanProduct(ref readonly float, ref readonly float, int)"/>
    public static double MeanProduct(ref readonly double a, ref readonly double b, int count) =>
        Sum<Float64x4, double, Product<Float64x4, double>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b)), count, in DoubleMarks[0]) / count;

    /// <summary>mean (a ⊙ (x − center)).</summary>
    public static float MeanProduct(ref readonly float a, ref readonly float x, float center, int count) =>
        Sum<Float32x4, float, CenteredProduct<Float32x4, float>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in x), center), count, in SingleMarks[0]) / count;

    /// <inheritdoc cref="MeanProduct(ref readonly float, ref readonly float, float, int)"/>
    public static double MeanProduct(ref readonly double a, ref readonly double x, double center, int count) =>
        Sum<Float64x4, double, CenteredProduct<Float64x4, double>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in x), center), count, in DoubleMarks[0]) / count;

    /// <summary>mean (a ⊙ b ⊙ (x − center)).</summary>
    public static float MeanProduct(ref readonly float a, ref readonly float b, ref readonly float x, float center, int count) =>
        Sum<Float32x4, float, WeightedProduct<Float32x4, float>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b), ref Unsafe.AsRef(in x), center), count, in SingleMarks[0]) / count;

    /// <inheritdoc cref="MeanProduct(ref readonly float, ref readonly float, ref readonly float, float, int)"/>
    public static double MeanProduct(ref readonly double a, ref readonly double b, ref readonly double x, double center, int count) =>
        Sum<Float64x4, double, WeightedProduct<Float64x4, double>>(new(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b), ref Unsafe.AsRef(in x), center), count, in DoubleMarks[0]) / count;

    /// <summary>Stores the first <paramref name="count"/> lanes of a vector of four.</summary>
    public static void StoreFirst<V, T>(V vector, int count, ref T destination)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        Span<T> lanes = stackalloc T[4];
        V.Store(vector, ref lanes[0], 0);
        lanes[..count].CopyTo(MemoryMarshal.CreateSpan(ref destination, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Sum<V, T, F>(F terms, int count, ref readonly T marks)
        where V : struct, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where F : struct, ITerms<V>, allows ref struct
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            s0 = terms.AddTo(s0, i);
            s1 = terms.AddTo(s1, i + 4);
            s2 = terms.AddTo(s2, i + 8);
            s3 = terms.AddTo(s3, i + 12);
        }

        int rest = count - i;
        if (rest > 0)
            s0 = AddFirst<V, T, F>(terms, s0, i, rest, in marks);
        if (rest > 4)
            s1 = AddFirst<V, T, F>(terms, s1, i + 4, rest - 4, in marks);
        if (rest > 8)
            s2 = AddFirst<V, T, F>(terms, s2, i + 8, rest - 8, in marks);
        if (rest > 12)
            s3 = AddFirst<V, T, F>(terms, s3, i + 12, rest - 12, in marks);

        Span<T> lanes = stackalloc T[4];
        V.Store((s0 + s1) + (s2 + s3), ref lanes[0], 0);
        return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    }

    /// <summary>Adds the first <paramref name="rest"/> lanes, at most all four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AddFirst<V, T, F>(F terms, V sum, int i, int rest, ref readonly T marks)
        where V : struct, ISimd<V, T>
        where T : unmanaged
        where F : struct, ITerms<V>, allows ref struct
    {
        return V.WhereGreater(V.Load(in marks, 4 - Math.Min(rest, 4)), V.Zero, terms.AddTo(sum, i), sum);
    }

    /// <summary>What is summed.</summary>
    private interface ITerms<V>
    {
        /// <summary>The sum with the terms i … i + 3.</summary>
        V AddTo(V sum, int i);
    }

    private readonly ref struct Element<V, T>(ref T row) : ITerms<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        private readonly ref T _row = ref row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AddTo(V sum, int i) => sum + V.Load(ref _row, i);
    }

    private readonly ref struct Square<V, T>(ref T row, T center) : ITerms<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        private readonly ref T _row = ref row;
        private readonly V _center = V.Broadcast(center);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AddTo(V sum, int i)
        {
            V difference = V.Load(ref _row, i) - _center;
            return V.MultiplyAdd(difference, difference, sum);
        }
    }

    private readonly ref struct Product<V, T>(ref T a, ref T b) : ITerms<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _b = ref b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AddTo(V sum, int i) => V.MultiplyAdd(V.Load(ref _a, i), V.Load(ref _b, i), sum);
    }

    private readonly ref struct CenteredProduct<V, T>(ref T a, ref T x, T center) : ITerms<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _x = ref x;
        private readonly V _center = V.Broadcast(center);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AddTo(V sum, int i) => V.MultiplyAdd(V.Load(ref _a, i), V.Load(ref _x, i) - _center, sum);
    }

    private readonly ref struct WeightedProduct<V, T>(ref T a, ref T b, ref T x, T center) : ITerms<V>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _b = ref b;
        private readonly ref T _x = ref x;
        private readonly V _center = V.Broadcast(center);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V AddTo(V sum, int i) => V.MultiplyAdd(V.Load(ref _a, i) * V.Load(ref _b, i), V.Load(ref _x, i) - _center, sum);
    }
}
