namespace NetGen;

/// <summary>
/// The Kullback-Leibler divergence of normal distributions, whose mean μ and logarithm of the variance v the network computes, from the standard normal distribution:
/// ℓ = −½·Σ(1 + v − μ² − eᵛ) (Kingma and Welling, 2014). μ̄ = μ, v̄ = ½·(eᵛ − 1). It takes no target.
/// </summary>
/// <remarks><see cref="Reduction.BatchMean"/>, the default, divides by the examples: the divergence of an example. <see cref="Reduction.Mean"/> divides by all elements.</remarks>
public sealed class GaussianKLAttribute : LossAttribute
{
    /// <summary>The name of the value that is the mean.</summary>
    public string? Mean { get; set; }

    /// <summary>The name of the value that is the logarithm of the variance, of the mean's shape.</summary>
    public string? LogVariance { get; set; }
}
