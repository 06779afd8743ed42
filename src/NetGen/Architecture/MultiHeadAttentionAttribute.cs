namespace NetGen;

/// <summary>
/// Multi-head attention (Vaswani et al., 2017) over [steps, features]. q = W<sub>q</sub>·x + b<sub>q</sub> at each step, k and v likewise. Head h
/// takes the elements h·d … h·d + d − 1 of q, k and v, with d = features / heads: its scores are q·kᵀ / √d, its shares their softmax over the keys, and
/// it gives the values mixed by these shares. With all heads side by side, the output is W<sub>o</sub>·mixed + b<sub>o</sub>.
/// Backward, for each head: v̄ = sharesᵀ·m̄ixed; scores̄ = shares ⊙ (m̄ixed·vᵀ − Σ m̄ixed ⊙ mixed) / √d; q̄ = scores̄·k and k̄ = scores̄ᵀ·q.
/// </summary>
/// <remarks>
/// Parameters are <c>query.weight</c> and <c>query.bias</c>, <c>key.…</c>, <c>value.…</c> and <c>output.…</c>, weights [outputs, inputs]; penalties
/// count the four weights. Attention alone does not know the order of its steps: give it positions.
/// </remarks>
/// <param name="heads">The number of heads: a divisor of the number of features.</param>
public sealed class MultiHeadAttentionAttribute(int heads) : TrainableLayerAttribute
{
    /// <summary>The number of heads.</summary>
    public int Heads { get; } = heads;

    /// <summary>
    /// The number of heads of keys and values, a divisor of <see cref="Heads"/>: so many query heads in a row share one (grouped queries; 1: multi-query).
    /// Default 0: as many as heads.
    /// </summary>
    public int KeyValueHeads { get; set; }

    /// <summary>Whether a step attends only to itself and the steps before it. Default false.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// Whether queries and keys turn with their position (Su et al., 2021): elements i and i + d/2 of a head, i &lt; d/2, turn by the angle
    /// step · 10000^(−2i/d), with steps from 0. Default false.
    /// </summary>
    public bool Rotary { get; set; }

    /// <summary>
    /// The name of the value that keys and values are computed from, in this block or around it: [steps, features] of any size. Default: the input
    /// itself, self-attention.
    /// </summary>
    public string? Context { get; set; }

    /// <summary>Whether the four maps have a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How the weights are initialized. Default: <see cref="Init.Xavier"/>, of the output by the activation that follows.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/> and <see cref="Init.Constant"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of the biases. Default 0.</summary>
    public double BiasInit { get; set; }
}
