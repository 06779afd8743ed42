namespace NetGen;

/// <summary>
/// Softmax over the last axis: hᵢ = exp(zᵢ − max z) / Σⱼ exp(zⱼ − max z). Backward: z̄ = h ⊙ (h̄ − Σⱼ hⱼ·h̄ⱼ).
/// </summary>
/// <remarks>Before a cross-entropy loss leave it out: the loss takes logits and contains the softmax.</remarks>
public sealed class SoftmaxAttribute : LayerAttribute;
