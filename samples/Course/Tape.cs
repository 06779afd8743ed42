namespace Course;

/// <summary>
/// Reverse differentiation in thirty lines: nodes are kept in the order in which they were computed, parents first; each knows its parents and its own derivatives by them.
/// Backward: v̄_N = 1, then each node, from the last, sends v̄_i·∂v_i/∂v_j to each parent j, which adds what it gets.
/// </summary>
internal sealed class Tape
{
    private readonly List<Node> _nodes = [];

    /// <summary>An input, or what an operation computed.</summary>
    /// <param name="Name">What it is called in tables.</param>
    /// <param name="Value">v.</param>
    /// <param name="Parents">What it was computed from, each with ∂v/∂parent.</param>
    internal sealed record Node(string Name, double Value, (Node Parent, double Slope)[] Parents)
    {
        /// <summary>v̄, the error signal.</summary>
        public double Bar { get; set; }
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    public Node Input(string name, double value) => Add(name, value);

    public Node Sum(string name, Node a, Node b) => Add(name, a.Value + b.Value, (a, 1), (b, 1));

    public Node Product(string name, Node a, Node b) => Add(name, a.Value * b.Value, (a, b.Value), (b, a.Value));

    public Node Sigma(string name, Node z) => Add(name, Algebra.Sigma(z.Value), (z, Algebra.Sigma(z.Value) * (1 - Algebra.Sigma(z.Value))));

    public Node HalfSquare(string name, Node y, double target) => Add(name, 0.5 * Math.Pow(y.Value - target, 2), (y, y.Value - target));

    /// <summary>Any node: its value, and its own derivatives by its parents, which is all that it has to know.</summary>
    public Node Add(string name, double value, params (Node Parent, double Slope)[] parents)
    {
        _nodes.Add(new(name, value, parents));
        return _nodes[^1];
    }

    public void Backward()
    {
        _nodes[^1].Bar = 1;
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            foreach ((Node parent, double slope) in _nodes[i].Parents)
                parent.Bar += _nodes[i].Bar * slope;
        }
    }
}
