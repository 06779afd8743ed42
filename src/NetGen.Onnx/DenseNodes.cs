namespace NetGen;

/// <summary>Affine maps, and what reads or adds a row of a table at each step.</summary>
internal static class DenseNodes
{
    /// <summary>y = x·Wᵀ + b along the last axis: Gemm on rows, else MatMul and Add.</summary>
    public static string Affine(LayerScope layer, string x, string weight, string bias)
    {
        bool hasBias = layer.Has(bias);
        if (layer.InputShape.Count == 1)
            return layer.Graph.Add("Gemm", hasBias ? [x, layer.Parameter(weight), layer.Parameter(bias)] : [x, layer.Parameter(weight)], ("transB", 1));
        string product = layer.Graph.Add("MatMul", [x, layer.Transpose(layer.Parameter(weight), 1, 0)]);
        return hasBias ? layer.Graph.Add("Add", [product, layer.Parameter(bias)]) : product;
    }

    /// <summary>Rows of the weight, which are 0 at padding.</summary>
    public static string Embedding(LayerScope layer)
    {
        string rows = layer.Graph.Add("Gather", [layer.Parameter("weight"), layer.Input], ("axis", 0));
        return layer.Lengths() is { } lengths ? layer.Graph.Add("Mul", [rows, Padding.Factor(layer.Graph, lengths, layer.InputShape[0])]) : rows;
    }

    /// <summary>x + e, e[s, 2i] = sin(s / 10000^(2i/d)), e[s, 2i + 1] = cos(the same).</summary>
    public static string Sinusoids(LayerScope layer)
    {
        int steps = layer.InputShape[0], features = layer.InputShape[1];
        string table = layer.Made("table", [steps, features], () =>
        [
            .. Enumerable.Range(0, steps * features).Select(i =>
            {
                double angle = i / features * Math.Pow(10_000, -(double)(i % features / 2 * 2) / features);
                return i % features % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
            }),
        ]);
        return layer.Graph.Add("Add", [layer.Input, table]);
    }
}
