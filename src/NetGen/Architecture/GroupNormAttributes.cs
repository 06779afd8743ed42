namespace NetGen;

/// <summary>
/// Group normalization (Wu and He, 2018): the channels, which are the last axis of [steps, features] and the first of [channels, height, width], are
/// divided into groups of equally many, and each group of an example is normalized over all its positions: y = γ · (x − μ) / σ + β with μ = mean x and
/// σ = √(mean (x − μ)² + ε) of the group, and γ and β for each channel. Backward, with n = (x − μ) / σ: γ̄ = Σ ȳ · n, β̄ = Σ ȳ over the batch and the
/// positions of a channel; x̄ = (g − mean g − n · mean (g · n)) / σ with g = γ · ȳ and the means over the group.
/// </summary>
/// <remarks>
/// Parameters are <c>weight</c> (γ, starts at 1) and <c>bias</c> (β, starts at 0); penalties count neither. Training and inference are alike. A number of
/// groups that does not divide the channels is a compile-time error, and so are groups of one value. Steps of padding count like others.
/// </remarks>
public sealed class GroupNormAttribute : TrainableLayerAttribute
{
    /// <summary>Normalization in <paramref name="groups"/> groups.</summary>
    /// <param name="groups">The number of groups, at least 1, a divisor of the number of channels; 1 normalizes all of an example at once.</param>
    public GroupNormAttribute(int groups) => Groups = groups;

    /// <summary>The number of groups.</summary>
    public int Groups { get; }

    /// <summary>Whether γ and β are there. Default true.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>ε, at least 0. Default 1e-5. With 0, a group whose values are all equal becomes 0.</summary>
    public double Epsilon { get; set; } = 1e-5;
}

/// <summary>
/// Instance normalization (Ulyanov, Vedaldi and Lempitsky, 2016): each channel of each example is normalized over its positions, y = (x − μ) / σ with
/// μ = mean x and σ = √(mean (x − μ)² + ε). Channels are the last axis of [steps, features], the first of [channels, height, width]. Backward, with
/// n = (x − μ) / σ: x̄ = (g − mean g − n · mean (g · n)) / σ with g = γ · ȳ, γ being 1 unless there is one.
/// </summary>
/// <remarks>With <see cref="Affine"/>, parameters are <c>weight</c> (γ, starts at 1) and <c>bias</c> (β, starts at 0); penalties count neither. There are no running statistics.</remarks>
public sealed class InstanceNormAttribute : TrainableLayerAttribute
{
    /// <summary>Whether there are a factor γ and a shift β for each channel: γ · n + β. Default false.</summary>
    public bool Affine { get; set; }

    /// <summary>ε, at least 0. Default 1e-5. With 0, a channel whose values are all equal becomes 0.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
