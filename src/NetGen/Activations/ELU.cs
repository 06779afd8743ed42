using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The exponential linear unit: f(z) = z where z &gt; 0, else α·(eᶻ − 1); f′ = 1 where z &gt; 0, else α·eᶻ (Clevert,
/// Unterthiner and Hochreiter, 2016).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} where {0} > 0, else {Alpha}·(exp({0}) - 1)", Derivative = "1 where {0} > 0, else {Alpha}·exp({0})")]
public struct ELU : IActivation
{
    /// <summary>With the default α.</summary>
    public ELU()
    {
    }

    /// <summary>−α is the limit for z → −∞. At least 0; default 1.</summary>
    [ParameterRange(Min = 0)]
    public double Alpha { get; set; } = 1;

    /// <summary>f(z) = z where z &gt; 0, else α·(eᶻ − 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.WhereGreater(z, V.Zero, z, V.Constant(Alpha) * SimdMath.ExpM1(z));

    /// <summary>f′ = 1 where z &gt; 0, else α·eᶻ: not f + α, which rounds to 0 where eᶻ is still a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        SimdMath.Exp(V.AtMost(z, V.Zero), V.Zero, V.Constant(Alpha), out V product);
        return V.WhereGreater(z, V.Zero, V.One, product);
    }
}

/// <summary>Applies <see cref="ELU"/>: h = z where z &gt; 0, else α·(eᶻ − 1).</summary>
public sealed class ELUAttribute : ActivationAttribute<ELU>
{
    /// <summary>With α = 1, or the α that is set.</summary>
    public ELUAttribute()
    {
    }

    /// <summary>With an α.</summary>
    /// <param name="alpha">α, at least 0.</param>
    public ELUAttribute(double alpha) => Alpha = alpha;

    /// <summary>−α is the limit for z → −∞. At least 0; default 1.</summary>
    public double Alpha { get; set; }
}
