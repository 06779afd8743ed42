using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The exponential function: f(z) = eᶻ, f′ = f. +∞ beyond the largest number.</summary>
[Derivative(Needs.Output, IsDerivativeCheap = true, ForwardOperations = 20, Equation = "exp({0})", Derivative = "{0}")]
public struct ExpFunction : IActivation
{
    /// <summary>f(z) = eᶻ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Exp(z);

    /// <summary>f′ = h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => h;
}

/// <summary>Applies <see cref="ExpFunction"/>: h = eᶻ.</summary>
public sealed class ExpAttribute : ActivationAttribute<ExpFunction>;
