namespace NetGen;

/// <summary>
/// One process that computes all parts of a batch one after the other: the bits of any number of ranks that divide batches into as many parts, with the memory of a part.
/// </summary>
public sealed class LocalExchange : IGradientExchange
{
    /// <summary>Divides batches.</summary>
    /// <param name="parts">The number of parts of a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public LocalExchange(int parts = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        Parts = parts;
    }

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public int Parts { get; }

    /// <inheritdoc/>
    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths)
    {
    }

    /// <inheritdoc/>
    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) => sent.CopyTo(received);

    /// <inheritdoc/>
    public void Abort(string message)
    {
    }
}
