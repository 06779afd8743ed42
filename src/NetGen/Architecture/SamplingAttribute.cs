namespace NetGen;

/// <summary>
/// A sample of normal distributions that the network computes (the reparameterization of Kingma and Welling, 2014): in training h = m + e^(½·v) ⊙ e with e
/// normal of mean 0 and variance 1; in inference h = m. Backward: m̄ = h̄, v̄ = h̄ ⊙ ½·e^(½·v) ⊙ e.
/// </summary>
/// <param name="mean">The name of the value m, the means.</param>
/// <param name="logVariance">The name of the value v, the logarithms of the variances, of the same shape.</param>
/// <remarks>
/// It takes these two values, whatever stands before it. The noise depends on the network's seed, the workspace's step and the element alone, not on threads;
/// <see cref="Workspace{T}.SetNoise"/> fixes it, and <c>SetRate</c> with the layer's name changes its standard deviation.
/// </remarks>
public sealed class SamplingAttribute(string mean, string logVariance) : LayerAttribute
{
    /// <summary>The name of the value with the means.</summary>
    public string Mean { get; } = mean;

    /// <summary>The name of the value with the logarithms of the variances.</summary>
    public string LogVariance { get; } = logVariance;
}
