using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders;

/// <summary>
/// The steps of Fit on the generated network: batches gathered by another thread, metrics, gradients looked at before the
/// update. Every batch holds the examples of the problem, so that it computes what the bare steps do.
/// </summary>
internal sealed class FitContender<TNet, TTarget> : IContender
    where TNet : class, ITrainableNetwork<TNet, float, TTarget>
    where TTarget : unmanaged
{
    /// <summary>The batches of an epoch of MNIST.</summary>
    private const int BatchesPerEpoch = 938;

    private readonly TNet _net = TNet.Create(1);
    private readonly Problem _problem;
    private readonly IDataset<float, TTarget> _data;
    private Trainer<TNet, float, TTarget> _trainer;

    public FitContender(Problem problem)
    {
        _problem = problem;
        TTarget[] targets = (TTarget[])(object)(typeof(TTarget) == typeof(int) ? problem.Labels : problem.Targets);
        int targetSize = typeof(TTarget) == typeof(int) ? 1 : problem.Architecture.Outputs;
        _data = new Repeated(new ArrayDataset<float, TTarget>(problem.Inputs, targets, problem.Architecture.Inputs, targetSize));
        _trainer = CreateTrainer();
    }

    private FitContender(Problem problem, IDataset<float, TTarget> data)
    {
        (_problem, _data) = (problem, data);
        Name = "NetGen Fit, images";
        _trainer = CreateTrainer();
    }

    /// <inheritdoc/>
    public string Name { get; } = "NetGen Fit";

    /// <summary>Fit on images in random order, not on the same examples in every step.</summary>
    public static IContender OnImages(Problem problem, ImageDataset images) =>
        new FitContender<TNet, TTarget>(problem, (IDataset<float, TTarget>)(object)images);

    /// <inheritdoc/>
    public void Reset()
    {
        _net.CopyParametersFrom(_problem.Parameters);
        _trainer.Dispose();
        _trainer = CreateTrainer();
    }

    /// <inheritdoc/>
    public float Run(int repetitions)
    {
        double sum = 0;
        while (repetitions-- > 0)
        {
            if (!_trainer.NextBatch())
            {
                _trainer.EndEpoch();
                _trainer.NextBatch();
            }

            sum += _trainer.Step();
        }

        return (float)sum;
    }

    /// <inheritdoc/>
    public float CheckStep()
    {
        SetDropout(0);
        float cost = Run(1);
        SetDropout(_problem.Architecture.Dropout);
        return cost;
    }

    /// <inheritdoc/>
    public float[] CheckOutputs()
    {
        float[] outputs = new float[_problem.Scenario.Batch * _problem.Architecture.Outputs];
        _net.Predict(_problem.Inputs, outputs);
        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose() => _trainer.Dispose();

    private Trainer<TNet, float, TTarget> CreateTrainer() => new(_net, _data, null, new FitOptions
    {
        Optimizer = new Adam(Problem.LearningRate, Problem.Beta1, Problem.Beta2, Problem.Epsilon),
        BatchSize = _problem.Scenario.Batch,
        Epochs = int.MaxValue,
        Threads = _problem.Scenario.Threads,
        Shuffle = _data is not Repeated,
    });

    private void SetDropout(double rate)
    {
        if (_problem.Architecture.Dropout > 0)
            _net.SetRate("dropout1", rate);
    }

    /// <summary>The same examples again and again.</summary>
    private sealed class Repeated(ArrayDataset<float, TTarget> batch) : IDataset<float, TTarget>
    {
        private readonly int[] _indices = new int[batch.Count];

        public int Count => batch.Count * BatchesPerEpoch;

        public int InputSize => batch.InputSize;

        public int TargetSize => batch.TargetSize;

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<TTarget> targets)
        {
            Span<int> within = _indices.AsSpan(0, indices.Length);
            for (int i = 0; i < indices.Length; i++)
                within[i] = indices[i] % batch.Count;
            batch.CopyTo(within, inputs, targets);
        }
    }
}
