using BenchmarkDotNet.Attributes;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Kernels;

/// <summary>The parts of a training step, one by one.</summary>
/// <typeparam name="TNet">The network.</typeparam>
/// <typeparam name="TTarget">The type of its targets.</typeparam>
[MemoryDiagnoser]
public abstract class StepKernels<TNet, TTarget>
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    private TNet _net = null!;
    private Workspace<float> _workspace = null!;
    private Adam _adam = null!;
    private float[] _inputs = [];
    private TTarget[] _targets = [];

    /// <summary>The number of examples.</summary>
    public abstract int Batch { get; set; }

    /// <summary>One value for each target; as a class label, 0.</summary>
    protected abstract int TargetsPerExample { get; }

    /// <summary>Makes every part ready to run by itself.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Random random = new(1);
        _net = TNet.Create(1);
        _inputs = [.. Enumerable.Range(0, Batch * _net.InputSize).Select(_ => (random.NextSingle() * 2) - 1)];
        _targets = new TTarget[Batch * TargetsPerExample];
        _workspace = _net.CreateWorkspace(Batch);

        // A rate of 0: the same arithmetic, but the parameters stay where they are however often it runs.
        _adam = new Adam(learningRate: 0);
        _net.Forward(_workspace, _inputs);
        _net.Loss(_workspace, _targets);
        _net.Backward(_workspace);
    }

    /// <summary>The outputs, with what Backward needs kept.</summary>
    [Benchmark]
    public float Forward() => _net.Forward(_workspace, _inputs)[0];

    /// <summary>Outputs and cost: less <see cref="Forward"/>, the loss alone.</summary>
    [Benchmark]
    public float ForwardAndLoss()
    {
        _net.Forward(_workspace, _inputs);
        return _net.Loss(_workspace, _targets);
    }

    /// <summary>Outputs, cost and gradients: less <see cref="ForwardAndLoss"/>, the backward pass alone.</summary>
    [Benchmark]
    public float ForwardLossAndBackward()
    {
        _net.Forward(_workspace, _inputs);
        float cost = _net.Loss(_workspace, _targets);
        _net.Backward(_workspace);
        return cost;
    }

    /// <summary>Adam on all parameters, in a pass of its own.</summary>
    [Benchmark]
    public void OptimizerStep() => _adam.Step(_net.Parameters, _workspace.Gradients);
}
