namespace NetGen.Benchmarks.Workloads;

/// <summary>
/// LeNet-5 on images of 28x28: two convolutions of 5x5 to 6 (with padding) and to 16 channels, each with ReLU and a maximum over 2x2,
/// and dense layers of 120, 84 and 10.
/// </summary>
internal sealed record LeNet5() : Architecture(LossKind.SoftmaxCrossEntropy)
{
    /// <inheritdoc/>
    public override IReadOnlyList<long> InputShape => [1, 28, 28];

    /// <inheritdoc/>
    public override IReadOnlyList<long> OutputShape => [10];

    /// <inheritdoc/>
    public override int ParameterCount => 6 * 26 + 16 * 151 + 120 * 401 + 84 * 121 + 10 * 85;

    /// <inheritdoc/>
    public override long ForwardFlops => FirstLayerFlops + 2 * (16 * 10 * 10 * 6 * 25 + 400 * 120 + 120 * 84 + 84 * 10);

    /// <inheritdoc/>
    protected override long FirstLayerFlops => 2 * 6 * 28 * 28 * 25;

    /// <inheritdoc/>
    public override string Summary => "LeNet-5 28x28 ReLU, max pools, softmax CE";

    /// <summary>The name, as <c>--workload</c> takes it.</summary>
    public override string ToString() => "lenet";
}
