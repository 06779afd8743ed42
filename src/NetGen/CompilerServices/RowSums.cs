using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

/// <summary>
/// Sums along a row, for normalization and reductions, in double precision and in one fixed order whatever the machine's vectors: element i is added to partial
/// sum i mod 16, the sixteen are four vectors of four, and they are added pairwise. A row may end anywhere: what lies after
/// it may be read, but does not count.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowSums
{
    // A vector that begins here, less its last so many lanes, marks the first lanes.
    private static ReadOnlySpan<double> Marks => [1, 1, 1, 1, 0, 0, 0, 0];

    /// <summary>The mean μ, and 1 / √(mean (x − μ)² + epsilon), at most the largest number; 0 where the root is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (T Mean, T InverseDeviation) Statistics<T>(ref readonly T row, int count, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T x = ref Unsafe.AsRef(in row);
        double mean = Sum(new Element<T>(ref x), count) / count;

        // The sum of numbers of single precision is exact enough; that of others has rounded, but their differences from about the mean have not.
        if (typeof(T) == typeof(double))
            mean += Sum(new Difference<T>(ref x, mean), count) / count;

        double variance = Sum(new Square<T>(ref x, mean), count) / count;
        if (!ScaledMoments.IsOutOfRange<T>(variance, epsilon))
            return (T.CreateTruncating(mean), T.CreateTruncating(1 / Math.Sqrt(variance + epsilon)));

        (mean, double deviation) = ScaledMoments.Of(in row, 1, 0, count, 1);
        return (T.CreateTruncating(mean), ScaledMoments.InverseRootOfSquares<T>(deviation, epsilon));
    }

    /// <summary>1 / √(mean x² + epsilon), at most the largest number; 0 where the root is 0.</summary>
    public static T InverseRootMeanSquare<T>(ref readonly T row, int count, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double square = Sum(new Square<T>(ref Unsafe.AsRef(in row), 0), count) / count;
        return ScaledMoments.IsOutOfRange<T>(square, epsilon)
            ? ScaledMoments.InverseRootOfSquares<T>(ScaledMoments.Of(in row, 1, 0, count, 1, isCentered: false).Deviation, epsilon)
            : T.CreateTruncating(1 / Math.Sqrt(square + epsilon));
    }

    /// <summary>Σ x.</summary>
    public static T Sum<T>(ref readonly T row, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Sum(new Element<T>(ref Unsafe.AsRef(in row)), count));

    /// <summary>mean x.</summary>
    public static T Mean<T>(ref readonly T row, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Sum(new Element<T>(ref Unsafe.AsRef(in row)), count) / count);

    /// <summary>mean (a ⊙ b).</summary>
    public static T MeanProduct<T>(ref readonly T a, ref readonly T b, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Sum(new Product<T>(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b)), count) / count);

    /// <summary>mean (a ⊙ n) with n = (x − center) · inverse.</summary>
    public static T MeanProduct<T>(ref readonly T a, ref readonly T x, T center, T inverse, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Sum(new NormalizedProduct<T>(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in x), center, inverse), count) / count);

    /// <summary>mean (a ⊙ b ⊙ n) with n = (x − center) · inverse.</summary>
    public static T MeanProduct<T>(ref readonly T a, ref readonly T b, ref readonly T x, T center, T inverse, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.CreateTruncating(Sum(new WeightedProduct<T>(ref Unsafe.AsRef(in a), ref Unsafe.AsRef(in b), ref Unsafe.AsRef(in x), center, inverse), count) / count);

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
    private static double Sum<F>(F terms, int count)
        where F : struct, ITerms, allows ref struct
    {
        Float64x4 s0 = Float64x4.Zero, s1 = s0, s2 = s0, s3 = s0;
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
            s0 = AddFirst(terms, s0, i, rest);
        if (rest > 4)
            s1 = AddFirst(terms, s1, i + 4, rest - 4);
        if (rest > 8)
            s2 = AddFirst(terms, s2, i + 8, rest - 8);
        if (rest > 12)
            s3 = AddFirst(terms, s3, i + 12, rest - 12);

        Vector256<double> sum = ((s0 + s1) + (s2 + s3)).Value;
        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }

    /// <summary>Adds the first <paramref name="rest"/> lanes, at most all four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float64x4 AddFirst<F>(F terms, Float64x4 sum, int i, int rest)
        where F : struct, ITerms, allows ref struct =>
        Float64x4.WhereGreater(Float64x4.Load(in Marks[0], 4 - Math.Min(rest, 4)), Float64x4.Zero, terms.AddTo(sum, i), sum);

    /// <summary>What is summed.</summary>
    private interface ITerms
    {
        /// <summary>The sum with the terms i … i + 3.</summary>
        Float64x4 AddTo(Float64x4 sum, int i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float64x4 Load<T>(ref T row, int i)
        where T : unmanaged => Sums.Load(ref Unsafe.Add(ref row, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float64x4 Broadcast<T>(T value)
        where T : unmanaged => Float64x4.Broadcast(Sums.ToDouble(value));

    private readonly ref struct Element<T>(ref T row) : ITerms
        where T : unmanaged
    {
        private readonly ref T _row = ref row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i) => sum + Load(ref _row, i);
    }

    private readonly ref struct Difference<T>(ref T row, double center) : ITerms
        where T : unmanaged
    {
        private readonly ref T _row = ref row;
        private readonly Float64x4 _center = Float64x4.Broadcast(center);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i) => sum + (Load(ref _row, i) - _center);
    }

    private readonly ref struct Square<T>(ref T row, double center) : ITerms
        where T : unmanaged
    {
        private readonly ref T _row = ref row;
        private readonly Float64x4 _center = Float64x4.Broadcast(center);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i)
        {
            Float64x4 difference = Load(ref _row, i) - _center;
            return Float64x4.MultiplyAdd(difference, difference, sum);
        }
    }

    private readonly ref struct Product<T>(ref T a, ref T b) : ITerms
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _b = ref b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i) => Float64x4.MultiplyAdd(Load(ref _a, i), Load(ref _b, i), sum);
    }

    private readonly ref struct NormalizedProduct<T>(ref T a, ref T x, T center, T inverse) : ITerms
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _x = ref x;
        private readonly Float64x4 _center = Broadcast(center);
        private readonly Float64x4 _inverse = Broadcast(inverse);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i) => Float64x4.MultiplyAdd(Load(ref _a, i), (Load(ref _x, i) - _center) * _inverse, sum);
    }

    private readonly ref struct WeightedProduct<T>(ref T a, ref T b, ref T x, T center, T inverse) : ITerms
        where T : unmanaged
    {
        private readonly ref T _a = ref a;
        private readonly ref T _b = ref b;
        private readonly ref T _x = ref x;
        private readonly Float64x4 _center = Broadcast(center);
        private readonly Float64x4 _inverse = Broadcast(inverse);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 AddTo(Float64x4 sum, int i) =>
            Float64x4.MultiplyAdd(Load(ref _a, i) * Load(ref _b, i), (Load(ref _x, i) - _center) * _inverse, sum);
    }
}
