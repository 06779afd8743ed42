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

    /// <summary>xⁿ for x of at least 0.</summary>
    public static double Power(double x, double exponent) => exponent == 0 ? 1 : x == 0 ? 0 : Exp(exponent * Log(x));
}
