namespace NetGen.CompilerServices;

/// <summary>Elementary functions of one number: the same bits as the vectors', on every machine.</summary>
public static class ScalarMath
{
    /// <summary>The natural logarithm: see <see cref="SimdMath.Log{V}"/>.</summary>
    public static double Log(double x)
    {
        Span<double> lanes = stackalloc double[2];
        Float64x2.Store(SimdMath.Log(Float64x2.Broadcast(x)), ref lanes[0], 0);
        return lanes[0];
    }
}
