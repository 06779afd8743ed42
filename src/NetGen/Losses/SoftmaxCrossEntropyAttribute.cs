namespace NetGen;

/// <summary>
/// Softmax cross-entropy of logits y with a class label t: ℓ = −ln softmax(y)ₜ, averaged over the examples (PyTorch's
/// CrossEntropyLoss). ȳ = softmax(y) − onehot(t). The output layer has no softmax.
/// </summary>
/// <remarks>The maximum is subtracted before the exponential: finite for every finite logit.</remarks>
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute;
