namespace NetGen;

/// <summary>
/// A dense (fully connected, affine) layer: z = W·x + b, with W of shape [units, inputs] and b of shape [units].
/// Backward: W̄ = z̄·xᵀ, b̄ = z̄, x̄ = Wᵀ·z̄, each summed over the batch.
/// </summary>
public sealed class DenseAttribute : TrainableLayerAttribute
{
    /// <summary>A dense layer as wide as its input.</summary>
    public DenseAttribute()
    {
    }

    /// <summary>A dense layer of <paramref name="units"/> outputs.</summary>
    /// <param name="units">The number of outputs, at least 1.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>The number of outputs; null: as many as inputs.</summary>
    public int? Units { get; }

    /// <summary>Whether b is there. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// The name of an earlier dense layer of the same size, whose W and b this layer uses instead of its own: their gradient is the
    /// sum over both uses.
    /// </summary>
    public string? Tie { get; set; }

    /// <summary>How W is initialized. Default: by the activation that follows.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of b. Default 0.</summary>
    public double BiasInit { get; set; }
}
