using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Kernels;

/// <summary>The parts of a training step of <see cref="W2"/>.</summary>
public class W2Kernels : StepKernels<W2, float>
{
    /// <inheritdoc/>
    [Params(256)]
    public override int Batch { get; set; }

    /// <inheritdoc/>
    protected override int TargetsPerExample => W2.OutputSize;
}
