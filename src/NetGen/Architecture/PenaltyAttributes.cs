namespace NetGen;

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
