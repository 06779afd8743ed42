using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>
/// Where each element of a value comes from, through operators that choose and rearrange elements and add and multiply by constants: it is
/// scale · (element of the source) + offset. Two examples are looked at, so that those are seen not to be mixed.
/// </summary>
internal sealed class AffineChain
{
    /// <summary>How many examples are looked at.</summary>
    public const int Examples = 2;

    private const long MostElements = 1 << 25;
    private const int LongestChain = 24;

    private AffineChain(string source, long[] shape, int[] places, double[] scale, double[] offset) => (Source, Shape, Places, Scale, Offset) = (source, shape, places, scale, offset);

    /// <summary>The value at the beginning.</summary>
    public string Source { get; }

    /// <summary>The shape at the end.</summary>
    public long[] Shape { get; }

    /// <summary>Which element of the source each one is.</summary>
    public int[] Places { get; }

    public double[] Scale { get; }

    public double[] Offset { get; }

    /// <summary>Follows a value back to the first that satisfies a condition; null where it is not reached.</summary>
    public static AffineChain? Back(GraphIndex index, string value, Func<string, bool> isSource)
    {
        Stack<(Node Node, string From, string To)> steps = new();
        while (!isSource(value))
        {
            if (steps.Count == LongestChain || index.Producer(value) is not { } node || Variable(index, node) is not { } from)
                return null;
            steps.Push((node, from, value));
            value = from;
        }

        long[] shape = Batch.With(index.Graph.Shape(value), Examples);
        if (shape.Aggregate((Int128)1, (count, size) => count * size) > MostElements)
            return null;
        int length = (int)Tensor.Count(shape);
        double[] ones = new double[length];
        Array.Fill(ones, 1);
        AffineChain chain = new(value, shape, [.. Enumerable.Range(0, length)], ones, new double[length]);
        foreach ((Node node, string from, string to) in steps)
        {
            if (chain.Apply(index, node, from, to) is not { } next)
                return null;
            chain = next;
        }

        return chain;
    }

    /// <summary>The only input of a node that is no constant, where the node is one that chains go through.</summary>
    private static string? Variable(GraphIndex index, Node node)
    {
        string[] variables = [.. node.Inputs.Where(input => input.Length > 0 && index.Constant(input) is null)];
        bool goesThrough = Views.Contains(node) ? variables is [{ } first] && first == node.Input(0) : node.Op is "Add" or "Sub" or "Mul" or "Div" or "Where" or "=Scale";
        return goesThrough && variables is [{ } only] ? only : null;
    }

    private AffineChain? Apply(GraphIndex index, Node node, string from, string to)
    {
        long[] shape = Batch.With(index.Graph.Shape(to), Examples);
        if (shape.Aggregate((Int128)1, (count, size) => count * size) > MostElements)
            return null;
        if (Views.Contains(node))
        {
            int[] places = Views.Places(index.Graph, node, node.Outputs.ToList().IndexOf(to), Shape, shape);
            return new(Source, shape, [.. places.Select(place => Places[place])], [.. places.Select(place => Scale[place])], [.. places.Select(place => Offset[place])]);
        }

        int[] own = Evaluator.Places(Shape, shape), taken = [.. own.Select(place => Places[place])];
        double[] scale = [.. own.Select(place => Scale[place])], offset = [.. own.Select(place => Offset[place])];
        if (node.Op == "=Scale")
        {
            double factor = node.Attributes.Real("factor", 1), summand = node.Attributes.Real("Offset", 0);
            return new(Source, shape, taken, Array.ConvertAll(scale, x => factor * x), Array.ConvertAll(offset, x => factor * x + summand));
        }

        if (node.Op == "Where")
            return Choose(index, node, from, shape, taken, scale, offset);
        Tensor constant = index.Constant(node.Input(0) == from ? node.Input(1) : node.Input(0))!;
        bool isFirst = node.Input(0) == from;
        int[] others = Evaluator.Places(constant.Stored, shape);
        for (int i = 0; i < scale.Length; i++)
        {
            double c = constant[others[i]];
            (scale[i], offset[i]) = (node.Op, isFirst) switch
            {
                ("Add", _) => (scale[i], offset[i] + c),
                ("Sub", true) => (scale[i], offset[i] - c),
                ("Sub", false) => (-scale[i], c - offset[i]),
                ("Mul", _) => (scale[i] * c, offset[i] * c),
                ("Div", true) => (scale[i] / c, offset[i] / c),
                _ => (double.NaN, double.NaN),
            };
        }

        return Array.Exists(scale, double.IsNaN) ? null : new(Source, shape, taken, scale, offset);
    }

    private AffineChain? Choose(GraphIndex index, Node node, string from, long[] shape, int[] taken, double[] scale, double[] offset)
    {
        if (index.Constant(node.Input(0)) is not { } condition || (node.Input(1) == from) == (node.Input(2) == from))
            return null;
        bool keepsWhereTrue = node.Input(1) == from;
        Tensor other = index.Constant(keepsWhereTrue ? node.Input(2) : node.Input(1))!;
        int[] conditions = Evaluator.Places(condition.Stored, shape), others = Evaluator.Places(other.Stored, shape);
        for (int i = 0; i < scale.Length; i++)
        {
            if ((condition[conditions[i]] != 0) != keepsWhereTrue)
                (scale[i], offset[i]) = (0, other[others[i]]);
        }

        return new(Source, shape, taken, scale, offset);
    }
}
