namespace NetGen;

/// <summary>What works along axes: reductions, parts, zeros beside.</summary>
internal static class AxisNodes
{
    // From this version on, the axes of ReduceMax and ReduceMean are an input, as ReduceSum's are since 13.
    private const int OperatorSetOfAxesAsInput = 18;

    /// <summary>A reduction over one axis, that of the batch counted.</summary>
    public static string Reduce(OnnxGraph graph, string operation, string x, int axis, bool keepsAxis) =>
        operation == "ReduceSum" || graph.OperatorSet >= OperatorSetOfAxesAsInput
            ? graph.Add(operation, [x, graph.Constant([(long)axis])], ("keepdims", keepsAxis ? 1 : 0))
            : graph.Add(operation, [x], ("axes", new[] { axis }), ("keepdims", keepsAxis ? 1 : 0));

    /// <summary>The sum, mean or largest along an axis of an example; over padded steps, of those before the padding.</summary>
    public static string Reduction(LayerScope layer, string operation)
    {
        OnnxGraph graph = layer.Graph;
        int rank = layer.InputShape.Count, axis = layer.Layer.Argument("axis", -1);
        axis = axis < 0 ? axis + rank : axis;
        if (axis > 0 || rank != 2 || layer.Lengths() is not { } lengths)
            return Reduce(graph, operation, layer.Input, axis + 1, keepsAxis: rank == 1);
        int steps = layer.InputShape[0];
        if (operation == "ReduceMax")
        {
            string mask = graph.Add("Unsqueeze", [Padding.Mask(graph, lengths, steps), graph.Constant([2L])]);
            return Reduce(graph, operation, graph.Add("Where", [mask, layer.Input, graph.Constant(double.NegativeInfinity)]), axis: 1, keepsAxis: false);
        }

        string sum = Reduce(graph, "ReduceSum", graph.Add("Mul", [layer.Input, Padding.Factor(graph, lengths, steps)]), axis: 1, keepsAxis: false);
        return operation == "ReduceSum" ? sum : graph.Add("Div", [sum, graph.Add("Cast", [lengths], ("to", graph.NumberType))]);
    }

    /// <summary>Part of the last axis.</summary>
    public static string Slice(LayerScope layer) =>
        Part(layer.Graph, layer.Input, layer.InputShape.Count, layer.Layer.Argument("start", 0), layer.Layer.OutputShape[^1]);

    /// <summary>Elements of an axis, that of the batch counted.</summary>
    public static string Part(OnnxGraph graph, string x, int axis, int start, int count) =>
        graph.Add("Slice", [x, graph.Constant([(long)start]), graph.Constant([(long)start + count]), graph.Constant([(long)axis])]);

    /// <summary>Zeros before and after an axis.</summary>
    public static string Pad(LayerScope layer)
    {
        int rank = layer.InputShape.Count + 1, axis = layer.Layer.Argument("Axis", 0), before = layer.Layer.Argument("before", 0);
        axis = axis < 0 ? axis + rank : axis + 1;
        long[] pads = new long[2 * rank];
        pads[axis] = before;
        pads[rank + axis] = layer.Layer.OutputShape[axis - 1] - layer.InputShape[axis - 1] - before;
        return layer.Graph.Add("Pad", [layer.Input, layer.Graph.Constant(pads)]);
    }

    /// <summary>Each element of an image as a square.</summary>
    public static string Upsample(LayerScope layer)
    {
        int scale = layer.Layer.OutputShape[1] / layer.InputShape[1];
        return layer.Graph.Add("Resize", [layer.Input, "", layer.Graph.Singles(1, 1, scale, scale)], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
    }
}
