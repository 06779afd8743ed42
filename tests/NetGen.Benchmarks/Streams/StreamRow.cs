using System.Diagnostics;
using NetGen.Benchmarks.Measurement;

namespace NetGen.Benchmarks.Streams;

/// <summary>One network's stream and what was measured of it.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="run">Takes so many steps and returns a number that depends on them.</param>
internal sealed class StreamRow(string name, Func<int, float> run)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Short, so that some rounds are left alone by whatever else the machine does.</summary>
    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(2);

    private readonly List<double> _nanoseconds = [];
    private int _steps = 64;
    private long _allocated;

    /// <summary>What the table calls it.</summary>
    public string Name => name;

    /// <summary>The time of a step: the median of the rounds.</summary>
    public double Nanoseconds => Statistics.Median(_nanoseconds);

    /// <summary>The time of a step in the best round.</summary>
    public double Best => _nanoseconds.Min();

    /// <summary>The managed memory that the steps of all rounds took.</summary>
    public long AllocatedBytes => _allocated;

    /// <summary>Runs until the JIT has done all it will do, and finds how many steps a round has.</summary>
    public void Warm()
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            long chunk = Stopwatch.GetTimestamp();
            Consumer.Consume(run(_steps));
            if (Stopwatch.GetElapsedTime(chunk) < s_round)
                _steps *= 2;
        }
        while (Stopwatch.GetElapsedTime(begin) < s_warmUp);
    }

    /// <summary>One round.</summary>
    public void Measure()
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long begin = Stopwatch.GetTimestamp();
        float result = run(_steps);
        double nanoseconds = Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        _allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        _nanoseconds.Add(nanoseconds / _steps);
        Consumer.Consume(result);
    }
}
