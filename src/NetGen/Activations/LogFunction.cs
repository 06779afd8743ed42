using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The natural logarithm: f(z) = ln z, f′ = 1/z. −∞ at 0, where f′ is ∞; NaN below.</summary>
[Derivative(Needs.Input, IsDerivativeCheap = true, ForwardOperations = 30, Equation = "ln {0}", Derivative = "1 / {0}")]
public struct LogFunction : IActivation
{
    /// <summary>f(z) = ln z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Log(z);

    /// <summary>f′ = 1/z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => V.One / z;
}

/// <summary>Applies <see cref="LogFunction"/>: h = ln z.</summary>
public sealed class LogAttribute : ActivationAttribute<LogFunction>;
