using System.Globalization;

namespace NetGen;

/// <content>What a checkpoint keeps.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    /// <summary>More steps than any training has.</summary>
    private const long MaximumStep = 1L << 53;

    private const string AccumulationKey = "trainer.gradientAccumulation";
    private const string PartsKey = "trainer.parts";

    /// <summary>
    /// Copies out all that the rest of the training depends on but for the network's parameters and state, which the network
    /// itself saves: at any step, in the middle of an epoch too.
    /// </summary>
    public TrainerState<T> Save()
    {
        TrainerState<T> state = new();
        state.Set("trainer.epoch", Epoch);
        state.Set("trainer.stepInEpoch", StepInEpoch);
        state.Set("trainer.workspaceStep", Workspace.Step);
        state.Set("trainer.baseLearningRate", _baseLearningRate);
        _loss.Save(state);
        state.Set("trainer.history", History.ToJson(indented: false));
        foreach ((string name, long value) in Identity)
            state.Set(name, value);
        if (Options.GradientAccumulation > 1)
            state.Set(AccumulationKey, Options.GradientAccumulation);
        if (Options.Exchange is { Parts: > 1 } exchange)
            state.Set(PartsKey, exchange.Parts);
        for (int i = 0; i < _metrics.Length; i++)
            state.Set($"trainer.metric.{i}", string.Join(' ', _metrics[i].SaveCounts().Select(count => count.ToString("R", CultureInfo.InvariantCulture))));
        state.Set("earlyStopping.bestLoss", _bestLoss);
        state.Set("earlyStopping.waited", _waited);
        if (_bestParameters is not null)
            state.Tensors["earlyStopping.bestParameters"] = [.. _bestParameters];
        if (_bestState is { Length: > 0 })
            state.Tensors["earlyStopping.bestState"] = [.. _bestState];
        SaveAverage(state);
        Options.Schedule?.Save(state);
        Optimizer.Save(state);
        return state;
    }

    /// <summary>
    /// Goes on where <see cref="Save"/> was called, with the bits that the training would have had without interruption. The
    /// network has its parameters and state of that moment already; data and options are those of that training.
    /// </summary>
    /// <param name="state">What Save gave.</param>
    /// <exception cref="InvalidDataException">
    /// It is incomplete, has a value that cannot be, or is of another training: other data, seed, batch size or optimizer. Then nothing has changed.
    /// </exception>
    public void Load(TrainerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Load(state, isFitted: true);
    }

    private void Load(TrainerState<T> state, bool isFitted)
    {
        foreach ((string name, long value) in Identity)
        {
            if (state.GetInt64(name) != value)
                throw new InvalidDataException($"This training was interrupted with {name["trainer.".Length..]} = {state.GetInt64(name)}, and would be resumed with {value}: it could not end in the same parameters.");
        }

        Require(AccumulationKey, Options.GradientAccumulation);
        Require(PartsKey, Options.Exchange?.Parts ?? 1);
        Saved saved = Read(state);
        if (!isFitted && saved.History.Steps > 0)
            throw new InvalidDataException($"Expected no layer in '{ModelFile.UnfittedKey}' after {saved.History.Steps} steps, for training fits [Normalization] first, got one.");
        LoadParts(state, saved);
        saved.History.Hints = History.Hints;
        (History, Epoch, StepInEpoch, _loss) = (saved.History, saved.History.Epochs.Count, saved.StepInEpoch, saved.Loss);
        (_baseLearningRate, Workspace.Step, _bestLoss, _waited) = (saved.BaseLearningRate, saved.WorkspaceStep, saved.BestLoss, saved.Waited);
        (_bestParameters, _bestState) = (saved.BestParameters, saved.BestState);
        (_otherParameters, _showsAverage) = saved.Average;
        (_hasBegun, _hasBatch, _isAdapted, _isSameOnRanks) = (false, false, History.Steps > 0, false);
        if (History.StopReason == StopReason.Cancelled || (History.StopReason == StopReason.Completed && !IsFinished))
            History.StopReason = StopReason.None;

        void Require(string key, long value)
        {
            long saved = state.Values.ContainsKey(key) ? state.GetInt64(key) : 1;
            if (saved != value)
                throw new InvalidDataException($"This training was interrupted with {key["trainer.".Length..]} = {saved}, and would be resumed with {value}: it could not end in the same parameters.");
        }
    }

    /// <summary>The trainer's own part of a state, checked.</summary>
    private sealed record Saved(
        TrainingHistory History, int StepInEpoch, MeanLoss Loss, double BaseLearningRate, long WorkspaceStep, double BestLoss, int Waited, T[]? BestParameters, T[]? BestState,
        (T[]? Parameters, bool ShowsAverage) Average);

    /// <summary>Reads the trainer's own part of a state; changes nothing.</summary>
    private Saved Read(TrainerState<T> state)
    {
        TrainingHistory history = ReadHistory(state);
        int step = (int)state.GetCount("trainer.stepInEpoch", StepsPerEpoch);
        long ended = history.Epochs.Count == 0 ? 0 : history.Last.Step;
        if (history.Steps - ended != step)
            throw new InvalidDataException($"Expected 'trainer.history' to have {step} steps after the {ended} of its epochs, as 'trainer.stepInEpoch' says, got {history.Steps - ended}.");
        MeanLoss loss = MeanLoss.Load(Workspace.Layout.Losses, state, Math.Min((long)step * _loader.BatchSize, _train.Count));
        if (loss.Examples > 0 != step > 0 || (step == 0 && !loss.IsZero))
            throw new InvalidDataException($"Expected the loss of {step} steps in 'trainer.lossSum' and 'trainer.lossExamples', got {loss.WithPenalty.ToString(CultureInfo.InvariantCulture)} of {loss.Examples} examples.");
        double best = state.GetNumber("earlyStopping.bestLoss", double.MinValue, double.PositiveInfinity);
        (T[]? bestParameters, T[]? bestState) = ReadBest(state, best);
        return new(
            history,
            step,
            loss,
            state.GetNumber("trainer.baseLearningRate", 0, double.MaxValue),
            state.GetCount("trainer.workspaceStep", MaximumStep),
            best,
            (int)state.GetCount("earlyStopping.waited", history.Epochs.Count),
            bestParameters,
            bestState,
            ReadAverage(state, history.Steps));
    }

    private TrainingHistory ReadHistory(TrainerState<T> state)
    {
        TrainingHistory history;
        try
        {
            history = TrainingHistory.FromJson(state.GetText("trainer.history"));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Expected the history of a training in 'trainer.history': {e.Message}", e);
        }

        long epoch = state.GetCount("trainer.epoch", int.MaxValue), step = 0;
        if (epoch != history.Epochs.Count)
            throw new InvalidDataException($"Expected 'trainer.epoch' to be {history.Epochs.Count}, the number of epochs in 'trainer.history', got {epoch}.");
        foreach (EpochRecord record in history.Epochs)
        {
            if (record.Step - step > StepsPerEpoch)
                throw new InvalidDataException($"Expected at most {StepsPerEpoch} steps in epoch {record.Epoch} of 'trainer.history', got {record.Step - step}.");
            step = record.Step;
        }

        return history;
    }

    private (T[]? Parameters, T[]? State) ReadBest(TrainerState<T> state, double loss)
    {
        T[]? parameters = Parameters(state, "earlyStopping.bestParameters", Network.Parameters.Length), bestState = Parameters(state, "earlyStopping.bestState", Network.State.Length);
        bool hasBest = parameters is not null;
        if (hasBest ? double.IsPositiveInfinity(loss) : Options.EarlyStopping is { RestoreBest: true } && double.IsFinite(loss))
            throw new InvalidDataException($"Expected {(hasBest ? "no " : "")}tensor 'earlyStopping.bestParameters' with the loss {loss.ToString(CultureInfo.InvariantCulture)} in 'earlyStopping.bestLoss', got {(hasBest ? "one" : "none")}.");
        if (bestState is not null != (hasBest && Network.State.Length > 0))
            throw new InvalidDataException($"Expected {(hasBest && Network.State.Length > 0 ? "a" : "no")} tensor 'earlyStopping.bestState', got {(bestState is null ? "none" : "one")}.");
        return (parameters, bestState);
    }

    /// <summary>Loads the schedule, the metrics and the optimizer; puts back what was loaded where one does not fit.</summary>
    private void LoadParts(TrainerState<T> state, Saved saved)
    {
        double[][] counts = [.. _metrics.Select((_, i) => Counts(state, $"trainer.metric.{i}"))];
        IReadOnlyList<double>[] countsBefore = Array.ConvertAll(_metrics, metric => metric.SaveCounts());
        TrainerState<T> before = new();
        Options.Schedule?.Save(before);
        try
        {
            LoadSchedule(state, saved);
            for (int i = 0; i < counts.Length; i++)
                LoadMetric(_metrics[i], counts[i], $"trainer.metric.{i}");
            if (state.Values.ContainsKey("optimizer.length") && state.GetInt64("optimizer.length") != Network.Parameters.Length)
                throw new InvalidDataException($"Expected 'optimizer.length' to be {Network.Parameters.Length}, the number of parameters with their padding, got {state.GetInt64("optimizer.length")}.");
            Optimizer.Load(state); // all or nothing
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Options.Schedule?.Load(before);
            for (int i = 0; i < countsBefore.Length; i++)
                _metrics[i].LoadCounts(countsBefore[i]);
            if (e is InvalidDataException)
                throw;
            throw new InvalidDataException($"Expected the state of this training's schedule, metrics and optimizer: {e.Message}", e);
        }
    }

    private void LoadSchedule(TrainerState<T> state, Saved saved)
    {
        if (Options.Schedule is not { } schedule)
            return;
        schedule.Load(state);
        double rate = schedule.LearningRate(schedule.Unit == ScheduleUnit.Step ? saved.History.Steps : saved.History.Epochs.Count, saved.BaseLearningRate);
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Expected a state of the schedule and a 'trainer.baseLearningRate' that give a learning rate of at least 0, got {saved.BaseLearningRate} and {rate}."));
    }

    /// <summary>
    /// Loads counts that the metric gives back as they are, for what it rounds or leaves out is none of its own, and goes on with: counts
    /// of another number of classes would end the training at its next step.
    /// </summary>
    private void LoadMetric(Metric metric, double[] counts, string name)
    {
        metric.Reset();
        bool canTell = TakesExample(metric);
        try
        {
            metric.LoadCounts(counts);
            if (canTell && !TakesExample(metric))
                throw new InvalidDataException($"counts of examples of {Network.OutputSize} outputs.");
            metric.LoadCounts(counts);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"Expected in '{name}' what the metric {metric.Name} saves: {e.Message}", e);
        }

        if (!metric.SaveCounts().SequenceEqual(counts))
            throw new InvalidDataException($"Expected in '{name}' what the metric {metric.Name} saves, got {counts.Length} other numbers.");
    }

    /// <summary>What must be the same when a training is resumed.</summary>
    private (string Name, long Value)[] Identity =>
    [
        ("trainer.examples", _train.Count),
        ("trainer.batchSize", _loader.BatchSize),
        ("trainer.seed", Options.Seed),
        ("trainer.shuffle", Options.Shuffle ? 1 : 0),
        ("trainer.dropLast", Options.DropLast ? 1 : 0),
    ];

    private static T[]? Parameters(TrainerState<T> state, string name, int length)
    {
        if (!state.Tensors.ContainsKey(name))
            return null;
        T[] values = state.GetTensor(name, length).ToArray();
        int wrong = Array.FindIndex(values, value => !T.IsFinite(value));
        return wrong < 0 ? values : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"Expected a finite number at {wrong} of '{name}', got {values[wrong]}."));
    }

    private static double[] Counts(TrainerState<T> state, string name) =>
        [.. state.GetText(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"Expected numbers in '{name}', got '{(number.Length <= 20 ? number : number[..20])}'."))];
}
