namespace NetGen;

/// <summary>
/// Root mean square normalization (Zhang and Sennrich, 2019) over the last axis: y = γ ⊙ x / ρ with ρ = √(mean x² + ε). An
/// input of steps and features is normalized at each step. Backward, with n = x / ρ: γ̄ = ȳ ⊙ n, summed over the batch;
/// x̄ = (g − n · mean (g ⊙ n)) / ρ with g = γ ⊙ ȳ.
/// </summary>
/// <remarks>The parameter is <c>weight</c> (γ, starts at 1); penalties do not count it.</remarks>
public sealed class RMSNormAttribute : TrainableLayerAttribute
{
    /// <summary>Whether γ is there. Default true.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>ε, at least 0. Default 1e-5. With 0, an input of zeros gives NaN.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
