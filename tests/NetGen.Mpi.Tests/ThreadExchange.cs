namespace NetGen.Mpi.Tests;

/// <summary>Ranks that are threads of this process, with what they send each other in its memory.</summary>
internal sealed class ThreadExchange : IGradientExchange
{
    private readonly Hub _hub;

    private ThreadExchange(Hub hub, int rank, int parts) => (_hub, Rank, Parts) = (hub, rank, parts);

    public int Rank { get; }

    public int Size => _hub.Size;

    public int Parts { get; }

    /// <summary>The bytes that this rank has sent to others.</summary>
    public long Sent { get; private set; }

    /// <summary>Runs an action on every rank, and returns their results in order; the exception of the first rank that has thrown one.</summary>
    public static TResult[] Run<TResult>(int ranks, int parts, Func<ThreadExchange, TResult> action)
    {
        (TResult[] results, Exception?[] exceptions) = TryRun(ranks, parts, action);
        return exceptions.FirstOrDefault(exception => exception is not null and not OperationCanceledException) is { } first ? throw first : results;
    }

    /// <summary>The same with what each rank has thrown.</summary>
    public static (TResult[] Results, Exception?[] Exceptions) TryRun<TResult>(int ranks, int parts, Func<ThreadExchange, TResult> action)
    {
        using Hub hub = new(ranks);
        TResult[] results = new TResult[ranks];
        Exception?[] exceptions = new Exception?[ranks];
        Thread[] threads = [.. Enumerable.Range(0, ranks).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = action(new(hub, rank, parts));
            }
            catch (Exception e)
            {
                exceptions[rank] = e;
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return (results, exceptions);
    }

    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths)
    {
        int start = 0;
        for (int rank = 0; rank < Rank; rank++)
            start += lengths[rank];
        byte[][] all = _hub.Exchange(Rank, data.Slice(start, lengths[Rank]).ToArray());
        Sent += (long)lengths[Rank] * (Size - 1);
        start = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            Assert.Equal(lengths[rank], all[rank].Length);
            all[rank].CopyTo(data[start..]);
            start += lengths[rank];
        }

        Assert.Equal(start, data.Length);
    }

    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths)
    {
        // For each rank the place in what is sent, before it.
        byte[] own = new byte[(sizeof(int) * Size) + sent.Length];
        int start = sizeof(int) * Size;
        for (int rank = 0; rank < Size; rank++)
        {
            BitConverter.TryWriteBytes(own.AsSpan(sizeof(int) * rank), start);
            start += sentLengths[rank];
            Sent += rank == Rank ? 0 : sentLengths[rank];
        }

        sent.CopyTo(own.AsSpan(sizeof(int) * Size));
        byte[][] all = _hub.Exchange(Rank, own);
        start = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            all[rank].AsSpan(BitConverter.ToInt32(all[rank], sizeof(int) * Rank), receivedLengths[rank]).CopyTo(received[start..]);
            start += receivedLengths[rank];
        }

        Assert.Equal(start, received.Length);
    }

    public void Abort(string message) => _hub.Abort();

    private sealed class Hub(int size) : IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();
        private readonly Barrier _barrier = new(size);
        private readonly byte[][] _messages = new byte[size][];

        public int Size => size;

        public void Dispose()
        {
            _aborted.Dispose();
            _barrier.Dispose();
        }

        public void Abort() => _aborted.Cancel();

        public byte[][] Exchange(int rank, byte[] message)
        {
            _messages[rank] = message;
            _barrier.SignalAndWait(_aborted.Token);
            byte[][] all = [.. _messages];
            _barrier.SignalAndWait(_aborted.Token);
            return all;
        }
    }
}
