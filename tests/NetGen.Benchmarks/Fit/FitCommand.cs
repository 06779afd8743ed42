using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Contenders;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Fit;

/// <summary><c>fit</c>: what the steps of Fit cost over bare steps, in many short rounds that alternate.</summary>
internal static class FitCommand
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(15);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<int> batch = new("--batch") { Description = "The number of examples of a step.", DefaultValueFactory = _ => 64 };
        Option<int> threads = new("--threads") { Description = "The number of threads of a step.", DefaultValueFactory = _ => 2 };
        Option<int> rounds = new("--rounds") { Description = "The number of rounds.", DefaultValueFactory = _ => 51 };
        Option<DirectoryInfo?> data = new("--data") { Description = "A folder with MNIST's files. Without it, as many images, drawn." };
        Command command = new("fit", "Prints what Fit costs over bare training steps of 784-256-10.") { batch, threads, rounds, data };
        command.SetAction(result => Run(result.GetValue(batch), result.GetValue(threads), result.GetValue(rounds), result.GetValue(data)));
        return command;
    }

    private static int Run(int batch, int threads, int rounds, DirectoryInfo? data)
    {
        Chain architecture = new([784, 256, 10], ActivationKind.ReLU, ActivationKind.None, LossKind.SoftmaxCrossEntropy);
        float[] parameters = new float[architecture.ParameterCount];
        W4 net = new(1);
        net.CopyParametersTo(parameters);
        Problem problem = new(architecture, new(Mode.Train, batch, threads), parameters);
        IContender[] contenders =
        [
            new NetGenContender<W4, int>(net, problem, static (_, _, _, _) => { }),
            new FitContender<W4, int>(problem),
            FitContender<W4, int>.OnImages(problem, data is null ? Drawn() : IdxFile.ReadDirectory(data.FullName).Train),
        ];
        int[] repetitions = [.. contenders.Select(Warm)];
        double[][] times = [.. contenders.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Length; turn++)
            {
                int index = (round + turn) % contenders.Length;
                contenders[index].Run(Math.Max(1, repetitions[index] / 3)); // its memory comes into the cache, its threads awake
                times[index][round] = Time(contenders[index], repetitions[index]);
            }
        }

        Console.WriteLine(Machine.Description);
        for (int i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{contenders[i].Name,-20} batch {batch}, {threads} threads: {Statistics.Median(times[i]),7:F1} us a step (median of {rounds}; best {times[i].Min():F1}), {Percent(times[i], times[0])} over bare steps"));
        }

        foreach (IContender contender in contenders)
            contender.Dispose();
        return 0;
    }

    /// <summary>A thousand drawn digits, again and again in other places of the memory. Some have a wrong label, so that there is always something to learn.</summary>
    private static ImageDataset Drawn()
    {
        const int Count = 60_000, Distinct = 1000, Size = 784, EveryWrong = 8;
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(Distinct, seed: 1);
        byte[] allPixels = new byte[Count * Size], allLabels = new byte[Count];
        for (int i = 0; i < Count; i++)
        {
            int digit = i % Distinct;
            pixels.AsSpan(digit * Size, Size).CopyTo(allPixels.AsSpan(i * Size));
            allLabels[i] = i % EveryWrong == 0 ? (byte)(i / EveryWrong % 10) : labels[digit];
        }

        return new(allPixels, allLabels, 28, 28);
    }

    private static string Percent(double[] times, double[] bare)
    {
        double ratio = Statistics.Median(times.Zip(bare, (own, other) => own / other));
        return string.Create(CultureInfo.InvariantCulture, $"{(ratio - 1) * 100:F1} %");
    }

    private static int Warm(IContender contender)
    {
        contender.Reset();
        long begin = Stopwatch.GetTimestamp();
        double step = 0;
        do
            step = Time(contender, 16);
        while (Stopwatch.GetElapsedTime(begin) < s_warmUp);
        return Math.Max(3, (int)(s_round.TotalMicroseconds / step));
    }

    private static double Time(IContender contender, int repetitions)
    {
        long begin = Stopwatch.GetTimestamp();
        Consumer.Consume(contender.Run(repetitions));
        return Stopwatch.GetElapsedTime(begin).TotalMicroseconds / repetitions;
    }
}
