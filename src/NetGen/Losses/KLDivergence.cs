using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// One term of the Kullback-Leibler divergence of a target distribution t from outputs y that are log-probabilities:
/// ℓ = t·(ln t − y), 0 where t = 0; ℓ′ = −t (Kullback and Leibler, 1951).
/// </summary>
[LossTraits(Equation = "{1}·(ln {1} - {0}) where {1} ≠ 0, else 0", Derivative = "-{1}", Outputs = OutputMeaning.ClassLogProbabilities, Targets = TargetRange.NonNegative)]
public readonly struct KLDivergence : ILoss
{
    /// <summary>ℓ = t·(ln t − y), 0 where t = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => V.WhereEqual(t, V.Zero, V.Zero, t * (SimdMath.Log(t) - y));

    /// <summary>ℓ′ = −t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => -t;
}

/// <summary>
/// The Kullback-Leibler divergence of target distributions from outputs that are log-probabilities (after
/// <see cref="LogSoftmaxAttribute"/>), as PyTorch's KLDivLoss. <see cref="Reduction.Mean"/>, the default, divides by all
/// elements; <see cref="Reduction.BatchMean"/> gives the divergence of an example.
/// </summary>
public sealed class KLDivergenceAttribute : LossAttribute<KLDivergence>;
