namespace NetGen.Benchmarks.Workloads;

/// <summary>
/// A causal transformer on tokens, as GPT-2: embeddings of tokens and positions, blocks of attention and of a dense layer four times as wide,
/// each normalized before and added to its input, a normalization, and a head without bias that shares the embedding's weight.
/// </summary>
/// <param name="Blocks">The number of blocks.</param>
/// <param name="Width">The values of a step.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Tokens">The number of tokens.</param>
internal sealed record CausalTransformer(int Blocks, int Width, int Heads, int Steps, int Tokens) : Architecture(LossKind.SoftmaxCrossEntropy)
{
    /// <summary>The width inside the second half of a block.</summary>
    public int Hidden => 4 * Width;

    /// <inheritdoc/>
    public override int Vocabulary => Tokens;

    /// <inheritdoc/>
    public override double WeightDecay => 0.01;

    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => [Steps];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => [Steps, Tokens];

    /// <inheritdoc/>
    public override int ParameterCount => ((Tokens + Steps) * Width) + (Blocks * (Attention.ParameterCount + (2 * Width * Hidden) + Hidden + (5 * Width))) + (2 * Width);

    /// <inheritdoc/>
    public override long ForwardFlops => (Blocks * (Attention.ForwardFlops + (2L * Steps * 2 * Width * Hidden))) + (2L * Steps * Width * Tokens);

    /// <inheritdoc/>
    protected override long FirstLayerFlops => 0;

    /// <inheritdoc/>
    public override string Summary => $"GPT {Blocks} x {Width}, {Heads} heads, {Steps} steps, {Tokens} tokens, softmax CE at each step, AdamW";

    private CausalAttention Attention => new(Steps, Width, Heads);

    /// <summary>The name, as <c>--workload</c> takes it.</summary>
    public override string ToString() => $"gpt-{Blocks}x{Width}";
}
