using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The identity: f(z) = z, f′ = 1.</summary>
[Derivative(Needs.Nothing, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{0}", Derivative = "1")]
public struct Identity : IActivation
{
    /// <summary>f(z) = z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z;

    /// <summary>f′ = 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V kept)
        where V : struct, ISimd<V> => V.One;
}

/// <summary>Applies <see cref="Identity"/>: h = z.</summary>
public sealed class IdentityAttribute : ActivationAttribute<Identity>;
