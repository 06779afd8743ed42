namespace NetGen;

/// <summary>Steps at the end of examples that are padding.</summary>
internal static class Padding
{
    /// <summary>The number of steps before those at the end that are all the padding's value, at least 1: int64, [batch, 1].</summary>
    public static string Lengths(OnnxGraph graph, NamedValue input)
    {
        double padding = input.Layer.Argument("Padding", 0.0);
        int steps = input.Shape[0];
        string differs = graph.Add("Not", [graph.Add("Equal", [input.Tensor, NamedValue.HoldsTokens(input.Layer) ? graph.Constant([(long)padding]) : graph.Constant(padding)])]);
        string counts = graph.Add("Cast", [differs], ("to", Int64));
        if (input.Shape.Count == 2)
            counts = Max(graph, counts, axis: 2, keepsAxis: false);
        string places = graph.Add("Mul", [counts, graph.Constant([.. Enumerable.Range(1, steps).Select(step => (long)step)])]);
        return graph.Add("Max", [Max(graph, places, axis: 1, keepsAxis: true), graph.Constant([1L])]);
    }

    /// <summary>Whether each step is no padding: [batch, steps].</summary>
    public static string Mask(OnnxGraph graph, string lengths, int steps) =>
        graph.Add("Less", [graph.Constant([.. Enumerable.Range(0, steps).Select(step => (long)step)]), lengths]);

    /// <summary>1 for each step that is no padding, 0 for the others: [batch, steps, 1].</summary>
    public static string Factor(OnnxGraph graph, string lengths, int steps) =>
        graph.Add("Unsqueeze", [graph.Add("Cast", [Mask(graph, lengths, steps)], ("to", graph.NumberType)), graph.Constant([2L])]);

    private const int Int64 = 7;

    private static string Max(OnnxGraph graph, string value, int axis, bool keepsAxis) => AxisNodes.Reduce(graph, "ReduceMax", value, axis, keepsAxis);
}
