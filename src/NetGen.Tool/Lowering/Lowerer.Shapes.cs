using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <content>What chooses, joins and rearranges elements.</content>
internal sealed partial class Lowerer
{
    private const int MostPieces = 32;

    /// <summary>Axes change their numbers; nothing moves.</summary>
    private void Transpose(Node node)
    {
        Place place = _layouts.Of(node.Input(0));
        int[] permutation = Views.Permutation(node, _graph.Shape(node.Input(0)).Length);
        _layouts.Put(node.Output, place with { Order = [.. place.Order.Select(axis => Array.IndexOf(permutation, axis))] });
    }

    /// <summary>
    /// Axes are merged and split. Where those that are merged lie one after the other, and so do the parts of one that is split, nothing moves;
    /// else the value is brought into the model's order.
    /// </summary>
    private void Reshape(Node node)
    {
        string x = node.Input(0);
        long[] from = _layouts.Sizes(x), to = _layouts.Sizes(node.Output);
        CheckExamples(x, node.Output);
        Place place = _layouts.Of(x);
        if (Regroup(place.Order, from, to) is { } order)
        {
            _layouts.Put(node.Output, place with { Order = order });
            return;
        }

        int[] canonical = Layouts.Canonical(from), result = Layouts.Canonical(to);
        long[] sizes = result.Length == 0 ? [1] : [.. result.Select(axis => to[axis])];
        _layouts.Put(node.Output, _layouts.Arrange(x, canonical, sizes), sizes, result);
    }

    /// <summary>Refuses what mixes examples: one lies at the front of an axis, or is an axis.</summary>
    private void CheckExamples(string from, string to)
    {
        long[] a = _graph.Shape(from), b = _graph.Shape(to);
        int atA = Array.FindIndex(a, Batch.IsPart), atB = Array.FindIndex(b, Batch.IsPart);
        long[] oneA = Batch.With(a, 1), oneB = Batch.With(b, 1);
        if (Layouts.Count(oneA, Enumerable.Range(0, atA)) != Layouts.Count(oneB, Enumerable.Range(0, atB)))
            throw new UnsupportedException($"examples that stay apart, got {Shown.Shape(a)} and {Shown.Shape(b)}");
    }

    private static int[]? Regroup(int[] order, long[] from, long[] to)
    {
        List<int> result = [.. order.Select(axis => -1 - axis)];
        int i = 0, j = 0;
        while (i < from.Length || j < to.Length)
        {
            // The least axes of both that have as many elements.
            List<int> merged = [], split = [];
            long a = 1, b = 1;
            do
            {
                if (a <= b && i < from.Length)
                    (a, i) = (a * Long(merged, from, i), i + 1);
                else if (j < to.Length)
                    (b, j) = (b * Long(split, to, j), j + 1);
                else if (i < from.Length)
                    (a, i) = (a * Long(merged, from, i), i + 1);
                else
                    return null;
            }
            while (a != b);

            if (merged.Count == 0)
                continue;
            int first = result.IndexOf(-1 - merged[0]);
            for (int k = 0; k < merged.Count; k++)
            {
                if (first + k >= result.Count || result[first + k] != -1 - merged[k])
                    return null;
            }

            result.RemoveRange(first, merged.Count);
            result.InsertRange(first, split);
        }

        return [.. result];
    }

    private static long Long(List<int> axes, long[] sizes, int axis)
    {
        if (sizes[axis] != 1)
            axes.Add(axis);
        return sizes[axis];
    }

    /// <summary>What only repeats one example for all is the value itself.</summary>
    private void Expand(Node node)
    {
        if (!_graph.Shape(node.Input(0)).SequenceEqual(_graph.Shape(node.Output)))
            throw new UnsupportedException("a layer that repeats elements");
        _layouts.Put(node.Output, _layouts.Of(node.Input(0)));
    }

    private void Parts(Node node)
    {
        string x = node.Input(0);
        long[] shape = _graph.Shape(x);
        if (node.Op == "Split")
        {
            (int axis, long[] sizes) = Views.SplitSizes(_graph, node, shape);
            long start = 0;
            for (int i = 0; i < node.Outputs.Count; start += sizes[i++])
            {
                if (node.HasOutput(i) && _index.IsUsed(node.Outputs[i]))
                    PutPart(node.Outputs[i], x, [(axis, start, sizes[i], 1)], false);
            }
        }
        else if (node.Op == "Slice")
        {
            PutPart(node.Output, x, [.. Views.SliceAxes(_graph, node, shape).Where(axis => axis.Count != shape[axis.Axis] || axis.Step != 1)], false);
        }
        else
        {
            int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), shape.Length);
            Tensor indices = Constant(node, 1, "indices");
            long[] rows = [.. indices.ToIntegers().Select(index => index < 0 ? index + shape[axis] : index)];
            if (indices.Shape.Length > 1 || rows.Length == 0 || rows.Any(row => row < 0 || row >= shape[axis]))
                throw new UnsupportedException("a row of indices within the axis");
            long step = rows.Length > 1 ? rows[1] - rows[0] : 1;
            if (!rows.Select((row, i) => row == rows[0] + i * step).All(fits => fits))
                throw new UnsupportedException("indices at equal distances");
            PutPart(node.Output, x, [(axis, rows[0], rows.Length, step)], indices.Shape.Length == 0);
        }
    }

    /// <summary>Parts of axes, one after the other.</summary>
    private void PutPart(string output, string x, IReadOnlyList<(int Axis, long Start, long Count, long Step)> parts, bool dropsAxis)
    {
        Place place = _layouts.Of(x);
        long[] sizes = _layouts.Sizes(x);
        if (parts.Any(part => Batch.IsPart(_graph.Shape(x)[part.Axis])))
            throw new UnsupportedException("parts of examples, not some of the examples");
        int[] order = place.Order;
        int value = place.Value;
        long[] shape = order.Length == 0 ? [1] : [.. order.Select(axis => sizes[axis])];
        if (parts.Any(part => order.Contains(part.Axis)))
            value = place.IsTokens ? value : _builder.Reshape(value, place.Sizes, shape);
        else
            shape = place.Sizes;
        foreach ((int axis, long start, long count, long step) in parts.Where(part => order.Contains(part.Axis)))
        {
            int at = Array.IndexOf(order, axis);
            if (step == 1)
            {
                (value, shape) = Part(value, shape, at, start, count);
                continue;
            }

            // Elements that do not follow each other: each a part, side by side.
            if (count > MostPieces || place.IsTokens)
                throw new UnsupportedException($"elements that follow each other, or at most {MostPieces} that do not");
            List<int> pieces = [];
            long[] piece = shape;
            for (long i = 0; i < count; i++)
            {
                (int one, piece) = Part(value, shape, at, start + i * step, 1);
                pieces.Add(one);
            }

            (value, shape) = Joined(pieces, [.. pieces.Select(_ => piece)], at);
        }

        int[] left = [.. order.Where(axis => parts.All(part => part.Axis != axis || part.Count != 1))];
        if (dropsAxis)
            left = [.. left.Select(axis => axis > parts[0].Axis ? axis - 1 : axis)];
        _layouts.Put(output, new Place(value, shape, left) { IsTokens = place.IsTokens });
    }

    /// <summary>A part of an axis: all behind it belongs to its elements, so it is a part of the last axis.</summary>
    private (int Value, long[] Sizes) Part(int value, long[] sizes, int axis, long start, long count)
    {
        long[] result = [.. sizes];
        result[axis] = count;
        if (count == sizes[axis])
            return (value, sizes);
        long before = Layouts.Count(sizes, Enumerable.Range(0, axis)), behind = Layouts.Count(sizes, Enumerable.Range(axis + 1, sizes.Length - axis - 1));
        long[] flat = axis == sizes.Length - 1 ? sizes : before == 1 ? [sizes[axis] * behind] : [before, sizes[axis] * behind];
        int part = _builder.Add("Slice", [Text(start * behind), Text(count * behind)], [_builder.Reshape(value, sizes, flat)]);
        return (_builder.Reshape(part, [.. flat[..^1], count * behind], result), result);
    }

    private void Concat(Node node)
    {
        long[] sizes = _layouts.Sizes(node.Output);
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), sizes.Length);
        if (Batch.IsPart(_graph.Shape(node.Output)[axis]))
            throw new UnsupportedException("values side by side in each example");

        // The order of the first that has all axes; constants come in as parts of a sum.
        string[] values = [.. node.Inputs.Where(input => _graph.Constant(input) is null)];
        int[] all = Layouts.Canonical(sizes);
        int[] order = values.Select(value => Numbers(value).Order).Where(have => have.Length == all.Length && have.Order().SequenceEqual(all)).FirstOrDefault(all);
        if (!order.Contains(axis))
            order = [.. order.Where(other => other < axis), axis, .. order.Where(other => other > axis)];
        int at = Array.IndexOf(order, axis);
        List<int> parts = [];
        List<long[]> shapes = [];
        foreach (string value in values)
        {
            long[] own = _layouts.Sizes(value);
            long[] shape = [.. order.Select(other => own[other])];
            parts.Add(_layouts.Arrange(value, Layouts.Long(own, order), shape));
            shapes.Add(shape);
        }

        (int joined, long[] result) = Joined(parts, shapes, at);
        int[] kept = Layouts.Long(sizes, order);
        if (values.Length == node.Inputs.Count)
        {
            _layouts.Put(node.Output, joined, result, kept);
            return;
        }

        PutWithConstants(node, values, joined, result, at, axis, order);
    }

    /// <summary>Constants beside values that stand together: zeros in their place, and a summand that is zero elsewhere.</summary>
    private void PutWithConstants(Node node, string[] values, int joined, long[] joinedSizes, int at, int axis, int[] order)
    {
        int first = node.Inputs.ToList().IndexOf(values[0]);
        if (!node.Inputs.Skip(first).Take(values.Length).SequenceEqual(values))
            throw new UnsupportedException("constants before or behind the values that they stand beside");
        long[] sizes = _layouts.Sizes(node.Output);
        long Length(IEnumerable<string> inputs) => inputs.Sum(input => _graph.Shape(input)[axis]);
        int padded = AddPad(joined, Length(node.Inputs.Take(first)), Length(node.Inputs.Skip(first + values.Length)), at);
        double[] summand = new double[Tensor.Affordable(Tensor.Count(sizes))];
        long start = 0, inner = Layouts.Count(sizes, Enumerable.Range(axis + 1, sizes.Length - axis - 1));
        foreach (string input in node.Inputs)
        {
            long run = _graph.Shape(input)[axis] * inner;
            if (_graph.Constant(input) is { } constant)
            {
                for (long i = 0; i < constant.Length; i++)
                    summand[i / run * sizes[axis] * inner + start + i % run] = constant[(int)i];
            }

            start += run;
        }

        long[] shape = [.. joinedSizes];
        shape[at] = sizes[axis];
        Place place = new(padded, shape, Layouts.Long(sizes, order));
        _layouts.Put(node.Output, AddConstant(node, place, sizes, Tensor.Of(ElementKind.Single, sizes, summand), null));
    }

    /// <summary>Values side by side along an axis: all behind it belongs to its elements.</summary>
    private (int Value, long[] Sizes) Joined(List<int> values, List<long[]> shapes, int axis)
    {
        long[] result = [.. shapes[0]];
        result[axis] = shapes.Sum(shape => shape[axis]);
        if (values.Count == 1)
            return (values[0], result);
        bool isNatural = result.Length == 3 ? axis == 0 : axis == result.Length - 1;
        long before = Layouts.Count(result, Enumerable.Range(0, axis)), behind = Layouts.Count(result, Enumerable.Range(axis + 1, result.Length - axis - 1));
        long[] Flat(long[] shape) => isNatural ? shape : before == 1 ? [shape[axis] * behind] : [before, shape[axis] * behind];
        int joined = Join([.. values.Select((value, i) => _builder.Reshape(value, shapes[i], Flat(shapes[i])))]);
        return (_builder.Reshape(joined, Flat(result), result), result);
    }

    private int Join(IReadOnlyList<int> values) => _builder.Add("Concat", [], values);
}
