using System.Diagnostics;

namespace NetGen;

/// <content>All epochs, progress, and the end.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    private T[]? _bestParameters;
    private T[]? _bestState;
    private double _bestLoss = double.PositiveInfinity;
    private int _waited;
    private long _runStart;
    private long _runFirstStep;
    private long _lastReport;
    private int _reportedHints;

    /// <summary>Trains until all epochs are done, early stopping ends it, or it is cancelled.</summary>
    /// <param name="cancellationToken">
    /// Ends the training within one step. All is kept as of the last step: a later Run goes on there, as does a trainer that
    /// loads what <see cref="Save"/> gives.
    /// </param>
    /// <returns>The history, whose StopReason says how it ended.</returns>
    /// <exception cref="TrainingDivergedException">A cost or a gradient is infinite or NaN.</exception>
    public TrainingHistory Run(CancellationToken cancellationToken = default)
    {
        _cancellation = cancellationToken;
        try
        {
            return RunToEnd(cancellationToken);
        }
        catch (Exception e) when (AbortsAll(e))
        {
            throw;
        }
        finally
        {
            _cancellation = default;
        }
    }

    private TrainingHistory RunToEnd(CancellationToken cancellationToken)
    {
        if (Options.Resume is { } checkpoint && StepCount == 0)
            ResumeOrLeave(checkpoint);
        _runStart = Stopwatch.GetTimestamp();
        _runFirstStep = StepCount;
        if (History.StopReason == StopReason.Cancelled)
            History.StopReason = StopReason.None;
        while (!IsFinished)
        {
            if (_group?.TakeStop() ?? cancellationToken.IsCancellationRequested)
                return Cancelled();
            if (NextBatch())
            {
                Step();
                SaveWhenDue(Options.Checkpoint is { EverySteps: > 0 and int steps } && StepCount % steps == 0);
                ReportStep();
            }
            else if (TryEndEpoch(cancellationToken) is { } record)
            {
                SaveWhenDue(Options.Checkpoint is { EveryEpochs: > 0 and int epochs } && (Epoch % epochs == 0 || IsFinished));
                if (IsFirstRank)
                    Options.Progress?.Report(Progress(record));
            }
            else
            {
                return Cancelled();
            }
        }

        return History;
    }

    /// <summary>Goes on with a checkpoint; where none will do, the schedule too is as it was before this trainer.</summary>
    private void ResumeOrLeave(string checkpoint)
    {
        try
        {
            Resume(checkpoint);
        }
        catch
        {
            Options.Schedule?.Load(_scheduleBefore);
            throw;
        }
    }

    private TrainingHistory Cancelled()
    {
        History.StopReason = StopReason.Cancelled;
        _group?.TakeStop();

        // A batch may have been taken that had no step: it comes again.
        _hasBegun = false;
        ShowAverage(true);
        SaveWhenDue(true);
        return History;
    }

    private void ObserveForEarlyStopping(double loss)
    {
        if (Options.EarlyStopping is not { } stopping)
            return;
        if (double.IsPositiveInfinity(_bestLoss) ? loss < _bestLoss : loss < _bestLoss - stopping.MinimumImprovement)
        {
            (_bestLoss, _waited) = (loss, 0);
            if (stopping.RestoreBest)
            {
                Network.Parameters.CopyTo(_bestParameters ??= new T[Network.Parameters.Length]);
                Network.State.CopyTo(_bestState ??= new T[Network.State.Length]);
            }
        }
        else if (++_waited >= stopping.Patience)
        {
            History.StopReason = StopReason.EarlyStopped;
        }
    }

    private void Finish()
    {
        if (History.StopReason == StopReason.None)
            History.StopReason = StopReason.Completed;
        _bestParameters?.CopyTo(Network.Parameters);
        _bestState?.CopyTo(Network.State);
    }

    private void ReportStep()
    {
        if (Options.Progress is null || !IsFirstRank || Stopwatch.GetElapsedTime(_lastReport) < Options.ProgressInterval)
            return;
        _lastReport = Stopwatch.GetTimestamp();
        Options.Progress.Report(Progress(null));
    }

    private TrainingProgress Progress(EpochRecord? completed)
    {
        long left = ((long)Options.Epochs * StepsPerEpoch) - StepCount;
        double perStep = Stopwatch.GetElapsedTime(_runStart).TotalSeconds / Math.Max(1, StepCount - _runFirstStep);
        string[] hints = [.. History.Hints.Skip(_reportedHints)];
        _reportedHints = History.Hints.Count;
        TimeSpan remaining = IsFinished ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(left * perStep, 1e9));
        return new()
        {
            Epoch = completed?.Epoch ?? Epoch + 1,
            Epochs = Options.Epochs,
            StepInEpoch = completed is null ? StepInEpoch : StepsPerEpoch,
            StepsPerEpoch = StepsPerEpoch,
            Step = StepCount,
            Loss = completed?.Loss ?? Loss,
            Losses = completed?.Losses ?? Losses,
            Metrics = completed?.Metrics ?? Metrics,
            LearningRate = completed?.LearningRate ?? Optimizer.LearningRate,
            ExamplesPerSecond = completed?.ExamplesPerSecond ?? _loss.Examples / Stopwatch.GetElapsedTime(_epochStart).TotalSeconds,
            Remaining = remaining,
            Completed = completed,
            StopReason = completed is null ? StopReason.None : History.StopReason,
            Hints = hints,
        };
    }
}
