using NetGen;

namespace Digits;

/// <summary>Where training is within an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Done">The images of this epoch that it has seen.</param>
/// <param name="Total">The images of an epoch.</param>
/// <param name="Loss">The mean loss of those seen.</param>
/// <param name="ExamplesPerSecond">The speed.</param>
internal readonly record struct BatchProgress(int Epoch, int Done, int Total, double Loss, double ExamplesPerSecond);

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainingLoss">The mean loss while it trained, with dropout and moving weights.</param>
/// <param name="TestLoss">The mean loss of the held-out images at its end.</param>
/// <param name="Accuracy">The share of the held-out images that were recognized.</param>
/// <param name="Seconds">How long it took, with the test.</param>
internal readonly record struct EpochResult(int Epoch, double TrainingLoss, double TestLoss, double Accuracy, double Seconds);

/// <summary>The training.</summary>
internal static class Training
{
    /// <summary>Trains a network and shows how it goes.</summary>
    public static TrainingHistory Run<TNet>(TNet net, DigitData data, TrainingOptions options, MpiGroup? group, IScreen screen, CancellationToken cancellation)
        where TNet : class, IDigitNet<TNet>
    {
        int stepsPerEpoch = (data.Train.Count + options.BatchSize - 1) / options.BatchSize;
        var test = new ArrayDataset<float, int>(data.Test.Images, data.Test.Labels, net.InputSize);
        using var trainer = new Trainer<TNet, float, int>(net, data.Train, test, new FitOptions
        {
            Optimizer = new Adam(options.LearningRate),
            BatchSize = options.BatchSize,
            Epochs = options.Epochs,
            Seed = options.Seed,

            // Large steps at first, ever smaller ones to settle: the learning rate falls to 0 in a straight line.
            Schedule = new LinearSchedule((long)options.Epochs * stepsPerEpoch),
            Checkpoint = options.CheckpointFolder is { } folder ? new CheckpointOptions(folder) { EverySteps = options.CheckpointSteps } : null,
            Exchange = group?.Gradients(), // batches in eight parts, for up to eight processes
            Progress = new ScreenProgress(screen, data.Train.Count, options.BatchSize),
        });
        if (options.Resume is { } path && trainer.Resume(path) is { } checkpoint)
        {
            foreach (EpochRecord epoch in trainer.History.Epochs)
                screen.ShowEpoch(Result(epoch));
            screen.ShowNote($"resumed from {checkpoint}, epoch {trainer.Epoch + 1}, step {trainer.StepInEpoch}");
        }

        return trainer.Run(cancellation);
    }

    private static EpochResult Result(EpochRecord epoch) =>
        new(epoch.Epoch, epoch.Loss, epoch.ValidationLoss!.Value, epoch.ValidationMetrics[0].Value, epoch.Seconds);

    /// <summary>Shows each report at once, on the thread that trains.</summary>
    private sealed class ScreenProgress(IScreen screen, int examples, int batchSize) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch)
                screen.ShowEpoch(Result(epoch));
            else
                screen.ShowBatch(new(value.Epoch, Math.Min(value.StepInEpoch * batchSize, examples), examples, value.Loss, value.ExamplesPerSecond));
        }
    }
}
