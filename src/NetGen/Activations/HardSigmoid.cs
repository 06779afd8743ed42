using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The piecewise linear sigmoid: f(z) = z/6 + ½ within [0, 1], f′ = 1/6 where −3 &lt; z &lt; 3 and 0 elsewhere (PyTorch's Hardsigmoid).</summary>
[Derivative(Needs.Output, Equation = "clamp({0}/6 + ½, 0, 1)", IsForwardCheap = true, IsDerivativeCheap = true)]
public struct HardSigmoid : IActivation
{
    /// <summary>f(z) = z/6 + ½, at least 0 and at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        V.AtMost(V.AtLeast(V.MultiplyAdd(z, V.Constant(1.0 / 6), V.Constant(0.5)), V.Zero), V.One);

    /// <summary>f′ = 1/6 where 0 &lt; h &lt; 1, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly V Derivative<V>(V h)
        where V : struct, ISimd<V> =>
        V.WhereGreater(h, V.Zero, V.WhereGreater(V.One, h, V.Constant(1.0 / 6), V.Zero), V.Zero);
}

/// <summary>Applies <see cref="HardSigmoid"/>: h = z/6 + ½ within [0, 1].</summary>
public sealed class HardSigmoidAttribute : ActivationAttribute<HardSigmoid>;
