using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Binary cross-entropy of a logit y with a target t in [0, 1]:
/// ℓ = −t·ln σ(y) − (1 − t)·ln(1 − σ(y)) = softplus(y) − t·y, where σ is the sigmoid. A weight p of the positive part makes
/// it ℓ = −p·t·ln σ(y) − (1 − t)·ln(1 − σ(y)).
/// </summary>
/// <remarks>Computed as t·softplus(−y) + (1 − t)·softplus(y): no cancellation, finite for every finite logit.</remarks>
[LossTraits(Equation = "{1}·softplus(-{0}) + (1 - {1})·softplus({0})", Derivative = "sigmoid({0}) - {1}", Outputs = OutputMeaning.BinaryLogits, Targets = TargetRange.Shares)]
[SuppressMessage("Performance", "CA1822", Justification = "The members with a weight stand beside those of ILoss and are called like them.")]
public readonly struct BinaryCrossEntropy : ILoss
{
    /// <summary>ℓ = t·softplus(−y) + (1 − t)·softplus(y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> =>
        t * SimdMath.Softplus(-y) + (V.One - t) * SimdMath.Softplus(y);

    /// <summary>ℓ = p·t·softplus(−y) + (1 − t)·softplus(y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t, V positiveWeight)
        where V : struct, ISimd<V> =>
        positiveWeight * t * SimdMath.Softplus(-y) + (V.One - t) * SimdMath.Softplus(y);

    /// <summary>ℓ′ = σ(y) − t.</summary>
    /// <remarks>As (1 − t)·σ(y) − t·σ(−y), which keeps its relative accuracy where σ(y) is near t.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> =>
        (V.One - t) * SimdMath.Sigmoid(y) - t * SimdMath.Sigmoid(-y);

    /// <summary>ℓ′ = (1 − t)·σ(y) − p·t·σ(−y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t, V positiveWeight)
        where V : struct, ISimd<V> =>
        (V.One - t) * SimdMath.Sigmoid(y) - positiveWeight * t * SimdMath.Sigmoid(-y);
}

/// <summary>
/// Binary cross-entropy of a probability y with a target t in [0, 1]: ℓ = −t·ln y − (1 − t)·ln(1 − y),
/// ℓ′ = (1 − t)/(1 − y) − t/y. A weight p of the positive part makes the first term −p·t·ln y.
/// </summary>
/// <remarks>
/// As in PyTorch, logarithms are at least −100 and the divisors of the derivative at least 1e-12: finite at y = 0 and y = 1.
/// A y outside [0, 1] gives NaN.
/// </remarks>
[LossTraits(Equation = "-{1}·max(ln {0}, -100) - (1 - {1})·max(ln(1 - {0}), -100)", Derivative = "(1 - {1})/max(1 - {0}, 1e-12) - {1}/max({0}, 1e-12)", Outputs = OutputMeaning.BinaryProbabilities, Targets = TargetRange.Shares)]
[SuppressMessage("Performance", "CA1822", Justification = "The members with a weight stand beside those of ILoss and are called like them.")]
public readonly struct BinaryCrossEntropyOfProbability : ILoss
{
    private const double SmallestLogarithm = -100;
    private const double SmallestDivisor = 1e-12;

    /// <summary>ℓ = −t·ln y − (1 − t)·ln(1 − y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => Value(y, t, V.One);

    /// <summary>ℓ = −p·t·ln y − (1 − t)·ln(1 − y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t, V positiveWeight)
        where V : struct, ISimd<V>
    {
        V smallest = V.Constant(SmallestLogarithm);
        V yes = V.AtLeast(SimdMath.Log(y), smallest), no = V.AtLeast(SimdMath.Log1P(-y), smallest);
        return -(positiveWeight * t * yes) - (V.One - t) * no;
    }

    /// <summary>ℓ′ = (1 − t)/(1 − y) − t/y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => Derivative(y, t, V.One);

    /// <summary>ℓ′ = (1 − t)/(1 − y) − p·t/y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t, V positiveWeight)
        where V : struct, ISimd<V>
    {
        V smallest = V.Constant(SmallestDivisor);
        return (V.One - t) / V.AtLeast(V.One - y, smallest) - positiveWeight * t / V.AtLeast(y, smallest);
    }
}

/// <summary>
/// Binary cross-entropy, averaged over all elements of the batch: of logits (PyTorch's BCEWithLogitsLoss; the output layer
/// has no sigmoid), or of probabilities with <c>FromLogits = false</c> (BCELoss). Targets are numbers in [0, 1].
/// </summary>
/// <remarks>Logits are exact and fast; probabilities have lost their accuracy near 1 before the loss sees them.</remarks>
public sealed class BinaryCrossEntropyAttribute : LossAttribute<BinaryCrossEntropy>
{
    /// <summary>Whether outputs are logits rather than probabilities. Default true.</summary>
    public bool FromLogits { get; set; } = true;

    /// <summary>
    /// The weight of the positive part, t·ln σ(y), for every output (one number) or for each: above 1 it favours recall,
    /// below 1 precision. At least 0; default 1.
    /// </summary>
    public double[]? PositiveWeight { get; set; }

    /// <summary>A factor for the loss of each output: as many numbers as outputs, each at least 0. The mean still divides by the number of elements.</summary>
    public double[]? ClassWeights { get; set; }
}
