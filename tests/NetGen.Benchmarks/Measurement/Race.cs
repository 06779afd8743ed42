using System.Diagnostics;
using NetGen.Benchmarks.Contenders;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Measurement;

/// <summary>Times the contenders of a scenario in turn, round after round, so that what slows the machine slows them all.</summary>
internal sealed class Race(Workload workload, Scenario scenario, int rounds)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(10);

    /// <summary>Threads of OpenMP and OpenBLAS wait for more work in a busy loop; until they sleep they would slow the next contender.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(40);

    /// <summary>The limit of fused multiply-adds in FLOP per second, round by round.</summary>
    public IReadOnlyList<double> Limits { get; private set; } = [];

    /// <summary>Checks that all compute the same, then times them.</summary>
    /// <param name="notes">Receives a line for each contender that is left out.</param>
    public IReadOnlyList<Measured> Run(ISet<string> notes)
    {
        IReadOnlyList<IContender> contenders = workload.CreateContenders(scenario, notes);
        try
        {
            Equivalence.Check(workload, scenario, contenders);
            return Run(contenders);
        }
        finally
        {
            foreach (IContender contender in contenders)
                contender.Dispose();
        }
    }

    private Measured[] Run(IReadOnlyList<IContender> contenders)
    {
        double[] steps = [.. contenders.Select(contender => NoCollection.Run(() => Warm(contender)))];
        Sample[,] samples = new Sample[contenders.Count, rounds];
        double[] limits = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            limits[round] = PeakKernel.Measure(scenario.Threads);
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                // Every other round goes the other way, so that nobody always follows the same contender.
                int index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                samples[index, round] = NoCollection.Run(() => Time(contenders[index], steps[index]));
            }
        }

        Limits = limits;
        double limit = Statistics.Median(limits);
        return [.. contenders.Select((contender, index) =>
            Summarize(contender, [.. Enumerable.Range(0, rounds).Select(round => samples[index, round])], limit))];
    }

    /// <summary>Runs until the JIT has done all it will do.</summary>
    /// <returns>The time of one step, in seconds.</returns>
    private static double Warm(IContender contender)
    {
        contender.Reset();
        long begin = Stopwatch.GetTimestamp();
        int repetitions = 1;
        TimeSpan chunk;
        do
        {
            long chunkBegin = Stopwatch.GetTimestamp();
            Consumer.Consume(contender.Run(repetitions));
            chunk = Stopwatch.GetElapsedTime(chunkBegin);
            if (chunk < LeadIn)
                repetitions *= 2;
        }
        while (Stopwatch.GetElapsedTime(begin) < WarmUp);
        return chunk.TotalSeconds / repetitions;
    }

    private Sample Time(IContender contender, double stepSeconds)
    {
        if (scenario.Threads > 1)
            Thread.Sleep(Settle);
        contender.Reset();
        int repetitions = Math.Max(3, (int)(Round.TotalSeconds / stepSeconds));
        Consumer.Consume(contender.Run(Math.Max(1, (int)(LeadIn.TotalSeconds / stepSeconds))));

        long allocated = AllocatedBytes();
        long begin = Stopwatch.GetTimestamp();
        float result = contender.Run(repetitions);
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        allocated = AllocatedBytes() - allocated;
        Consumer.Consume(result);
        return new(time.TotalMicroseconds / repetitions, (double)allocated / repetitions);
    }

    private long AllocatedBytes() =>
        scenario.Threads == 1 ? GC.GetAllocatedBytesForCurrentThread() : GC.GetTotalAllocatedBytes(precise: true);

    private Measured Summarize(IContender contender, Sample[] samples, double limit)
    {
        double median = Statistics.Median(samples.Select(sample => sample.Microseconds));
        double seconds = median * 1e-6;
        return new(
            workload.Id,
            scenario.ModeName,
            scenario.Batch,
            scenario.Threads,
            contender.Name,
            median,
            samples.Min(sample => sample.Microseconds),
            scenario.Batch / seconds,
            workload.FlopsOf(scenario) / seconds / limit,
            Statistics.Median(samples.Select(sample => sample.AllocatedBytes)));
    }
}
