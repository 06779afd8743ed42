using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Binary cross-entropy of a logit y with a target t in [0, 1]:
/// ℓ = −t·ln σ(y) − (1 − t)·ln(1 − σ(y)) = softplus(y) − t·y, where σ is the sigmoid.
/// </summary>
/// <remarks>Computed as t·softplus(−y) + (1 − t)·softplus(y): no cancellation, finite for every finite logit.</remarks>
[LossTraits(Equation = "{1}·softplus(-{0}) + (1 - {1})·softplus({0})", Derivative = "sigmoid({0}) - {1}", IsBinaryClassification = true)]
public readonly struct BinaryCrossEntropy : ILoss
{
    /// <summary>ℓ = t·softplus(−y) + (1 − t)·softplus(y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> =>
        t * SimdMath.Softplus(-y) + (V.One - t) * SimdMath.Softplus(y);

    /// <summary>ℓ′ = σ(y) − t.</summary>
    /// <remarks>As (1 − t)·σ(y) − t·σ(−y), which keeps its relative accuracy where σ(y) is near t.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> =>
        (V.One - t) * SimdMath.Sigmoid(y) - t * SimdMath.Sigmoid(-y);
}

/// <summary>
/// Binary cross-entropy on logits, averaged over all elements of the batch (PyTorch's BCEWithLogitsLoss): the output layer
/// has no sigmoid. Targets are numbers in [0, 1].
/// </summary>
public sealed class BinaryCrossEntropyAttribute : LossAttribute<BinaryCrossEntropy>;
