namespace NetGen.Benchmarks.Workloads;

/// <summary>Causal attention of several heads, alone.</summary>
/// <param name="Steps">The number of steps.</param>
/// <param name="Width">The values of a step.</param>
/// <param name="Heads">The number of heads.</param>
internal sealed record CausalAttention(int Steps, int Width, int Heads) : Architecture(LossKind.MeanSquaredError)
{
    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => [Steps, Width];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => [Steps, Width];

    /// <summary>As inside a network.</summary>
    public override bool InputGradients => true;

    /// <inheritdoc/>
    public override int ParameterCount => 4 * Width * (Width + 1);

    /// <summary>Queries, keys, values and outputs; and a step's scores and their mixture for as many steps as it sees.</summary>
    public override long ForwardFlops => 2L * ((Steps * 4 * Width * Width) + (2 * (Steps * (Steps + 1) / 2) * Width));

    /// <inheritdoc/>
    protected override long FirstLayerFlops => 0;

    /// <inheritdoc/>
    public override string Summary => $"causal attention {Steps} x {Width}, {Heads} heads; in training without update, with the gradient of the inputs";

    /// <summary>The name, as <c>--workload</c> takes it.</summary>
    public override string ToString() => "attention";
}
