using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Mish: f(z) = z·τ(z) with τ(z) = tanh(ln(1 + eᶻ)); f′ = τ(z) + z·(1 − τ(z)²)·σ(z), where σ is the sigmoid (Misra, 2020).
/// </summary>
/// <remarks>
/// With e = e^−|z|, τ = (1 + 2e)/d and d = 1 + 2e + 2e² where z ≥ 0, τ = e·(e + 2)/d and d = e² + 2e + 2 elsewhere. f′ is
/// (1 + 4e + (4z + 6)·e² + 4·(z + 1)·e³)/d² where z ≥ 0, e·(4·(z + 1) + (4z + 6)·e + 4e² + e³)/d² elsewhere: one exponential, which cannot
/// overflow, and nothing cancels in the tails.
/// </remarks>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} ⊙ tanh(softplus({0}))", Derivative = "τ + {0} ⊙ (1 - τ²) ⊙ sigmoid({0}) with τ = tanh(softplus({0}))")]
public struct Mish : IActivation
{
    /// <summary>f(z) = z·τ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z), two = V.Constant(2);
        V e = SimdMath.Exp(-V.Abs(b), V.Zero, b, out V product);
        V numerator = V.WhereGreater(V.Zero, z, product * (e + two), z * V.MultiplyAdd(two, e, V.One));
        return numerator / Divisor(z, e);
    }

    /// <summary>f′ = τ(z) + z·(1 − τ(z)²)·σ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z), four = V.Constant(4);
        V e = SimdMath.Exp(-V.Abs(b), V.Zero, V.MultiplyAdd(four, b, four), out V product);
        V square = e * e, slope = V.MultiplyAdd(four, b, V.Constant(6));
        V below = V.MultiplyAdd(square, V.MultiplyAdd(e, e + four, slope), product);
        V above = V.MultiplyAdd(square, product + slope, V.MultiplyAdd(four, e, V.One));
        V d = Divisor(z, e);
        return V.WhereGreater(V.Zero, z, below, above) / (d * d);
    }

    /// <summary>Beyond, e^−|z| times z is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Bounded<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Constant(-1000)), V.Constant(1000));

    /// <summary>d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Divisor<V>(V z, V e)
        where V : struct, ISimd<V>
    {
        V two = V.Constant(2), square = e * e;
        return V.MultiplyAdd(two, e, V.WhereGreater(V.Zero, z, square + two, V.MultiplyAdd(two, square, V.One)));
    }
}

/// <summary>Applies <see cref="Mish"/>: h = z·tanh(ln(1 + eᶻ)).</summary>
public sealed class MishAttribute : ActivationAttribute<Mish>;
