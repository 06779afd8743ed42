namespace NetGen;

/// <summary>A value that a layer gives, and the array that it lies in.</summary>
/// <param name="Symbol">What the array is called.</param>
/// <param name="Shape">The axes of one example.</param>
internal sealed record StandaloneValue(string Symbol, IReadOnlyList<int> Shape)
{
    /// <summary>Whether it is token numbers.</summary>
    public bool IsTokens { get; init; }

    /// <summary>In a stream, whether the array holds one step of it; else false.</summary>
    public bool IsOneStep { get; init; }

    /// <summary>The elements of one example.</summary>
    public int Size => Shape.Aggregate(1, (product, axis) => product * axis);

    /// <summary>The elements that the array holds.</summary>
    public int Length => IsOneStep ? Size / Shape[0] : Size;

    /// <summary>The length of the last axis; of tokens, which have no features, 1.</summary>
    public int Last => IsTokens ? 1 : Shape[^1];

    /// <summary>How many elements of one channel lie side by side: channels are the first axis of images, else the last one.</summary>
    public int ChannelLength => Shape.Count == 3 ? Shape[1] * Shape[2] : 1;

    /// <summary>The number of channels.</summary>
    public int Channels => Shape.Count == 3 ? Shape[0] : Shape[^1];
}
