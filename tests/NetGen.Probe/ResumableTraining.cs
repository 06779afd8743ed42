using System.Globalization;

namespace NetGen.Probe;

/// <summary>
/// A small training that writes a checkpoint at every step: tests start it in a process of its own, kill that at any moment,
/// and go on from what it left.
/// </summary>
public static partial class ResumableTraining
{
    /// <summary>What the verb <c>checkpoints</c> reads the folder from.</summary>
    public const string FolderVariable = "NETGEN_PROBE_CHECKPOINTS";

    /// <summary>Trains on from the newest checkpoint of the folder, writing more of them.</summary>
    internal static void Print()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"Expected a folder in {FolderVariable}.");
        Console.WriteLine("ready=1");
        Console.Out.Flush();
        Console.WriteLine($"parameters={Run(folder, writes: true)}");
    }

    /// <summary>Trains to the end.</summary>
    /// <param name="folder">Where the training goes on; null for from the beginning.</param>
    /// <param name="writes">Whether to write checkpoints there.</param>
    /// <returns>The bits of the network at the end.</returns>
    public static string Run(string? folder, bool writes)
    {
        (Net net, Trainer<Net, float, int> trainer) = Begin(writes ? folder : null);
        using (trainer)
        {
            if (folder is not null)
                trainer.Resume(folder);
            trainer.Run();
        }

        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (float value in net.Parameters)
            hash = unchecked((hash ^ BitConverter.SingleToUInt32Bits(value)) * 0x100_0000_01B3);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    /// <summary>The step of the newest checkpoint, which must load; −1 where there is none.</summary>
    public static long NewestStep(string folder)
    {
        if (CheckpointFolder.Newest(folder) is not { } newest)
            return -1;
        (_, Trainer<Net, float, int> trainer) = Begin(null);
        using (trainer)
        {
            trainer.Resume(newest);
            return trainer.StepCount;
        }
    }

    private static (Net Net, Trainer<Net, float, int> Trainer) Begin(string? folder)
    {
        Net net = new(seed: 5);
        ArrayDataset<float, int> data = SyntheticData.Spirals(240, noise: 0.1, seed: 6);
        (Subset<float, int> train, Subset<float, int> validation) = data.StratifiedSplit(0.2, seed: 7);
        return (net, new(net, train, validation, new FitOptions
        {
            Optimizer = new Adam(3e-3),
            BatchSize = 20,
            Epochs = 30,
            Seed = 8,
            Schedule = new CosineSchedule(steps: 250),
            EarlyStopping = new EarlyStopping { Patience = 1000 },
            Checkpoint = folder is null ? null : new CheckpointOptions(folder) { EverySteps = 1, Keep = 2 },
        }));
    }

    /// <summary>The network.</summary>
    [Network, Input(2), Dense(16), Tanh, Dropout(0.1), Dense(16), ReLU, Dense(2), SoftmaxCrossEntropy]
    public sealed partial class Net;
}
