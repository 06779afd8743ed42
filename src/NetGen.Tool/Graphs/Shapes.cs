namespace NetGen.Tool.Graphs;

/// <summary>The shapes of what nodes compute, by the rules of their operators.</summary>
internal static class Shapes
{
    private static readonly HashSet<string> s_likeFirst =
    [
        "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Gelu", "Mish", "Erf", "Exp", "Log", "Sqrt", "Abs",
        "Sin", "Cos", "Neg", "Reciprocal", "Clip", "Softmax", "LogSoftmax", "BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization",
        "RMSNormalization", "PRelu", "Floor", "Ceil", "Round", "Sign", "Not", "Trilu", "CumSum", "Swish", "IsNaN",
    ];

    private static readonly HashSet<string> s_broadcast =
        ["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mod", "Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual", "And", "Or", "Where"];

    /// <summary>The shape of each output.</summary>
    public static long[][] Of(Graph graph, Node node)
    {
        if (s_likeFirst.Contains(node.Op))
            return [graph.Shape(node.Input(0))];
        if (s_broadcast.Contains(node.Op))
            return [node.Inputs.Select(graph.Shape).Aggregate(Views.Broadcast)];
        if (Views.Contains(node))
            return Views.Shapes(graph, node);
        return node.Op switch
        {
            "Shape" => [[ShapePart(graph, node).Length]],
            "Size" => [[]],
            "ConstantOfShape" => [graph.Ints(node, 0, "input")!],
            "Range" => [[Count(graph, node)]],
            "Concat" => [Concat(graph, node)],
            "MatMul" => [MatMul(graph.Shape(node.Input(0)), graph.Shape(node.Input(1)))],
            "Gemm" => [Gemm(graph, node)],
            "Conv" => [Windows.Of(graph, node, graph.Shape(node.Input(1))[2..]).OutputShape(graph.Shape(node.Input(1))[0])],
            "ConvTranspose" => [TransposedWindows.Of(graph, node).OutputShape(checked(graph.Shape(node.Input(1))[1] * node.Attributes.Int("group", 1)))],
            "MaxPool" or "AveragePool" => [Windows.Of(graph, node, null).OutputShape(graph.Shape(node.Input(0))[1])],
            "GlobalAveragePool" or "GlobalMaxPool" => [[.. graph.Shape(node.Input(0)).Select((size, i) => i < 2 ? size : 1)]],
            "ReduceMean" or "ReduceSum" or "ReduceMax" or "ReduceMin" or "ReduceProd" => [Reduced(graph, node)],
            "RNN" or "GRU" or "LSTM" => Recurrent(graph, node),
            "Einsum" => [EinsumEquation.Of(graph, node).OutputShape()],
            "Resize" or "Upsample" => [Resized(graph, node)],
            "Pad" => [Padded(graph, node)],
            _ => throw new UnsupportedException($"a layer that computes {Shown.Plain(node.Op)}"),
        };
    }

    /// <summary>The part of the shape that a node of Shape gives.</summary>
    public static long[] ShapePart(Graph graph, Node node)
    {
        long[] shape = graph.Shape(node.Input(0));
        int Clamp(long at) => (int)Math.Clamp(at < 0 ? at + shape.Length : at, 0, shape.Length);
        int start = Clamp(node.Attributes.Int("start", 0)), end = Clamp(node.Attributes.Int("end", shape.Length));
        return start < end ? shape[start..end] : [];
    }

    /// <summary>The axes that a reduction runs over.</summary>
    public static int[] ReducedAxes(Graph graph, Node node)
    {
        int rank = graph.Shape(node.Input(0)).Length;
        long[]? axes = graph.Ints(node, 1, "axes");
        return axes is { Length: > 0 } ? NodeInputs.Axes(axes, rank)
            : node.Attributes.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
    }

    /// <summary>The zeros before and after each axis.</summary>
    public static (long Before, long After)[] Padding(Graph graph, Node node)
    {
        int rank = graph.Shape(node.Input(0)).Length;
        long[] pads = graph.Ints(node, 1, "pads") ?? node.Attributes.Ints("paddings") ?? throw new UnsupportedException("pads");
        int[] axes = graph.Ints(node, 3, "axes") is { } given ? NodeInputs.Axes(given, rank) : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length)
            throw new UnsupportedException($"{2 * axes.Length} pads");
        (long, long)[] result = new (long, long)[rank];
        for (int i = 0; i < axes.Length; i++)
            result[axes[i]] = (pads[i], pads[i + axes.Length]);
        return result;
    }

    private static long[] Padded(Graph graph, Node node) =>
        [.. graph.Shape(node.Input(0)).Zip(Padding(graph, node), (size, pad) => checked(size + pad.Before + pad.After))];

    private static long Count(Graph graph, Node node)
    {
        double start = graph.Real(node, 0, "start")!.Value, limit = graph.Real(node, 1, "limit")!.Value, delta = graph.Real(node, 2, "delta")!.Value;
        double count = Math.Max(0, Math.Ceiling((limit - start) / delta));
        return count <= Tensor.MostComputed ? (long)count : throw new UnsupportedException($"a range of at most {Tensor.MostComputed} numbers");
    }

    private static long[] Concat(Graph graph, Node node)
    {
        long[] shape = [.. graph.Shape(node.Input(0))];
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), shape.Length);
        foreach (string input in node.Inputs.Skip(1))
        {
            long[] other = graph.Shape(input);
            if (other.Length != shape.Length || other.Where((size, i) => i != axis && size != shape[i]).Any())
                throw new UnsupportedException($"values whose shapes go together, got {Shown.Shape(shape)} and {Shown.Shape(other)}");
            shape[axis] = checked(shape[axis] + other[axis]);
        }

        return shape;
    }

    private static long[] MatMul(long[] a, long[] b)
    {
        if (a.Length < 2 || b.Length < 2)
            throw new UnsupportedException("matrices of at least two axes");
        if (a[^1] != b[^2])
            throw new UnsupportedException($"matrices that go together, got {Shown.Shape(a)} and {Shown.Shape(b)}");
        return [.. Views.Broadcast(a[..^2], b[..^2]), a[^2], b[^1]];
    }

    private static long[] Gemm(Graph graph, Node node)
    {
        long[] a = graph.Shape(node.Input(0)), b = graph.Shape(node.Input(1));
        if (a.Length != 2 || b.Length != 2)
            throw new UnsupportedException("matrices of two axes");
        if (node.Attributes.Int("transA", 0) != 0)
            a = [a[1], a[0]];
        if (node.Attributes.Int("transB", 0) != 0)
            b = [b[1], b[0]];
        return MatMul(a, b);
    }

    private static long[] Reduced(Graph graph, Node node)
    {
        long[] shape = graph.Shape(node.Input(0));
        int[] axes = ReducedAxes(graph, node);
        bool keeps = node.Attributes.Int("keepdims", 1) != 0;
        return keeps ? [.. shape.Select((size, i) => axes.Contains(i) ? 1 : size)] : [.. shape.Where((_, i) => !axes.Contains(i))];
    }

    private static long[][] Recurrent(Graph graph, Node node)
    {
        long[] x = graph.Shape(node.Input(0)), r = graph.Shape(node.Input(2));
        if (x.Length != 3 || r.Length != 3)
            throw new UnsupportedException("a sequence of three axes");
        (long directions, long units) = (r[0], r[2]);
        bool batchFirst = node.Attributes.Int("layout", 0) != 0;
        long[] states = batchFirst ? [x[0], directions, units] : [directions, x[1], units];
        return [batchFirst ? [x[0], x[1], directions, units] : [x[0], directions, x[1], units], states, states];
    }

    private static long[] Resized(Graph graph, Node node)
    {
        long[] shape = graph.Shape(node.Input(0));
        double[]? scales = node.Attributes.Reals("scales");
        if (scales is null && node.Op == "Resize" && node.Opset >= 11)
        {
            if (node.Input(3).Length > 0)
                return [.. (graph.Constant(node.Input(3)) ?? throw new UnsupportedException("constant sizes")).ToIntegers()];
            scales = graph.Constant(node.Input(2))?.ToDoubles();
        }
        else if (scales is null)
        {
            scales = graph.Constant(node.Input(1))?.ToDoubles();
        }

        if (scales?.Length != shape.Length)
            throw new UnsupportedException("a constant scale for each axis");
        return [.. shape.Zip(scales, (size, scale) => scale == 1 ? size : (long)Math.Floor(size * scale))];
    }
}
