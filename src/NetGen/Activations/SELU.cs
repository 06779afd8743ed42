using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The self-normalizing exponential linear unit: f(z) = λ·z where z &gt; 0, else λ·α·(eᶻ − 1), with λ = 1.0507… and
/// α = 1.6732… chosen so that mean 0 and variance 1 are a fixed point from layer to layer (Klambauer et al., 2017).
/// f′ = λ where z &gt; 0, else λ·α·eᶻ.
/// </summary>
[Derivative(Needs.Input, Init = Init.LeCun, Equation = "1.0507009873554805·{0} where {0} > 0, else 1.7580993408473766·(exp({0}) - 1)", Derivative = "1.0507009873554805 where {0} > 0, else 1.7580993408473766·exp({0})")]
public struct SELU : IActivation
{
    private const double Lambda = 1.0507009873554804934;
    private const double Alpha = 1.6732632423543772848;

    /// <summary>f(z) = λ·z where z &gt; 0, else λ·α·(eᶻ − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        V.WhereGreater(z, V.Zero, V.Constant(Lambda) * z, V.Constant(Lambda * Alpha) * SimdMath.ExpM1(z));

    /// <summary>f′ = λ where z &gt; 0, else λ·α·eᶻ: not f + λ·α, which rounds to 0 where eᶻ is still a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        SimdMath.Exp(V.AtMost(z, V.Zero), V.Zero, V.Constant(Lambda * Alpha), out V product);
        return V.WhereGreater(z, V.Zero, V.Constant(Lambda), product);
    }
}

/// <summary>Applies <see cref="SELU"/>: h = λ·z where z &gt; 0, else λ·α·(eᶻ − 1).</summary>
public sealed class SELUAttribute : ActivationAttribute<SELU>;
