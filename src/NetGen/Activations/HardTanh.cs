using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The piecewise linear tanh: f(z) = z within [min, max]; f′ = 1 where min &lt; z &lt; max, 0 elsewhere (Collobert, 2004).</summary>
[Derivative(Needs.Output, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "clamp({0}, {Min}, {Max})", Derivative = "1[{Min} < {0} < {Max}]")]
public struct HardTanh : IActivation
{
    /// <summary>Within [−1, 1].</summary>
    public HardTanh()
    {
    }

    /// <summary>The smallest value of f. Default −1.</summary>
    [ParameterRange]
    public double Min { get; set; } = -1;

    /// <summary>The largest value of f. Default 1.</summary>
    [ParameterRange]
    public double Max { get; set; } = 1;

    /// <summary>f(z) = z, at least min and at most max.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Constant(Min)), V.Constant(Max));

    /// <summary>f′ = 1 where min &lt; h &lt; max, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> =>
        V.WhereGreater(h, V.Constant(Min), V.WhereGreater(V.Constant(Max), h, V.One, V.Zero), V.Zero);
}

/// <summary>Applies <see cref="HardTanh"/>: h = z within [min, max].</summary>
public sealed class HardTanhAttribute : ActivationAttribute<HardTanh>
{
    /// <summary>Within [−1, 1], or the bounds that are set.</summary>
    public HardTanhAttribute()
    {
    }

    /// <summary>With bounds.</summary>
    /// <param name="min">The smallest value.</param>
    /// <param name="max">The largest value.</param>
    public HardTanhAttribute(double min, double max) => (Min, Max) = (min, max);

    /// <summary>The smallest value. Default −1.</summary>
    public double Min { get; set; }

    /// <summary>The largest value. Default 1.</summary>
    public double Max { get; set; }
}
