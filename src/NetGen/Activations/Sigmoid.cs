using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The logistic sigmoid: f(z) = 1 / (1 + e⁻ᶻ), f′ = f·(1 − f) (Rumelhart, Hinton and Williams, 1986).</summary>
[Derivative(Needs.Output, IsDerivativeCheap = true, Equation = "sigmoid({0})", Derivative = "{0} ⊙ (1 - {0})")]
public struct Sigmoid : IActivation
{
    /// <summary>f(z) = 1 / (1 + e⁻ᶻ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Sigmoid(z);

    /// <summary>f′ = h·(1 − h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => h * (V.One - h);
}

/// <summary>Applies <see cref="Sigmoid"/>: h = 1 / (1 + e⁻ᶻ).</summary>
public sealed class SigmoidAttribute : ActivationAttribute<Sigmoid>;
