using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The piecewise linear sigmoid: f(z) = z/6 + ½ within [0, 1], f′ = 1/6 where −3 &lt; z &lt; 3 and 0 elsewhere (PyTorch's Hardsigmoid).</summary>
[Derivative(Needs.Input, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "clamp({0}/6 + ½, 0, 1)", Derivative = "1[-3 < {0} < 3]/6")]
public struct HardSigmoid : IActivation
{
    /// <summary>f(z) = z/6 + ½, at least 0 and at most 1: (z + 3)/6, for that is exact near −3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        V.AtMost(V.AtLeast(z + V.Constant(3), V.Zero), V.Constant(6)) * V.Constant(1.0 / 6);

    /// <summary>f′ = 1/6 where −3 &lt; z &lt; 3, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => V.WhereGreater(V.Constant(3), V.Abs(z), V.Constant(1.0 / 6), V.Zero);
}

/// <summary>Applies <see cref="HardSigmoid"/>: h = z/6 + ½ within [0, 1].</summary>
public sealed class HardSigmoidAttribute : ActivationAttribute<HardSigmoid>;
