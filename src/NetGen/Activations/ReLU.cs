using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The rectified linear unit: f(z) = max(0, z), f′ = 1 where z &gt; 0 and 0 elsewhere (Nair and Hinton, 2010).</summary>
[Derivative(Needs.Output, Init = Init.He, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "max(0, {0})", Derivative = "1[{0} > 0]")]
public struct ReLU : IActivation
{
    /// <summary>f(z) = max(0, z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.AtLeast(z, V.Zero);

    /// <summary>f′ = 1 where h &gt; 0, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> => V.WhereGreater(h, V.Zero, V.One, V.Zero);
}

/// <summary>Applies <see cref="ReLU"/>: h = max(0, z).</summary>
public sealed class ReLUAttribute : ActivationAttribute<ReLU>;
