namespace NetGen;

/// <summary>
/// The penalty of the lasso: adds λ · Σ|w| over all weights (not biases) to the cost, and so λ·sign(W) to their gradients, 0
/// where a weight is 0. It makes weights small and many of them nearly 0.
/// </summary>
/// <param name="rate">λ, at least 0. The initial value of the network's <c>L1Rate</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class L1Attribute(double rate) : Attribute
{
    /// <summary>λ.</summary>
    public double Rate { get; } = rate;
}

/// <summary>
/// Weight decay: adds λ/2 · ‖W‖² of all weights (not of biases) to the cost, and so λ·W to their gradients.
/// </summary>
/// <param name="rate">λ, at least 0. The initial value of the network's <c>L2Rate</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class L2Attribute(double rate) : Attribute
{
    /// <summary>λ.</summary>
    public double Rate { get; } = rate;
}
