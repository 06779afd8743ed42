namespace NetGen;

/// <summary>
/// The negative log-likelihood of targets t under normal distributions whose mean μ and logarithm of the variance v the network computes:
/// ℓ = ½·(v + (t − μ)²·e^−v), without the constant ½·ln 2π, averaged over all elements of μ (Nix and Weigend, 1994; PyTorch's GaussianNLLLoss has the variance itself).
/// μ̄ = (μ − t)·e^−v, v̄ = ½·(1 − (t − μ)²·e^−v).
/// </summary>
/// <remarks><see cref="LossAttribute.From"/> is the mean: the value that predictions and metrics are about.</remarks>
public sealed class GaussianNLLAttribute : LossAttribute
{
    /// <summary>The name of the value that is the logarithm of the variance, of the mean's shape.</summary>
    public string? LogVariance { get; set; }
}
