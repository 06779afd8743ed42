using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The absolute value: f(z) = |z|, f′ = sign z, which is 0 at 0, a subgradient there by convention.</summary>
[Derivative(Needs.Input, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "|{0}|", Derivative = "sign({0})")]
public struct AbsFunction : IActivation
{
    /// <summary>f(z) = |z|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.Abs(z);

    /// <summary>f′ = sign z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Sign(z);
}

/// <summary>Applies <see cref="AbsFunction"/>: h = |z|.</summary>
public sealed class AbsAttribute : ActivationAttribute<AbsFunction>;
