namespace NetGen;

/// <summary>What keeps a divisor from 0.</summary>
internal static class Divisor
{
    /// <summary>
    /// ε in every lane; where it is 0, the smallest normal number, which changes the bits of no root larger than it by far
    /// and makes 0 / 0 of a parameter that never had a gradient, or of padding, 0.
    /// </summary>
    public static V Guard<V>(double epsilon)
        where V : struct, ISimd<V> =>
        V.Constant(Math.Max(epsilon, 1.1754943508222875e-38), Math.Max(epsilon, 2.2250738585072014e-308));
}
