using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>
/// What one pair of methods computes: a layer and the element-wise operations after it, fused. Without a head, the
/// element-wise operations alone.
/// </summary>
internal sealed class Stage(Layer? head, Value input)
{
    public Layer? Head { get; } = head;

    /// <summary>The operations applied to each element on its way to memory, in order.</summary>
    public List<ElementWiseLayer> Chain { get; } = [];

    public Value Input { get; } = input;

    /// <summary>What the head computes, before the chain; the input where there is no head.</summary>
    public Value HeadOutput => Head?.Output ?? Input;

    public Value Output => Chain.Count > 0 ? Chain[Chain.Count - 1].Output : HeadOutput;

    /// <summary>The methods' prefix: <c>Dense1</c>.</summary>
    public string MethodName => Head?.MethodName ?? Names.Joined([.. Chain.Select(layer => layer.MethodName)]);

    /// <summary>Whether it does nothing outside training, so that Predict leaves it out.</summary>
    public bool IsTrainingOnly => Head is null && (Chain.Count == 0 || Chain[0].IsTrainingOnly); // only its like join a layer that is

    /// <summary>The channels that operations of the chain have parameters for, the same for all of them; null where none has any.</summary>
    public ChannelAxis? Channels => Chain.Select(layer => layer.Channels).FirstOrDefault(channels => channels is not null);

    /// <summary>Whether the chain is repeated for each accumulator of the head's tile, or has a loop of its own.</summary>
    public bool IsChainInTile => Head is not null && Chain.TrueForAll(layer => layer.IsForwardCheap) && (Channels is null || Channels == Head.StoredChannels);

    public IEnumerable<Layer> Layers => Head is null ? Chain : [Head, .. Chain];
}
