using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>What keeps a divisor from 0, and arithmetic from subnormal numbers, for which processors take up to a hundred times as long.</summary>
internal static class Divisor
{
    /// <summary>
    /// ε in every lane; where it is 0, the smallest normal number, which changes the bits of no root larger than it by far
    /// and makes 0 / 0 of a parameter that never had a gradient, or of padding, 0.
    /// </summary>
    public static V Guard<V>(double epsilon)
        where V : struct, ISimd<V> =>
        V.Constant(Math.Max(epsilon, 1.1754943508222875e-38), Math.Max(epsilon, 2.2250738585072014e-308));

    /// <summary>
    /// g² + 2⁻¹¹⁰ (double: 2⁻¹⁰⁰⁰), of which an average never becomes subnormal. Its root is at least 2.8·10⁻¹⁷ (double: 3·10⁻¹⁵¹) then, far
    /// below any ε; what is larger by far keeps its bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Square<V>(V g)
        where V : struct, ISimd<V> => V.MultiplyAdd(g, g, V.Constant(7.703719777548943e-34, 9.332636185032189e-302));

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
