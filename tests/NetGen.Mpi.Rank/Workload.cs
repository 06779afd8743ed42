using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen.Mpi.Rank;

/// <summary>The trainings whose bits are compared.</summary>
internal static class Workload
{
    public const int Parts = 8;

    /// <summary>In 50 steps. The last batch of each epoch has four examples, so that half of the parts are empty.</summary>
    public static readonly string[] Names = ["mlp", "lenet", "mixed"];

    /// <summary>Trains a network to its end, and returns a hash of its parameters, its state and its losses.</summary>
    public static string Train(string name, FitOptions options) => name switch
    {
        "mlp" => Train(new Mlp(seed: 1), Points(100, 12, 4), Points(30, 12, 4), options),
        "lenet" => Train(new LeNet(seed: 2), Points(100, 784, 10), null, options),
        _ => Train(new Mixed(seed: 3), Points(100, 12, 4), Points(30, 12, 4), options),
    };

    /// <summary>What all of them train with: ten epochs of five steps.</summary>
    public static FitOptions Options(IGradientExchange? exchange, int threads = 1, string? checkpoints = null, string? resume = null, Func<EpochRecord, bool>? onEpoch = null, double rate = 1e-3) => new()
    {
        Exchange = exchange,
        Threads = threads,
        BatchSize = 24,
        Epochs = 10,
        Seed = 4,
        ClipNorm = 2,
        Optimizer = new Adam(rate),
        Checkpoint = checkpoints is null ? null : new CheckpointOptions(checkpoints) { EverySteps = 4, EveryEpochs = 0, Keep = 100 },
        Resume = resume,
        OnEpoch = onEpoch,
    };

    public static ArrayDataset<float, int> Points(int count, int size, int classes)
    {
        PhiloxRandom random = new(5);
        float[] inputs = new float[count * size];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (int j = 0; j < size; j++)
                inputs[(i * size) + j] = (j % classes == labels[i] ? 1.5f : 0) + (2 * (float)random.NextDouble()) - 1;
        }

        return new(inputs, labels, size);
    }

    public static string Train<TNet>(TNet net, IDataset<float, int> train, IDataset<float, int>? validation, FitOptions options)
        where TNet : class, ITrainableNetwork<TNet, float, int>
    {
        TrainingHistory history = net.Fit(train, validation, options);
        List<double> numbers = [.. history.Epochs.SelectMany(epoch => (double[])[epoch.Loss, epoch.ValidationLoss ?? 0])];
        if (options.Exchange is null or { Rank: 0 })
            numbers.AddRange(history.Epochs.SelectMany(epoch => epoch.Metrics.Concat(epoch.ValidationMetrics)).Select(metric => metric.Value));
        byte[] all = [.. MemoryMarshal.AsBytes(net.Parameters), .. MemoryMarshal.AsBytes(net.State)];
        return $"{Hash(all)} {(options.Exchange is null or { Rank: 0 } ? Hash(MemoryMarshal.AsBytes(numbers.ToArray().AsSpan())) : "")}";
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
