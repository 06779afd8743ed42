namespace NetGen;

/// <summary>
/// Softmax over the last axis: hᵢ = exp(zᵢ − max z) / Σⱼ exp(zⱼ − max z). Backward: z̄ = h ⊙ (h̄ − Σⱼ hⱼ·h̄ⱼ).
/// </summary>
/// <remarks>Before a cross-entropy loss leave it out: the loss takes logits and contains the softmax.</remarks>
public sealed class SoftmaxAttribute : LayerAttribute;

/// <summary>
/// The logarithm of the softmax over the last axis: hᵢ = zᵢ − max z − ln Σⱼ exp(zⱼ − max z). Backward:
/// z̄ᵢ = h̄ᵢ − exp(hᵢ)·Σⱼ h̄ⱼ.
/// </summary>
/// <remarks>Before <see cref="NegativeLogLikelihoodAttribute"/> or <see cref="KLDivergenceAttribute"/>. Finite for every finite z.</remarks>
public sealed class LogSoftmaxAttribute : LayerAttribute;
