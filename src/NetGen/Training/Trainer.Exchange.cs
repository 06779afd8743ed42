using NetGen.CompilerServices;

namespace NetGen;

/// <content>Steps of a batch in parts, which ranks divide among them.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private readonly Group? _group;
    private UpdateJob? _update;

    /// <summary>
    /// A part has the gradient g = p + Σ ∂loss/∂w, with p that of the penalties. The parts add up to Σ share · g over Σ share, so that p is there once: the share is what the one
    /// loss is divided by, or the number of examples, and then each loss is multiplied by what makes its divisor that of the whole batch.
    /// </summary>
    private double StepOfGroup(Group group)
    {
        int count = _loader.WholeCount;
        group.Begin(count, _loader.Count, Workspace.Step);
        try
        {
            if (Workspace.Layout.Losses.Length > 1 && group.NotEmpty > 1)
                SumDivisors(group);
            ComputeNodes(group);
        }
        catch
        {
            (Workspace.Step, Workspace.FirstExample, Workspace.LossFactors) = (group.Step, 0, []);
            throw;
        }

        (Workspace.Step, Workspace.FirstExample, Workspace.LossFactors) = (group.Step + 1, 0, []); // on a rank without examples, too
        _lossOfGroup ??= new(Workspace.Layout.Losses);
        group.ExchangeRecords(_lossOfGroup, Cancels);
        double cost = _lossOfGroup.WithPenalty;
        if (group.WrongPart is { } wrong)
            throw DivergedOn(group, group.Records.RankOf(wrong) == group.Exchange.Rank, group.Records.Cost(wrong));
        group.Sums.Exchange(group.NotEmpty);
        TakeTotal(group);
        if (!VectorReductions.AllFinite<T>(Workspace.GradientsInStep))
            throw DivergedOn(group, !group.OwnIsFinite, 0);
        AddToMetrics(group);
        Update();
        _loss.Add(_lossOfGroup);
        EndStep(cost);
        return cost;
    }

    /// <summary>What is this rank's. Part 0 is the last that is computed: what the workspace has then is the same for any number of ranks.</summary>
    private void ComputeNodes(Group group)
    {
        ReadOnlySpan<BatchParts.Node> nodes = group.Parts.Nodes(group.Exchange.Rank);
        for (int i = nodes.Length - 1; i >= 0; i--)
        {
            if (nodes[i].First < group.NotEmpty)
                Compute(group, nodes[i], slot: i, free: nodes.Length);
        }
    }

    /// <summary>Σ over the parts of a node, in a slot; those from another on are free.</summary>
    private void Compute(Group group, BatchParts.Node node, int slot, int free)
    {
        if (node.Count == 1)
        {
            ComputePart(group, node.First, group.Sums.Slot(slot));
            return;
        }

        if (node.Right.First >= group.NotEmpty)
        {
            Compute(group, node.Left, slot, free);
            return;
        }

        Compute(group, node.Right, slot, free);
        Compute(group, node.Left, free, free + 1);
        group.Vectors.Add(group.Sums.Slot(slot), group.Sums.Slot(free));
    }

    private void ComputePart(Group group, int part, T[] sum)
    {
        (int first, int examples) = group.Range(part);
        ReadOnlySpan<TTarget> targets = Targets.Slice(first * _train.TargetSize, examples * _train.TargetSize);
        ReadOnlySpan<T> weights = _loader.Weights.IsEmpty ? default : _loader.Weights.Slice(first, examples);
        _stateBefore.CopyTo(Network.State);
        (Workspace.Step, Workspace.FirstExample, Workspace.LossFactors) = (group.Step, _loader.First + first, []);
        ReadOnlySpan<T> outputs = Network.Forward(Workspace, Inputs.Slice(first * _train.InputSize, examples * _train.InputSize));
        double cost = CostOfStep(targets, weights), share = examples;
        group.Records.Set(part, Workspace.LossParts, Workspace.ExactPenalty, cost);
        if (!double.IsFinite(cost))
            return; // no rank takes this step
        TakeRows(group, first, outputs, targets);
        if (Workspace.LossParts.Length == 1 && Workspace.LossParts[0].Divisor is { } divisor)
        {
            share = divisor;
        }
        else if (group.NotEmpty > 1)
        {
            double ofExamples = (double)examples / group.Count;
            Workspace.LossFactors = Workspace.LossParts.Length > 1 ? Factors(ofExamples) : [];
            _ = CostOfStep(targets, Workspace.LossParts.Length > 1 ? weights : Scaled(weights, examples, 1 / ofExamples));
        }

        Network.Backward(Workspace);
        if (part == 0)
            LookAtInputs(first, examples);
        Keep(group, share, sum);
    }

    /// <summary>Keeps share · gradient and what the state has changed by; of the only part, gradient and state as they are.</summary>
    private void Keep(Group group, double share, T[] sum)
    {
        ReadOnlySpan<T> gradients = Workspace.GradientsInStep, state = Network.State;
        Span<T> ofState = sum.AsSpan(gradients.Length);
        if (group.NotEmpty == 1)
        {
            gradients.CopyTo(sum);
            state.CopyTo(ofState);
            return;
        }

        group.Vectors.Take(sum, T.CreateTruncating(share));
        for (int i = 0; i < state.Length; i++)
            ofState[i] = state[i] - _stateBefore[i];
    }

    /// <summary>The gradient of the whole batch, and the mean of the states; a state that no part changes stays as it is.</summary>
    private void TakeTotal(Group group)
    {
        Span<T> gradients = Workspace.GradientsInStep, state = Network.State, total = group.Sums.Total;
        ReadOnlySpan<T> ofState = total[gradients.Length..];
        if (group.NotEmpty == 1)
        {
            total[..gradients.Length].CopyTo(gradients);
            ofState.CopyTo(state);
            return;
        }

        double divisor = (Workspace.Layout.Losses.Length == 1 ? _lossOfGroup!.Divisor(0) : null) ?? group.Count;
        if (divisor == 0)
        {
            // Nothing counts: what part 0 has left is the gradient of the penalties.
            group.Sums.Broadcast(gradients);
            total[..gradients.Length].CopyTo(gradients);
        }
        else
        {
            group.Vectors.Give(group.Sums.Total, T.CreateTruncating(divisor));
        }

        for (int i = 0; i < state.Length; i++)
            state[i] = _stateBefore[i] + (ofState[i] / T.CreateTruncating(group.NotEmpty));
    }

    private void Update()
    {
        Span<T> gradients = Workspace.GradientsInStep;
        if (Options.ClipValue is { } bound)
            GradientClipping.ByValue(gradients, bound);
        if (Options.ClipNorm is { } norm)
            GradientClipping.ByNorm(gradients, norm);
        Optimizer.BeginShares<T>(TNetwork.Description, Network.Parameters, gradients);
        _update ??= new(this);
        if (gradients.Length < VectorJob<T>.LeastForThreads)
            _update.Run(Share.Whole);
        else
            Workspace.Run(_update);
    }

    /// <summary>Each thread updates its part of the parameters.</summary>
    private sealed class UpdateJob(Trainer<TNetwork, T, TTarget> trainer) : ICrewJob
    {
        private const int Line = 16; // elements

        public void Run(Share share)
        {
            ReadOnlySpan<T> gradients = trainer.Workspace.GradientsInStep;
            trainer.Optimizer.UpdateShare(trainer.Network.Parameters, gradients, share.First(gradients.Length, Line), share.End(gradients.Length, Line));
        }
    }

    /// <summary>What each of several losses is divided by, over all parts: it is known before the first Backward.</summary>
    private void SumDivisors(Group group)
    {
        for (int part = group.FirstPart; part < group.EndPart; part++)
        {
            (int first, int examples) = group.Range(part);
            Workspace.FirstExample = _loader.First + first;
            Network.Forward(Workspace, Inputs.Slice(first * _train.InputSize, examples * _train.InputSize), training: false);
            _ = Cost(Targets.Slice(first * _train.TargetSize, examples * _train.TargetSize), default, _nameOfTrained);
            group.Records.Set(part, Workspace.LossParts, Workspace.ExactPenalty, 0);
        }

        group.ExchangeRecords(_divisorsOfGroup ??= new(Workspace.Layout.Losses), false);
    }

    /// <summary>Measures this rank's parts of a batch, and gives rank 0 what metrics need.</summary>
    /// <returns>Whether no rank is to stop.</returns>
    private bool EvaluateParts(Group group, MiniBatches<T, TTarget> batches, MeanLoss mean)
    {
        group.Begin(batches.WholeCount, batches.Count, Workspace.Step);
        int inputSize = _evaluated!.InputSize, targetSize = _evaluated.TargetSize;
        for (int part = group.FirstPart; part < group.EndPart; part++)
        {
            (int first, int examples) = group.Range(part);
            ReadOnlySpan<TTarget> targets = batches.Targets.Slice(first * targetSize, examples * targetSize);
            ReadOnlySpan<T> outputs = Network.Forward(Workspace, batches.Inputs.Slice(first * inputSize, examples * inputSize), training: false);
            Workspace.FirstExample = first;
            double cost = Cost(targets, batches.Weights.IsEmpty ? default : batches.Weights.Slice(first, examples), _nameOfEvaluated);
            Workspace.FirstExample = 0;
            group.Records.Set(part, Workspace.LossParts, Workspace.ExactPenalty, cost);
            if (part == 0)
                _outputs?.Add(outputs, Network.OutputSize);
            TakeRows(group, first, outputs, targets);
        }

        MeanLoss ofBatch = _lossOfGroup ??= new(Workspace.Layout.Losses);
        bool stops = group.ExchangeRecords(ofBatch, Cancels);
        mean.Add(ofBatch);
        AddToMetrics(group);
        return !stops;
    }

    /// <summary>Keeps what metrics need of the part in the workspace.</summary>
    private void TakeRows(Group group, int first, ReadOnlySpan<T> outputs, ReadOnlySpan<TTarget> targets)
    {
        for (int head = 0; head < _heads.Length; head++)
            group.Rows.Take(head, first, OutputsOf(_heads[head], outputs), CountedOf(_heads[head]));
        if (_heads.Length > 0)
            group.Rows.Take(first, targets);
    }

    /// <summary>Adds the batch to the metrics of rank 0.</summary>
    private void AddToMetrics(Group group)
    {
        if (_heads.Length == 0)
            return;
        group.Rows.Gather(group.Count);
        for (int head = 0; head < _heads.Length && group.Exchange.Rank == 0; head++)
            Add(_heads[head], group.Rows.Outputs(head, group.Count), group.Rows.Targets(group.Count), group.Rows.Counted(head, group.Count));
    }

    /// <summary>What the steps of several ranks need besides a workspace.</summary>
    private sealed class Group
    {
        /// <summary>Prepares for the ranks of a training.</summary>
        public Group(IGradientExchange exchange, Trainer<TNetwork, T, TTarget> trainer)
        {
            (Exchange, Parts) = (exchange, new(exchange.Parts, exchange.Size));
            Workspace<T> workspace = trainer.Workspace;
            Records = new(exchange, Parts, workspace.Layout.Losses.Length);
            Vectors = new(workspace);
            Sums = new(exchange, Parts, workspace.GradientsInStep.Length + trainer.Network.State.Length);
            Rows = new(
                exchange,
                Parts,
                Array.ConvertAll(trainer._heads, head => (
                    head.Head is { From: not null } named ? named.Size : trainer.Network.OutputSize,
                    head.Head is null ? 0 : workspace.CountedRowsPerExample(trainer.LossOf(head)))),
                trainer._train.TargetSize);
        }

        public IGradientExchange Exchange { get; }

        public BatchParts Parts { get; }

        public PartRecords Records { get; }

        public PartSums<T> Sums { get; }

        public MetricRows<T, TTarget> Rows { get; }

        public VectorJob<T> Vectors { get; }

        /// <summary>The number of examples of the batch.</summary>
        public int Count { get; private set; }

        /// <summary>The number of parts that have examples.</summary>
        public int NotEmpty { get; private set; }

        /// <summary>The workspace's step before the batch.</summary>
        public long Step { get; private set; }

        /// <summary>The first part of this rank.</summary>
        public int FirstPart => Math.Min(Parts.FirstPart(Exchange.Rank), NotEmpty);

        /// <summary>The end of this rank's parts that have examples.</summary>
        public int EndPart => Math.Min(Parts.FirstPart(Exchange.Rank + 1), NotEmpty);

        /// <summary>Whether a rank is to stop.</summary>
        public bool Stops { get; private set; }

        /// <summary>The first part whose cost is no number.</summary>
        public int? WrongPart { get; private set; }

        /// <summary>Whether the gradients of this rank are finite.</summary>
        public bool OwnIsFinite
        {
            get
            {
                for (int i = 0; i < Parts.Nodes(Exchange.Rank).Length; i++)
                {
                    if (Parts.Nodes(Exchange.Rank)[i].First < NotEmpty && !VectorReductions.AllFinite<T>(Sums.Slot(i)))
                        return false;
                }

                return true;
            }
        }

        /// <summary>Whether a rank was to stop; that is done with then.</summary>
        public bool TakeStop()
        {
            bool stops = Stops;
            Stops = false;
            return stops;
        }

        /// <summary>Begins a batch.</summary>
        public void Begin(int count, int own, long step)
        {
            (Count, NotEmpty, Step) = (count, Parts.NotEmpty(count), step);
            Rows.Begin(own);
        }

        /// <summary>Where a part begins among this rank's examples, and how many it has.</summary>
        public (int First, int Examples) Range(int part) => (Parts.FirstExample(part, Count) - Parts.FirstExample(Parts.FirstPart(Exchange.Rank), Count), Parts.Examples(part, Count));

        /// <summary>Adds the losses of all parts, in order.</summary>
        /// <returns>Whether a rank is to stop.</returns>
        public bool ExchangeRecords(MeanLoss loss, bool stops)
        {
            Stops |= Records.Exchange(stops);
            loss.Reset();
            WrongPart = null;
            for (int part = 0; part < NotEmpty; part++)
            {
                loss.Add(Records.Losses(part), Records.Penalty(part), Parts.Examples(part, Count));
                if (!double.IsFinite(Records.Cost(part)))
                    WrongPart ??= part;
            }

            return Stops;
        }
    }
}
