using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The negative logarithm of a Poisson distribution's likelihood, without the terms that do not depend on y, of a target
/// count t: ℓ = eʸ − t·y where y is the logarithm of the rate, ℓ′ = eʸ − t; or ℓ = y − t·ln(y + ε) where y is the rate,
/// ℓ′ = 1 − t/(y + ε).
/// </summary>
[LossTraits(Equation = "exp({0}) - {1}·{0} where {LogInput}, else {0} - {1}·ln({0} + {Epsilon})", Derivative = "exp({0}) - {1} where {LogInput}, else 1 - {1}/({0} + {Epsilon})", Targets = TargetRange.NonNegative)]
public struct PoissonNLL : ILoss
{
    /// <summary>For outputs that are logarithms of rates.</summary>
    public PoissonNLL()
    {
    }

    /// <summary>Whether y is the logarithm of the rate rather than the rate. Default true.</summary>
    public bool LogInput { get; set; } = true;

    /// <summary>ε, which keeps the logarithm of a rate finite. At least 0; default 1e-8.</summary>
    [ParameterRange(Min = 0)]
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>ℓ = eʸ − t·y, or y − t·ln(y + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Value<V>(V y, V t)
        where V : struct, ISimd<V> =>
        LogInput ? SimdMath.Exp(y) - t * y : y - t * SimdMath.Log(y + V.Constant(Epsilon));

    /// <summary>ℓ′ = eʸ − t, or 1 − t/(y + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> =>
        LogInput ? SimdMath.Exp(y) - t : V.One - t / (y + V.Constant(Epsilon));
}

/// <summary>
/// The Poisson loss of counts, averaged over all elements of the batch (PyTorch's PoissonNLLLoss): outputs are logarithms of
/// rates, or rates with <c>LogInput = false</c>.
/// </summary>
public sealed class PoissonNLLAttribute : LossAttribute<PoissonNLL>
{
    /// <summary>Whether outputs are logarithms of rates rather than rates. Default true.</summary>
    public bool LogInput { get; set; }

    /// <summary>ε, which keeps the logarithm of a rate finite. At least 0; default 1e-8.</summary>
    public double Epsilon { get; set; }
}
