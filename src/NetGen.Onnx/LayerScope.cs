namespace NetGen;

/// <summary>What the nodes of a layer are written with: its arguments, what it takes, its parameters.</summary>
/// <param name="network">The network around it.</param>
/// <param name="layer">The layer.</param>
internal sealed class LayerScope(NetworkWriter network, LayerDescription layer)
{
    public OnnxGraph Graph => network.Graph;

    public LayerDescription Layer => layer;

    public OnnxOptions Options => network.Options;

    /// <summary>The layer for messages.</summary>
    public string Name => $"{network.NetworkName}.{layer.Name} [{layer.Kind}]";

    /// <summary>The name of the value that it takes.</summary>
    public string Input => Value(0).Tensor;

    /// <summary>The shape of one example of it.</summary>
    public IReadOnlyList<int> InputShape => Value(0).Shape;

    /// <summary>One of the values that it takes.</summary>
    public NamedValue Value(int index) => network.Value(layer.Inputs[index]);

    /// <summary>The axis of the channels, counted with the batch: the first of images, else the last.</summary>
    public int ChannelAxis => InputShape.Count == 3 ? 1 : InputShape.Count;

    /// <summary>The number of each example's steps that are no padding, [batch, 1], int64; null where none can be padding.</summary>
    public string? Lengths(int index = 0) => Value(index).Layer.PaddedBy is { } input ? network.Lengths(input) : null;

    /// <summary>Whether there is a tensor of the layer's, or one that it shares, whose name ends like this.</summary>
    public bool Has(string suffix) => network.Values.Contains(NameOf(suffix));

    /// <summary>Its shape.</summary>
    public IReadOnlyList<int> Shape(string suffix) => network.Values.Shape(NameOf(suffix));

    /// <summary>Its elements.</summary>
    public double[] Read(string suffix) => network.Values.Read(NameOf(suffix));

    /// <summary>The tensor in the graph, in its own shape.</summary>
    public string Parameter(string suffix) => Parameter(suffix, [.. Shape(suffix)]);

    /// <summary>Likewise, in another one.</summary>
    public string Parameter(string suffix, ReadOnlySpan<int> shape) => Graph.Initializer(NameOf(suffix), shape, () => Read(suffix));

    /// <summary>A tensor that is made of the layer's, under a name like theirs.</summary>
    public string Made(string suffix, ReadOnlySpan<int> shape, Func<double[]> values) => Graph.Initializer($"{layer.Name}.{suffix}", shape, values);

    /// <summary>The shape in which a value for each channel is combined with the input: [channels, 1, 1] for images, else [channels].</summary>
    public int[] ByChannel(int channels) => InputShape.Count == 3 ? [channels, 1, 1] : [channels];

    /// <summary>The value in another shape of one example.</summary>
    public string Reshape(string value, params ReadOnlySpan<int> shape)
    {
        long[] axes = new long[1 + shape.Length]; // 0: as the batch has it
        for (int i = 0; i < shape.Length; i++)
            axes[i + 1] = shape[i];
        return Graph.Add("Reshape", [value, Graph.Constant(axes)]);
    }

    /// <summary>The value with its axes in another order, that of the batch counted.</summary>
    public string Transpose(string value, params int[] order) => Graph.Add("Transpose", [value], ("perm", order));

    private string NameOf(string suffix) =>
        layer.SharedParameters.FirstOrDefault(name => name.EndsWith($".{suffix}", StringComparison.Ordinal)) ?? $"{layer.Name}.{suffix}";
}
