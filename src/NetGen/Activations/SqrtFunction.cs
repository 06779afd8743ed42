using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The square root: f(z) = √z, f′ = 1/(2·f). f′ is ∞ at 0; both are NaN below.</summary>
[Derivative(Needs.Output, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "√{0}", Derivative = "1 / (2·{0})")]
public struct SqrtFunction : IActivation
{
    /// <summary>f(z) = √z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.Sqrt(z);

    /// <summary>f′ = 1/(2·h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => V.Constant(0.5) / h;
}

/// <summary>Applies <see cref="SqrtFunction"/>: h = √z.</summary>
public sealed class SqrtAttribute : ActivationAttribute<SqrtFunction>;
