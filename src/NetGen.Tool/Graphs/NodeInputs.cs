namespace NetGen.Tool.Graphs;

/// <summary>What nodes are told by constants: as attributes in older versions of operators, as inputs in newer ones.</summary>
internal static class NodeInputs
{
    /// <summary>Integers from an attribute or from an input; null where there are none.</summary>
    public static long[]? Ints(this Graph graph, Node node, int input, string attribute)
    {
        if (node.Attributes.Ints(attribute) is { } ints)
            return ints;
        string name = node.Input(input);
        if (name.Length == 0)
            return null;
        return (graph.Constant(name) ?? throw new UnsupportedException($"a constant for {attribute}, which is computed from an input")).ToIntegers();
    }

    /// <summary>A number from an attribute or from an input; null where there is none.</summary>
    public static double? Real(this Graph graph, Node node, int input, string attribute)
    {
        if (node.Attributes.Has(attribute))
            return node.Attributes.Real(attribute, 0);
        string name = node.Input(input);
        if (name.Length == 0)
            return null;
        Tensor tensor = graph.Constant(name) ?? throw new UnsupportedException($"a constant for {attribute}, which is computed from an input");
        return tensor.Length == 1 ? AsWritten(tensor) : throw new UnsupportedException($"one number for {attribute}");
    }

    /// <summary>The only element of a constant, as its author wrote it.</summary>
    public static double AsWritten(Tensor tensor) => tensor.Kind == ElementKind.Single ? NodeAttributes.AsWritten((float)tensor[0]) : tensor[0];

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw new UnsupportedException($"an axis from {-rank} to {rank - 1}, got {axis}");

    public static int[] Axes(IEnumerable<long> axes, int rank) => [.. axes.Select(axis => Axis(axis, rank))];
}
