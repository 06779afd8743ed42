namespace NetGen;

/// <summary>
/// The focal loss of logits y with a class label t: ℓ = −(1 − p)^γ·ln p with p = softmax(y)ₜ, averaged over the examples (Lin, Goyal, Girshick, He
/// and Dollár, 2017). Examples that are classified well count less; with γ = 0 it is <see cref="SoftmaxCrossEntropyAttribute"/>.
/// </summary>
/// <remarks>
/// With q = 1 − p, ȳ = w_t·(q^γ − γ·q^(γ−1)·p·ln p)·(softmax(y) − onehot(t)), where w are <see cref="ClassWeights"/>. q and ln p come from the sum of
/// the other classes' exponentials: neither loses a digit where the network is sure of itself.
/// </remarks>
public sealed class FocalAttribute : LossAttribute
{
    /// <summary>With γ = 2, or the γ that is set.</summary>
    public FocalAttribute()
    {
    }

    /// <summary>With a γ.</summary>
    /// <param name="gamma">γ, a finite number of at least 0.</param>
    public FocalAttribute(double gamma) => Gamma = gamma;

    /// <summary>γ, how much less a well classified example counts. A finite number of at least 0; default 2.</summary>
    public double Gamma { get; set; } = 2;

    /// <summary>w, the weight of each class: as many numbers as outputs, each at least 0. The mean then divides by Σ w[t] over the batch. Default: all 1.</summary>
    public double[]? ClassWeights { get; set; }

    /// <summary>
    /// A label of what does not count: examples, or steps, with this label are left out of the sum, of what the mean divides by, and of metrics.
    /// Where none is left, the loss and its gradient are 0. Any number, a class or none. Without it every label counts.
    /// </summary>
    public int IgnoreLabel { get; set; }
}
