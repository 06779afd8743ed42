namespace NetGen.Benchmarks.Contenders;

/// <summary>Forward, Loss, Backward and the optimizer's step on flat buffers.</summary>
internal sealed class PlainStep<TNet, TTarget>(TNet net, float[] inputs, TTarget[] targets, int batch, Optimizer optimizer) : ITrainingStep
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    private readonly Workspace<float> _workspace = net.CreateWorkspace(batch);

    /// <inheritdoc/>
    public float Run()
    {
        float cost = RunWithoutUpdate();
        optimizer.Step(net.Parameters, _workspace.Gradients);
        return cost;
    }

    /// <inheritdoc/>
    public float RunWithoutUpdate()
    {
        net.Forward(_workspace, inputs);
        float cost = net.Loss(_workspace, targets);
        net.Backward(_workspace);
        return cost;
    }
}
