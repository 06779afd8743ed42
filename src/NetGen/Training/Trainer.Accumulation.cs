namespace NetGen;

/// <content>Steps of several batches, whose gradients are those of all their examples as one batch.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private GradientSum? _sum;
    private MeanLoss? _lossOfGroup;
    private MeanLoss? _divisorsOfGroup;
    private double[] _factors = [];
    private T[] _weightsOfPart = [];

    /// <summary>
    /// A part of n of the group's N examples has the gradient g = p + Σ ∂loss/∂w, with p that of the penalties. The parts add up to Σ n/N · g, so that p is there once; each loss
    /// is multiplied by what makes its divisor that of the group: of one loss by the part's share of that, instead of n/N.
    /// </summary>
    private double StepOfParts()
    {
        int count = _loader.Count, size = Options.BatchSize;
        _sum ??= new(this);
        _lossOfGroup ??= new(Workspace.Layout.Losses);
        _lossOfGroup.Reset();
        _sum.Begin();
        try
        {
            if (Workspace.Layout.Losses.Length > 1)
                SumDivisors(count, size);
            long step = Workspace.Step;
            for (int first = 0; first < count; first += size)
            {
                int examples = Math.Min(size, count - first);
                (Workspace.Step, Workspace.FirstExample) = (step, first);
                StepOfPart(first, examples, count);
            }
        }
        finally
        {
            (Workspace.FirstExample, Workspace.LossFactors, _inspection.Sum) = (0, [], null);
        }

        _loss.Add(_lossOfGroup);
        EndStep(_lossOfGroup.WithPenalty);
        return _lossOfGroup.WithPenalty;
    }

    private void StepOfPart(int first, int examples, int count)
    {
        ReadOnlySpan<TTarget> targets = Targets.Slice(first * _train.TargetSize, examples * _train.TargetSize);
        ReadOnlySpan<T> weights = _loader.Weights.IsEmpty ? default : _loader.Weights.Slice(first, examples);
        Workspace.LossFactors = [];
        ReadOnlySpan<T> outputs = Network.Forward(Workspace, Inputs.Slice(first * _train.InputSize, examples * _train.InputSize));
        double share = (double)examples / count, cost = CostOfStep(targets, weights);
        if (!double.IsFinite(cost))
            throw Diverged(cost);
        AddToMetrics(outputs, targets);
        _lossOfGroup!.Add(Workspace);
        _sum!.Share = share;
        if (Workspace.LossParts.Length > 1)
        {
            Workspace.LossFactors = Factors(share);
            _ = CostOfStep(targets, weights);
        }
        else if (Workspace.LossParts[0].Divisor is { } divisor)
        {
            _sum.Share = divisor;
        }
        else
        {
            _ = CostOfStep(targets, Scaled(weights, examples, 1 / share));
        }

        if (first + examples < count)
        {
            Network.Backward(Workspace);
            _sum.Add();
            return;
        }

        _inspection.Sum = _sum;
        Network.Step(Workspace, Optimizer);
        if (_inspection.Refused)
            throw Diverged(cost);
    }

    /// <summary>What each of several losses is divided by, over all examples; only labels and padding leave some out, or weigh them.</summary>
    private void SumDivisors(int count, int size)
    {
        _divisorsOfGroup ??= new(Workspace.Layout.Losses);
        _divisorsOfGroup.Reset();
        for (int first = 0; first < count; first += size)
        {
            int examples = Math.Min(size, count - first);
            Workspace.FirstExample = first;
            Network.Forward(Workspace, Inputs.Slice(first * _train.InputSize, examples * _train.InputSize), training: false);
            _ = Cost(Targets.Slice(first * _train.TargetSize, examples * _train.TargetSize), default, _nameOfTrained);
            _divisorsOfGroup.Add(Workspace);
        }
    }

    /// <summary>Of each loss, its divisor over the group's and the share of the part.</summary>
    private double[] Factors(double share)
    {
        if (_factors.Length == 0)
            _factors = new double[Workspace.Layout.Losses.Length];
        for (int i = 0; i < _factors.Length; i++)
            _factors[i] = _divisorsOfGroup!.Divisor(i) is { } ofGroup ? CompilerServices.Sums.Share(Workspace.LossParts[i].Divisor!.Value, ofGroup * share) : 1 / share;
        return _factors;
    }

    private ReadOnlySpan<T> Scaled(ReadOnlySpan<T> weights, int examples, double factor)
    {
        if (_weightsOfPart.Length < examples)
            _weightsOfPart = new T[Options.BatchSize];
        for (int i = 0; i < examples; i++)
            _weightsOfPart[i] = T.CreateTruncating((weights.IsEmpty ? 1 : double.CreateTruncating(weights[i])) * factor);
        return _weightsOfPart.AsSpan(0, examples);
    }

    /// <summary>Σ share · gradient over Σ share.</summary>
    private sealed class GradientSum(Trainer<TNetwork, T, TTarget> trainer) : IGradientSum
    {
        private readonly T[] _sum = new T[trainer.Workspace.GradientsInStep.Length];
        private double _shares;

        /// <summary>The share of the part whose gradient comes next.</summary>
        public double Share { get; set; }

        public void Begin()
        {
            _sum.AsSpan().Clear();
            _shares = 0;
        }

        /// <summary>Adds a part.</summary>
        public void Add()
        {
            T share = T.CreateTruncating(Share);
            ReadOnlySpan<T> gradients = trainer.Workspace.GradientsInStep;
            for (int i = 0; i < gradients.Length; i++)
                _sum[i] += share * gradients[i];
            _shares += Share;
        }

        /// <inheritdoc/>
        public bool Complete()
        {
            Add();
            T total = T.CreateTruncating(_shares);
            Span<T> gradients = trainer.Workspace.GradientsInStep;
            for (int i = 0; i < gradients.Length && _shares != 0; i++) // 0: nothing counts, and the gradient is that of the penalties
                gradients[i] = _sum[i] / total;
            return VectorReductions.AllFinite<T>(gradients);
        }
    }
}
