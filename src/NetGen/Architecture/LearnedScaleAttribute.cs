namespace NetGen;

/// <summary>
/// A factor that is trained, and with <see cref="Bias"/> a summand, for each feature or channel: y = γ ⊙ x + β. Channels are the last axis of
/// steps and features, the first of channels, height and width.
/// Backward: x̄ = γ ⊙ ȳ; γ̄ = ȳ ⊙ x and β̄ = ȳ, summed over the batch and the places of a channel.
/// </summary>
/// <remarks>Parameters are <c>weight</c> (γ) and <c>bias</c> (β, starts at 0); penalties count neither.</remarks>
public sealed class LearnedScaleAttribute : TrainableLayerAttribute
{
    /// <summary>Whether β is there. Default false.</summary>
    public bool Bias { get; set; }

    /// <summary>What γ starts with. Default 1.</summary>
    public double Initial { get; set; } = 1;

    /// <summary>
    /// The name of an earlier LearnedScale with the same parameters, which this layer uses instead of its own: their gradient is the sum over
    /// both uses.
    /// </summary>
    public string? Tie { get; set; }
}
