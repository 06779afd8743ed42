namespace NetGen;

/// <summary>
/// A learned vector for each position: y[s] = x[s] + row s of P, with P of shape [steps, features]. Backward: P̄ = Σ ȳ over the examples, x̄ = ȳ.
/// </summary>
/// <remarks>P starts like the weight of an <see cref="EmbeddingAttribute"/>: normal, with the standard deviation 1/√features. Penalties leave it out.</remarks>
public sealed class PositionalEmbeddingAttribute : TrainableLayerAttribute
{
    /// <summary>The name of an earlier layer of this kind and size, whose P this layer uses instead of its own.</summary>
    public string? Tie { get; set; }

    /// <summary>How P is initialized. Default: normal, with the standard deviation 1/√features.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }
}

/// <summary>
/// A fixed vector for each position: y = x + e with e[s, 2i] = sin(s / 10000^(2i/d)) and e[s, 2i + 1] = cos(s / 10000^(2i/d)) for d features
/// (Vaswani et al., "Attention Is All You Need", 2017). Backward: x̄ = ȳ.
/// </summary>
public sealed class SinusoidalEncodingAttribute : LayerAttribute;
