namespace NetGen.Tool.Graphs;

/// <summary>
/// Reduces a graph to the nodes that depend on its inputs, and finds the shapes of what they compute: constants are computed, what does nothing
/// is left out, and what no output needs.
/// </summary>
/// <param name="graph">The graph.</param>
internal sealed class Simplifier(Graph graph)
{
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _whetherNaN = new(StringComparer.Ordinal);
    private readonly List<Node> _kept = [];

    /// <summary>The nodes that no layer computes.</summary>
    public List<UnsupportedNode> Unsupported { get; } = [];

    public void Run()
    {
        RemoveUnused(graph);
        foreach (Node node in graph.Nodes)
            Visit(node with { Inputs = [.. node.Inputs.Select(Resolve)] });
        graph.Nodes = _kept;
        graph.Outputs = [.. graph.Outputs.Select(Resolve)];
        RemoveUnused(graph);
        HashSet<string> used = [.. graph.Nodes.SelectMany(node => node.Outputs)];
        Unsupported.RemoveAll(problem => !problem.Node.Outputs.Any(used.Contains));
    }

    /// <summary>Leaves out the nodes that no output needs.</summary>
    public static void RemoveUnused(Graph graph)
    {
        HashSet<string> needed = [.. graph.Outputs];
        List<Node> kept = [];
        foreach (Node node in Enumerable.Reverse(graph.Nodes))
        {
            if (!node.Outputs.Any(needed.Contains))
                continue;
            kept.Add(node);
            needed.UnionWith(node.Inputs);
        }

        kept.Reverse();
        graph.Nodes = kept;
    }

    private string Resolve(string name) => _same.GetValueOrDefault(name, name);

    private void Visit(Node node)
    {
        try
        {
            if (node.Inputs.Any(_unknown.Contains))
            {
                Keep(node);
                _unknown.UnionWith(node.Outputs);
                return;
            }

            Reduce(node);
        }
        catch (Exception e) when (e is ToolException or OverflowException or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException or InvalidCastException or ArgumentException or DivideByZeroException)
        {
            // What a node says cannot be: an input is missing, an axis that there is not, a size beyond all bounds.
            Unsupported.Add(new UnsupportedNode(node, e is ToolException ? e.Message : "inputs and attributes as its operator has them"));
            Keep(node);
            _unknown.UnionWith(node.Outputs);
        }
    }

    private void Reduce(Node node)
    {
        if (node.Op == "Constant")
        {
            graph.Constants[node.Output] = Constant(node);
            return;
        }

        if (node.Op == "Shape")
        {
            graph.Constants[node.Output] = Tensor.Row(Shapes.ShapePart(graph, node));
            return;
        }

        bool isConstant = node.Inputs.All(input => input.Length == 0 || graph.Constant(input) is not null);
        if (!isConstant && node.Op is "Identity" or "Dropout" or "Cast" && (node.Op != "Cast" || node.Attributes.Int("to", 1) != 9) && graph.Constant(node.Input(0)) is null)
        {
            _same[node.Output] = node.Input(0);
            if (node.HasOutput(1))
                _unknown.Add(node.Outputs[1]); // the mask of a dropout
            return;
        }

        // PyTorch guards softmax against rows that are masked as a whole, which a causal mask has none of.
        if (node.Op == "IsNaN" && !isConstant)
            _whetherNaN[node.Output] = node.Input(0);
        if (node.Op == "Where" && _whetherNaN.TryGetValue(node.Input(0), out string? guarded) && guarded == node.Input(2))
        {
            _same[node.Output] = guarded;
            return;
        }

        if (node.Op == "Einsum" && !isConstant)
        {
            foreach (Node part in EinsumEquation.Of(graph, node).Expand())
                Reduce(part);
            return;
        }

        long[][] shapes = Shapes.Of(graph, node);
        foreach (long size in shapes.SelectMany(shape => shape).Select(size => Batch.With(size, 1)))
        {
            if (size is < 1 or > int.MaxValue && !isConstant)
                throw new UnsupportedException($"sizes from 1 to {int.MaxValue}, got {size}");
        }

        if (isConstant)
        {
            Tensor[] results = Evaluator.Evaluate(graph, node, shapes) ?? throw new UnsupportedException("an operator that constants are computed with");
            for (int i = 0; i < Math.Min(results.Length, node.Outputs.Count); i++)
                graph.Constants[node.Outputs[i]] = results[i];
            return;
        }

        for (int i = 0; i < Math.Min(shapes.Length, node.Outputs.Count); i++)
            graph.Shapes[node.Outputs[i]] = shapes[i];
        Keep(node);
    }

    private void Keep(Node node) => _kept.Add(node);

    private static Tensor Constant(Node node)
    {
        NodeAttributes attributes = node.Attributes;
        return attributes.Tensor("value")
            ?? (attributes.Ints("value_ints") is { } ints ? Tensor.Row(ints)
            : attributes.Reals("value_floats") is { } reals ? Tensor.Of([reals.Length], [.. reals.Select(real => (float)real)])
            : attributes.Has("value_int") ? Tensor.Of([], [attributes.Int("value_int", 0)])
            : attributes.Has("value_float") ? Tensor.Of([], [(float)attributes.Real("value_float", 0)])
            : throw new UnsupportedException("a constant of numbers"));
    }
}
