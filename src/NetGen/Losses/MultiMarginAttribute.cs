namespace NetGen;

/// <summary>
/// The margin loss of scores y of C classes with a class label t: ℓ = Σ_c max(0, margin − y_t + y_c)^p / C over all c but t,
/// averaged over the examples (Crammer and Singer, 2001; PyTorch's MultiMarginLoss).
/// ȳ_c = p·max(0, margin − y_t + y_c)^(p−1) / C, and ȳ_t = −Σ_c ȳ_c.
/// </summary>
public sealed class MultiMarginAttribute : LossAttribute
{
    /// <summary>p: 1 or 2. Default 1.</summary>
    public int Power { get; set; } = 1;

    /// <summary>By how much the right class must lead. Default 1.</summary>
    public double Margin { get; set; } = 1;

    /// <summary>
    /// A label of what does not count: examples, or steps, with this label are left out of the sum, of what the mean divides by, and of metrics.
    /// Where none is left, the loss and its gradient are 0. Any number, a class or none. Without it every label counts.
    /// </summary>
    public int IgnoreLabel { get; set; }
}
