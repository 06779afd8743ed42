namespace NetGen.Benchmarks.Workloads;

/// <summary>
/// A pre-norm residual MLP: blocks of layer normalization, a dense layer to twice the width, GELU and a dense layer back, each added to
/// its input.
/// </summary>
/// <param name="Width">The inputs, the outputs and the width of the residual stream.</param>
/// <param name="Blocks">The number of blocks.</param>
internal sealed record ResidualMLP(int Width, int Blocks) : Architecture(LossKind.MeanSquaredError)
{
    /// <summary>The width inside a block.</summary>
    public int Hidden => 2 * Width;

    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => [Width];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => [Width];

    /// <inheritdoc/>
    public override int ParameterCount => Blocks * (2 * Width + (Width + 1) * Hidden + (Hidden + 1) * Width);

    /// <inheritdoc/>
    public override long ForwardFlops => Blocks * 4L * Width * Hidden;

    /// <summary>Nothing is saved: the first dense layer comes after a normalization with parameters.</summary>
    protected override long FirstLayerFlops => 0;

    /// <inheritdoc/>
    public override string Summary => $"residual MLP {Width}, {Blocks} blocks LayerNorm-{Hidden}-GELU-{Width}, MSE";

    /// <summary>The name, as <c>--workload</c> takes it.</summary>
    public override string ToString() => "residual-mlp";
}
