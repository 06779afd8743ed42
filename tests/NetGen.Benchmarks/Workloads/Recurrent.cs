namespace NetGen.Benchmarks.Workloads;

/// <summary>A recurrent layer that every contender has.</summary>
internal enum CellKind
{
    LSTM,
    GRU,
}

/// <summary>A recurrent layer and a dense one, which reads every state or the last: what the other contenders build theirs from.</summary>
/// <param name="Cell">The recurrent layer.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Features">The values of a step; with tokens, those of its embedding.</param>
/// <param name="Units">The size of the state.</param>
/// <param name="Width">The outputs of the dense layer.</param>
/// <param name="Loss">What is minimized.</param>
internal sealed record Recurrent(CellKind Cell, int Steps, int Features, int Units, int Width, LossKind Loss) : Architecture(Loss)
{
    /// <summary>Whether each step has outputs, rather than the last alone.</summary>
    public bool EachStep { get; init; }

    /// <summary>The number of tokens of an embedding in front, or 0.</summary>
    public int Tokens { get; init; }

    /// <inheritdoc/>
    public override int Vocabulary => Tokens;

    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => Tokens > 0 ? [Steps] : [Steps, Features];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => EachStep ? [Steps, Width] : [Width];

    /// <inheritdoc/>
    public override int ParameterCount => (Tokens * Features) + (Gates * Units * (Features + Units + 2)) + ((Units + 1) * Width);

    /// <inheritdoc/>
    public override long ForwardFlops => 2L * ((Steps * (InputProduct + (Gates * Units * Units))) + ((EachStep ? Steps : 1) * Units * Width));

    /// <summary>The input's product of all steps: but an embedding needs the gradient.</summary>
    protected override long FirstLayerFlops => Tokens > 0 ? 0 : 2L * Steps * InputProduct;

    /// <inheritdoc/>
    public override string Summary
    {
        get
        {
            string tokens = Tokens > 0 ? $"{Tokens} tokens, " : "";
            string loss = Loss == LossKind.MeanSquaredError ? "MSE" : "softmax CE";
            return $"{Cell} {tokens}{Features}-{Units}-{Width}, {Steps} steps, {loss} {(EachStep ? "at each step" : "of the last")}";
        }
    }

    private int Gates => Cell == CellKind.LSTM ? 4 : 3;

    private int InputProduct => Gates * Units * Features;

    /// <summary>The name, as <c>--workload</c> takes it.</summary>
    public override string ToString() => $"{Cell}-{Features}-{Units}-{Width}".ToLowerInvariant();
}
