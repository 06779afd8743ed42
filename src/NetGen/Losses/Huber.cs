using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Huber's loss (1964) of the distance d = |y − t|: ℓ = d²/2 where d &lt; δ, else δ·(d − δ/2); ℓ′ = y − t within [−δ, δ].
/// Quadratic near the target, linear for outliers.
/// </summary>
[LossTraits(Equation = "½·({0} - {1})² where |{0} - {1}| < {Delta}, else {Delta}·(|{0} - {1}| - ½·{Delta})", Derivative = "clamp({0} - {1}, -{Delta}, {Delta})")]
public struct Huber : ILoss
{
    /// <summary>With δ = 1.</summary>
    public Huber()
    {
    }

    /// <summary>δ, the distance where the quadratic part ends. Greater than 0; default 1.</summary>
    [ParameterRange(GreaterThan = 0)]
    public double Delta { get; set; } = 1;

    /// <summary>ℓ = d²/2 where d &lt; δ, else δ·(d − δ/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Value<V>(V y, V t)
        where V : struct, ISimd<V>
    {
        V d = V.Abs(y - t), delta = V.Constant(Delta);
        return V.WhereGreater(delta, d, V.Constant(0.5) * d * d, delta * (d - V.Constant(0.5 * Delta)));
    }

    /// <summary>ℓ′ = y − t, at least −δ and at most δ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(y - t, V.Constant(-Delta)), V.Constant(Delta));
}

/// <summary>Huber's loss, averaged over all elements of the batch (PyTorch's HuberLoss).</summary>
public sealed class HuberAttribute : LossAttribute<Huber>
{
    /// <summary>With δ = 1, or the δ that is set.</summary>
    public HuberAttribute()
    {
    }

    /// <summary>With a δ.</summary>
    /// <param name="delta">δ, greater than 0.</param>
    public HuberAttribute(double delta) => Delta = delta;

    /// <summary>δ, the distance where the quadratic part ends. Greater than 0; default 1.</summary>
    public double Delta { get; set; }
}
