using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The leaky rectified linear unit: f(z) = z where z &gt; 0, else slope·z (Maas, Hannun and Ng, 2013).</summary>
[Derivative(Needs.Input, Init = Init.He, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{0} where {0} > 0, else {Slope}·{0}", Derivative = "1 where {0} > 0, else {Slope}")]
public struct LeakyReLU : IActivation
{
    /// <summary>With the default slope.</summary>
    public LeakyReLU()
    {
    }

    /// <summary>The slope where z ≤ 0. Default 0.01.</summary>
    [ParameterRange]
    public double Slope { get; set; } = 0.01;

    /// <summary>f(z) = z where z &gt; 0, else slope·z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.WhereGreater(z, V.Zero, z, V.Constant(Slope) * z);

    /// <summary>f′ = 1 where z &gt; 0, else slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => V.WhereGreater(z, V.Zero, V.One, V.Constant(Slope));
}

/// <summary>Applies <see cref="LeakyReLU"/>: h = z where z &gt; 0, else slope·z.</summary>
public sealed class LeakyReLUAttribute : ActivationAttribute<LeakyReLU>
{
    /// <summary>With slope 0.01, or the slope that is set.</summary>
    public LeakyReLUAttribute()
    {
    }

    /// <summary>With a slope.</summary>
    /// <param name="slope">The slope where z ≤ 0.</param>
    public LeakyReLUAttribute(double slope) => Slope = slope;

    /// <summary>The slope where z ≤ 0. Default 0.01.</summary>
    public double Slope { get; set; }
}
