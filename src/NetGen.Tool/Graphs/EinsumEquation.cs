namespace NetGen.Tool.Graphs;

/// <summary>A node of Einsum of two values, as the matrix product that it is: <c>abc,cde->abde</c>.</summary>
internal sealed class EinsumEquation
{
    private readonly Graph _graph;
    private readonly Node _node;
    private readonly string _first;
    private readonly string _second;
    private readonly string _result;
    private readonly Dictionary<char, long> _sizes = [];

    private EinsumEquation(Graph graph, Node node, string first, string second, string result)
    {
        (_graph, _node, _first, _second, _result) = (graph, node, first, second, result);
        foreach ((string labels, string input) in new[] { (first, node.Input(0)), (second, node.Input(1)) })
        {
            long[] shape = graph.Shape(input);
            if (shape.Length != labels.Length || labels.Distinct().Count() != labels.Length)
                throw new UnsupportedException("an equation with a letter for each axis");
            for (int i = 0; i < shape.Length; i++)
            {
                if (_sizes.TryGetValue(labels[i], out long size) && size != shape[i])
                    throw new UnsupportedException($"equal sizes of {labels[i]}, got {size} and {shape[i]}");
                _sizes[labels[i]] = shape[i];
            }
        }

        if (result.Distinct().Count() != result.Length || result.Any(label => !_sizes.ContainsKey(label)))
            throw new UnsupportedException("a result whose axes are the operands'");
        if (first.Except(second).Concat(second.Except(first)).Except(result).Any())
            throw new UnsupportedException("an equation whose sums are over axes of both operands");
    }

    public static EinsumEquation Of(Graph graph, Node node)
    {
        string[] sides = node.Attributes.Text("equation", "").Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] operands = sides[0].Split(',');
        return sides.Length == 2 && operands.Length == 2 && node.Inputs.Count == 2
            && string.Concat(operands.Append(sides[1])).All(char.IsAsciiLetter)
                ? new EinsumEquation(graph, node, operands[0], operands[1], sides[1])
                : throw new UnsupportedException("an equation of two operands and a result, as abc,cd->abd");
    }

    public long[] OutputShape() => [.. _result.Select(label => _sizes[label])];

    /// <summary>Transpositions, reshapes and a product of matrices that compute the same. Integers that they need become constants of the graph.</summary>
    public IEnumerable<Node> Expand()
    {
        // A constant is on the right; of two values the one whose axes come first in the result is on the left, as in scores of queries and keys.
        int first = _result.IndexOfAny([.. _first.Except(_second)]), second = _result.IndexOfAny([.. _second.Except(_first)]);
        bool swaps = _graph.Constant(_node.Input(0)) is not null || (_graph.Constant(_node.Input(1)) is null && second >= 0 && second < first);
        (string left, string leftName, string right, string rightName) = !swaps
            ? (_first, _node.Input(0), _second, _node.Input(1)) : (_second, _node.Input(1), _first, _node.Input(0));
        string shared = string.Concat(left.Where(label => right.Contains(label, StringComparison.Ordinal) && _result.Contains(label, StringComparison.Ordinal)));
        string summed = string.Concat(left.Where(label => right.Contains(label, StringComparison.Ordinal) && !_result.Contains(label, StringComparison.Ordinal)));
        string rows = string.Concat(left.Except(right)), columns = string.Concat(right.Except(left));
        List<Node> nodes = [];

        // Rows of a weight's other operand stay apart, so that examples are not mixed with what they consist of.
        bool merges = shared.Length > 0;
        string a = Arrange(nodes, leftName, left, shared + rows + summed, [.. Sizes(shared), .. merges ? [Product(rows)] : Sizes(rows), Product(summed)]);
        string b = Arrange(nodes, rightName, right, shared + summed + columns, [.. Sizes(shared), Product(summed), Product(columns)]);
        string product = New(nodes, "MatMul", [a, b]);
        string axes = shared + rows + columns;
        string apart = New(nodes, "Reshape", [product, Integers(nodes.Count, Sizes(axes))]);
        New(nodes, "Transpose", [apart], Permutation(axes, _result));
        nodes[^1] = nodes[^1] with { Outputs = _node.Outputs };
        return nodes;
    }

    private string Arrange(List<Node> nodes, string input, string labels, string order, long[] shape)
    {
        string arranged = labels == order ? input : New(nodes, "Transpose", [input], Permutation(labels, order));
        return shape.Length == order.Length && shape.SequenceEqual(Sizes(order)) ? arranged : New(nodes, "Reshape", [arranged, Integers(nodes.Count, shape)]);
    }

    private string New(List<Node> nodes, string op, string[] inputs, NodeAttributes? attributes = null)
    {
        string output = $"{_node.Output}/einsum{nodes.Count}";
        nodes.Add(new Node(op, inputs, [output]) { Name = _node.Name, Attributes = attributes ?? NodeAttributes.None, Opset = _node.Opset });
        return output;
    }

    private string Integers(int number, long[] values)
    {
        string name = $"{_node.Output}/sizes{number}";
        _graph.Constants[name] = Tensor.Row(values);
        return name;
    }

    private long[] Sizes(string labels) => [.. labels.Select(label => _sizes[label])];

    private long Product(string labels) => Sizes(labels).Aggregate(1L, (product, size) => checked(product * size));

    private static NodeAttributes Permutation(string from, string to) =>
        new(new Dictionary<string, object> { ["perm"] = to.Select(label => (long)from.IndexOf(label, StringComparison.Ordinal)).ToArray() });
}
