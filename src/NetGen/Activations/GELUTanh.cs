using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The Gaussian error linear unit by its tanh formula: f(z) = z/2·(1 + tanh u) = z·σ(2u) with u = √(2/π)·(z + 0.044715·z³)
/// and the sigmoid σ; f′ = σ(2u) + z·σ(2u)·(1 − σ(2u))·2u′ (Hendrycks and Gimpel, 2016; GPT-2's activation).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, Equation = "½·{0} ⊙ (1 + tanh(√(2/π)·({0} + 0.044715·{0}³)))")]
public struct GELUTanh : IActivation
{
    private const double Linear = 1.5957691216057307; // 2·√(2/π)
    private const double Cubic = Linear * 0.044715;

    // Beyond, σ(2u) is 0 or 1 in both precisions, and z² must not overflow.
    private const double Bound = 40;

    /// <summary>f(z) = z·σ(2u).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z);
        return z * SimdMath.Sigmoid(b * V.MultiplyAdd(V.Constant(Cubic), b * b, V.Constant(Linear)));
    }

    /// <summary>f′ = σ(2u) + z·σ(2u)·(1 − σ(2u))·2u′.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z), square = b * b;
        V s = SimdMath.Sigmoid(b * V.MultiplyAdd(V.Constant(Cubic), square, V.Constant(Linear)));
        V slope = V.MultiplyAdd(V.Constant(3 * Cubic), square, V.Constant(Linear));
        return V.MultiplyAdd(b * s * (V.One - s), slope, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bounded<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Constant(-Bound)), V.Constant(Bound));
}

/// <summary>Applies <see cref="GELUTanh"/>: h = z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³))).</summary>
public sealed class GELUTanhAttribute : ActivationAttribute<GELUTanh>;
