namespace NetGen;

/// <summary>
/// Carries what the ranks of one training tell each other, so that <see cref="FitOptions.Exchange"/> makes a training of several processes with the bits of one: see the page
/// on training over MPI. It moves bytes and adds nothing: sums are the trainer's, in one fixed order.
/// </summary>
/// <remarks>
/// A rank is one process (or thread, in tests) with a network, an optimizer and a trainer of its own. All ranks make the same calls in the same order, one at a time; a call returns
/// when this rank has what it is to have. Lengths are in bytes, one for each rank, and may be 0. After the first call of a length nothing is allocated.
/// </remarks>
public interface IGradientExchange
{
    /// <summary>The key of <see cref="Exception.Data"/> under which the trainer notes that all ranks throw the exception, so that none waits for another.</summary>
    public const string EveryRankKey = "NetGen.EveryRank";

    /// <summary>The number of this rank, from 0. Rank 0 writes checkpoints, reports progress, and has the metrics.</summary>
    int Rank { get; }

    /// <summary>The number of ranks, at least 1.</summary>
    int Size { get; }

    /// <summary>The number of parts of a batch, at least 1: it decides the bits, the number of ranks does not.</summary>
    int Parts { get; }

    /// <summary>Gives every rank the bytes of all.</summary>
    /// <param name="data">The ranks' bytes one after the other: this rank's are there, those of the others are received.</param>
    /// <param name="lengths">The number of bytes of each rank, the same on all.</param>
    void AllGather(Span<byte> data, ReadOnlySpan<int> lengths);

    /// <summary>Gives every rank what each of the others has for it.</summary>
    /// <param name="sent">What goes to rank 0, 1, … one after the other.</param>
    /// <param name="sentLengths">The number of bytes for each rank.</param>
    /// <param name="received">Receives what rank 0, 1, … has for this one.</param>
    /// <param name="receivedLengths">The number of bytes from each rank.</param>
    void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths);

    /// <summary>
    /// Ends all ranks, for this one cannot go on: the trainer calls it for an exception that the others do not know of. May return where there is no other rank to end.
    /// </summary>
    /// <param name="message">Why, in one line.</param>
    void Abort(string message);
}
