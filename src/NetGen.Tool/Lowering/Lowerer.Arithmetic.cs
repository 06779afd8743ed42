using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>Sums, products and reductions.</content>
internal sealed partial class Lowerer
{
    private void Combine(Node node)
    {
        string[] values = [.. node.Inputs.Where(input => _graph.Constant(input) is null)];
        if (values.Length == 1)
        {
            WithConstants(node, values[0]);
            return;
        }

        string kind = node.Op switch
        {
            "Add" or "Sum" => "Add",
            "Mul" => "Multiply",
            "Sub" => "Subtract",
            _ => throw new UnsupportedException($"a layer that computes {Shown.Plain(node.Op)} of two values"),
        };
        if (values.Length != node.Inputs.Count)
            throw new UnsupportedException("a sum of values without constants");
        long[] sizes = _layouts.Sizes(node.Output);
        int all = Layouts.Canonical(sizes).Length;

        // What is current has all elements; others may be repeated.
        // Of several the last one, for it is what the network has just computed.
        string? whole = values.Where(value => Numbers(value).Order.Length == all).MaxBy(value => kind == "Subtract" && value == values[0] ? int.MaxValue : Numbers(value).Value);
        if (whole is null)
            throw new UnsupportedException($"a value of all elements of {Shown.Shape(_graph.Shape(node.Output))}");
        int[] order = [.. Numbers(whole).Order.Select(axis => axis + sizes.Length - _graph.Shape(whole).Length)];
        Place place = Numbers(whole);
        List<int> inputs = [];
        long[] shape = place.Sizes;
        bool isSame = values.All(value => Numbers(value).Order.Length == all);
        if (!isSame)
            shape = order.Length == 0 ? [1] : [.. order.Select(axis => sizes[axis])];
        foreach (string value in values.Where(value => value != whole).Concat(values.Count(value => value == whole) > 1 ? values.Where(value => value == whole).Skip(1) : []))
        {
            int shift = sizes.Length - _graph.Shape(value).Length;
            long[] own = _layouts.Sizes(value);
            int[] ownOrder = [.. order.Select(axis => axis - shift).Where(axis => axis >= 0 && own[axis] != 1)];
            long[] ownSizes = isSame ? shape : [.. order.Select(axis => axis < shift ? 1 : own[axis - shift])];
            inputs.Add(_layouts.Arrange(value, ownOrder, ownSizes));
        }

        int first = _layouts.Arrange(place with { Order = order }, sizes, order, shape);
        int result;
        if (kind == "Subtract" && whole != values[0])
            result = _builder.Add("Add", [], [_builder.Add("Scale", ["-1"], [first]), inputs[0]]);
        else
            result = _builder.Add(kind, [], [first, .. inputs]);
        _layouts.Put(node.Output, result, shape, order);
    }

    private void WithConstants(Node node, string x)
    {
        Tensor constant = Constant(node, node.Input(0) == x ? 1 : 0, "a constant");
        bool isFirst = node.Input(0) == x;
        long[] sizes = _layouts.Sizes(node.Output);
        if (node.Inputs.Count != 2 || Layouts.Canonical(sizes).Length != Numbers(x).Order.Length)
            throw new UnsupportedException($"a value of all elements of {Shown.Shape(_graph.Shape(node.Output))}");
        int shift = sizes.Length - _graph.Shape(x).Length;
        Place place = Numbers(x) with { Order = [.. Numbers(x).Order.Select(axis => axis + shift)] };
        (double factor, Tensor? scale, Tensor? summand) = (node.Op, isFirst) switch
        {
            ("Add" or "Sum", _) => (1, null, constant),
            ("Sub", true) => (1, null, constant.Map(c => -c)),
            ("Sub", false) => (-1, null, constant),
            ("Mul", _) => (1.0, constant, (Tensor?)null),
            ("Div", true) => (1, constant.Map(c => 1 / c), null),
            ("Pow", true) when _index.Scalar(node.Input(1)) == 0.5 => (double.NaN, null, null),
            _ => throw new UnsupportedException($"a layer that computes {Shown.Plain(node.Op)} with a constant"),
        };
        if (double.IsNaN(factor))
        {
            Unary(node, "Sqrt");
            return;
        }

        if (factor != 1)
            place = place with { Value = _builder.Add("Scale", ["-1"], [place.Value]) };
        _layouts.Put(node.Output, AddConstant(node, place, sizes, summand, scale));
    }

    /// <summary>A factor or a summand: one number, one for each channel, or one for each element of an example.</summary>
    private Place AddConstant(Node node, Place place, long[] sizes, Tensor? summand, Tensor? factor)
    {
        Tensor constant = summand ?? factor!;
        if (constant.Length == 1)
        {
            string number = NetworkBuilder.Text(NodeInputs.AsWritten(constant));
            return place with { Value = _builder.Add("Scale", summand is null ? [number] : ["1", $"Offset = {number}"], [place.Value]) };
        }

        int shift = sizes.Length - constant.Stored.Length;
        int[] varying = [.. Enumerable.Range(0, constant.Stored.Length).Where(axis => constant.Stored[axis] != 1).Select(axis => axis + shift)];
        int[] order = place.Order;
        string? title = Titles.Of(node, null);

        // Positions: all of [steps, features].
        if (summand is not null && varying.Length == order.Length && order.Length > 1)
        {
            Tensor.Affordable(Layouts.Count(sizes, order));
            int[] places = Evaluator.Places(constant.Stored, sizes);
            int[] moved = [.. Moved(sizes, order).Select(at => places[at])];
            long[] steps = place.Sizes.Length == 2 ? place.Sizes : [sizes[order[0]], Layouts.Count(sizes, order[1..])];
            int input = _builder.Reshape(place.Value, place.Sizes, steps);
            return new Place(_builder.Add("PositionalEmbedding", [], [input], [new("weight", summand.Select(steps, moved))], title), steps, order);
        }

        Tensor values;
        long[] shape;
        if (varying is [int axis] && order.Length > 0 && (order[^1] == axis || order[0] == axis))
        {
            long rest = Layouts.Count(sizes, order.Where(other => other != axis));
            values = constant.Reshape(constant.Length);
            shape = rest == 1 ? [sizes[axis]] : order[^1] == axis ? [rest, sizes[axis]]
                : order.Length == 3 ? [sizes[axis], sizes[order[1]], sizes[order[2]]] : [sizes[axis], rest, 1];
        }
        else
        {
            Tensor.Affordable(Layouts.Count(sizes, order));
            int[] places = Evaluator.Places(constant.Stored, sizes);
            shape = [Layouts.Count(sizes, order)];
            values = constant.Select(shape, [.. Moved(sizes, order).Select(at => places[at])]);
        }

        int value = _builder.Reshape(place.Value, place.Sizes, shape);

        // A factor that is only added to becomes both at once.
        if (summand is not null && _builder.Producer(value) is { Kind: "LearnedScale", Tensors.Count: 1 } scaled && _index.OnlyReader(node.Inputs.First(input => _graph.Constant(input) is null)) is not null
            && scaled.Tensors[0].Value.Length == values.Length)
        {
            _builder.Replace(scaled, scaled with { Arguments = ["Bias = true"], Tensors = [scaled.Tensors[0], new("bias", values)] });
            return new Place(value, shape, order);
        }

        List<LayerTensor> tensors = summand is null ? [new("weight", values)] : [new("weight", values.Map(_ => 1)), new("bias", values)];
        return new Place(_builder.Add("LearnedScale", summand is null ? [] : ["Bias = true"], [value], tensors, title), shape, order);
    }

    /// <summary>Where each element of a value that lies in an order is in the model's.</summary>
    private static int[] Moved(long[] sizes, int[] order)
    {
        int[] result = new int[Tensor.Affordable(Layouts.Count(sizes, order))];
        long[] at = new long[sizes.Length];
        for (int i = 0; i < result.Length; i++)
        {
            long place = 0;
            for (int axis = 0; axis < sizes.Length; axis++)
                place = place * sizes[axis] + at[axis];
            result[i] = (int)place;
            for (int k = order.Length - 1; k >= 0 && ++at[order[k]] == sizes[order[k]]; k--)
                at[order[k]] = 0;
        }

        return result;
    }

    private void Reduce(Node node, string kind, int[] axes)
    {
        string x = node.Input(0);
        long[] shape = _graph.Shape(x), sizes = _layouts.Sizes(x);
        if (axes.Any(axis => Batch.IsPart(shape[axis])))
            throw new UnsupportedException("a reduction within each example");
        Place place = Numbers(x);
        int[] over = Layouts.Long(sizes, axes), order = place.Order;
        int value = place.Value;
        long[] current = place.Sizes;
        if (over.Length > 0 && kind is "Mean" or "Max" && shape.Length == 4 && over.SequenceEqual(Layouts.Long(sizes, [2, 3])) && order.SequenceEqual(Layouts.Long(sizes, [1, 2, 3])))
        {
            (int maps, _) = Maps(x);
            value = _builder.Add(kind == "Mean" ? "GlobalAveragePool2D" : "GlobalMaxPool2D", [], [maps]);
            current = [sizes[1]];
            order = Layouts.Long(sizes, [1]);
            over = [];
        }

        while (over.Length > 0)
        {
            // Axes that lie one after the other are one.
            int first = Array.FindIndex(order, over.Contains), last = first;
            while (last + 1 < order.Length && over.Contains(order[last + 1]))
                last++;
            int[] run = order[first..(last + 1)];
            long before = Layouts.Count(sizes, order[..first]), count = Layouts.Count(sizes, run), behind = Layouts.Count(sizes, order[(last + 1)..]);
            long[] wanted = (before, behind) switch
            {
                (1, 1) => [count],
                (1, _) => [count, behind],
                (_, 1) => [before, count],
                _ => [before, count, behind],
            };
            int axis = before == 1 ? 0 : 1;
            bool isLast = behind == 1;
            value = _builder.Add(kind, isLast ? [] : [axis.ToString(System.Globalization.CultureInfo.InvariantCulture)], [_builder.Reshape(value, current, wanted)]);
            current = wanted.Length == 1 ? [1] : [.. wanted.Where((_, i) => i != axis)];
            order = [.. order.Except(run)];
            over = [.. over.Except(run)];
        }

        if (_graph.Shape(node.Output).Length != shape.Length)
            order = [.. order.Select(axis => axis - axes.Count(other => other < axis))];
        _layouts.Put(node.Output, value, current, order);
    }

    /// <summary>A product of two matrices of each example.</summary>
    private void Product(Node node)
    {
        if (node.Op == "Gemm")
            throw new UnsupportedException("a constant matrix to multiply with");
        long[] a = _layouts.Sizes(node.Input(0)), sizes = _layouts.Sizes(node.Output);
        int rank = sizes.Length;
        if (_graph.Constant(node.Input(0)) is { Stored.Length: 2 } matrix)
        {
            MapOfRows(node, matrix);
            return;
        }

        if (_graph.Constant(node.Input(0)) is not null || _graph.Constant(node.Input(1)) is not null || sizes.Take(rank - 2).Any(size => size != 1)
            || rank != a.Length || rank != _layouts.Sizes(node.Input(1)).Length || Batch.IsPart(_graph.Shape(node.Output)[^1]) || Batch.IsPart(_graph.Shape(node.Output)[^2]))
            throw new UnsupportedException("a product of two matrices in each example, or attention whose projections are maps of its inputs");
        int Matrix(string value)
        {
            long[] own = _layouts.Sizes(value);
            Numbers(value);
            return _layouts.Arrange(value, Layouts.Long(own, [rank - 2, rank - 1]), [own[^2], own[^1]]);
        }

        _layouts.Put(node.Output, _builder.Add("MatMul", [], [Matrix(node.Input(0)), Matrix(node.Input(1))]), [sizes[^2], sizes[^1]], Layouts.Long(sizes, [rank - 2, rank - 1]));
    }

    /// <summary>A constant matrix before a value: a map of the axis before the last, which comes last for it.</summary>
    private void MapOfRows(Node node, Tensor matrix)
    {
        string x = node.Input(1);
        long[] own = _layouts.Sizes(x), sizes = _layouts.Sizes(node.Output);
        int axis = own.Length - 2;
        if (axis < 1 || Batch.IsPart(_graph.Shape(x)[axis]))
            throw new UnsupportedException("a map of an axis of each example");
        int[] order = LastOf(x, axis);
        long[] shape = WithLast(own, order, axis);
        int output = _builder.Add("Dense", [Text(matrix.Shape[0]), "Bias = false"], [_layouts.Arrange(x, order, shape)], [new LayerTensor("weight", matrix)], Titles.Of(node, node.Input(0)));
        _layouts.Put(node.Output, output, [.. shape[..^1], matrix.Shape[0]], Layouts.Long(sizes, [.. order.Where(other => other != axis), axis]));
    }
}
