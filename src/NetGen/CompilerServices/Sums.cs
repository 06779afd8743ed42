using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>
/// Sums in one fixed order and in double precision, whatever the machine: element i is added to partial sum i mod 4, and
/// the four are added pairwise.
/// </summary>
public static class Sums
{
    /// <summary>Σ vᵢ.</summary>
    public static double Sum<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T v = ref Unsafe.AsRef(in values);
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            s0 += double.CreateTruncating(Unsafe.Add(ref v, i));
            s1 += double.CreateTruncating(Unsafe.Add(ref v, i + 1));
            s2 += double.CreateTruncating(Unsafe.Add(ref v, i + 2));
            s3 += double.CreateTruncating(Unsafe.Add(ref v, i + 3));
        }

        for (; i < count; i++)
        {
            s0 += double.CreateTruncating(Unsafe.Add(ref v, i));
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>Σ vᵢ².</summary>
    public static double SumOfSquares<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T v = ref Unsafe.AsRef(in values);
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            s0 += Square(Unsafe.Add(ref v, i));
            s1 += Square(Unsafe.Add(ref v, i + 1));
            s2 += Square(Unsafe.Add(ref v, i + 2));
            s3 += Square(Unsafe.Add(ref v, i + 3));
        }

        for (; i < count; i++)
        {
            s0 += Square(Unsafe.Add(ref v, i));
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>The number of partial sums of a gradient that is summed over the examples in lanes: example r adds to number r mod 16.</summary>
    public const int PartialSums = 16;

    /// <summary>
    /// Adds to each of <paramref name="count"/> elements its sixteen partial sums, which lie one after the other: first those a distance of
    /// four apart, ((s₀ + s₄) + (s₈ + s₁₂)) and so on, then the four pairwise.
    /// </summary>
    public static void AddPartialSums<T>(ref readonly T sums, int count, ref T destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T s = ref Unsafe.AsRef(in sums);
        for (int i = 0; i < count; i++)
        {
            T s0 = (s + Unsafe.Add(ref s, 4)) + (Unsafe.Add(ref s, 8) + Unsafe.Add(ref s, 12));
            T s1 = (Unsafe.Add(ref s, 1) + Unsafe.Add(ref s, 5)) + (Unsafe.Add(ref s, 9) + Unsafe.Add(ref s, 13));
            T s2 = (Unsafe.Add(ref s, 2) + Unsafe.Add(ref s, 6)) + (Unsafe.Add(ref s, 10) + Unsafe.Add(ref s, 14));
            T s3 = (Unsafe.Add(ref s, 3) + Unsafe.Add(ref s, 7)) + (Unsafe.Add(ref s, 11) + Unsafe.Add(ref s, 15));
            Unsafe.Add(ref destination, i) += (s0 + s1) + (s2 + s3);
            s = ref Unsafe.Add(ref s, PartialSums);
        }
    }

    /// <summary>Σ |vᵢ|.</summary>
    public static double SumOfMagnitudes<T>(ref readonly T values, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T v = ref Unsafe.AsRef(in values);
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            s0 += double.CreateTruncating(T.Abs(Unsafe.Add(ref v, i)));
            s1 += double.CreateTruncating(T.Abs(Unsafe.Add(ref v, i + 1)));
            s2 += double.CreateTruncating(T.Abs(Unsafe.Add(ref v, i + 2)));
            s3 += double.CreateTruncating(T.Abs(Unsafe.Add(ref v, i + 3)));
        }

        for (; i < count; i++)
        {
            s0 += double.CreateTruncating(T.Abs(Unsafe.Add(ref v, i)));
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>Σ w[t] over the labels t of a batch.</summary>
    public static double OfLabels(ReadOnlySpan<int> labels, ReadOnlySpan<double> classWeights)
    {
        double sum = 0;
        foreach (int label in labels)
        {
            sum += classWeights[label];
        }

        return sum;
    }

    private static double Square<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double v = double.CreateTruncating(value);
        return v * v;
    }
}
