using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The step of McCulloch and Pitts (1943): f(z) = 1 where z &gt; 0, else 0. Its derivative is 0 everywhere it exists, so
/// nothing is learned through it, but by <see cref="PerceptronRuleAttribute"/>.
/// </summary>
[Derivative(Needs.Nothing, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "1 where {0} > 0, {AtZero} where {0} = 0, else 0", Derivative = "0")]
public struct HardThreshold : IActivation
{
    /// <summary>The value at z = 0: 1 for a neuron that fires where its net input reaches its threshold, net ≥ T. Default 0.</summary>
    public double AtZero { get; set; }

    /// <summary>f(z) = 1 where z &gt; 0, <see cref="AtZero"/> where z = 0, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        V.WhereGreater(z, V.Zero, V.One, V.WhereEqual(z, V.Zero, V.Constant(AtZero), V.Zero));

    /// <summary>f′ = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V kept)
        where V : struct, ISimd<V> => V.Zero;
}

/// <summary>Applies <see cref="HardThreshold"/>: h = 1 where z &gt; 0, else 0.</summary>
public sealed class HardThresholdAttribute : ActivationAttribute<HardThreshold>
{
    /// <summary>The value at z = 0. Default 0; 1 for net ≥ T.</summary>
    public double AtZero { get; set; }
}
