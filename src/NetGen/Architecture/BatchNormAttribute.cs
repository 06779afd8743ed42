namespace NetGen;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, 2015) of each feature, or of each channel of an input with channels, height and
/// width: y = γ · (x − μ) / σ + β. In training μ and σ² = variance + ε are those of the batch, and gradients flow through
/// both; in inference they are the running statistics. Backward in training, with n = (x − μ) / σ: γ̄ = Σ ȳ · n, β̄ = Σ ȳ,
/// x̄ = γ / σ · (ȳ − mean ȳ − n · mean (ȳ · n)), sums and means over the batch and the places of a channel.
/// </summary>
/// <remarks>
/// Parameters are <c>weight</c> (γ, starts at 1) and <c>bias</c> (β, starts at 0); penalties count neither. State is
/// <c>runningMean</c> (starts at 0) and <c>runningVariance</c> (starts at 1). Each Forward in training moves them:
/// running = (1 − momentum) · running + momentum · the batch's, where the variance is the unbiased one, divided by count − 1, unless
/// <see cref="Biased"/>; a batch of one value to a feature has none and leaves the running variance as it is. They belong to the network: one
/// workspace trains at a time. With <c>Trainable = false</c> the running statistics are used in training too, and stay.
/// </remarks>
public sealed class BatchNormAttribute : TrainableLayerAttribute
{
    /// <summary>The weight of the batch's statistics in the running ones, from 0 to 1. Default 0.1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>ε, at least 0. Default 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>
    /// Whether the running variance takes the population variance of each batch, divided by count, as Keras and ONNX have it. Default false: the
    /// unbiased one, as in PyTorch.
    /// </summary>
    public bool Biased { get; set; }
}
