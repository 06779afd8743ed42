using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Kernels;

/// <summary>The parts of a training step of <see cref="W4"/>.</summary>
public class W4Kernels : StepKernels<W4, int>
{
    /// <inheritdoc/>
    [Params(64, 128)]
    public override int Batch { get; set; }

    /// <inheritdoc/>
    protected override int TargetsPerExample => 1;
}
