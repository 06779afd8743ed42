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

    /// <summary>f′ = Φ(z) + z·φ(z). In single precision the largest error measured is 2.4·10⁻⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        if (z is IDoublePrecision)
            return V.MultiplyAdd(z * V.Constant(Density), SimdMath.Exp(z * z * V.Constant(-0.5)), Distribution(z));
        return DerivativeInSingle(z);
    }

    /// <summary>
    /// f′ − ½ is odd: z·p(z²) / q(z²), with minimax polynomials up to |z| = 6.2. Beyond, f′ rounds to 0 or 1. One division takes the place
    /// of two exponentials.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V DerivativeInSingle<V>(V z)
        where V : struct, ISimd<V>
    {
        V bound = V.Constant(6.2), half = V.Constant(0.5);
        V square = V.AtMost(z * z, bound * bound);
        V p = V.Constant(8.5931465613525294e-11);
        p = V.MultiplyAdd(p, square, V.Constant(2.903755699940446e-8));
        p = V.MultiplyAdd(p, square, V.Constant(3.2842164057656159e-7));
        p = V.MultiplyAdd(p, square, V.Constant(4.0241890660684916e-5));
        p = V.MultiplyAdd(p, square, V.Constant(-4.2762778167836575e-5));
        p = V.MultiplyAdd(p, square, V.Constant(0.01471531617150105));
        p = V.MultiplyAdd(p, square, V.Constant(-0.035262241255733083));
        p = V.MultiplyAdd(p, square, V.Constant(0.79788456042507542));
        V q = V.Constant(5.2232866753991717e-9);
        q = V.MultiplyAdd(q, square, V.Constant(2.6498899280752112e-7));
        q = V.MultiplyAdd(q, square, V.Constant(8.8095288461165452e-6));
        q = V.MultiplyAdd(q, square, V.Constant(0.00020577425282067099));
        q = V.MultiplyAdd(q, square, V.Constant(0.0034398918640293114));
        q = V.MultiplyAdd(q, square, V.Constant(0.039822498469012902));
        q = V.MultiplyAdd(q, square, V.Constant(0.2891386583165602));
        q = V.MultiplyAdd(q, square, V.One);
        return V.WhereGreater(V.Abs(z), bound, half + V.CopySign(half, z), V.MultiplyAdd(z, p / q, half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Distribution<V>(V z)
        where V : struct, ISimd<V> =>
        V.MultiplyAdd(V.Constant(0.5), SimdMath.Erf(z * V.Constant(SqrtOfHalf)), V.Constant(0.5));
}

/// <summary>Applies <see cref="GELU"/>: h = z·(1 + erf(z/√2))/2.</summary>
public sealed class GELUAttribute : ActivationAttribute<GELU>;
