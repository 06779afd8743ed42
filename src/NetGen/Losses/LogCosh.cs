using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The logarithm of the hyperbolic cosine of the error e = y − t: ℓ = ln cosh e, ℓ′ = tanh e. Like e²/2 near the target, like |e| − ln 2 far from it, and smooth.
/// </summary>
/// <remarks>Near the target as −½·ln(1 − tanh² e), far from it as |e| − ln 2 + ln(1 + e^−2|e|): a few ulp everywhere, and no overflow.</remarks>
[LossTraits(Equation = "ln cosh({0} - {1})", Derivative = "tanh({0} - {1})")]
public readonly struct LogCosh : ILoss
{
    private const double Ln2 = 0.69314718055994531;

    /// <summary>ℓ = ln cosh(y − t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V>
    {
        V e = V.Abs(y - t), tanh = SimdMath.Tanh(e);
        V near = SimdMath.Log1P(-(tanh * tanh)) * V.Constant(-0.5);
        V far = e - V.Constant(Ln2) + SimdMath.Softplus(-(e + e));
        return V.WhereGreater(V.One, e, near, far);
    }

    /// <summary>ℓ′ = tanh(y − t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => SimdMath.Tanh(y - t);
}

/// <summary>ln cosh(y − t), averaged over all elements of the batch (Keras's LogCosh).</summary>
public sealed class LogCoshAttribute : LossAttribute<LogCosh>;
