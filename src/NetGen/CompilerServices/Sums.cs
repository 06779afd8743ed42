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

    private static double Square<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double v = double.CreateTruncating(value);
        return v * v;
    }
}
