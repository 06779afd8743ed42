using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The sine: f(z) = sin z, f′ = cos z, of arguments of every size (Sitzmann and others, 2020, for networks of sines).</summary>
[Derivative(Needs.Input, ForwardOperations = 40, Equation = "sin({0})", Derivative = "cos({0})")]
public struct SinFunction : IActivation
{
    /// <summary>f(z) = sin z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Sin(z);

    /// <summary>f′ = cos z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Cos(z);
}

/// <summary>Applies <see cref="SinFunction"/>: h = sin z.</summary>
public sealed class SinAttribute : ActivationAttribute<SinFunction>;
