namespace NetGen.Tests;

// Operators that a user adds: one struct with f and f′, and one line for the attribute.

/// <summary>GELU: f(z) = z·(1 + erf(z/√2))/2 (Hendrycks and Gimpel, 2016).</summary>
[Derivative(Needs.Input, Init = Init.He)]
public struct UserGELU : IActivation
{
    /// <summary>f(z).</summary>
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z * Share(z);

    /// <summary>f′(z) = (1 + erf(z/√2))/2 + z·e^(−z²/2)/√(2π).</summary>
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> =>
        Share(z) + z * V.Constant(1 / Math.Sqrt(2 * Math.PI)) * SimdMath.Exp(V.Constant(-0.5) * z * z);

    private static V Share<V>(V z)
        where V : struct, ISimd<V> => V.Constant(0.5) * (V.One + SimdMath.Erf(V.Constant(Math.Sqrt(0.5)) * z));
}

/// <summary>Applies <see cref="UserGELU"/>.</summary>
public sealed class UserGELUAttribute : ActivationAttribute<UserGELU>;

/// <summary>A smooth activation with two parameters: f(z) = scale·tanh(z) + slope·z.</summary>
[Derivative(Needs.Input)]
public struct Bent : IActivation
{
    /// <summary>With the default parameters.</summary>
    public Bent()
    {
    }

    /// <summary>The height of the bend.</summary>
    public double Scale { get; set; } = 1.5;

    /// <summary>The slope far out.</summary>
    public double Slope { get; set; } = 0.25;

    /// <summary>f(z).</summary>
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.Constant(Scale) * SimdMath.Tanh(z) + V.Constant(Slope) * z;

    /// <summary>f′(z) = scale·(1 − tanh² z) + slope.</summary>
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V>
    {
        V tanh = SimdMath.Tanh(z);
        return V.Constant(Scale) * (V.One - tanh * tanh) + V.Constant(Slope);
    }
}

/// <summary>Applies <see cref="Bent"/>: one parameter by the constructor, one by name.</summary>
public sealed class BentAttribute : ActivationAttribute<Bent>
{
    /// <summary>With the default scale.</summary>
    public BentAttribute()
    {
    }

    /// <summary>With a scale.</summary>
    public BentAttribute(double scale) => Scale = scale;

    /// <summary>The height of the bend.</summary>
    public double Scale { get; }

    /// <summary>The slope far out.</summary>
    public double Slope { get; set; }
}

/// <summary>An activation whose author made a mistake: f(z) = z², f′ = z.</summary>
[Derivative(Needs.Input)]
public struct WrongSquare : IActivation
{
    /// <summary>f(z) = z².</summary>
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => z * z;

    /// <summary>Half of what it should be.</summary>
    public readonly V Derivative<V>(V z)
        where V : struct, ISimd<V> => z;
}

/// <summary>Applies <see cref="WrongSquare"/>.</summary>
public sealed class WrongSquareAttribute : ActivationAttribute<WrongSquare>;

/// <summary>A loss of a user: ℓ = ln cosh(y − t), ℓ′ = tanh(y − t).</summary>
[LossTraits(DefaultReduction = Reduction.Sum)]
public readonly struct OwnLogCosh : ILoss
{
    /// <summary>ℓ = softplus(2d) − d − ln 2 of d = y − t.</summary>
    public V Value<V>(V y, V t)
        where V : struct, ISimd<V>
    {
        V d = y - t;
        return SimdMath.Softplus(d + d) - d - V.Constant(Math.Log(2));
    }

    /// <summary>ℓ′ = tanh(y − t).</summary>
    public V Derivative<V>(V y, V t)
        where V : struct, ISimd<V> => SimdMath.Tanh(y - t);
}

/// <summary>Trains by <see cref="OwnLogCosh"/>.</summary>
public sealed class OwnLogCoshAttribute : LossAttribute<OwnLogCosh>;
