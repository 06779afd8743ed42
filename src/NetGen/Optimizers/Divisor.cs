using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>What keeps a divisor from 0, and arithmetic from subnormal numbers, for which processors take up to a hundred times as long.</summary>
internal static class Divisor
{
    /// <summary>
    /// ε in every lane; where it is 0, the smallest normal number, which changes the bits of no root larger than it by far
    /// and makes 0 / 0 of a parameter that never had a gradient, or of padding, 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Guard<V>(double epsilon)
        where V : struct, ISimd<V> =>
        V.Constant(Math.Max(epsilon, 1.1754943508222875e-38), Math.Max(epsilon, 2.2250738585072014e-308));

    /// <summary>
    /// share · g² + 2⁻¹²⁰ (double: 2⁻¹⁰¹⁶): an average of such never becomes subnormal, nor does anything on the way to it. With a share of
    /// 1/1000, the root of the average is at least 2.7·10⁻¹⁷ (double: 4·10⁻¹⁵²), far below any ε in use.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShareOfSquare<V>(V share, V g)
        where V : struct, ISimd<V> => V.MultiplyAdd(share * g, g, V.Constant(7.52316384526264e-37, 1.424047269444609e-306));

    /// <summary>
    /// a · b, or 0 where that is subnormal: adding and subtracting a number rounds away what is tiny against it, to within 2⁻¹²⁶ (double:
    /// 2⁻¹⁰²²), and leaves what is large as it is, infinities and NaN too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Dividend<V>(V a, V b)
        where V : struct, ISimd<V>
    {
        V rounding = V.Constant(1.9721522630525295e-31, 2.004168360008973e-292); // 2⁻¹⁰² and 2⁻⁹⁶⁹
        return V.MultiplyAdd(a, b, rounding) - rounding;
    }
}
