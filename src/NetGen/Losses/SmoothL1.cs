using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The smooth absolute error of the distance d = |y − t|: ℓ = d²/(2β) where d &lt; β, else d − β/2; ℓ′ = (y − t)/β within
/// [−1, 1] (Girshick, 2015: Fast R-CNN). It is Huber's loss divided by β.
/// </summary>
[LossTraits(Equation = "½·({0} - {1})²/{Beta} where |{0} - {1}| < {Beta}, else |{0} - {1}| - ½·{Beta}", Derivative = "clamp(({0} - {1})/{Beta}, -1, 1)")]
public struct SmoothL1 : ILoss
{
    /// <summary>With β = 1.</summary>
    public SmoothL1()
    {
    }

    /// <summary>β, the distance where the quadratic part ends. Greater than 0; default 1.</summary>
    [ParameterRange(GreaterThan = 0)]
    public double Beta { get; set; } = 1;

    /// <summary>ℓ = d²/(2β) where d &lt; β, else d − β/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Value<V>(V y, V t)
        where V : struct, ISimd<V>
    {
        V d = V.Abs(y - t);
        return V.WhereGreater(V.Constant(Beta), d, V.Constant(0.5 / Beta) * d * d, d - V.Constant(0.5 * Beta));
    }

    /// <summary>ℓ′ = (y − t)/β, at least −1 and at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast((y - t) * V.Constant(1 / Beta), -V.One), V.One);
}

/// <summary>The smooth absolute error, averaged over all elements of the batch (PyTorch's SmoothL1Loss).</summary>
public sealed class SmoothL1Attribute : LossAttribute<SmoothL1>
{
    /// <summary>With β = 1, or the β that is set.</summary>
    public SmoothL1Attribute()
    {
    }

    /// <summary>With a β.</summary>
    /// <param name="beta">β, greater than 0.</param>
    public SmoothL1Attribute(double beta) => Beta = beta;

    /// <summary>β, the distance where the quadratic part ends. Greater than 0; default 1.</summary>
    public double Beta { get; set; }
}
