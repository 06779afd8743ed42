using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The zero-one loss of a decision y with a target t: ℓ = 0 where y = t, else 1. Its "derivative" is the perceptron's error
/// y − t, which is no derivative.
/// </summary>
[LossTraits(Equation = "1[{0} ≠ {1}]", Derivative = "{0} - {1}", Outputs = OutputMeaning.BinaryDecisions, Targets = TargetRange.ZeroOrOne)]
public readonly struct PerceptronRule : ILoss
{
    /// <summary>ℓ = 0 where y = t, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => V.WhereEqual(y, t, V.Zero, V.One);

    /// <summary>The error y − t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => y - t;
}

/// <summary>
/// The learning rule of Rosenblatt's perceptron (1958), for a network that ends with <see cref="HardThreshold"/>. Backward
/// hands the error ŷ − t of each output to the threshold's input, so that a step of <see cref="SGD"/> with rate η is
/// w ← w + η·(t − ŷ)·x, b ← b + η·(t − ŷ). Targets are 0 or 1. The value is the zero-one loss: the share of wrong decisions.
/// </summary>
/// <remarks>
/// The rule is not gradient descent: the zero-one loss has no useful derivative, so CheckGradients refuses it. In a network
/// with this loss every Backward passes the last threshold unchanged.
/// </remarks>
public sealed class PerceptronRuleAttribute : LossAttribute<PerceptronRule>;
