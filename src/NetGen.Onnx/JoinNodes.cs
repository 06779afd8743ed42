namespace NetGen;

/// <summary>What combines several values.</summary>
internal static class JoinNodes
{
    /// <summary>Element by element; one with fewer axes is repeated along those at the front.</summary>
    public static string Combine(LayerScope layer, string operation)
    {
        string result = Aligned(layer, 0);
        for (int i = 1; i < layer.Layer.Inputs.Count; i++)
            result = layer.Graph.Add(operation, [result, Aligned(layer, i)]);
        return result;
    }

    /// <summary>Side by side, along the channels of images, else along the last axis.</summary>
    public static string Concat(LayerScope layer) =>
        layer.Graph.Add("Concat", [.. layer.Layer.Inputs.Select((_, i) => layer.Value(i).Tensor)], ("axis", layer.ChannelAxis));

    /// <summary>With as many axes as the output: the batch's stays the first.</summary>
    private static string Aligned(LayerScope layer, int index)
    {
        NamedValue value = layer.Value(index);
        int lacking = layer.Layer.OutputShape.Count - value.Shape.Count;
        return lacking == 0 ? value.Tensor : layer.Reshape(value.Tensor, [.. Enumerable.Repeat(1, lacking), .. value.Shape]);
    }
}
