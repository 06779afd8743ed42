using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The Gaussian error linear unit, exact: f(z) = z·Φ(z), f′ = Φ(z) + z·φ(z), where Φ(z) = (1 + erf(z/√2))/2 is the normal
/// distribution and φ(z) = e^(−z²/2)/√(2π) its density (Hendrycks and Gimpel, 2016).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} ⊙ Φ({0})")]
public struct GELU : IActivation
{
    private const double SqrtOfHalf = 0.70710678118654752;
    private const double Density = 0.39894228040143268; // 1/√(2π)

    /// <summary>f(z) = z·Φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z * Distribution(z);

    /// <summary>f′ = Φ(z) + z·φ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> =>
        V.MultiplyAdd(z * V.Constant(Density), SimdMath.Exp(z * z * V.Constant(-0.5)), Distribution(z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Distribution<V>(V z)
        where V : struct, ISimd<V> =>
        V.MultiplyAdd(V.Constant(0.5), SimdMath.Erf(z * V.Constant(SqrtOfHalf)), V.Constant(0.5));
}

/// <summary>Applies <see cref="GELU"/>: h = z·(1 + erf(z/√2))/2.</summary>
public sealed class GELUAttribute : ActivationAttribute<GELU>;
