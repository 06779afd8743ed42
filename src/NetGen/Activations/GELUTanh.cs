using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The Gaussian error linear unit by its tanh formula: f(z) = z/2·(1 + tanh u) = z·σ(2u) with u = √(2/π)·(z + 0.044715·z³)
/// and the sigmoid σ; f′ = σ(2u) + z·σ(2u)·(1 − σ(2u))·2u′ (Hendrycks and Gimpel, 2016; GPT-2's activation).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, Equation = "½·{0} ⊙ (1 + tanh(√(2/π)·({0} + 0.044715·{0}³)))", Derivative = "½·(1 + τ) + ½·{0} ⊙ (1 - τ²)·√(2/π)·(1 + 0.134145·{0}²) with τ = tanh(√(2/π)·({0} + 0.044715·{0}³))")]
public struct GELUTanh : IActivation
{
    // 2·√(2/π) and its product with 0.044715: as numbers of each precision, and what those lack.
    private const double Linear = 1.5957691216057308;
    private const double LinearSingle = 1.5957691669464111;
    private const double Cubic = 0.07135481627260025;
    private const double CubicSingle = 0.07135481387376785;

    /// <summary>f(z) = z·σ(2u).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z);
        V minusGate = MinusGate(b, out V rest, out _);
        V e = SimdMath.Exp(minusGate, rest, b, out V product);
        return V.WhereGreater(V.Zero, z, product, z) / (V.One + e);
    }

    /// <summary>f′ = σ(2u) + z·σ(2u)·(1 − σ(2u))·2u′.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z);
        V minusGate = MinusGate(b, out V rest, out V square);
        return SimdMath.GateDerivative(minusGate, rest, b * V.MultiplyAdd(V.Constant(3 * Cubic), square, V.Constant(Linear)), z);
    }

    /// <summary>Beyond, σ(2u) is 0 or 1 in both precisions, and z² must not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Bounded<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Constant(-40)), V.Constant(40));

    /// <summary>−|2u| in two parts, for an error of the exponent is one of the exponential, as many times larger; and z².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V MinusGate<V>(V z, out V rest, out V square)
        where V : struct, ISimd<V>
    {
        // A product's rounding error by a fused multiply-add; a sum's, of numbers that are not negative, the one that Knuth found.
        V a = V.Abs(z), linear = V.Constant(LinearSingle, Linear), cubic = V.Constant(CubicSingle, Cubic);
        square = a * a;
        V squareRest = V.MultiplyAdd(a, a, -square);
        V third = cubic * square;
        V thirdRest = V.MultiplyAdd(cubic, square, -third) + V.MultiplyAdd(cubic, squareRest, V.Constant(2.3988323959931356e-9, -6.1751499181553155e-19) * square);
        V sum = linear + third, added = sum - linear;
        V sumRest = ((linear - (sum - added)) + (third - added)) + (thirdRest + V.Constant(-4.5340680421052716e-8, -9.9693088091109203e-17));
        V gate = a * sum;
        rest = -V.MultiplyAdd(a, sumRest, V.MultiplyAdd(a, sum, -gate));
        return -gate;
    }
}

/// <summary>Applies <see cref="GELUTanh"/>: h = z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³))).</summary>
public sealed class GELUTanhAttribute : ActivationAttribute<GELUTanh>;
