using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>Which elements of a value a vector holds: where they are in the batch, and which parameters are theirs.</summary>
/// <param name="At">The offset in the batch.</param>
internal abstract record VectorPlace(string At)
{
    /// <summary>The expression of the parameters, lane by lane.</summary>
    public abstract string Load(string vector, ChannelParameter parameter);

    /// <summary>Elements of which no more is known.</summary>
    public sealed record Anywhere(string At) : VectorPlace(At)
    {
        public override string Load(string vector, ChannelParameter parameter) =>
            throw new InvalidOperationException($"Nothing tells which channels the elements at {At} belong to, whose {parameter.Tensor.Name} is read.");
    }

    /// <summary>Neighbours in a row, from a column on.</summary>
    public sealed record InRow(string At, string Column) : VectorPlace(At)
    {
        public override string Load(string vector, ChannelParameter parameter) => $"{vector}.Load(ref {parameter.ByElement.Symbol}, {Column})";
    }

    /// <summary>One element of each of several channels, from a channel on.</summary>
    public sealed record OfChannels(string At, string First) : VectorPlace(At)
    {
        public override string Load(string vector, ChannelParameter parameter) => $"{vector}.Load(ref {parameter.Tensor.Symbol}, {First})";
    }

    /// <summary>Elements of one channel, of several examples.</summary>
    public sealed record OfChannel(string At, string Channel, Names Names) : VectorPlace(At)
    {
        public override string Load(string vector, ChannelParameter parameter) =>
            $"{vector}.Broadcast({(Channel == "0" ? parameter.Tensor.Symbol : $"{Names.Unsafe}.Add(ref {parameter.Tensor.Symbol}, {Channel})")})";
    }
}
