using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders;

/// <summary>Calls Predict in a loop.</summary>
internal delegate void PredictLoop<TNet>(TNet net, float[] inputs, float[] outputs, int count);

/// <summary>The generated network.</summary>
internal sealed class NetGenContender<TNet, TTarget> : IContender
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    private readonly TNet _net;
    private readonly Problem _problem;
    private readonly PredictLoop<TNet> _predict;
    private readonly TTarget[] _targets;
    private readonly float[] _outputs;
    private TrainingStep<TNet, TTarget> _step;

    public NetGenContender(TNet net, Problem problem, PredictLoop<TNet> predict)
    {
        _net = net;
        _problem = problem;
        _predict = predict;
        _targets = (TTarget[])(object)(typeof(TTarget) == typeof(int) ? problem.Labels : problem.Targets);
        _outputs = new float[problem.Scenario.Batch * problem.Architecture.Outputs];
        _step = CreateStep();
    }

    /// <inheritdoc/>
    public string Name => "NetGen";

    /// <inheritdoc/>
    public void Reset()
    {
        _net.CopyParametersFrom(_problem.Parameters);
        _step = CreateStep();
    }

    /// <inheritdoc/>
    public float Run(int repetitions)
    {
        float sum = 0;
        switch (_problem.Scenario.Mode)
        {
            case Mode.Infer:
                _predict(_net, _problem.Inputs, _outputs, repetitions);
                return _outputs[0];
            case Mode.Gradient:
                while (repetitions-- > 0)
                    sum += _step.RunWithoutUpdate();
                return sum;
            default:
                while (repetitions-- > 0)
                    sum += _step.Run();
                return sum;
        }
    }

    /// <inheritdoc/>
    public float CheckStep()
    {
        SetDropout(0);
        float cost = _step.Run();
        SetDropout(_problem.Architecture.Dropout);
        return cost;
    }

    /// <inheritdoc/>
    public float[] CheckOutputs()
    {
        _net.Predict(_problem.Inputs, _outputs);
        return _outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private TrainingStep<TNet, TTarget> CreateStep()
    {
        double decay = _problem.Architecture.WeightDecay;
        Optimizer optimizer = decay > 0
            ? new AdamW(Problem.LearningRate, Problem.Beta1, Problem.Beta2, Problem.Epsilon, decay)
            : new Adam(Problem.LearningRate, Problem.Beta1, Problem.Beta2, Problem.Epsilon);
        return new(_net, _problem, _targets, optimizer);
    }

    private void SetDropout(double rate)
    {
        if (_problem.Architecture.Dropout > 0)
            _net.SetRate("dropout1", rate);
    }
}
