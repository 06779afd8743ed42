namespace NetGen;

/// <summary>Attention, written out as products and a softmax.</summary>
internal static class AttentionNodes
{
    public static string Write(LayerScope layer)
    {
        OnnxGraph graph = layer.Graph;
        NamedValue context = layer.Value(layer.Layer.Inputs.Count - 1);
        int heads = layer.Layer.Argument("heads", 1), groups = layer.Layer.Argument("KeyValueHeads", 0) is > 0 and int given ? given : heads;
        int queries = layer.InputShape[0], keys = context.Shape[0], width = layer.Layer.OutputShape[1] / heads;
        bool isRotary = layer.Layer.Argument("Rotary", false);

        // [batch, heads, steps, width]; where several heads have one key, [batch, groups, heads of a group, steps, width].
        string query = Heads(layer, Project(layer, layer.Input, "query"), queries, heads, width, isRotary);
        string key = Heads(layer, Project(layer, context.Tensor, "key"), keys, groups, width, isRotary);
        string value = Heads(layer, Project(layer, context.Tensor, "value"), keys, groups, width, isRotary: false);
        if (groups < heads)
        {
            query = layer.Reshape(query, groups, heads / groups, queries, width);
            key = graph.Add("Unsqueeze", [key, graph.Constant([2L])]);
            value = graph.Add("Unsqueeze", [value, graph.Constant([2L])]);
        }

        string turned = groups < heads ? layer.Transpose(key, 0, 1, 2, 4, 3) : layer.Transpose(key, 0, 1, 3, 2);
        string scores = graph.Add("MatMul", [graph.Add("Mul", [query, graph.Constant(1 / Math.Sqrt(width))]), turned]);
        if (Mask(layer, queries, keys, isGrouped: groups < heads) is { } mask)
            scores = graph.Add("Where", [mask, scores, graph.Constant(double.NegativeInfinity)]);
        string mixed = graph.Add("MatMul", [graph.Add("Softmax", [scores], ("axis", -1)), value]);
        if (groups < heads)
            mixed = layer.Reshape(mixed, heads, queries, width);
        return Project(layer, layer.Reshape(layer.Transpose(mixed, 0, 2, 1, 3), queries, heads * width), "output");
    }

    private static string Project(LayerScope layer, string x, string part) => DenseNodes.Affine(layer, x, $"{part}.weight", $"{part}.bias");

    private static string Heads(LayerScope layer, string x, int steps, int heads, int width, bool isRotary)
    {
        string split = layer.Transpose(layer.Reshape(x, steps, heads, width), 0, 2, 1, 3);
        return isRotary ? Rotate(layer, split, steps, width) : split;
    }

    /// <summary>Elements i and i + width/2 of the step s turn by s · 10000^(−2i/width): (u, v) → (u cos − v sin, v cos + u sin).</summary>
    private static string Rotate(LayerScope layer, string x, int steps, int width)
    {
        OnnxGraph graph = layer.Graph;
        int half = width / 2;
        string left = AxisNodes.Part(graph, x, axis: 3, 0, half), right = AxisNodes.Part(graph, x, axis: 3, half, half);
        string swapped = graph.Add("Concat", [graph.Add("Neg", [right]), left], ("axis", -1));
        return graph.Add("Add", [graph.Add("Mul", [x, Table("cosines", Math.Cos)]), graph.Add("Mul", [swapped, Table("sines", Math.Sin)])]);

        string Table(string name, Func<double, double> function) => layer.Made($"{name}{steps}", [steps, width], () =>
            [.. Enumerable.Range(0, steps * width).Select(i => function(i / width * Math.Pow(10_000, -2.0 * (i % width % half) / width)))]);
    }

    /// <summary>Which keys a query sees: those that are no padding, and where it is causal those up to itself; null: all of them.</summary>
    private static string? Mask(LayerScope layer, int queries, int keys, bool isGrouped)
    {
        OnnxGraph graph = layer.Graph;
        string? present = layer.Lengths(layer.Layer.Inputs.Count - 1) is { } lengths
            ? graph.Add("Unsqueeze", [Padding.Mask(graph, lengths, keys), graph.Constant(isGrouped ? [1L, 2L, 3L] : [1L, 2L])]) : null;
        if (!layer.Layer.Argument("Causal", false))
            return present;
        string earlier = graph.Constant([queries, keys], [.. Enumerable.Range(0, queries * keys).Select(i => i % keys <= i / keys)]);
        return present is null ? earlier : graph.Add("And", [present, earlier]);
    }
}
