using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>Who computes and who reads each value of a graph.</summary>
internal sealed class GraphIndex
{
    private readonly Dictionary<string, Node> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Node>> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<Node, int> _order = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _outputs;

    public GraphIndex(Graph graph)
    {
        Graph = graph;
        _outputs = [.. graph.Outputs];
        foreach (Node node in graph.Nodes)
        {
            _order[node] = _order.Count;
            foreach (string output in node.Outputs)
                _producers[output] = node;
            foreach (string input in node.Inputs.Where(input => input.Length > 0).Distinct())
            {
                if (!_readers.TryGetValue(input, out List<Node>? readers))
                    _readers[input] = readers = [];
                readers.Add(node);
            }
        }
    }

    public Graph Graph { get; }

    /// <summary>The node that computes a value; null for inputs and constants.</summary>
    public Node? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>A node's place among the nodes.</summary>
    public int Order(Node node) => _order[node];

    /// <summary>The node that computes a value, where it has that operator.</summary>
    public Node? Producer(string value, string op) => Producer(value) is { } node && node.Op == op ? node : null;

    public IReadOnlyList<Node> Readers(string value) => _readers.TryGetValue(value, out List<Node>? readers) ? readers : [];

    /// <summary>The only node that reads a value, which is no output of the model; null where there are others.</summary>
    public Node? OnlyReader(string value) => !_outputs.Contains(value) && Readers(value) is [{ } reader] ? reader : null;

    public bool IsOutput(string value) => _outputs.Contains(value);

    public bool IsUsed(string value) => _outputs.Contains(value) || Readers(value).Count > 0;

    public Tensor? Constant(string value) => Graph.Constant(value);

    /// <summary>The only number of a constant; null where a value is none.</summary>
    public double? Scalar(string value) => Constant(value) is { Length: 1 } tensor ? NodeInputs.AsWritten(tensor) : null;

    /// <summary>The inputs of a node of two, in both orders.</summary>
    public static IEnumerable<(string A, string B)> BothOrders(Node node) => node.Inputs.Count == 2 ? [(node.Inputs[0], node.Inputs[1]), (node.Inputs[1], node.Inputs[0])] : [];
}
