using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Softplus, the smooth rectifier: f(z) = ln(1 + eᶻ), f′ = sigmoid(z) (Dugas et al., 2001).</summary>
[Derivative(Needs.Input, Equation = "softplus({0})", Derivative = "sigmoid({0})")]
public struct Softplus : IActivation
{
    /// <summary>f(z) = ln(1 + eᶻ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Softplus(z);

    /// <summary>f′ = 1 / (1 + e⁻ᶻ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Sigmoid(z);
}

/// <summary>Applies <see cref="Softplus"/>: h = ln(1 + eᶻ).</summary>
public sealed class SoftplusAttribute : ActivationAttribute<Softplus>;
