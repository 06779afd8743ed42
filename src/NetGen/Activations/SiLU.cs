using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The sigmoid linear unit, also called swish: f(z) = z·σ(z), f′ = σ(z) + z·σ(z)·(1 − σ(z)), where σ is the sigmoid
/// (Elfwing, Uchibe and Doya, 2018; Ramachandran, Zoph and Le, 2017).
/// </summary>
[Derivative(Needs.Input, Init = Init.He, Equation = "{0} ⊙ sigmoid({0})", Derivative = "sigmoid({0}) ⊙ (1 + {0} ⊙ (1 - sigmoid({0})))")]
public struct SiLU : IActivation
{
    /// <summary>f(z) = z·σ(z).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z);
        V e = SimdMath.Exp(-V.Abs(b), V.Zero, b, out V product);
        return V.WhereGreater(V.Zero, z, product, z) / (V.One + e);
    }

    /// <summary>f′ = σ(z) + z·σ(z)·(1 − σ(z)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V b = Bounded(z);
        return SimdMath.GateDerivative(-V.Abs(b), V.Zero, b, z);
    }

    /// <summary>Beyond, e^−|z| times z is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Bounded<V>(V z)
        where V : struct, ISimd<V> => V.AtMost(V.AtLeast(z, V.Constant(-1000)), V.Constant(1000));
}

/// <summary>Applies <see cref="SiLU"/>: h = z·σ(z).</summary>
public sealed class SiLUAttribute : ActivationAttribute<SiLU>;
