using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>A fixed affine map: f(z) = factor·z + offset, f′ = factor.</summary>
[Derivative(Needs.Nothing, IsForwardCheap = true, IsDerivativeCheap = true, Equation = "{Factor}·{0}⟨ + {Offset}⟩", Derivative = "{Factor}")]
public struct ScaleFunction : IActivation
{
    /// <summary>The factor, a finite number.</summary>
    [ParameterRange(Min = double.MinValue, Max = double.MaxValue)]
    public double Factor { get; set; }

    /// <summary>What is added to the product, a finite number.</summary>
    [ParameterRange(Min = double.MinValue, Max = double.MaxValue)]
    public double Offset { get; set; }

    /// <summary>f(z) = factor·z + offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Forward<V>(V z)
        where V : struct, ISimd<V> => V.MultiplyAdd(z, V.Constant(Factor), V.Constant(Offset));

    /// <summary>f′ = factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly V Derivative<V>(V kept)
        where V : struct, ISimd<V> => V.Constant(Factor);
}

/// <summary>Applies <see cref="ScaleFunction"/>: h = factor·z + offset, with numbers that are not trained; <see cref="LearnedScaleAttribute"/> trains them.</summary>
/// <param name="factor">The factor, a finite number.</param>
public sealed class ScaleAttribute(double factor) : ActivationAttribute<ScaleFunction>
{
    /// <summary>The factor.</summary>
    public double Factor { get; } = factor;

    /// <summary>What is added to the product. Default 0.</summary>
    public double Offset { get; set; }
}
