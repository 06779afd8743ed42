using System.Globalization;

namespace NetGen;

/// <content>What a checkpoint keeps.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
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
        state.Set("trainer.lossSum", _lossSum);
        state.Set("trainer.lossExamples", _lossExamples);
        state.Set("trainer.history", History.ToJson(indented: false));
        foreach ((string name, long value) in Identity)
            state.Set(name, value);
        for (int i = 0; i < _metrics.Length; i++)
            state.Set($"trainer.metric.{i}", string.Join(' ', _metrics[i].SaveCounts().Select(count => count.ToString("R", CultureInfo.InvariantCulture))));
        state.Set("earlyStopping.bestLoss", _bestLoss);
        state.Set("earlyStopping.waited", _waited);
        if (_bestParameters is not null)
            state.Tensors["earlyStopping.bestParameters"] = [.. _bestParameters];
        if (_bestState is { Length: > 0 })
            state.Tensors["earlyStopping.bestState"] = [.. _bestState];
        Options.Schedule?.Save(state);
        Optimizer.Save(state);
        return state;
    }

    /// <summary>
    /// Goes on where <see cref="Save"/> was called, with the bits that the training would have had without interruption. The
    /// network has its parameters and state of that moment already; data and options are those of that training.
    /// </summary>
    /// <param name="state">What Save gave.</param>
    /// <exception cref="InvalidDataException">It is incomplete, or of another training: other data, seed, batch size or optimizer.</exception>
    public void Load(TrainerState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach ((string name, long value) in Identity)
        {
            if (state.GetInt64(name) != value)
                throw new InvalidDataException($"This training was interrupted with {name["trainer.".Length..]} = {state.GetInt64(name)}, and would be resumed with {value}: it could not end in the same parameters.");
        }

        TrainingHistory history = TrainingHistory.FromJson(state.GetText("trainer.history"));
        int epoch = checked((int)Bounded(state, "trainer.epoch", int.MaxValue)), step = (int)Bounded(state, "trainer.stepInEpoch", StepsPerEpoch);
        double[][] counts = [.. _metrics.Select((_, i) => Counts(state.GetText($"trainer.metric.{i}")))];
        T[]? bestParameters = Best(state, "earlyStopping.bestParameters", Network.Parameters.Length);
        T[]? bestState = Best(state, "earlyStopping.bestState", Network.State.Length);
        (double lossSum, long lossExamples) = (state.GetDouble("trainer.lossSum"), state.GetInt64("trainer.lossExamples"));
        (double baseRate, long workspaceStep) = (state.GetDouble("trainer.baseLearningRate"), state.GetInt64("trainer.workspaceStep"));
        (double bestLoss, int waited) = (state.GetDouble("earlyStopping.bestLoss"), (int)Bounded(state, "earlyStopping.waited", int.MaxValue));
        Optimizer.Load(state);
        Options.Schedule?.Load(state);

        for (int i = 0; i < counts.Length; i++)
            _metrics[i].LoadCounts(counts[i]);
        (History, Epoch, StepInEpoch, _lossSum, _lossExamples) = (history, epoch, step, lossSum, lossExamples);
        (_baseLearningRate, Workspace.Step, _bestLoss, _waited) = (baseRate, workspaceStep, bestLoss, waited);
        (_bestParameters, _bestState) = (bestParameters, bestState);
        (_hasBegun, _hasBatch, _isAdapted) = (false, false, true);
        if (History.StopReason == StopReason.Cancelled || (History.StopReason == StopReason.Completed && !IsFinished))
            History.StopReason = StopReason.None;
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

    private static long Bounded(TrainerState<T> state, string name, long maximum)
    {
        long value = state.GetInt64(name);
        return value >= 0 && value <= maximum ? value : throw new InvalidDataException($"Expected '{name}' from 0 to {maximum}, got {value}.");
    }

    private static T[]? Best(TrainerState<T> state, string name, int length) =>
        state.Tensors.ContainsKey(name) ? state.GetTensor(name, length).ToArray() : null;

    private static double[] Counts(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"Expected the numbers of a metric, got '{number}'."))];
}
