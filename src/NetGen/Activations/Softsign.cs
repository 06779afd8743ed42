using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Softsign: f(z) = z / (1 + |z|), f′ = 1 / (1 + |z|)² (Turian, Bergstra and Bengio, 2009).</summary>
[Derivative(Needs.Input, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{0} / (1 + |{0}|)", Derivative = "1 / (1 + |{0}|)²")]
public struct Softsign : IActivation
{
    /// <summary>f(z) = z / (1 + |z|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z / (V.One + V.Abs(z));

    /// <summary>f′ = 1 / (1 + |z|)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V inverse = V.One / (V.One + V.Abs(z));
        return inverse * inverse;
    }
}

/// <summary>Applies <see cref="Softsign"/>: h = z / (1 + |z|).</summary>
public sealed class SoftsignAttribute : ActivationAttribute<Softsign>;
