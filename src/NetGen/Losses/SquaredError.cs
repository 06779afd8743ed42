using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The squared error ℓ = (y − t)².</summary>
[LossTraits(Equation = "({0} - {1})²", Derivative = "2·({0} - {1})")]
public readonly struct SquaredError : ILoss
{
    /// <summary>ℓ = (y − t)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => (y - t) * (y - t);

    /// <summary>ℓ′ = 2·(y − t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => (y - t) + (y - t);
}

/// <summary>The mean squared error: (y − t)², averaged over all elements of the batch (PyTorch's MSELoss).</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute<SquaredError>;

/// <summary>Half the squared error ℓ = (y − t)²/2, whose derivative is the plain difference.</summary>
[LossTraits(Equation = "½·({0} - {1})²", Derivative = "{0} - {1}", DefaultReduction = Reduction.BatchMean)]
public readonly struct HalfSquaredError : ILoss
{
    /// <summary>ℓ = (y − t)²/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => V.Constant(0.5) * (y - t) * (y - t);

    /// <summary>ℓ′ = y − t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => y - t;
}

/// <summary>
/// Half the sum of squares of each example, ½·Σ(y − t)², averaged over the examples: the cost of the lectures on
/// backpropagation.
/// </summary>
public sealed class HalfSquaredErrorAttribute : LossAttribute<HalfSquaredError>;
