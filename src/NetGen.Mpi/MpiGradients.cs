namespace NetGen;

/// <summary>Carries gradients, losses and outputs between the ranks of a group.</summary>
internal sealed class MpiGradients(MpiGroup group, int parts) : IGradientExchange
{
    public int Rank => group.Rank;

    public int Size => group.Size;

    public int Parts => parts;

    public void AllGather(Span<byte> data, ReadOnlySpan<int> lengths) => group.AllGather(data, lengths);

    public void AllToAll(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentLengths, Span<byte> received, ReadOnlySpan<int> receivedLengths) =>
        group.AllToAll(sent, sentLengths, received, receivedLengths);

    public void Abort(string message)
    {
        if (Size > 1)
            group.Abort(message);
    }
}
