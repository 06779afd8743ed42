using System.Globalization;
using NetGen;

namespace TextModels;

/// <summary>The training, with a line for each epoch, checkpoints, and going on from one.</summary>
internal static class Training
{
    /// <summary>Trains a network; null when it was stopped.</summary>
    public static TrainingHistory? Run<TNet>(
        TNet net, IDataset<float, int> train, IDataset<float, int> heldOut, TextOptions options, Func<EpochRecord, string> describe, CancellationToken cancellation)
        where TNet : class, ITextNet<TNet>
    {
        // Weights of products decay, biases and norms do not.
        string[] noDecay = [.. TNet.Description.Parameters.Select(parameter => parameter.Name)
            .Where(name => name.EndsWith("bias", StringComparison.OrdinalIgnoreCase) || name.Contains("layerNorm", StringComparison.OrdinalIgnoreCase))];
        int steps = options.Epochs * ((train.Count + options.BatchSize - 1) / options.BatchSize);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Model}: {TNet.Description.ParameterCount:N0} parameters; epochs {options.Epochs}, batch size {options.BatchSize}, AdamW with learning rate {options.LearningRate}, seed {options.Seed}"));
        using var trainer = new Trainer<TNet, float, int>(net, train, heldOut, new FitOptions
        {
            Optimizer = new AdamW(options.LearningRate, beta2: 0.99, weightDecay: 0.01) { NoDecay = noDecay },
            BatchSize = options.BatchSize,
            Epochs = options.Epochs,
            Seed = options.Seed,
            Threads = options.Threads,
            ClipNorm = 1,

            // Small steps until Adam knows the size of the gradients, then large ones, ever smaller to settle.
            Schedule = new WarmupCosineSchedule(Math.Min(100, steps / 2), steps, minimum: 0.02 * options.LearningRate),
            Checkpoint = options.CheckpointFolder is { } folder ? new CheckpointOptions(folder) : null,
            Progress = new EpochLines(describe),
        });
        if (options.Resume is { } path && trainer.Resume(path) is { } checkpoint)
            Console.WriteLine($"resumed from {checkpoint}, epoch {trainer.Epoch + 1}");

        TrainingHistory history = trainer.Run(cancellation);
        return history.StopReason == StopReason.Cancelled ? null : history;
    }

    /// <summary>Says how to go on, and the exit code of a program that was stopped.</summary>
    public static int Stopped(TextOptions options)
    {
        Console.Error.WriteLine(options.CheckpointFolder is { } folder ? $"Stopped: the same options with --resume {folder} go on from the last checkpoint." : "Stopped.");
        return 130; // what a shell reports for a program ended by Ctrl+C
    }

    private sealed class EpochLines(Func<EpochRecord, string> describe) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch && (epoch.Epoch <= 5 || epoch.Epoch % 5 == 0 || epoch.Epoch == value.Epochs))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}: training loss {epoch.Loss:F4}, {describe(epoch)}, {epoch.Seconds:F1} s"));
        }
    }
}
