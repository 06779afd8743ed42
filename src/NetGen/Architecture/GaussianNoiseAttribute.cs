namespace NetGen;

/// <summary>
/// Gaussian noise as a regularizer: in training h = x + e, where each eᵢ is normal with mean 0 and the given standard
/// deviation; in inference h = x. Backward: x̄ = h̄.
/// </summary>
/// <param name="standardDeviation">The standard deviation of the noise, at least 0.</param>
/// <remarks>
/// The noise depends on the network's seed, the workspace's step and the element alone, not on threads. <c>SetRate</c> with
/// the layer's name changes the standard deviation.
/// </remarks>
public sealed class GaussianNoiseAttribute(double standardDeviation) : LayerAttribute
{
    /// <summary>The standard deviation of the noise.</summary>
    public double StandardDeviation { get; } = standardDeviation;
}
