namespace NetGen;

/// <summary>
/// The negative log-likelihood of log-probabilities y (after <see cref="LogSoftmaxAttribute"/>) with a class label t:
/// ℓ = −w_t·y_t, averaged over the examples (PyTorch's NLLLoss). ȳ = −w_t·onehot(t).
/// </summary>
/// <remarks>On logits <see cref="SoftmaxCrossEntropyAttribute"/> gives the same without the layer before it, faster.</remarks>
public sealed class NegativeLogLikelihoodAttribute : LossAttribute
{
    /// <summary>w, the weight of each class: as many numbers as outputs, each at least 0. The mean then divides by Σ w[t] over the batch. Default: all 1.</summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>
    /// A label of what does not count: examples, or steps, with this label are left out of the sum, of what the mean divides by, and of metrics.
    /// Where none is left, the loss and its gradient are 0. Any number, a class or none. Without it every label counts.
    /// </summary>
    public int IgnoreLabel { get; set; }
}
