using System.Diagnostics;
using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Trains a network: what <c>Fit</c> runs, in parts that can be driven by hand. The same seed, data and options give the same
/// bits, whatever the number of threads, and whether or not the training was interrupted anywhere and resumed.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="T">Its precision.</typeparam>
/// <typeparam name="TTarget">The type of a target.</typeparam>
/// <example>
/// <code>
/// using var trainer = net.CreateTrainer(train, validation, options);
/// while (!trainer.IsFinished)
/// {
///     while (trainer.NextBatch())
///         trainer.Step();
///     trainer.EndEpoch();
/// }
/// </code>
/// </example>
public sealed partial class Trainer<TNetwork, T, TTarget> : IDisposable
    where TNetwork : class, INetwork<TNetwork, T>, ITrainingSteps<T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged
{
    private readonly IDataset<T, TTarget> _train;
    private readonly IDataset<T, TTarget>? _validation;
    private readonly BatchLoader<T, TTarget> _loader;
    private readonly StepInspection _inspection;
    private readonly Metric[] _metrics;
    private readonly HeadMetrics<T>[] _heads;
    private readonly T[] _stateBefore;
    private readonly MiniBatches<T, TTarget>? _validationBatches;
    private readonly (BatchParts Parts, int First, int End)? _share;
    private readonly TrainerState<T> _scheduleBefore = new();
    private readonly object _observers = new(); // marks the metrics and the schedule that are this training's
    private double _baseLearningRate;
    private MeanLoss _loss;
    private long _epochStart;
    private bool _isAdapted;
    private bool _hasBatch;
    private bool _hasBegun;

    /// <summary>Prepares a training. Nothing is trained yet.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">What it is trained on.</param>
    /// <param name="validation">What it is measured on after each epoch; null for nothing.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">A data set has examples of another size than the network, or none, or a metric cannot be one of the network's outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is out of range.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another network.</exception>
    public Trainer(TNetwork network, IDataset<T, TTarget> train, IDataset<T, TTarget>? validation = null, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        Options = options ?? new();
        Options.Validate();
        RequireFit(network, train, nameof(train));
        if (validation is null && Options.ValidationFraction > 0)
            (train, validation) = train.Split(Options.ValidationFraction, Options.Seed);
        else if (validation is not null)
            RequireFit(network, validation, nameof(validation));

        (Network, _train, _validation) = (network, train, validation);
        Optimizer = Options.Optimizer ?? new Adam();
        Optimizer.RequireOwner<T>(network.Parameters, PinnedBuffers.NumberOf<T>(network.Parameters)); // before anything has changed
        _baseLearningRate = Optimizer.LearningRate;
        Options.Schedule?.Save(_scheduleBefore);
        AddHints(TrainingHints.For(typeof(TNetwork)));
        (_metrics, _heads) = Prepare(Options);
        _nameOfTrained = example => NameOf(_train, _loader!.Indices[Workspace!.FirstExample - _loader.First + example]);
        _nameOfEvaluated = example => NameOf(_evaluated!, _evaluatedBatches!.Indices[Workspace!.FirstExample + example]);
        _share = ShareOf(Options.Exchange);
        MiniBatches<T, TTarget> batches = new(train, (int)Math.Min((long)Options.BatchSize * Options.GradientAccumulation, int.MaxValue), Options.BatchSize, Options.Seed, Options.DropLast, _share);
        if (batches.BatchCount == 0)
            throw new ArgumentException($"Expected at least one whole batch of {Options.BatchSize} examples, got {train.Count} examples.", nameof(train));
        _validationBatches = validation is null ? null : InOrder(validation, Options.BatchSize);
        int parts = Options.Exchange?.Parts ?? 1, capacity = Math.Max(Math.Min(batches.BatchSize, Options.BatchSize), _validationBatches?.BatchSize ?? 0);
        capacity = (capacity + parts - 1) / parts;
        Workspace = network.CreateWorkspace(capacity, threads: Options.Threads);
        _loss = new(Workspace.Layout.Losses);
        _loader = new(train, batches, Options.Shuffle, Workspace);
        (Workspace.ClipNorm, Workspace.ClipValue) = (Options.ClipNorm, Options.ClipValue);
        Workspace.Inspection = _inspection = new();
        _stateBefore = new T[network.State.Length];
        _firstInputs = Workspace.Layout.Tokens.Length == 0 && !TrainingHints.Normalizes(TNetwork.Description) ? new(train.InputSize) : null;
        _group = Options.Exchange is { } exchange ? new(exchange, this) : null;
        TakeObservers();
    }

    /// <summary>The network that is trained.</summary>
    public TNetwork Network { get; }

    /// <summary>The memory of its steps.</summary>
    public Workspace<T> Workspace { get; }

    /// <summary>How it is trained.</summary>
    public FitOptions Options { get; }

    /// <summary>What updates the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The epochs that are finished.</summary>
    public TrainingHistory History { get; private set; } = new();

    /// <summary>The number of epochs that are finished: that of the current one, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The number of steps of the current epoch so far.</summary>
    public int StepInEpoch { get; private set; }

    /// <summary>The number of steps of an epoch.</summary>
    public int StepsPerEpoch => _loader.BatchCount;

    /// <summary>The number of all steps so far.</summary>
    public long StepCount => History.Steps;

    /// <summary>Whether all epochs are done, or early stopping or <see cref="FitOptions.OnEpoch"/> has ended the training.</summary>
    public bool IsFinished => Epoch >= Options.Epochs || History.StopReason is StopReason.EarlyStopped or StopReason.Stopped;

    /// <summary>
    /// The inputs of the current batch, with <see cref="FitOptions.Exchange"/> those of this rank's parts: a view that <see cref="NextBatch"/> overwrites, as does a Forward of
    /// other inputs in <see cref="Workspace"/>.
    /// </summary>
    public ReadOnlySpan<T> Inputs => _loader.Inputs;

    /// <summary>The targets of the current batch, or of this rank's parts of it: a view that <see cref="NextBatch"/> overwrites.</summary>
    public ReadOnlySpan<TTarget> Targets => _loader.Targets;

    /// <summary>The cost of the current epoch so far, as of one batch of its examples, penalties included: see <see cref="EpochRecord"/>. NaN before its first step.</summary>
    public double Loss => _loss.WithPenalty;

    /// <summary>The metrics of the current epoch so far.</summary>
    public IReadOnlyList<MetricValue> Metrics => ValuesOf(_metrics);

    /// <summary>The losses of the current epoch so far by name, without their weights in the cost, where there are several.</summary>
    public IReadOnlyList<MetricValue> Losses => _loss.ByName;

    /// <summary>Moves to the next batch of the epoch, which another thread has gathered meanwhile where that pays.</summary>
    /// <returns>False at the end of the epoch.</returns>
    /// <exception cref="InvalidOperationException">The training is finished, or the data set failed, or ranks have other data, options or parameters than the first.</exception>
    public bool NextBatch()
    {
        try
        {
            return MoveToNextBatch();
        }
        catch (Exception e) when (AbortsAll(e))
        {
            throw;
        }
    }

    private bool MoveToNextBatch()
    {
        if (IsFinished)
            throw new InvalidOperationException("The training is finished.");
        RequireObservers();
        ShowAverage(false);
        if (!_hasBegun)
            BeginEpoch();
        _hasBatch = false;
        _hasBegun = false; // until the batch is there: after a failure, the same one is asked for again
        _hasBatch = _loader.Next();
        _hasBegun = true;
        return _hasBatch;
    }

    /// <summary>One step on the current batch: Forward, Loss, Backward, and an update of the parameters. Allocates nothing.</summary>
    /// <returns>The cost of the batch, before the update.</returns>
    /// <exception cref="InvalidOperationException">There is no current batch, or it was used.</exception>
    /// <exception cref="TrainingDivergedException">
    /// The cost or a gradient is infinite or NaN. The network and the optimizer are as before the step.
    /// </exception>
    /// <exception cref="ArgumentException">A target is not one that the loss is made for: the message names the example of the data set.</exception>
    public double Step()
    {
        try
        {
            return TakeStep();
        }
        catch (Exception e) when (AbortsAll(e))
        {
            throw;
        }
    }

    private double TakeStep()
    {
        if (!_hasBatch)
            throw new InvalidOperationException("A step needs a batch: call NextBatch, and go on where it returns true.");
        if (Options.Schedule is { } schedule)
            Optimizer.LearningRate = schedule.LearningRate(schedule.Unit == ScheduleUnit.Step ? StepCount : Epoch, _baseLearningRate);

        Network.State.CopyTo(_stateBefore);
        if (_group is not null)
            return StepOfGroup(_group);
        if (Options.GradientAccumulation > 1)
            return StepOfParts();
        ReadOnlySpan<T> outputs = Network.Forward(Workspace, Inputs);
        double cost = CostOfStep(Targets, _loader.Weights);
        if (!double.IsFinite(cost))
            throw Diverged(cost);
        AddToMetrics(outputs, Targets);
        Network.Step(Workspace, Optimizer);
        if (_inspection.Refused)
            throw Diverged(cost);

        _loss.Add(Workspace);
        EndStep(cost);
        return cost;
    }

    private void EndStep(double cost)
    {
        TrainingMeter.Record(TNetwork.Description.Name, Inputs.Length / _train.InputSize, cost, Optimizer.LearningRate);
        if (_group is null)
            LookAtInputs(0, _loader.Count);
        _hasBatch = false;
        StepInEpoch++;
        History.Steps++;
        UpdateAverage();
    }

    /// <summary>Ends the epoch: measures the validation part, adds to the history, tells the schedule, and sees whether to stop.</summary>
    /// <returns>The record of the epoch.</returns>
    /// <exception cref="InvalidOperationException">The epoch had no step.</exception>
    public EpochRecord EndEpoch() => TryEndEpoch(CancellationToken.None)!;

    /// <summary>
    /// The loss, without penalties, and the metrics of a data set, in inference mode, on the workspace's threads; with <see cref="FitOptions.Averaging"/>, those of the averages.
    /// With <see cref="FitOptions.Exchange"/> all ranks call it, each measures its parts, and rank 0 has the metrics.
    /// </summary>
    /// <param name="dataset">The examples.</param>
    /// <exception cref="ArgumentException">They are of another size than the network's, or a target is not one that the loss is made for.</exception>
    public Evaluation Evaluate(IDataset<T, TTarget> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        RequireFit(Network, dataset, nameof(dataset));
        IReadOnlyList<double>[] counts = Array.ConvertAll(_metrics, metric => metric.SaveCounts());
        bool showedAverage = ShowAverage(true);
        try
        {
            return Evaluate(dataset, InOrder(dataset, Workspace.BatchCapacity * (Options.Exchange?.Parts ?? 1)), CancellationToken.None)!;
        }
        catch (Exception e) when (AbortsAll(e))
        {
            throw;
        }
        finally
        {
            ShowAverage(showedAverage);
            for (int i = 0; i < counts.Length; i++)
                _metrics[i].LoadCounts(counts[i]);
        }
    }

    /// <summary>
    /// Ends the thread that gathers batches, and gives the optimizer back the learning rate that a schedule began with, so that
    /// it can train again. The network stays as it is.
    /// </summary>
    public void Dispose()
    {
        if (Options.Schedule is not null)
            Optimizer.LearningRate = _baseLearningRate;
        _loader.Dispose();
        Workspace.Inspection = null;
    }

    /// <summary>Metrics and a schedule that learns from the losses begin anew, and are this training's from now on.</summary>
    private void TakeObservers()
    {
        foreach (Metric metric in _metrics)
            metric.Training = _observers;
        if (Options.Schedule is { } schedule)
        {
            schedule.Reset();
            schedule.Training = _observers;
        }
    }

    /// <summary>One after the other, trainings may share them; in turn, each would count what the other saw.</summary>
    private void RequireObservers()
    {
        foreach (Metric metric in _metrics)
        {
            if (metric.Training != _observers)
                throw new InvalidOperationException($"Another training has begun to count with this training's metric '{metric.Name}': trainings that go on in turn need metrics of their own.");
        }

        if (Options.Schedule is ReduceOnPlateauSchedule schedule && schedule.Training != _observers)
            throw new InvalidOperationException("Another training has begun with this training's ReduceOnPlateauSchedule: trainings that go on in turn need schedules of their own.");
    }

    /// <summary>All examples in the order of the data set, or this rank's parts of its batches.</summary>
    private MiniBatches<T, TTarget> InOrder(IDataset<T, TTarget> dataset, int batchSize) => new(dataset, batchSize, batchSize, seed: 0, dropLast: false, _share);

    private void BeginEpoch()
    {
        RequireSameRanks();
        if (Network is IAdaptable<T> adaptable && !(_isAdapted && adaptable.IsAdapted))
            FitNormalization(adaptable);
        _isAdapted = true;
        _loader.Begin(Epoch, StepInEpoch);
        _epochStart = Stopwatch.GetTimestamp();
        _hasBegun = true;
    }

    /// <summary>Fits [Normalization] to the training part, and to no other, as the options say.</summary>
    private void FitNormalization(IAdaptable<T> adaptable)
    {
        FittedLayers<T> layers = adaptable.FittedLayers;
        if (Options.Adapt == Adapt.Never)
            layers.NoteAll();
        if (Options.Adapt == Adapt.Never || (Options.Adapt == Adapt.WhenNew && adaptable.IsAdapted))
            return;
        InputMoments moments = MomentsOfTraining();
        T[] before = Network.State.ToArray();
        string[] fresh = layers.New(before);
        adaptable.Adapt(moments);
        if (Options.Adapt == Adapt.WhenNew)
            layers.CopyOthers(fresh, before, Network.State);
    }

    private InputMoments MomentsOfTraining()
    {
        InputMoments moments = new(_train.InputSize);
        MiniBatches<T, TTarget> batches = new(_train, Options.BatchSize);
        while (batches.Next())
        {
            if (FirstNotFinite(batches.Inputs) is { } input)
            {
                (int example, int feature) = Math.DivRem(input, Network.InputSize);
                throw new ArgumentException($"Expected finite inputs to fit [Normalization], got {batches.Inputs[input]} in feature {feature} of {NameOf(_train, batches.Indices[example])}.");
            }

            moments.Add(batches.Inputs);
        }

        return moments;
    }

    private EpochRecord? TryEndEpoch(CancellationToken cancellation)
    {
        try
        {
            return EndEpochOrCancel(cancellation);
        }
        catch (Exception e) when (AbortsAll(e))
        {
            throw;
        }
    }

    private EpochRecord? EndEpochOrCancel(CancellationToken cancellation)
    {
        if (_loss.Examples == 0)
            throw new InvalidOperationException("EndEpoch needs a step before it.");
        RequireObservers();
        double stepSeconds = Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;
        IReadOnlyList<LayerHealth> health = Options.Health ? MeasureHealth() : [];
        LookForDeadLayers();
        ShowAverage(true);
        try
        {
            return MeasureEpoch(stepSeconds, health, cancellation);
        }
        finally
        {
            if (!IsFinished)
                ShowAverage(false);
        }
    }

    private EpochRecord? MeasureEpoch(double stepSeconds, IReadOnlyList<LayerHealth> health, CancellationToken cancellation)
    {
        MetricValue[] metrics = [.. Metrics];
        Evaluation? evaluation = null;
        if (_validationBatches is not null)
        {
            IReadOnlyList<double>[] counts = Array.ConvertAll(_metrics, metric => metric.SaveCounts());
            _outputs = new(_group is null ? _validation!.Count : ExamplesOfFirstPart(_validationBatches));
            evaluation = Evaluate(_validation!, _validationBatches, cancellation);
            if (evaluation is null)
            {
                // Cancelled: the epoch is not ended, so that it is when the training is resumed.
                for (int i = 0; i < counts.Length; i++)
                    _metrics[i].LoadCounts(counts[i]);
                return null;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(_epochStart).TotalSeconds;
        EpochRecord record = new()
        {
            Epoch = Epoch + 1,
            Step = StepCount,
            LearningRate = Optimizer.LearningRate,
            Loss = Loss,
            Losses = Losses,
            ValidationLosses = evaluation?.Losses ?? [],
            ValidationLoss = evaluation?.Loss,
            Metrics = metrics,
            ValidationMetrics = evaluation?.Metrics ?? [],
            Seconds = seconds,
            ExamplesPerSecond = _loss.Examples / stepSeconds,
            Health = health,
        };
        History.Add(record);
        Array.ForEach(_metrics, metric => metric.Reset());
        _loss.Reset();
        (StepInEpoch, _hasBegun, _hasBatch) = (0, false, false);
        Epoch++;
        double loss = record.ValidationLoss ?? record.Loss;
        Options.Schedule?.Observe(loss);
        ObserveForEarlyStopping(loss);
        LookForHints();
        if (!GoesOn(record) && History.StopReason == StopReason.None)
            History.StopReason = StopReason.Stopped;
        if (IsFinished)
            Finish();
        return record;
    }

    private Evaluation? Evaluate(IDataset<T, TTarget> dataset, MiniBatches<T, TTarget> batches, CancellationToken cancellation)
    {
        (_evaluated, _evaluatedBatches) = (dataset, batches);
        Array.ForEach(_metrics, metric => metric.Reset());
        batches.Rewind();
        MeanLoss mean = new(Workspace.Layout.Losses);
        while (batches.Next())
        {
            if (_group is not null)
            {
                if (!EvaluateParts(_group, batches, mean))
                    return null;
                continue;
            }

            if (cancellation.IsCancellationRequested)
                return null;
            ReadOnlySpan<T> outputs = Network.Forward(Workspace, batches.Inputs, training: false);
            _ = Cost(batches.Targets, batches.Weights, _nameOfEvaluated);
            _outputs?.Add(outputs, Network.OutputSize);
            AddToMetrics(outputs, batches.Targets);
            mean.Add(Workspace);
        }

        return new() { Loss = mean.WithoutPenalty, Losses = mean.ByName, Metrics = [.. Metrics] };
    }
}

/// <summary>How good a network is on some examples.</summary>
public sealed record Evaluation
{
    /// <summary>The loss without penalties, as of one batch of all examples: see <see cref="EpochRecord"/>.</summary>
    public required double Loss { get; init; }

    /// <summary>The losses by name, without their weights in the cost, where there are several.</summary>
    public IReadOnlyList<MetricValue> Losses { get; init; } = [];

    /// <summary>The metrics of the options.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>The loss and the metrics: <c>loss 0.1234, accuracy 0.9733</c>.</summary>
    public override string ToString() => string.Join(", ", [new MetricValue("loss", Loss), .. Losses.Select(loss => new MetricValue(loss.Name + " loss", loss.Value)), .. Metrics]);
}
