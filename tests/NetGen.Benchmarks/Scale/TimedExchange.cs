using System.Diagnostics;

namespace NetGen.Benchmarks.Scale;

/// <summary>Notes what an exchange sends and how long its calls take, the wait for slower ranks included.</summary>
internal sealed class TimedExchange(IGradientExchange exchange) : IGradientExchange
{
    private long _ticks;

    /// <inheritdoc/>
    public int Rank => exchange.Rank;

    /// <inheritdoc/>
    public int Size => exchange.Size;

    /// <inheritdoc/>
    public int Parts => exchange.Parts;

    /// <summary>The seconds of all calls so far.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(0, _ticks).TotalSeconds;

    /// <summary>The bytes that this rank has sent to others, had it sent each to every rank on its own.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths)
    {
        long start = Stopwatch.GetTimestamp();
        exchange.AllGather(data, lengths);
        _ticks += Stopwatch.GetTimestamp() - start;
        Bytes += (long)lengths[Rank] * (Size - 1);
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        long start = Stopwatch.GetTimestamp();
        exchange.AllToAll(sent, sentLengths, received, receivedLengths);
        _ticks += Stopwatch.GetTimestamp() - start;
        for (int rank = 0; rank < Size; rank++)
            Bytes += rank == Rank ? 0 : sentLengths[rank];
    }

    /// <inheritdoc/>
    public void Abort(string message) => exchange.Abort(message);
}
