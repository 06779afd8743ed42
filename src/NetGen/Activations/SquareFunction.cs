using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The square: f(z) = z², f′ = 2·z.</summary>
[Derivative(Needs.Input, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{0}²", Derivative = "2·{0}")]
public struct SquareFunction : IActivation
{
    /// <summary>f(z) = z².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z * z;

    /// <summary>f′ = 2·z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => z + z;
}

/// <summary>Applies <see cref="SquareFunction"/>: h = z².</summary>
public sealed class SquareAttribute : ActivationAttribute<SquareFunction>;
