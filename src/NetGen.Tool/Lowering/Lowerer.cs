using NetGen.Tool.Graphs;
using NetGen.Tool.Patterns;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <summary>Makes a network of a model whose patterns are known: each node becomes layers, or only another view of a value.</summary>
internal sealed partial class Lowerer
{
    private readonly Graph _graph;
    private readonly GraphIndex _index;
    private readonly NetworkBuilder _builder = new();
    private readonly Layouts _layouts;
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    // Values on the way to one that has its place already.
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    public Lowerer(Graph graph)
    {
        _graph = graph;
        _index = new GraphIndex(graph);
        _layouts = new Layouts(graph, _builder);
    }

    /// <summary>The nodes that no layer computes.</summary>
    public List<UnsupportedNode> Unsupported { get; } = [];

    /// <summary>The network; it means nothing where nodes are unsupported.</summary>
    /// <param name="unknown">Nodes that are unsupported already: what depends on them is left.</param>
    /// <param name="losses">The losses of the outputs, as the user wants them; empty: those that fit.</param>
    public NetworkProgram Run(IEnumerable<Node> unknown, IReadOnlyList<string> losses)
    {
        foreach (Node node in unknown)
            _unknown.UnionWith(node.Outputs);
        List<NetworkInput> inputs = [.. _graph.Inputs.Select(Input)];
        foreach (Node node in _graph.Nodes)
            Visit(node);
        if (Unsupported.Count > 0 || _graph.Outputs.Any(_unknown.Contains))
            return new NetworkProgram(inputs, [], [], false);
        (int Value, string Name)[] outputs = [.. _graph.Outputs.Select(Output)];
        NetworkLoss[] all = [.. outputs.Select((output, i) => new NetworkLoss(losses.Count > 0 ? losses[Math.Min(i, losses.Count - 1)] : Losses.For(_builder, output.Value, _graph, output.Name), output.Value))];
        bool isDouble = _graph.Inputs.Any(input => input.Kind == ElementKind.Double)
            || (_graph.Inputs.All(input => input.Kind == ElementKind.Integer) && _builder.Layers.SelectMany(layer => layer.Tensors).Any(tensor => tensor.Value.Kind == ElementKind.Double));
        return new NetworkProgram(inputs, _builder.Layers, all, isDouble);
    }

    private NetworkInput Input(GraphInput input)
    {
        long[] sizes = _layouts.Sizes(input.Name), example = [.. sizes.Where((_, axis) => !Batch.IsPart(input.Shape[axis]))];
        bool isTokens = IsTokens(input);
        long[] shape = isTokens || example.Length is 0 or > 3 ? [example.Aggregate(1L, (product, size) => product * size)] : example;
        int value = _builder.NewValue();
        _layouts.Put(input.Name, new Place(value, shape, Layouts.Canonical(sizes)) { IsTokens = isTokens });
        return new NetworkInput(input.Name, shape, isTokens, value);
    }

    /// <summary>Whether an input, or a part of it, chooses rows of a table.</summary>
    private bool IsTokens(GraphInput input)
    {
        Stack<string> open = new([input.Name]);
        HashSet<string> seen = [];
        while (open.TryPop(out string? value))
        {
            foreach (Node reader in seen.Add(value) ? _index.Readers(value) : [])
            {
                if (reader.Op == "Gather" && reader.Input(1) == value && _graph.Constant(reader.Input(0)) is not null)
                    return true;
                foreach (string output in Views.Contains(reader) ? reader.Outputs : [])
                    open.Push(output);
            }
        }

        return false;
    }

    private (int Value, string Name) Output(string name)
    {
        Place place = _layouts.Of(name);
        if (place.IsTokens)
            throw new ToolException($"{_graph.File}: output {Shown.Quoted(name)}: expected numbers that a layer computes, got an input of tokens.");
        int[] order = Layouts.Canonical(_layouts.Sizes(name));
        int value = place.Order.SequenceEqual(order) ? place.Value : _layouts.Arrange(name, order, Natural(name, order));

        // A network has a layer for each of its outputs, and no value is two of them.
        return (_builder.Producer(value) is null ? _builder.Add("Identity", [], [value]) : value, name);
    }

    /// <summary>The sizes of axes in an order; of none, one element.</summary>
    private long[] Natural(string value, int[] order)
    {
        long[] sizes = _layouts.Sizes(value);
        return order.Length == 0 ? [1] : [.. order.Select(axis => sizes[axis])];
    }

    private void Visit(Node node)
    {
        if (node.Inputs.Any(_unknown.Contains) || node.Outputs.Any(_unknown.Contains))
        {
            _unknown.UnionWith(node.Outputs);
            return;
        }

        try
        {
            if (!node.Outputs.Where(output => output.Length > 0).All(output => _layouts.Has(output) || _left.Contains(output)))
                Lower(node);
        }
        catch (Exception e) when (e is ToolException or OverflowException or IndexOutOfRangeException or KeyNotFoundException or NullReferenceException or InvalidCastException or ArgumentException or DivideByZeroException)
        {
            Unsupported.Add(new UnsupportedNode(node, e is ToolException ? e.Message : "inputs and attributes as its operator has them"));
            _unknown.UnionWith(node.Outputs);
        }
    }

    private void Lower(Node node)
    {
        switch (node.Op)
        {
            case "=Dense": Dense(node); break;
            case "=Attention": Attention(node); break;
            case ['=', ..]: Activation(node, node.Op[1..]); break;
            case "Clip": Clip(node); break;
            case "HardSigmoid": HardSigmoid(node); break;
            case "Sqrt" or "Log": Activation(node, node.Op); break;
            case "Conv": Convolution(node); break;
            case "ConvTranspose": TransposedConvolution(node); break;
            case "MaxPool" or "AveragePool": Pool(node); break;
            case "GlobalAveragePool": Reduce(node, "Mean", [.. Enumerable.Range(2, _graph.Shape(node.Input(0)).Length - 2)]); break;
            case "GlobalMaxPool": Reduce(node, "Max", [.. Enumerable.Range(2, _graph.Shape(node.Input(0)).Length - 2)]); break;
            case "ReduceMean" or "ReduceSum" or "ReduceMax": Reduce(node, node.Op["Reduce".Length..], Shapes.ReducedAxes(_graph, node)); break;
            case "Resize" or "Upsample": Resize(node); break;
            case "Softmax" or "LogSoftmax": Softmax(node); break;
            case "BatchNormalization": BatchNorm(node); break;
            case "LayerNormalization" or "RMSNormalization": LayerNorm(node); break;
            case "InstanceNormalization" or "GroupNormalization": ChannelNorm(node); break;
            case "PRelu": PReLU(node); break;
            case "Add" or "Sub" or "Mul" or "Div" or "Sum" or "Max" or "Min" or "Pow": Combine(node); break;
            case "MatMul" or "Gemm": Product(node); break;
            case "Concat": Concat(node); break;
            case "Pad": Pad(node); break;
            case "Gather" when _layouts.Has(node.Input(1)): Embedding(node); break;
            case "Slice" or "Split" or "Gather": Parts(node); break;
            case "Transpose": Transpose(node); break;
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze": Reshape(node); break;
            case "Expand" or "Tile": Expand(node); break;
            case "RNN" or "GRU" or "LSTM": Recurrent(node); break;
            default: throw new UnsupportedException($"a layer that computes {Shown.Plain(node.Op)}");
        }
    }

    /// <summary>A layer that keeps sizes and order.</summary>
    private void Unary(Node node, string kind, params string[] arguments)
    {
        Place place = Numbers(node.Input(0));
        _layouts.Put(node.Output, place with { Value = _builder.Add(kind, arguments, [place.Value]) });
    }

    /// <summary>The place of a value that layers compute with.</summary>
    private Place Numbers(string value)
    {
        Place place = _layouts.Of(value);
        return place.IsTokens ? throw new UnsupportedException("tokens that only embeddings read") : place;
    }

    private static string Text(long number) => NetworkBuilder.Text(number);

    private Tensor Constant(Node node, int input, string what) =>
        _graph.Constant(node.Input(input)) ?? throw new UnsupportedException($"{what} that is a constant");
}
