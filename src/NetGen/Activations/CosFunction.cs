using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The cosine: f(z) = cos z, f′ = −sin z, of arguments of every size.</summary>
[Derivative(Needs.Input, ForwardOperations = 40, Equation = "cos({0})", Derivative = "-sin({0})")]
public struct CosFunction : IActivation
{
    /// <summary>f(z) = cos z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => SimdMath.Cos(z);

    /// <summary>f′ = −sin z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => -SimdMath.Sin(z);
}

/// <summary>Applies <see cref="CosFunction"/>: h = cos z.</summary>
public sealed class CosAttribute : ActivationAttribute<CosFunction>;
