namespace NetGen;

/// <summary>What the targets of a classification are.</summary>
public enum Targets
{
    /// <summary>The number of a class for each example, from 0: an <see cref="int"/>.</summary>
    Labels,

    /// <summary>A distribution over the classes for each example: as many numbers as outputs.</summary>
    Probabilities,
}

/// <summary>
/// Softmax cross-entropy of logits y with a class label t: ℓ = −ln softmax(y)ₜ, averaged over the examples (PyTorch's
/// CrossEntropyLoss). ȳ = softmax(y) − onehot(t). The output layer has no softmax.
/// </summary>
/// <remarks>
/// In full: ℓ = −Σ_c q_c·w_c·ln softmax(y)_c with q = (1 − ε)·onehot(t) + ε/C, where ε is <see cref="LabelSmoothing"/>, C the
/// number of classes and w are <see cref="ClassWeights"/>; ȳ_c = (Σ_k q_k·w_k)·softmax(y)_c − q_c·w_c. With class weights and
/// labels the mean divides by Σ w[t] over the batch. The maximum is subtracted before the exponential: finite for every
/// finite logit.
/// </remarks>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
    /// <summary>Whether targets are class labels or distributions. Default: labels.</summary>
    public Targets Targets { get; set; }

    /// <summary>ε, the share of every target that is spread evenly over the classes, in [0, 1] (Szegedy et al., 2016). Default 0.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary>w, the weight of each class: as many numbers as outputs, each at least 0. Default: all 1.</summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>
    /// A label of what does not count: examples, or steps, with this label are left out of the sum, of what the mean divides by, and of metrics.
    /// Where none is left, the loss and its gradient are 0. Any number, a class or none. Without it every label counts.
    /// </summary>
    public int IgnoreLabel { get; set; }
}
