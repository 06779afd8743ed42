using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The hinge loss of a score y with a target t of −1 or +1: ℓ = max(0, 1 − t·y), ℓ′ = −t where t·y &lt; 1, else 0 (the
/// support vector machine's; Cortes and Vapnik, 1995).
/// </summary>
[LossTraits(Equation = "max(0, 1 - {1}·{0})", Derivative = "-{1}·1[{1}·{0} < 1]", Outputs = OutputMeaning.SignedScores, Targets = TargetRange.Signs)]
public readonly struct Hinge : ILoss
{
    /// <summary>ℓ = max(0, 1 − t·y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => V.AtLeast(V.One - t * y, V.Zero);

    /// <summary>ℓ′ = −t where t·y &lt; 1, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => V.WhereGreater(V.One, t * y, -t, V.Zero);
}

/// <summary>The hinge loss, averaged over all elements of the batch. Targets are −1 or +1, outputs scores without bounds.</summary>
public sealed class HingeAttribute : LossAttribute<Hinge>;

/// <summary>The squared hinge loss of a score y with a target t of −1 or +1: ℓ = max(0, 1 − t·y)², ℓ′ = −2t·max(0, 1 − t·y).</summary>
[LossTraits(Equation = "max(0, 1 - {1}·{0})²", Derivative = "-2·{1}·max(0, 1 - {1}·{0})", Outputs = OutputMeaning.SignedScores, Targets = TargetRange.Signs)]
public readonly struct SquaredHinge : ILoss
{
    /// <summary>ℓ = max(0, 1 − t·y)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V>
    {
        V m = V.AtLeast(V.One - t * y, V.Zero);
        return m * m;
    }

    /// <summary>ℓ′ = −2t·max(0, 1 − t·y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => V.Constant(-2) * t * V.AtLeast(V.One - t * y, V.Zero);
}

/// <summary>The squared hinge loss, averaged over all elements of the batch. Targets are −1 or +1, outputs scores without bounds.</summary>
public sealed class SquaredHingeAttribute : LossAttribute<SquaredHinge>;
