using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The bounded rectified linear unit: f(z) = z within [0, 6]; f′ = 1 where 0 &lt; z &lt; 6, 0 elsewhere (Krizhevsky, 2010).</summary>
[Derivative(Needs.Output, Init = Init.He, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "clamp({0}, 0, 6)", Derivative = "1[0 < {0} < 6]")]
public struct ReLU6 : IActivation
{
    /// <summary>f(z) = z, at least 0 and at most 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Zero), V.Constant(6));

    /// <summary>f′ = 1 where 0 &lt; h &lt; 6, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> =>
        V.WhereGreater(h, V.Zero, V.WhereGreater(V.Constant(6), h, V.One, V.Zero), V.Zero);
}

/// <summary>Applies <see cref="ReLU6"/>: h = z within [0, 6].</summary>
public sealed class ReLU6Attribute : ActivationAttribute<ReLU6>;
