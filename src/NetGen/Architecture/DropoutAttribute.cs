namespace NetGen;

/// <summary>
/// Inverted dropout (Srivastava et al., 2014): in training h = m ⊙ x / (1 − p), where each mᵢ is 0 with probability p and
/// else 1; in inference h = x. Backward: x̄ = m ⊙ h̄ / (1 − p).
/// </summary>
/// <param name="rate">p, the probability of dropping a value, in [0, 1).</param>
/// <remarks>The mask depends on the network's seed, the workspace's step and the element alone, not on threads.</remarks>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>p, the probability of dropping a value.</summary>
    public double Rate { get; } = rate;
}
