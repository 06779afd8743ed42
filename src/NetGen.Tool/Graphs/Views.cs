namespace NetGen.Tool.Graphs;

/// <summary>
/// Operators that only choose and rearrange elements of their first input: the shapes of their outputs, and which element of the input each
/// element of an output is. Constants, shapes and the projections of attention are followed through them alike.
/// </summary>
internal static class Views
{
    private static readonly HashSet<string> s_operators =
        ["Identity", "Cast", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Split", "Gather", "Expand", "Tile"];

    public static bool Contains(Node node) => s_operators.Contains(node.Op);

    /// <summary>Whether the elements stay in their order: only the sizes change.</summary>
    public static bool KeepsOrder(Node node) => node.Op is "Identity" or "Cast" or "Dropout" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze";

    /// <summary>The shapes of the outputs, in which the number of examples may occur.</summary>
    public static long[][] Shapes(Graph graph, Node node)
    {
        long[] input = graph.Shape(node.Input(0));
        int rank = input.Length;
        return node.Op switch
        {
            "Reshape" => [Reshape(graph, node, input)],
            "Flatten" => [Flatten(node, input)],
            "Squeeze" => [Squeeze(graph, node, input)],
            "Unsqueeze" => [Unsqueeze(graph, node, input)],
            "Transpose" => [[.. Permutation(node, rank).Select(axis => input[axis])]],
            "Slice" => [Slice(graph, node, input)],
            "Split" => Split(graph, node, input),
            "Gather" => [Gather(graph, node, input)],
            "Expand" => [Broadcast(input, graph.Ints(node, 1, "shape")!)],
            "Tile" => [[.. input.Zip(graph.Ints(node, 1, "repeats")!, (size, times) => checked(size * times))]],
            _ => [input],
        };
    }

    /// <summary>Which element of the input each element of an output is, for so many examples.</summary>
    public static int[] Places(Graph graph, Node node, int output, long[] inputShape, long[] outputShape)
    {
        int count = (int)Tensor.Count(outputShape);
        int[] places = new int[count];
        if (KeepsOrder(node))
        {
            for (int i = 0; i < count; i++)
                places[i] = i;
            return places;
        }

        Action<long[], long[]> find = Finder(graph, node, output, inputShape);
        long[] at = new long[outputShape.Length], from = new long[inputShape.Length];
        for (int i = 0; i < count; i++)
        {
            find(at, from);
            long place = 0;
            for (int axis = 0; axis < from.Length; axis++)
                place = place * inputShape[axis] + from[axis];
            places[i] = (int)place;
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == outputShape[axis]; axis--)
                at[axis] = 0;
        }

        return places;
    }

    /// <summary>The shape of two values that are combined element by element.</summary>
    public static long[] Broadcast(long[] a, long[] b)
    {
        long[] result = new long[Math.Max(a.Length, b.Length)];
        for (int i = 0; i < result.Length; i++)
        {
            int atA = i - result.Length + a.Length, atB = i - result.Length + b.Length;
            (long x, long y) = (atA < 0 ? 1 : a[atA], atB < 0 ? 1 : b[atB]);
            result[i] = x == y || y == 1 ? x : x == 1 ? y : throw new UnsupportedException($"values whose shapes go together, got {Shown.Shape(a)} and {Shown.Shape(b)}");
        }

        return result;
    }

    public static int[] Permutation(Node node, int rank)
    {
        int[] permutation = node.Attributes.Ints("perm") is { } given ? NodeInputs.Axes(given, rank) : [.. Enumerable.Range(0, rank).Reverse()];
        return permutation.Length == rank && permutation.Distinct().Count() == rank ? permutation : throw new UnsupportedException($"a permutation of {rank} axes");
    }

    /// <summary>The axes of a slice: where it begins, how many elements it has, and how far they are apart.</summary>
    public static (int Axis, long Start, long Count, long Step)[] SliceAxes(Graph graph, Node node, long[] input)
    {
        long[] starts = graph.Ints(node, 1, "starts") ?? throw new UnsupportedException("starts"), ends = graph.Ints(node, 2, "ends") ?? throw new UnsupportedException("ends");
        long[] axes = graph.Ints(node, 3, "axes") ?? [.. Enumerable.Range(0, starts.Length)], steps = graph.Ints(node, 4, "steps") ?? [.. starts.Select(_ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new UnsupportedException("as many ends, axes and steps as starts");
        (int, long, long, long)[] result = new (int, long, long, long)[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = NodeInputs.Axis(axes[i], input.Length);
            long size = input[axis], step = steps[i];
            if (step is 0 or < -int.MaxValue)
                throw new UnsupportedException("steps other than 0");
            long start = starts[i] < 0 ? Math.Max(starts[i], -size) + size : starts[i], end = ends[i] < 0 ? Math.Max(ends[i], -size - 1) + size : ends[i];
            (start, end) = step > 0 ? (Math.Clamp(start, 0, size), Math.Clamp(end, 0, size)) : (Math.Clamp(start, 0, size - 1), Math.Clamp(end, -1, size - 1));
            long count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            result[i] = (axis, start, Math.Max(0, count), step);
        }

        return result;
    }

    /// <summary>Where the parts of a split begin, and how long they are.</summary>
    public static (int Axis, long[] Sizes) SplitSizes(Graph graph, Node node, long[] input)
    {
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), input.Length);
        if (graph.Ints(node, 1, "split") is { } given)
            return given.Sum() == input[axis] && given.Length >= node.Outputs.Count ? (axis, given) : throw new UnsupportedException($"parts of {input[axis]} elements together");
        long count = node.Attributes.Int("num_outputs", node.Outputs.Count), size = (input[axis] + count - 1) / count;
        return (axis, [.. Enumerable.Range(0, (int)count).Select(i => Math.Min(size, input[axis] - i * size))]);
    }

    private static Action<long[], long[]> Finder(Graph graph, Node node, int output, long[] input)
    {
        switch (node.Op)
        {
            case "Transpose":
                int[] permutation = Permutation(node, input.Length);
                return (at, from) =>
                {
                    for (int i = 0; i < at.Length; i++)
                        from[permutation[i]] = at[i];
                };
            case "Slice":
                (int Axis, long Start, long Count, long Step)[] axes = SliceAxes(graph, node, input);
                return (at, from) =>
                {
                    at.CopyTo(from, 0);
                    foreach ((int axis, long start, _, long step) in axes)
                        from[axis] = start + at[axis] * step;
                };
            case "Split":
                (int splitAxis, long[] sizes) = SplitSizes(graph, node, input);
                long offset = sizes.Take(output).Sum();
                return (at, from) =>
                {
                    at.CopyTo(from, 0);
                    from[splitAxis] += offset;
                };
            case "Gather":
                int gathered = NodeInputs.Axis(node.Attributes.Int("axis", 0), input.Length);
                Tensor indices = graph.Constant(node.Input(1))!;
                long[] rows = [.. indices.ToIntegers().Select(index => index < 0 ? index + input[gathered] : index)];
                if (rows.Any(row => row < 0 || row >= input[gathered]))
                    throw new UnsupportedException($"indices from 0 to {input[gathered] - 1}");
                return (at, from) =>
                {
                    long index = 0;
                    for (int i = 0; i < indices.Shape.Length; i++)
                        index = index * indices.Stored[i] + at[gathered + i];
                    for (int i = 0; i < from.Length; i++)
                        from[i] = i < gathered ? at[i] : i == gathered ? rows[index] : at[i - 1 + indices.Shape.Length];
                };
            default: // Expand, Tile
                return (at, from) =>
                {
                    for (int i = 0; i < from.Length; i++)
                        from[i] = at[i + at.Length - from.Length] % input[i];
                };
        }
    }

    private static long[] Reshape(Graph graph, Node node, long[] input)
    {
        long[] target = [.. graph.Ints(node, 1, "shape") ?? throw new UnsupportedException("a shape")];
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == 0 && node.Attributes.Int("allowzero", 0) == 0)
                target[i] = i < input.Length ? input[i] : throw new UnsupportedException("a size of every axis");
        }

        // A file that fixes the number of examples writes it into shapes.
        int batch = Array.FindIndex(input, Batch.IsPart);
        if (graph.FixedBatch > 0 && batch >= 0 && !target.Any(Batch.IsPart))
        {
            int place = batch < target.Length && (target[batch] == graph.FixedBatch || target[batch] == -1) ? batch : Array.IndexOf(target, graph.FixedBatch);
            if (place >= 0 && target[place] != -1)
                target[place] = input[batch] == Batch.Size ? Batch.Size : target[place];
        }

        Int128 whole = Product(input), known = Product(target.Where(size => size != -1));
        int open = Array.IndexOf(target, -1);
        if (open >= 0 && known > 0 && whole % known == 0)
            target[open] = (long)(whole / known);
        if (target.Any(size => size < 0) || Product(target) != whole)
            throw new UnsupportedException($"a shape with as many elements as {Shown.Shape(input)}, got {Shown.Shape(target)}");
        return target;
    }

    private static Int128 Product(IEnumerable<long> sizes) => sizes.Aggregate((Int128)1, (product, size) => checked(product * size));

    private static long[] Flatten(Node node, long[] input)
    {
        long axis = node.Attributes.Int("axis", 1);
        int at = axis == input.Length ? input.Length : NodeInputs.Axis(axis, input.Length);
        return [(long)Product(input.Take(at)), (long)Product(input.Skip(at))];
    }

    private static long[] Squeeze(Graph graph, Node node, long[] input)
    {
        int[]? axes = graph.Ints(node, 1, "axes") is { } given ? NodeInputs.Axes(given, input.Length) : null;
        if (axes?.Any(axis => input[axis] != 1) == true)
            throw new UnsupportedException($"axes of one element to leave out, got {Shown.Shape(input)}");
        return [.. input.Where((size, i) => axes is null ? size != 1 : !axes.Contains(i))];
    }

    private static long[] Unsqueeze(Graph graph, Node node, long[] input)
    {
        long[] given = graph.Ints(node, 1, "axes") ?? throw new UnsupportedException("axes");
        int rank = input.Length + given.Length;
        int[] axes = NodeInputs.Axes(given, rank);
        if (axes.Distinct().Count() != axes.Length)
            throw new UnsupportedException("each axis once");
        Queue<long> rest = new(input);
        return [.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : rest.Dequeue())];
    }

    private static long[] Slice(Graph graph, Node node, long[] input)
    {
        long[] shape = [.. input];
        foreach ((int axis, _, long count, _) in SliceAxes(graph, node, input))
            shape[axis] = count;
        return shape;
    }

    private static long[][] Split(Graph graph, Node node, long[] input)
    {
        (int axis, long[] sizes) = SplitSizes(graph, node, input);
        return [.. node.Outputs.Select((_, i) => input.Select((size, at) => at == axis ? sizes[i] : size).ToArray())];
    }

    private static long[] Gather(Graph graph, Node node, long[] input)
    {
        int axis = NodeInputs.Axis(node.Attributes.Int("axis", 0), input.Length);
        return [.. input.Take(axis), .. graph.Shape(node.Input(1)), .. input.Skip(axis + 1)];
    }
}
