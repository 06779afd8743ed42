using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Functions of one double for what is computed once in a step: the same bits on every machine, unlike those of
/// <see cref="Math"/>.
/// </summary>
internal static class PortableMath
{
    /// <summary>eˣ.</summary>
    public static double Exp(double x)
    {
        Span<double> lanes = stackalloc double[2];
        Float64x2.Store(SimdMath.Exp(Float64x2.Broadcast(x)), ref lanes[0], 0);
        return lanes[0];
    }

    /// <summary>ln x.</summary>
    public static double Log(double x)
    {
        Span<double> lanes = stackalloc double[2];
        Float64x2.Store(SimdMath.Log(Float64x2.Broadcast(x)), ref lanes[0], 0);
        return lanes[0];
    }

    /// <summary>xⁿ for x of at least 0 and any finite n: a root where n is no integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Power(double x, double exponent)
    {
        if (exponent >= 0 && exponent < long.MaxValue && exponent == Math.Floor(exponent))
            return Power(x, (long)exponent);
        return x == 0 ? 0 : Exp(exponent * Log(x));
    }

    /// <summary>xⁿ by repeated squaring; n is at least 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Power(double x, long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        double power = 1;
        for (; exponent != 0; exponent >>= 1, x *= x)
        {
            if ((exponent & 1) != 0)
                power *= x;
        }

        return power;
    }

    /// <summary>cos(π·x), by Taylor's series on [−π/4, π/4]; exact at multiples of ½. Error: below 2 ulp of 1.</summary>
    public static double CosPi(double x)
    {
        double r = Math.Abs(x - (2 * Math.Round(x / 2)));
        if (r > 0.5)
            return -CosPi(1 - r);
        return r <= 0.25 ? Cos(Math.PI * r) : Sin(Math.PI * (0.5 - r));
    }

    /// <summary>1 − x²/2! + x⁴/4! − …, to x¹⁸.</summary>
    private static double Cos(double x)
    {
        double sum = 1;
        for (int n = 18; n > 0; n -= 2)
            sum = 1 - (x * x / (n * (n - 1)) * sum);
        return sum;
    }

    /// <summary>x·(1 − x²/3! + x⁴/5! − …), to x¹⁹.</summary>
    private static double Sin(double x)
    {
        double sum = 1;
        for (int n = 19; n > 1; n -= 2)
            sum = 1 - (x * x / (n * (n - 1)) * sum);
        return x * sum;
    }
}
