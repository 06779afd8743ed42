using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>
/// Recognizes multi-head attention that is written out: softmax(q·kᵀ/√d + mask)·v between maps of its inputs, in whatever way heads are split,
/// transposed, scaled and put together again. What each head takes is found by following elements back to the maps, whose rows are put into
/// NetGen's order.
/// </summary>
/// <param name="index">The graph.</param>
internal sealed class AttentionPattern(GraphIndex index)
{
    // What masks hold instead of −∞.
    private const double Excluded = -1e3;

    /// <summary>A side of attention: the value that is mapped, and the map's rows for each head.</summary>
    private sealed record Side(string Source, double[][] Weight, double[] Bias, bool HasBias, int[] Rows);

    /// <summary>The attention whose output map a node is; null where it is none.</summary>
    public Node? Match(Node node)
    {
        // Rows of a map may be those of each step for all examples: then it is the reshape behind it that has the examples apart again.
        if (node.Op != "Reshape" || index.Producer(node.Input(0), "=Dense") is not { } map)
            return Match(node, isStepFirst: false);
        long[] shape = index.Graph.Shape(node.Output);
        return shape.Length == 3 && shape[1] == Batch.Size && Match(map, isStepFirst: true) is { } found ? found with { Outputs = [node.Output] } : null;
    }

    private Node? Match(Node last, bool isStepFirst)
    {
        if (last.Op != "=Dense" || Mixed(last.Input(0)) is not { } mixed || AffineChain.Back(index, last.Input(0), value => value == mixed.Output) is not { } joined || !IsPlain(joined))
            return null;
        if (index.Producer(mixed.Input(0), "Softmax") is not { } softmax || !IsLast(softmax)
            || AffineChain.Back(index, softmax.Input(0), value => index.Producer(value, "MatMul") is not null) is not { } scores || index.Producer(scores.Source) is not { } product)
            return null;
        long[] shape = Batch.With(index.Graph.Shape(product.Output), AffineChain.Examples);
        if (Mask(scores, shape) is not { } mask)
            return null;
        (long queries, long keys) = (shape[^2], shape[^1]);
        long heads = Tensor.Count(shape[..^2]) / AffineChain.Examples, width = Batch.With(index.Graph.Shape(product.Input(0)), 1)[^1], valueWidth = Batch.With(index.Graph.Shape(mixed.Input(1)), 1)[^1];
        Side? query = Find(product.Input(0), heads, queries, width, false), key = Find(product.Input(1), heads, keys, width, true), value = Find(mixed.Input(1), heads, keys, valueWidth, false);
        if (query is null || key is null || value is null || key.Source != value.Source || Columns(joined, heads, queries, valueWidth, isStepFirst) is not { } columns)
            return null;
        return Build(last, mask, query, key, value, columns, (int)heads, (int)width, (int)valueWidth);
    }

    private Node? Build(Node last, (double Scale, bool IsCausal) mask, Side query, Side key, Side value, int[] columns, int heads, int width, int valueWidth)
    {
        Tensor output = last.Tensors["weight"];
        long features = index.Graph.Shape(query.Source)[^1], all = heads * width;
        if (all != features || valueWidth != width || output.Shape[0] != features || output.Shape[1] != all || (mask.IsCausal && key.Source != query.Source))
            return null;

        // NetGen divides by √d; what the model does otherwise goes into the queries.
        double scale = mask.Scale * Math.Sqrt(width);
        if (Math.Abs(scale - 1) < 1e-6)
            scale = 1;
        int shared = Shared(key, value, heads, width);
        ElementKind kind = output.Kind;
        bool hasBias = query.HasBias || key.HasBias || value.HasBias || last.Tensors.ContainsKey("bias");
        Dictionary<string, Tensor> tensors = [];
        Add("query", query, heads, scale);
        Add("key", key, shared, 1);
        Add("value", value, shared, 1);
        int[] places = new int[output.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = i / (int)all * (int)all + columns[i % (int)all];
        tensors["output.weight"] = output.Select(output.Shape, places);
        if (hasBias)
            tensors["output.bias"] = last.Tensors.GetValueOrDefault("bias") ?? Tensor.Of(kind, [features], new double[features]);
        Dictionary<string, object> attributes = new() { ["heads"] = (long)heads, ["keyValueHeads"] = shared == heads ? 0L : shared, ["causal"] = mask.IsCausal ? 1L : 0L };
        string[] inputs = key.Source == query.Source ? [query.Source] : [query.Source, key.Source];
        return new Node("=Attention", inputs, [last.Output]) { Name = last.Name, Opset = last.Opset, Tensors = tensors, Attributes = new NodeAttributes(attributes) };

        void Add(string name, Side side, int count, double factor)
        {
            int rows = count * width, group = heads / count;
            double[][] weight = [.. Enumerable.Range(0, rows).Select(i => side.Weight[(i / width * group * width) + i % width])];
            tensors[name + ".weight"] = Tensor.Of(kind, [rows, weight[0].Length], [.. weight.SelectMany(row => row.Select(x => factor * x))]);
            if (hasBias)
                tensors[name + ".bias"] = Tensor.Of(kind, [rows], [.. Enumerable.Range(0, rows).Select(i => factor * side.Bias[(i / width * group * width) + i % width])]);
        }
    }

    /// <summary>How many heads of keys and values there are: those of several queries may be the same.</summary>
    private static int Shared(Side key, Side value, int heads, int width)
    {
        for (int count = 1; count < heads; count++)
        {
            int group = heads / count;
            if (heads % count == 0 && new[] { key, value }.All(side => Enumerable.Range(0, side.Rows.Length).All(i => side.Rows[i] == side.Rows[i / width / group * group * width + i % width])))
                return count;
        }

        return heads;
    }

    /// <summary>The product of shares and values that a map's input is made of.</summary>
    private Node? Mixed(string value)
    {
        for (int i = 0; i < 12 && index.Producer(value) is { } node; i++)
        {
            if (node.Op == "MatMul")
                return index.Constant(node.Input(0)) is null && index.Constant(node.Input(1)) is null ? node : null;
            if (!Views.Contains(node))
                return null;
            value = node.Input(0);
        }

        return null;
    }

    private bool IsLast(Node softmax) => softmax.Attributes.Int("axis", softmax.Opset < 13 ? 1 : -1) is var axis && (axis == -1 || axis == index.Graph.Shape(softmax.Output).Length - 1);

    private static bool IsPlain(AffineChain chain) => chain.Scale.All(scale => scale == 1) && chain.Offset.All(offset => offset == 0);

    /// <summary>One scale for all scores, and none excluded, or those of later steps; null where a mask is another.</summary>
    private static (double Scale, bool IsCausal)? Mask(AffineChain scores, long[] shape)
    {
        (long queries, long keys) = (shape[^2], shape[^1]);
        if (!scores.Places.Select((place, i) => place == i).All(same => same))
            return null;
        double scale = scores.Scale.FirstOrDefault(value => value != 0);
        bool isOpen = true, isCausal = queries == keys;
        for (int i = 0; i < scores.Places.Length; i++)
        {
            bool isLater = i % keys > i / keys % queries, isExcluded = scores.Offset[i] <= Excluded;
            if (!isExcluded && (scores.Offset[i] != 0 || Math.Abs(scores.Scale[i] - scale) > 1e-9 * Math.Abs(scale)))
                return null;
            isOpen &= !isExcluded;
            isCausal &= isExcluded == isLater;
        }

        return isOpen || isCausal ? (scale, !isOpen) : null;
    }

    /// <summary>The map that a side's heads come from: its rows, in the order of heads and their elements.</summary>
    private Side? Find(string operand, long heads, long steps, long width, bool isTransposed)
    {
        if (AffineChain.Back(index, operand, value => index.Producer(value, "=Dense") is not null) is not { } chain || index.Producer(chain.Source) is not { } map)
            return null;
        long[] source = index.Graph.Shape(chain.Source);
        if (source.Length < 2 || Batch.IsPart(source[^1]))
            return null;
        long units = source[^1];
        int[] rows = new int[heads * width];
        double[] scale = new double[rows.Length], offset = new double[rows.Length];
        Array.Fill(rows, -1);
        for (int i = 0; i < chain.Places.Length; i++)
        {
            long within = i % (steps * width), example = i / (heads * steps * width), head = i / (steps * width) % heads;
            (long step, long element) = isTransposed ? (within % steps, within / steps) : (within / width, within % width);
            (long fromExample, long from) = Split(source, chain.Places[i]);
            int at = (int)(head * width + element), row = (int)(from % units);
            if (fromExample != example || from / units != step || (rows[at] >= 0 && (rows[at] != row || scale[at] != chain.Scale[i] || offset[at] != chain.Offset[i])))
                return null;
            (rows[at], scale[at], offset[at]) = (row, chain.Scale[i], chain.Offset[i]);
        }

        Tensor weight = map.Tensors["weight"];
        Tensor? bias = map.Tensors.GetValueOrDefault("bias");
        int inputs = (int)weight.Shape[1];
        double[][] chosen = [.. rows.Select((row, at) => Enumerable.Range(0, inputs).Select(k => scale[at] * weight[row * inputs + k]).ToArray())];
        double[] biases = [.. rows.Select((row, at) => scale[at] * (bias?[row] ?? 0) + offset[at])];
        return new Side(map.Input(0), chosen, biases, bias is not null || offset.Any(x => x != 0), rows);
    }

    /// <summary>The example that an element of a value belongs to, and its place within it.</summary>
    private static (long Example, long Within) Split(long[] shape, long place)
    {
        int axis = Array.FindIndex(shape, Batch.IsPart);
        long[] sizes = Batch.With(shape, AffineChain.Examples);
        long inner = Tensor.Count(sizes[(axis + 1)..]), of = sizes[axis] / AffineChain.Examples;
        long coordinate = place / inner % sizes[axis], outer = place / inner / sizes[axis];
        return (coordinate / of, (outer * of + coordinate % of) * inner + place % inner);
    }

    /// <summary>Which of the output map's columns each element of the heads, side by side, goes to: the place of each column's element.</summary>
    private static int[]? Columns(AffineChain joined, long heads, long steps, long width, bool isStepFirst)
    {
        long all = heads * width;
        if (joined.Shape[^1] != all)
            return null;
        int[] columns = new int[all];
        Array.Fill(columns, -1);
        for (int i = 0; i < joined.Places.Length; i++)
        {
            long place = joined.Places[i], example = place / (steps * all), head = place / (steps * width) % heads, step = place / width % steps, element = place % width;
            long row = i / all;
            int at = (int)(head * width + element), column = (int)(i % all);
            if ((isStepFirst ? step * AffineChain.Examples + example : example * steps + step) != row || (columns[at] >= 0 && columns[at] != column))
                return null;
            columns[at] = column;
        }

        return columns.All(column => column >= 0) ? columns : null;
    }
}
