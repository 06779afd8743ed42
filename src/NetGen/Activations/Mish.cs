using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Mish: f(z) = z·τ(z) with τ(z) = tanh(ln(1 + eᶻ)); f′ = τ(z) + z·(1 − τ(z)²)·σ(z), where σ is the sigmoid (Misra, 2020).
/// </summary>
/// <remarks>
/// τ = n/d with n = 1 + 2e and d = n + 2e² where z ≥ 0, n = e² + 2e and d = n + 2 elsewhere, for e = e^−|z|: one exponential,
/// which cannot overflow, and nothing cancels.
/// </remarks>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} ⊙ tanh(softplus({0}))")]
public struct Mish : IActivation
{
    /// <summary>f(z) = z·τ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        Fraction(z, out _, out V n, out V rest);
        return z * (n / (n + rest));
    }

    /// <summary>f′ = τ(z) + z·(1 − τ(z)²)·σ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        // 1 − τ² = (d − n)·(d + n)/d², and d − n is at hand.
        Fraction(z, out V e, out V n, out V rest);
        V d = n + rest;
        V tau = n / d;
        V oneMinusSquare = (rest / d) * (V.One + tau);
        V sigmoid = V.WhereGreater(V.Zero, z, e, V.One) / (V.One + e);
        return V.MultiplyAdd(z * sigmoid, oneMinusSquare, tau);
    }

    /// <summary>e = e^−|z|, and τ = n / (n + rest).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fraction<V>(V z, out V e, out V n, out V rest)
        where V : struct, ISimd<V>
    {
        e = SimdMath.Exp(-V.Abs(z));
        V two = V.Constant(2), square = e * e;
        n = V.MultiplyAdd(two, e, V.WhereGreater(V.Zero, z, square, V.One));
        rest = two * V.WhereGreater(V.Zero, z, V.One, square);
    }
}

/// <summary>Applies <see cref="Mish"/>: h = z·tanh(ln(1 + eᶻ)).</summary>
public sealed class MishAttribute : ActivationAttribute<Mish>;
