using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Scale;

/// <summary>One process of several, which <see cref="ScaleCommand"/> starts by mpirun.</summary>
internal static class ScaleRank
{
    // Short rounds, of which the best counts: ranks that wait for one whose core another program has taken wait long.
    private const int Warm = 60, Steps = 5, Rounds = 60;

    /// <summary>Trains a workload, and prints on rank 0 the seconds of a step, those of its communication, its bytes, and the seconds of its messages alone.</summary>
    public static int Run(string workload, int batchSize, int parts)
    {
        using MpiGroup group = MpiGroup.Initialize();
        TimedExchange exchange = new(group.Gradients(parts));
        double[] result = workload == "W5" ? Measure(new W5(seed: 1), exchange, batchSize) : Measure(new W6(seed: 1), exchange, batchSize);
        if (group.Rank == 0)
            Console.WriteLine(ScaleCommand.Mark + string.Join(' ', result.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Measure<TNet>(TNet net, TimedExchange exchange, int batchSize)
        where TNet : class, ITrainableNetwork<TNet, float, int>
    {
        PhiloxRandom random = new(1);
        float[] inputs = [.. Enumerable.Range(0, 2048 * net.InputSize).Select(_ => (float)random.NextDouble())];
        ArrayDataset<float, int> data = new(inputs, [.. Enumerable.Range(0, 2048).Select(i => i % 10)], net.InputSize);
        using Trainer<TNet, float, int> trainer = new(net, data, null, new FitOptions { Exchange = exchange, BatchSize = batchSize, Epochs = int.MaxValue, Metrics = [] });
        Take(trainer, Warm);
        double[] seconds = new double[Rounds], communication = new double[Rounds];
        long bytes = exchange.Bytes;
        for (int round = 0; round < Rounds; round++)
        {
            (long start, double before) = (Stopwatch.GetTimestamp(), exchange.Seconds);
            Take(trainer, Steps);
            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds / Steps;
            communication[round] = (exchange.Seconds - before) / Steps;
        }

        bytes = (exchange.Bytes - bytes) / (Rounds * Steps);
        return [seconds.Min(), communication[Array.IndexOf(seconds, seconds.Min())], bytes, Messages(exchange, sizeof(float) * net.Parameters.Length), Messages(exchange, exchange.Size * 64)];
    }

    private static void Take<TNet>(Trainer<TNet, float, int> trainer, int steps)
        where TNet : class, ITrainableNetwork<TNet, float, int>
    {
        for (int step = 0; step < steps;)
        {
            if (trainer.NextBatch())
            {
                trainer.Step();
                step++;
            }
            else
            {
                trainer.EndEpoch();
            }
        }
    }

    /// <summary>The seconds of the messages of a step whose vector has so many bytes, where nobody computes.</summary>
    private static double Messages(TimedExchange exchange, int length)
    {
        int[] segments = [.. Enumerable.Range(0, exchange.Size).Select(rank => ((rank + 1) * (length / exchange.Size)) - (rank * (length / exchange.Size)))];
        byte[] sent = new byte[segments.Sum()], received = new byte[segments.Sum()];
        double[] seconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < Steps; step++)
            {
                exchange.AllToAll(sent, segments, received, segments);
                exchange.AllGather(received, segments);
            }

            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds / Steps;
        }

        return seconds.Min();
    }
}
