namespace NetGen.Tool.Graphs;

/// <summary>Computes nodes whose inputs are constants: what exporters write out of shapes, masks and weights.</summary>
internal static class Evaluator
{
    /// <summary>The outputs; null where the operator is none of those that constants are computed with.</summary>
    /// <param name="graph">The graph, which has the constants.</param>
    /// <param name="node">The node.</param>
    /// <param name="shapes">The shapes of its outputs.</param>
    public static Tensor[]? Evaluate(Graph graph, Node node, long[][] shapes)
    {
        foreach (long[] shape in shapes)
        {
            // A part of a large weight may be large; what is made larger may not.
            long count = Tensor.Count(Batch.With(shape, 1));
            if (count > Tensor.MostComputed && !(Views.Contains(node) && count <= graph.Constant(node.Input(0))!.Length))
                throw new UnsupportedException($"a constant of at most {Tensor.MostComputed} elements, got {Shown.Shape(shape)}");
        }

        Tensor[] inputs = [.. node.Inputs.Select(input => graph.Constant(input)!)];
        if (Views.Contains(node))
        {
            Tensor source = node.Op == "Cast" ? Cast(node, inputs[0]) : inputs[0];
            return [.. shapes.Select((shape, i) => Views.KeepsOrder(node) ? source.Reshape(shape) : source.Select(shape, Views.Places(graph, node, i, source.Stored, Batch.With(shape, 1))))];
        }

        return node.Op switch
        {
            "Size" => [Tensor.Of([], [inputs[0].Shape.Aggregate(1L, (product, size) => checked(product * size))])],
            "ConstantOfShape" => [Filled(node.Attributes.Tensor("value") ?? Tensor.Of([1], [0f]), shapes[0])],
            "Range" => [Range(inputs, shapes[0])],
            "Concat" => [Concat(node, inputs, shapes[0])],
            "MatMul" => inputs[0].Stored.Length == 2 && inputs[1].Stored.Length == 2 ? [MatMul(inputs[0], inputs[1], shapes[0])] : null,
            "Trilu" => [Trilu(node, inputs, shapes[0])],
            "Where" => [Combine(inputs, shapes[0], inputs[1].Kind, values => values[0] != 0 ? values[1] : values[2])],
            "CumSum" => [Running(node, inputs)],
            "ReduceSum" => [Reduce(graph, node, inputs[0], shapes[0], 0, (sum, x) => sum + x)],
            "ReduceProd" => [Reduce(graph, node, inputs[0], shapes[0], 1, (product, x) => product * x)],
            "ReduceMax" => [Reduce(graph, node, inputs[0], shapes[0], double.NegativeInfinity, Math.Max)],
            "ReduceMin" => [Reduce(graph, node, inputs[0], shapes[0], double.PositiveInfinity, Math.Min)],
            _ when Unary(node) is { } f => [inputs[0].Map(f)],
            _ when Binary(node, inputs[0].Kind) is { } f => [Combine(inputs, shapes[0], inputs[0].Kind, values => values.Aggregate(f))],
            _ when Comparison(node) is { } f => [Combine(inputs, shapes[0], ElementKind.Integer, values => f(values[0], values[1]) ? 1 : 0)],
            _ => null,
        };
    }

    private static Func<double, double>? Unary(Node node) => node.Op switch
    {
        "Neg" => x => -x,
        "Abs" => Math.Abs,
        "Sqrt" => Math.Sqrt,
        "Exp" => Math.Exp,
        "Log" => Math.Log,
        "Reciprocal" => x => 1 / x,
        "Floor" => Math.Floor,
        "Ceil" => Math.Ceiling,
        "Round" => x => Math.Round(x, MidpointRounding.ToEven),
        "Sin" => Math.Sin,
        "Cos" => Math.Cos,
        "Tanh" => Math.Tanh,
        "Relu" => x => Math.Max(0, x),
        "Sigmoid" => x => 1 / (1 + Math.Exp(-x)),
        "Sign" => x => Math.Sign(x),
        "Not" => x => x == 0 ? 1 : 0,
        _ => null,
    };

    private static Func<double, double, double>? Binary(Node node, ElementKind kind) => node.Op switch
    {
        "Add" or "Sum" => (x, y) => x + y,
        "Sub" => (x, y) => x - y,
        "Mul" => (x, y) => x * y,
        "Div" when kind == ElementKind.Integer => (x, y) => y == 0 ? throw new UnsupportedException("a divisor that is not 0") : Math.Truncate(x / y),
        "Div" => (x, y) => x / y,
        "Pow" => Math.Pow,
        "Min" => Math.Min,
        "Max" => Math.Max,
        "Mod" => (x, y) => y == 0 ? throw new UnsupportedException("a divisor that is not 0") : node.Attributes.Int("fmod", 0) != 0 ? x % y : x - y * Math.Floor(x / y),
        _ => null,
    };

    private static Func<double, double, bool>? Comparison(Node node) => node.Op switch
    {
        "Equal" => (x, y) => x == y,
        "Less" => (x, y) => x < y,
        "Greater" => (x, y) => x > y,
        "LessOrEqual" => (x, y) => x <= y,
        "GreaterOrEqual" => (x, y) => x >= y,
        "And" => (x, y) => x != 0 && y != 0,
        "Or" => (x, y) => x != 0 || y != 0,
        _ => null,
    };

    private static Tensor Cast(Node node, Tensor tensor) => node.Attributes.Int("to", 1) switch
    {
        1 or 10 or 16 => tensor.Cast(ElementKind.Single),
        11 => tensor.Cast(ElementKind.Double),
        9 => Tensor.Of(tensor.Shape, Array.ConvertAll(tensor.ToDoubles(), x => x != 0 ? 1L : 0L)),
        _ => tensor.Cast(ElementKind.Integer),
    };

    /// <summary>Integers that fit into a double are computed exactly; sizes do.</summary>
    private static Tensor Combine(Tensor[] inputs, long[] shape, ElementKind kind, Func<double[], double> f)
    {
        long[] stored = Batch.With(shape, 1);
        double[] result = new double[Tensor.Count(stored)], values = new double[inputs.Length];
        int[][] places = [.. inputs.Select(input => Places(input.Stored, stored))];
        for (int i = 0; i < result.Length; i++)
        {
            for (int k = 0; k < values.Length; k++)
                values[k] = inputs[k][places[k][i]];
            result[i] = f(values);
        }

        return Tensor.Of(kind, shape, result);
    }

    /// <summary>Which element of a smaller value each element of a larger one goes with.</summary>
    public static int[] Places(long[] small, long[] large)
    {
        int[] places = new int[Tensor.Count(large)];
        long[] at = new long[large.Length];
        for (int i = 0; i < places.Length; i++)
        {
            long place = 0;
            for (int axis = 0; axis < small.Length; axis++)
                place = place * small[axis] + (small[axis] == 1 ? 0 : at[axis + large.Length - small.Length]);
            places[i] = (int)place;
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == large[axis]; axis--)
                at[axis] = 0;
        }

        return places;
    }

    private static Tensor Filled(Tensor value, long[] shape) => value.Length == 1
        ? value.Select(shape, new int[Tensor.Count(Batch.With(shape, 1))])
        : throw new UnsupportedException("one number to fill with");

    private static Tensor Range(Tensor[] inputs, long[] shape)
    {
        double[] values = new double[shape[0]];
        for (int i = 0; i < values.Length; i++)
            values[i] = inputs[0][0] + i * inputs[2][0];
        return Tensor.Of(inputs[0].Kind, shape, values);
    }

    private static Tensor Concat(Node node, Tensor[] inputs, long[] shape)
    {
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), shape.Length);
        if (Batch.IsPart(shape[axis]))
            throw new UnsupportedException("values side by side in each example");
        long inner = Tensor.Count(Batch.With(shape[(axis + 1)..], 1)), outer = Tensor.Count(Batch.With(shape[..axis], 1));
        double[] result = new double[Tensor.Count(Batch.With(shape, 1))];
        long start = 0;
        foreach (Tensor input in inputs)
        {
            long run = input.Stored[axis] * inner;
            double[] values = input.ToDoubles();
            for (long o = 0; o < outer; o++)
                Array.Copy(values, o * run, result, o * shape[axis] * inner + start, run);
            start += run;
        }

        return Tensor.Of(inputs[0].Kind, shape, result);
    }

    private static Tensor MatMul(Tensor a, Tensor b, long[] shape)
    {
        (long rows, long terms, long columns) = (a.Stored[0], a.Stored[1], b.Stored[1]);
        double[] x = a.ToDoubles(), y = b.ToDoubles(), result = new double[rows * columns];
        for (long i = 0; i < rows; i++)
        {
            for (long k = 0; k < terms; k++)
            {
                for (long j = 0; j < columns; j++)
                    result[i * columns + j] += x[i * terms + k] * y[k * columns + j];
            }
        }

        return Tensor.Of(a.Kind, shape, result);
    }

    private static Tensor Trilu(Node node, Tensor[] inputs, long[] shape)
    {
        bool upper = node.Attributes.Int("upper", 1) != 0;
        long shift = inputs.Length > 1 ? (long)inputs[1][0] : 0, rows = inputs[0].Stored[^2], columns = inputs[0].Stored[^1];
        double[] values = [.. inputs[0].ToDoubles()];
        for (int i = 0; i < values.Length; i++)
        {
            long row = i / columns % rows, column = i % columns;
            if (upper ? column - row < shift : column - row > shift)
                values[i] = 0;
        }

        return Tensor.Of(inputs[0].Kind, shape, values);
    }

    private static Tensor Running(Node node, Tensor[] inputs)
    {
        Tensor x = inputs[0];
        int axis = NodeInputs.Axis((long)inputs[1][0], x.Stored.Length);
        if (node.Attributes.Int("exclusive", 0) != 0 || node.Attributes.Int("reverse", 0) != 0)
            throw new UnsupportedException("a running sum that is inclusive and forward");
        long inner = Tensor.Count(x.Stored[(axis + 1)..]), size = x.Stored[axis];
        double[] values = [.. x.ToDoubles()];
        for (long i = 0; i < values.Length; i++)
        {
            if (i / inner % size > 0)
                values[i] += values[i - inner];
        }

        return Tensor.Of(x.Kind, x.Shape, values);
    }

    private static Tensor Reduce(Graph graph, Node node, Tensor x, long[] shape, double start, Func<double, double, double> add)
    {
        int[] axes = Shapes.ReducedAxes(graph, node);
        double[] result = new double[Tensor.Count(Batch.With(shape, 1))];
        Array.Fill(result, start);
        long[] kept = [.. x.Stored.Select((size, i) => axes.Contains(i) ? 1 : size)];
        int[] places = Places(kept, x.Stored);
        for (int i = 0; i < places.Length; i++)
            result[places[i]] = add(result[places[i]], x[i]);
        return Tensor.Of(x.Kind, shape, result);
    }
}
