using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The Gaussian error linear unit, exact: f(z) = z·Φ(z), f′ = Φ(z) + z·φ(z), where Φ(z) = erfc(−z/√2)/2 is the normal
/// distribution and φ(z) = e^(−z²/2)/√(2π) its density (Hendrycks and Gimpel, 2016).
/// </summary>
/// <remarks>
/// With a = |z| and Mills' ratio M(a) = Φ(−a)/φ(a), f = z·φ(a)·M(a) and f′ = φ(a)·(M(a) − a) where z &lt; 0, and f = z − z·φ(a)·M(a) and
/// f′ = 1 − φ(a)·(M(a) − a) elsewhere: nothing cancels in the tails, and the exponent z²/2 comes in two parts, the first of which is exact.
/// </remarks>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} ⊙ Φ({0})", Derivative = "Φ({0}) + {0} ⊙ φ({0})")]
public struct GELU : IActivation
{
    private const double Density = 0.39894228040143268; // 1/√(2π)

    /// <summary>f(z) = z·Φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        V a = Bounded(V.Abs(z));
        V tail = DensityTimes(a, SimdMath.MillsRatio(a) * V.CopySign(a, z));
        return V.WhereGreater(V.Zero, z, tail, z - tail);
    }

    /// <summary>f′ = Φ(z) + z·φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V a = Bounded(V.Abs(z));
        V tail = DensityTimes(a, SimdMath.MillsRatio(a) - a);
        return V.WhereGreater(V.Zero, z, tail, V.One - tail);
    }

    /// <summary>Beyond, both tails round to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Bounded<V>(V a)
        where V : struct, ISimd<V> => V.AtMost(a, V.Constant(15, 40));

    /// <summary>φ(a) times a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V DensityTimes<V>(V a, V factor)
        where V : struct, ISimd<V>
    {
        // The sum is so large that it has no room for more than 12 (26) bits of a, whose square is exact.
        V large = V.Constant(3 << 14, 3L << 31);
        V high = (a + large) - large, minusHalf = V.Constant(-0.5);
        SimdMath.Exp(high * high * minusHalf, (a - high) * (a + high) * minusHalf, factor * V.Constant(Density), out V product);
        return product;
    }
}

/// <summary>Applies <see cref="GELU"/>: h = z·Φ(z).</summary>
public sealed class GELUAttribute : ActivationAttribute<GELU>;
