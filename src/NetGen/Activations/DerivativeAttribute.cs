namespace NetGen;

/// <summary>What an activation's derivative reads, and so what the forward pass keeps for the backward pass.</summary>
public enum Needs
{
    /// <summary>The activation's output h = f(z). The input is then overwritten in place.</summary>
    Output,

    /// <summary>The activation's input z.</summary>
    Input,

    /// <summary>Nothing: the derivative is a constant.</summary>
    Nothing,
}

/// <summary>
/// Declares on an <see cref="IActivation"/> struct what the generator must know of it: a generator sees metadata, never
/// method bodies.
/// </summary>
/// <param name="needs">What <see cref="IActivation.Derivative{V}"/> takes as its argument.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class DerivativeAttribute(Needs needs) : Attribute
{
    /// <summary>What <see cref="IActivation.Derivative{V}"/> takes as its argument.</summary>
    public Needs Needs { get; } = needs;

    /// <summary>The initializer of the weights before this activation, unless the layer or the network says otherwise.</summary>
    public Init Init { get; set; } = Init.Xavier;

    /// <summary>
    /// Whether f is at most a few vector operations, which the generator may then repeat for every accumulator of a register
    /// tile; any other f is applied in a loop of its own. Functions of <see cref="SimdMath"/> are not cheap.
    /// </summary>
    public bool IsForwardCheap { get; set; }

    /// <summary>
    /// About how many vector operations f takes if it is not cheap, 40 unless said otherwise: it bounds how many of them the
    /// generator writes into one method, all of which the JIT shall inline.
    /// </summary>
    public int ForwardOperations { get; set; } = 40;

    /// <summary>Whether f′ is at most a few vector operations, likewise.</summary>
    public bool IsDerivativeCheap { get; set; }

    /// <summary>
    /// The equation of f, for the comments of the generated code: <c>"max(0, {0})"</c>, where {0} is the input; <c>{Slope}</c> is the
    /// property of the struct with that name, and <c>⟨ + {Offset}⟩</c> is left out where the attribute does not set it.
    /// </summary>
    public string? Equation { get; set; }

    /// <summary>
    /// The equation of f′, likewise, where {0} is what the derivative takes as its argument: <c>"1 - {0}²"</c> of tanh, which reads
    /// its output. Without it the comments name f′ only.
    /// </summary>
    public string? Derivative { get; set; }
}
