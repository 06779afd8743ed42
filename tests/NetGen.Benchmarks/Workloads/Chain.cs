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
    : Architecture(Loss, Dropout)
{
    /// <summary>The number of dense layers.</summary>
    public int Layers => Widths.Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => [Widths[0]];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => [Widths[^1]];

    /// <inheritdoc/>
    public override int ParameterCount => Enumerable.Range(0, Layers).Sum(layer => (Widths[layer] + 1) * Widths[layer + 1]);

    /// <summary>The activation after a layer, counted from 0.</summary>
    public ActivationKind ActivationOf(int layer) => layer == Layers - 1 ? Output : Hidden;

    /// <inheritdoc/>
    public override long ForwardFlops => Enumerable.Range(0, Layers).Sum(layer => 2L * Widths[layer] * Widths[layer + 1]);

    /// <inheritdoc/>
    protected override long FirstLayerFlops => 2L * Widths[0] * Widths[1];

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            string hidden = Dropout > 0 ? $"{Hidden}-dropout {Dropout}" : $"{Hidden}";
            string output = Output == ActivationKind.None ? "" : $", {Output} out";
            return $"{this} {hidden}{output}, {(Loss == LossKind.MeanSquaredError ? "MSE" : "softmax CE")}";
        }
    }

    /// <summary>The widths, as <c>--workload</c> takes them.</summary>
    public override string ToString() => string.Join('-', Widths);
}
