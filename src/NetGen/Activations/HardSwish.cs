using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The piecewise quadratic swish: f(z) = z·clamp(z + 3, 0, 6)/6; f′ = (2z + 3)/6 where −3 &lt; z &lt; 3, 0 below and 1 above
/// (Howard et al., 2019: MobileNetV3).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{0} ⊙ clamp({0} + 3, 0, 6)/6", Derivative = "0 where {0} ≤ -3, 1 where {0} ≥ 3, else (2·{0} + 3)/6")]
public struct HardSwish : IActivation
{
    /// <summary>f(z) = z·clamp(z + 3, 0, 6)/6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> =>
        z * (V.AtMost(V.AtLeast(z + V.Constant(3), V.Zero), V.Constant(6)) * V.Constant(1.0 / 6));

    /// <summary>f′ = 0 where z ≤ −3, 1 where z ≥ 3, (2z + 3)/6 between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V between = V.MultiplyAdd(V.Constant(2), z, V.Constant(3)) * V.Constant(1.0 / 6);
        V upTo3 = V.WhereGreater(z, V.Constant(-3), between, V.Zero);
        return V.WhereGreater(V.Constant(3), z, upTo3, V.One);
    }
}

/// <summary>Applies <see cref="HardSwish"/>: h = z·clamp(z + 3, 0, 6)/6.</summary>
public sealed class HardSwishAttribute : ActivationAttribute<HardSwish>;
