using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The self-normalizing exponential linear unit: f(z) = λ·z where z &gt; 0, else λ·α·(eᶻ − 1), with λ = 1.0507… and
/// α = 1.6732… chosen so that mean 0 and variance 1 are a fixed point from layer to layer (Klambauer et al., 2017).
/// f′ = λ where z &gt; 0, else λ·α·eᶻ = f + λ·α.
/// </summary>
[Derivative(Needs.Output, Init = Init.LeCun, Equation = "SELU({0})", IsDerivativeCheap = true)]
public struct SELU : IActivation
{
    private const double Lambda = 1.0507009873554804934;
    private const double Alpha = 1.6732632423543772848;

    /// <summary>f(z) = λ·z where z &gt; 0, else λ·α·(eᶻ − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        V.WhereGreater(z, V.Zero, V.Constant(Lambda) * z, V.Constant(Lambda * Alpha) * SimdMath.ExpM1(z));

    /// <summary>f′ = λ where h &gt; 0, else h + λ·α.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => V.WhereGreater(h, V.Zero, V.Constant(Lambda), h + V.Constant(Lambda * Alpha));
}

/// <summary>Applies <see cref="SELU"/>: h = λ·z where z &gt; 0, else λ·α·(eᶻ − 1).</summary>
public sealed class SELUAttribute : ActivationAttribute<SELU>;
