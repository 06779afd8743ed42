namespace NetGen.Benchmarks.Workloads;

/// <summary>An activation that every contender has.</summary>
internal enum ActivationKind
{
    None,
    ReLU,
    Tanh,
}

/// <summary>A loss that every contender has.</summary>
internal enum LossKind
{
    MeanSquaredError,
    SoftmaxCrossEntropy,
}

/// <summary>A chain of dense layers: what the contenders without a generator build their network from.</summary>
/// <param name="Widths">The inputs and the outputs of each layer.</param>
/// <param name="Hidden">The activation after each layer but the last.</param>
/// <param name="Output">The activation after the last layer.</param>
/// <param name="Loss">What is minimized.</param>
/// <param name="Dropout">The rate of dropout after each hidden activation.</param>
internal sealed record Chain(
    IReadOnlyList<int> Widths,
    ActivationKind Hidden,
    ActivationKind Output,
    LossKind Loss,
    double Dropout = 0)
{
    /// <summary>The number of dense layers.</summary>
    public int Layers => Widths.Count - 1;

    /// <summary>The number of inputs of one example.</summary>
    public int Inputs => Widths[0];

    /// <summary>The number of outputs of one example.</summary>
    public int Outputs => Widths[^1];

    /// <summary>The number of weights and biases.</summary>
    public int ParameterCount => Enumerable.Range(0, Layers).Sum(layer => (Widths[layer] + 1) * Widths[layer + 1]);

    /// <summary>The activation after a layer, counted from 0.</summary>
    public ActivationKind ActivationOf(int layer) => layer == Layers - 1 ? Output : Hidden;

    /// <summary>FLOP of one example's forward pass: 2 for each weight.</summary>
    public long ForwardFlops => Enumerable.Range(0, Layers).Sum(layer => 2L * Widths[layer] * Widths[layer + 1]);

    /// <summary>
    /// FLOP of one example's training step: 2 for each weight in the forward pass, in the weight gradient and, but for the
    /// first layer, in the input gradient.
    /// </summary>
    public long TrainingFlops => (3 * ForwardFlops) - (2L * Widths[0] * Widths[1]);

    /// <summary>The widths, as <c>--workload</c> takes them.</summary>
    public override string ToString() => string.Join('-', Widths);
}
