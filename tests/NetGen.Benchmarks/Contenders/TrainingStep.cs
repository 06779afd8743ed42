using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders;

/// <summary>How NetGen trains: the one place that knows which calls make a step.</summary>
internal sealed class TrainingStep<TNet, TTarget>(TNet net, Problem problem, TTarget[] targets, Optimizer optimizer)
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    private readonly Workspace<float> _workspace = net.CreateWorkspace(problem.Scenario.Batch, problem.Architecture.InputGradients, threads: problem.Scenario.Threads);

    /// <summary>Forward, loss, backward and update.</summary>
    /// <returns>The cost before the update.</returns>
    public float Run()
    {
        net.Forward(_workspace, problem.Inputs);
        float cost = net.Loss(_workspace, targets);
        net.Step(_workspace, optimizer);
        return cost;
    }

    /// <summary>Forward, loss and backward.</summary>
    /// <returns>The cost.</returns>
    public float RunWithoutUpdate()
    {
        net.Forward(_workspace, problem.Inputs);
        float cost = net.Loss(_workspace, targets);
        net.Backward(_workspace);
        return cost;
    }
}
