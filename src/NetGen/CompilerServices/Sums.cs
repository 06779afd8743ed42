using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.CompilerServices;

/// <summary>
/// Sums in one fixed order and in double precision, whatever the machine: element i is added to partial sum i mod 4, and
/// the four are added pairwise.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Sums
{
    /// <summary>Σ vᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        count <= 4 ? SumOfFew(ref Unsafe.AsRef(in values), count) : Accumulate<T, Value>(in values, count);

    /// <summary>Σ vᵢ².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate<T, Square>(in values, count);

    /// <summary>Σ |vᵢ|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfMagnitudes<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate<T, Magnitude>(in values, count);

    /// <summary>
    /// The next sum of a compensated summation, lane by lane: what this addition rounds off is added to <paramref name="rest"/> (Knuth's exact
    /// sum of two, 1969), so that sum + rest is right to an ulp or two, however many values there are and however they cancel.
    /// </summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="sum">The sum so far.</param>
    /// <param name="value">What is added.</param>
    /// <param name="rest">The sum of what was rounded off so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<V>(V sum, V value, ref V rest)
        where V : struct, ISimd<V>
    {
        V next = sum + value, added = next - sum;
        rest += (sum - (next - added)) + (value - added);
        return next;
    }

    /// <inheritdoc cref="Add{V}(V, V, ref V)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Add(double sum, double value, ref double rest)
    {
        double next = sum + value, added = next - sum;
        rest += (sum - (next - added)) + (value - added);
        return next;
    }

    /// <summary>(sum + rest) / count as a number and what it lacks.</summary>
    internal static (double Quotient, double Lacking) Divide(double sum, double rest, double count)
    {
        double quotient = (sum + rest) / count;
        double left = Math.FusedMultiplyAdd(-quotient, count, sum) + rest, correction = left / count;
        double total = quotient + correction;
        return (total, (quotient - total) + correction);
    }

    /// <summary>The number of partial sums of a gradient that is summed over the examples in lanes: example r adds to number r mod 16.</summary>
    public const int PartialSums = 16;

    /// <summary>
    /// Adds to each element of <paramref name="rows"/> by <paramref name="columns"/> its sixteen partial sums, which lie one after the other, row
    /// by row: first those a distance of four apart, ((s₀ + s₄) + (s₈ + s₁₂)) and so on, then the four pairwise.
    /// </summary>
    /// <param name="sums">The partial sums.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The elements of a row.</param>
    /// <param name="destination">The first element to which is added.</param>
    /// <param name="stride">Elements from one of its rows to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPartialSums<T>(ref readonly T sums, int rows, int columns, ref T destination, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T s = ref Unsafe.AsRef(in sums);
        ref T row = ref destination;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                Unsafe.Add(ref row, c) += typeof(T) == typeof(float)
                    ? Unsafe.BitCast<float, T>(OfParts(ref Unsafe.As<T, float>(ref s)))
                    : Unsafe.BitCast<double, T>(OfParts(ref Unsafe.As<T, double>(ref s)));
                s = ref Unsafe.Add(ref s, PartialSums);
            }

            row = ref Unsafe.Add(ref row, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float OfParts(ref float s)
    {
        Vector128<float> four = (Vector128.LoadUnsafe(ref s) + Vector128.LoadUnsafe(ref s, 4)) + (Vector128.LoadUnsafe(ref s, 8) + Vector128.LoadUnsafe(ref s, 12));
        return (four[0] + four[1]) + (four[2] + four[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double OfParts(ref double s)
    {
        Vector256<double> four = (Vector256.LoadUnsafe(ref s) + Vector256.LoadUnsafe(ref s, 4)) + (Vector256.LoadUnsafe(ref s, 8) + Vector256.LoadUnsafe(ref s, 12));
        return (four[0] + four[1]) + (four[2] + four[3]);
    }

    /// <summary>Σ w[t] over the labels t of a batch that count, those of at least 0; without weights, their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfLabels(ReadOnlySpan<int> labels, ReadOnlySpan<double> classWeights)
    {
        if (classWeights.IsEmpty)
        {
            return Counted(labels);
        }

        double sum = 0;
        foreach (int label in labels)
        {
            sum += label < 0 ? 0 : classWeights[label];
        }

        return sum;
    }

    /// <summary>The number of labels that count: those of at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Counted(ReadOnlySpan<int> labels)
    {
        int count = 0;
        foreach (int label in labels)
        {
            count += label < 0 ? 0 : 1;
        }

        return count;
    }

    /// <summary>The sum of the lengths of <paramref name="rows"/> examples, each four elements after the one before.</summary>
    public static double OfLengths<T>(ref readonly T lengths, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int r = 0; r < rows; r++)
        {
            sum += ToDouble(Unsafe.Add(ref Unsafe.AsRef(in lengths), 4 * r));
        }

        return sum;
    }

    /// <summary>A share of a sum of weights; 0 where all weights are 0, for then nothing counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Share(double part, double weights) => weights == 0 ? 0 : part / weights;

    /// <summary>(v₀ + v₁) + (v₂ + v₃), as far as there are so many. Where their number is a constant, only their additions remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SumOfFew<T>(ref T v, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double first = count > 0 ? ToDouble(v) : 0, second = count > 2 ? ToDouble(Unsafe.Add(ref v, 2)) : 0;
        if (count > 1)
            first += ToDouble(Unsafe.Add(ref v, 1));
        if (count > 3)
            second += ToDouble(Unsafe.Add(ref v, 3));
        return count > 2 ? first + second : first;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Accumulate<T, TTerm>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        Float64x4 sums = Float64x4.Zero;
        int i = 0;
        for (; i <= count - Float64x4.Count; i += Float64x4.Count)
        {
            sums += default(TTerm).Of(Load(ref Unsafe.Add(ref Unsafe.AsRef(in values), i)));
        }

        double s0 = sums.Value[0], s1 = sums.Value[1], s2 = sums.Value[2], s3 = sums.Value[3];
        ref T rest = ref Unsafe.Add(ref Unsafe.AsRef(in values), i);
        if (i < count)
            s0 += default(TTerm).Of(ToDouble(rest));
        if (i + 1 < count)
            s1 += default(TTerm).Of(ToDouble(Unsafe.Add(ref rest, 1)));
        if (i + 2 < count)
            s2 += default(TTerm).Of(ToDouble(Unsafe.Add(ref rest, 2)));
        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>Four numbers in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Float64x4 Load<T>(ref T source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return new(Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source)));

        return new(Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector256Unsafe()));
    }

    /// <summary>
    /// The same number in double precision, by the conversion of vectors: that of one number (cvtss2sd) leaves half of its register as
    /// it was, and so waits for what was there; in a loop, for the turn before.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(value)
        : Vector128.WidenLower(Vector128.CreateScalar(Unsafe.BitCast<T, float>(value))).ToScalar();

    private interface ITerm
    {
        Float64x4 Of(Float64x4 v);

        double Of(double v);
    }

    private readonly struct Value : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 Of(Float64x4 v) => v;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double v) => v;
    }

    private readonly struct Square : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 Of(Float64x4 v) => v * v;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double v) => v * v;
    }

    private readonly struct Magnitude : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Float64x4 Of(Float64x4 v) => Float64x4.Abs(v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double v) => Math.Abs(v);
    }
}
