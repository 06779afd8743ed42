namespace NetGen;

/// <summary>
/// Layer normalization (Ba, Kiros and Hinton, 2016) over the last axis: y = γ ⊙ (x − μ) / σ + β with μ = mean x and
/// σ = √(mean (x − μ)² + ε). An input of steps and features is normalized at each step. Backward, with n = (x − μ) / σ:
/// γ̄ = ȳ ⊙ n and β̄ = ȳ, summed over the batch; x̄ = (g − mean g − n · mean (g ⊙ n)) / σ with g = γ ⊙ ȳ.
/// </summary>
/// <remarks>Parameters are <c>weight</c> (γ, starts at 1) and <c>bias</c> (β, starts at 0); penalties count neither.</remarks>
public sealed class LayerNormAttribute : TrainableLayerAttribute
{
    /// <summary>Whether γ and β are there. Default true.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>ε, at least 0. Default 1e-5. With 0, an input whose features are all equal gives NaN.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
