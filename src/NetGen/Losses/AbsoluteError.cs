using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The absolute error ℓ = |y − t|, ℓ′ = sign(y − t).</summary>
[LossTraits(Equation = "|{0} - {1}|", Derivative = "sign({0} - {1})")]
public readonly struct AbsoluteError : ILoss
{
    /// <summary>ℓ = |y − t|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V> => V.Abs(y - t);

    /// <summary>ℓ′ = 1 where y &gt; t, −1 where y &lt; t, 0 where they are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> =>
        V.WhereGreater(y, t, V.One, V.WhereGreater(t, y, -V.One, V.Zero));
}

/// <summary>The mean absolute error: |y − t|, averaged over all elements of the batch (PyTorch's L1Loss).</summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute<AbsoluteError>;
