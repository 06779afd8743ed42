using NetGen.Benchmarks.Workloads;
using TorchSharp;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>TorchSharp as its users write it: modules, a functional loss, optim.Adam or AdamW, a DisposeScope for each step.</summary>
internal sealed class TorchContender : IContender
{
    private readonly Problem _problem;
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private optim.Optimizer _optimizer;

    public TorchContender(Problem problem)
    {
        Architecture architecture = problem.Architecture;
        _problem = problem;
        set_num_threads(problem.Scenario.Threads);
        _model = TorchModel.Create(architecture);
        long[] inputShape = [problem.Scenario.Batch, .. architecture.InputShape];
        _inputs = architecture.Vocabulary > 0
            ? tensor(Array.ConvertAll(problem.Inputs, token => (long)token), inputShape)
            : tensor(problem.Inputs, inputShape, requires_grad: architecture.InputGradients);
        _targets = architecture.Loss == LossKind.SoftmaxCrossEntropy
            ? tensor(Array.ConvertAll(problem.Labels, label => (long)label))
            : tensor(problem.Targets, [problem.Scenario.Batch, .. architecture.OutputShape]);
        _optimizer = CreateOptimizer();
        Reset();
    }

    /// <inheritdoc/>
    public string Name => "TorchSharp";

    /// <inheritdoc/>
    public void Reset()
    {
        TorchModel.SetParameters(_model, _problem.Parameters);
        _optimizer.Dispose();
        _optimizer = CreateOptimizer();
    }

    /// <inheritdoc/>
    public float Run(int repetitions)
    {
        float sum = 0;
        if (_problem.Scenario.Mode == Mode.Infer)
        {
            _model.eval();
            using (inference_mode())
            {
                while (repetitions-- > 0)
                    sum += Infer();
            }
        }
        else
        {
            _model.train();
            while (repetitions-- > 0)
                sum += Step(update: _problem.Scenario.Mode == Mode.Train);
        }

        return sum;
    }

    /// <inheritdoc/>
    public float CheckStep()
    {
        _model.eval();
        return Step(update: true);
    }

    /// <inheritdoc/>
    public float[] CheckOutputs()
    {
        _model.eval();
        using DisposeScope scope = NewDisposeScope();
        using (inference_mode())
            return _model.forward(_inputs).data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _inputs.Dispose();
        _targets.Dispose();
    }

    private float Step(bool update)
    {
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        if (_problem.Architecture.InputGradients)
            _inputs.grad = null;
        Tensor outputs = _model.forward(_inputs);
        Tensor cost = _problem.Architecture.Loss == LossKind.SoftmaxCrossEntropy
            ? nn.functional.cross_entropy(outputs.view(-1, _problem.Architecture.Classes), _targets)
            : nn.functional.mse_loss(outputs, _targets);
        cost.backward();
        if (update)
            _optimizer.step();
        return cost.item<float>();
    }

    private float Infer()
    {
        using DisposeScope scope = NewDisposeScope();
        return _model.forward(_inputs).ReadCpuSingle(0);
    }

    private optim.Optimizer CreateOptimizer() => _problem.Architecture.WeightDecay > 0
        ? optim.AdamW(_model.parameters(), Problem.LearningRate, Problem.Beta1, Problem.Beta2, Problem.Epsilon, _problem.Architecture.WeightDecay)
        : optim.Adam(_model.parameters(), Problem.LearningRate, Problem.Beta1, Problem.Beta2, Problem.Epsilon);
}
