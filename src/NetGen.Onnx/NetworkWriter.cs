using System.Globalization;
using Onnx;

namespace NetGen;

/// <summary>Writes a network as an ONNX model, layer after layer.</summary>
internal sealed class NetworkWriter
{
    // The first version of the file format that has the operators of a set.
    private const int FormatOf17 = 8, FormatOf19 = 9, FormatOf21 = 10, FormatOf23 = 11;

    // What a file of Protocol Buffers can hold, with room for what is not a tensor.
    private const long MostBytes = int.MaxValue - (1 << 26);

    private readonly NetworkDescription _network;
    private readonly NetworkValues _values;
    private readonly OnnxOptions _options;
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, NamedValue> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lengths = new(StringComparer.Ordinal);

    public NetworkWriter(NetworkDescription network, NetworkValues values, OnnxOptions options)
    {
        (_network, _values, _options) = (network, values, options);
        _graph = new OnnxGraph(network.Name, options.OperatorSet, options.KeepDoubles && network.Precision == "double");
    }

    public ModelProto Write()
    {
        long bytes = (_graph.IsDouble ? sizeof(double) : sizeof(float)) * _network.Parameters.Concat(_network.State).Sum(tensor => (long)tensor.Count);
        if (bytes > MostBytes)
            throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"{_network.Name}: expected parameters of at most {MostBytes:N0} bytes, which an ONNX model holds in one file, got {bytes:N0}."));
        LayerDescription[] layers = [.. _network.Layers.Where(layer => layer.OutputShape.Count > 0)]; // losses have no output
        (string Name, LayerDescription Layer, OutputMeaning Meaning)[] outputs = [.. Outputs(layers)];
        foreach (LayerDescription input in layers.Where(IsInput))
            _graph.Reserve(input.Name);
        foreach ((string name, _, _) in outputs)
            _graph.Reserve(name);
        foreach (LayerDescription layer in layers)
            _named[layer.Name] = new NamedValue(layer, IsInput(layer) ? AddInput(layer) : Write(layer));
        string[] values = [.. outputs.Select(output => Probabilities(_named[output.Layer.Name].Tensor, output.Name, output.Meaning))];
        foreach (((string name, LayerDescription layer, _), string value) in outputs.Zip(values))
            _graph.AddOutput(name, value, _options.BatchAxis, layer.OutputShape);
        return new ModelProto
        {
            IrVersion = _options.OperatorSet switch { < 19 => FormatOf17, < 21 => FormatOf19, < 23 => FormatOf21, _ => FormatOf23 },
            ProducerName = "NetGen",
            ProducerVersion = typeof(NetworkWriter).Assembly.GetName().Version?.ToString(3) ?? "",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = _options.OperatorSet } },
            Graph = _graph.Finish(),
        };
    }

    /// <summary>A value of the network by its name.</summary>
    public NamedValue Value(string name) => _named[name];

    public NetworkValues Values => _values;

    public OnnxGraph Graph => _graph;

    public OnnxOptions Options => _options;

    public string NetworkName => _network.Name;

    /// <summary>The number of each example's steps that are no padding of an input, at least 1: int64, [batch, 1].</summary>
    public string Lengths(string input)
    {
        if (!_lengths.TryGetValue(input, out string? lengths))
            _lengths[input] = lengths = Padding.Lengths(_graph, _named[input]);
        return lengths;
    }

    private static bool IsInput(LayerDescription layer) => layer.Kind == "Input";

    private string AddInput(LayerDescription input)
    {
        _graph.AddInput(input.Name, _options.BatchAxis, input.OutputShape, NamedValue.HoldsTokens(input));
        return input.Name;
    }

    private string Write(LayerDescription layer)
    {
        _graph.Begin(layer.Name);
        return _graph.End(LayerNodes.Write(new LayerScope(this, layer)));
    }

    /// <summary>The outputs: the distinct values that losses compare with targets, else the last layer's.</summary>
    private IEnumerable<(string Name, LayerDescription Layer, OutputMeaning Meaning)> Outputs(LayerDescription[] layers)
    {
        HeadDescription[] heads = [.. _network.Heads.DistinctBy(head => head.From)];
        if (heads.Length < 2)
        {
            HeadDescription? head = heads.FirstOrDefault();
            return [("output", head?.From is { } from ? layers.Single(layer => layer.Name == from) : layers[^1], head?.Outputs ?? OutputMeaning.Numbers)];
        }

        return heads.Select(head => (head.From!, layers.Single(layer => layer.Name == head.From), head.Outputs));
    }

    private string Probabilities(string value, string output, OutputMeaning meaning)
    {
        if (!_options.Probabilities)
            return value;
        _graph.Begin(output);
        return meaning switch
        {
            OutputMeaning.BinaryLogits => _graph.Add("Sigmoid", [value]),
            OutputMeaning.ClassLogits => _graph.Add("Softmax", [value], ("axis", -1)),
            OutputMeaning.ClassLogProbabilities => _graph.Add("Exp", [value]),
            _ => value,
        };
    }
}

/// <summary>A value of the network in the graph.</summary>
/// <param name="Layer">What computes it, or the input.</param>
/// <param name="Tensor">The name in the graph.</param>
internal sealed record NamedValue(LayerDescription Layer, string Tensor)
{
    /// <summary>The shape of one example.</summary>
    public IReadOnlyList<int> Shape => Layer.OutputShape;

    /// <summary>Whether an input is token numbers.</summary>
    public static bool HoldsTokens(LayerDescription input) => input.Operation.StartsWith("Input<int>", StringComparison.Ordinal);
}
