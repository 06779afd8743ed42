using NetGen.Generators.Model;

namespace NetGen.Generators.Graph;

/// <summary>How the channels of a value lie in a row: element i of channel c is at c · distance + i · step. Features are channels of one element.</summary>
/// <param name="Count">The number of channels.</param>
/// <param name="Size">Elements of a channel in one example.</param>
/// <param name="Distance">From one channel to the next.</param>
/// <param name="Step">From one element of a channel to the next.</param>
internal sealed record ChannelAxis(int Count, int Size, int Distance, int Step)
{
    /// <summary>The arguments that describe the channels to the runtime.</summary>
    public string Arguments => $"{Count}, {Size}, {Distance}, {Step}";

    /// <summary>Maps come channel by channel, steps with their features side by side.</summary>
    public static ChannelAxis Of(Shape shape)
    {
        int count = shape.Rank == 2 ? shape.Last : shape.Axes[0], size = (int)shape.Elements / count;
        return shape.Rank == 2 ? new ChannelAxis(count, size, 1, count) : new ChannelAxis(count, size, size, 1);
    }

    /// <summary>One channel, of all elements.</summary>
    public static ChannelAxis Whole(Shape shape) => new(1, (int)shape.Elements, (int)shape.Elements, 1);
}
