namespace NetGen;

/// <summary>
/// The parametric rectified linear unit (He, Zhang, Ren and Sun, 2015): y = x where x &gt; 0, else α·x, with a slope α that is trained, one for
/// each feature or channel: the last axis of steps and features, the first of channels, height and width.
/// Backward: x̄ = ȳ where x &gt; 0, else α·ȳ; ᾱ = ȳ ⊙ min(0, x), summed over the batch and the places of a channel.
/// </summary>
/// <remarks>The parameters are <c>weight</c> (α, starts at 0.25); penalties do not count it. Weights before it are initialized by He.</remarks>
public sealed class PReLUAttribute : TrainableLayerAttribute
{
    /// <summary>Whether one slope serves all elements. Default false.</summary>
    public bool Shared { get; set; }

    /// <summary>
    /// The name of an earlier PReLU with as many slopes, which this layer uses instead of its own: their gradient is the sum over both uses.
    /// </summary>
    public string? Tie { get; set; }
}
