using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The hyperbolic tangent: f(z) = tanh z, f′ = 1 − f² (LeCun, Bottou, Orr and Müller, 1998).</summary>
[Derivative(Needs.Output, IsDerivativeCheap = true, ForwardOperations = 20, Equation = "tanh({0})", Derivative = "1 - {0}²")]
public struct Tanh : IActivation
{
    /// <summary>f(z) = tanh z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Tanh(z);

    /// <summary>f′ = (1 − h)·(1 + h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => (V.One - h) * (V.One + h);
}

/// <summary>Applies <see cref="Tanh"/>: h = tanh z.</summary>
public sealed class TanhAttribute : ActivationAttribute<Tanh>;
