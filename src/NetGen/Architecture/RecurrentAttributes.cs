namespace NetGen;

/// <summary>
/// The base of the recurrent layers: from a sequence [steps, features] to the last state [units], or with <see cref="ReturnSequences"/> to the
/// states of all steps. Each direction has the parameters <c>inputWeight</c> [gates · units, features], <c>hiddenWeight</c>
/// [gates · units, units], <c>inputBias</c> and <c>hiddenBias</c> [gates · units], in PyTorch's order of the gates; those of the reverse
/// direction are <c>reverse.inputWeight</c> and so on. The state before the first step is 0.
/// </summary>
/// <remarks>
/// Where sequences are padded, a state counts to the length of its sequence: steps of the padding give 0, the last state is that at the length, and
/// the reverse direction starts there. Each gate's weight of the inputs starts by Xavier and its weight of the state as an orthogonal matrix,
/// unless <see cref="Init"/> says otherwise, biases at 0. Penalties count both weights.
/// </remarks>
public abstract class RecurrentAttribute : TrainableLayerAttribute
{
    private protected RecurrentAttribute(int units) => Units = units;

    /// <summary>The number of units, of each direction.</summary>
    public int Units { get; }

    /// <summary>Whether the output is the state after each step, [steps, units], rather than the last one. Default false.</summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Whether a second set of parameters runs from the last step to the first: the states lie side by side, forward first, so the output is twice
    /// as wide. Without <see cref="ReturnSequences"/> it is the forward state at the last step beside the reverse state at the first. Default false.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>Whether both biases are there. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>How both weights are initialized. Default: Xavier for the inputs, orthogonal for the state.</summary>
    public Init Init { get; set; }

    /// <summary>The scale of <see cref="Init.Normal"/>, <see cref="Init.Uniform"/>, <see cref="Init.Constant"/> and <see cref="Init.Orthogonal"/>.</summary>
    public double InitScale { get; set; }

    /// <summary>The initial value of the input's bias, but for the forget gate of an LSTM, where it is 1. Default 0.</summary>
    public double BiasInit { get; set; }
}

/// <summary>
/// A simple recurrent layer (Elman, 1990): h[t] = tanh(Wx·x[t] + bx + Wh·h[t−1] + bh).
/// Backward, from the last step to the first: ā = h̄[t] ⊙ (1 − h[t]²), h̄[t−1] += Whᵀ·ā, x̄[t] = Wxᵀ·ā, W̄x = Σ ā·x[t]ᵀ, W̄h = Σ ā·h[t−1]ᵀ, b̄x = b̄h = Σ ā.
/// </summary>
/// <remarks>Gradients vanish over many steps: beyond some fifty a GRU or an LSTM learns what this layer cannot (Bengio, Simard and Frasconi, 1994).</remarks>
/// <param name="units">The number of units, at least 1.</param>
public sealed class RNNAttribute(int units) : RecurrentAttribute(units);

/// <summary>
/// A gated recurrent unit (Cho et al., 2014), in the form of PyTorch and cuDNN, gates in the order r, z, n: with a = Wx·x[t] + bx and
/// b = Wh·h[t−1] + bh, r = σ(a + b), z = σ(a + b), n = tanh(a + r ⊙ b), each of its own rows, and h[t] = (1 − z) ⊙ n + z ⊙ h[t−1].
/// Backward: z̄ = h̄ ⊙ (h[t−1] − n) ⊙ z ⊙ (1 − z), n̄ = h̄ ⊙ (1 − z) ⊙ (1 − n²), r̄ = n̄ ⊙ b ⊙ r ⊙ (1 − r), h̄[t−1] += z ⊙ h̄ + Whᵀ·(r̄, z̄, r ⊙ n̄), x̄[t] = Wxᵀ·(r̄, z̄, n̄).
/// </summary>
/// <param name="units">The number of units, at least 1.</param>
public sealed class GRUAttribute(int units) : RecurrentAttribute(units);

/// <summary>
/// A layer of long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers, Schmidhuber and Cummins, 2000), gates in the
/// order i, f, g, o: of Wx·x[t] + bx + Wh·h[t−1] + bh, each of its own rows, i, f and o are σ and g is tanh; c[t] = f ⊙ c[t−1] + i ⊙ g,
/// h[t] = o ⊙ tanh(c[t]). Backward: ō = h̄ ⊙ tanh(c) ⊙ o ⊙ (1 − o), c̄ += h̄ ⊙ o ⊙ (1 − tanh²(c)), ī = c̄ ⊙ g ⊙ i ⊙ (1 − i),
/// f̄ = c̄ ⊙ c[t−1] ⊙ f ⊙ (1 − f), ḡ = c̄ ⊙ i ⊙ (1 − g²), c̄[t−1] = c̄ ⊙ f, h̄[t−1] += Whᵀ·(ī, f̄, ḡ, ō), x̄[t] = Wxᵀ·(ī, f̄, ḡ, ō).
/// </summary>
/// <remarks>The input's bias of the forget gate starts at 1, so that at first the cell remembers (Jozefowicz, Zaremba and Sutskever, 2015).</remarks>
/// <param name="units">The number of units, at least 1.</param>
public sealed class LSTMAttribute(int units) : RecurrentAttribute(units);
