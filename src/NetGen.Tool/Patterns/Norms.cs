using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>
/// Norms over the last axis that are written out: (x − mean)/√(variance + ε) as LayerNormalization, x/√(mean x² + ε) as RMSNormalization, without
/// the factors and summands that may follow.
/// </summary>
/// <param name="index">The graph.</param>
internal sealed class Norms(GraphIndex index)
{
    /// <summary>The norm that ends with a node; null where none does.</summary>
    public Node? Match(Node node)
    {
        if (node.Op == "Div" && Deviation(node.Input(1)) is { } divided)
            return Norm(node, node.Input(0), divided, null);
        if (node.Op == "Mul")
        {
            foreach ((string value, string factor) in GraphIndex.BothOrders(node))
            {
                if (InverseDeviation(factor) is { } multiplied && Norm(node, value, multiplied, null) is { } norm)
                    return norm;
            }
        }

        return node.Op == "Add" ? Folded(node) : null;
    }

    /// <summary>x·m + (β − mean·m) with m = γ/√(variance + ε), as TensorFlow writes a norm.</summary>
    private Node? Folded(Node node)
    {
        foreach ((string product, string rest) in GraphIndex.BothOrders(node))
        {
            if (index.Producer(product, "Mul") is not { } scaled || index.Producer(rest, "Sub") is not { } shift || index.Producer(shift.Input(1), "Mul") is not { } moved)
                continue;
            foreach ((string x, string m) in GraphIndex.BothOrders(scaled))
            {
                string mean = moved.Input(0) == m ? moved.Input(1) : moved.Input(1) == m ? moved.Input(0) : "";
                if (mean.Length == 0 || MeanOf(mean) != x || index.Constant(shift.Input(0)) is not { } beta)
                    continue;
                string inverse = m;
                Tensor? gamma = null;
                if (index.Producer(m, "Mul") is { } factors)
                {
                    (inverse, string constant) = GraphIndex.BothOrders(factors).FirstOrDefault(order => index.Constant(order.B) is not null);
                    gamma = constant is null ? null : index.Constant(constant);
                }

                if (inverse is not null && InverseDeviation(inverse) is { } deviation && deviation.Source == x && deviation.IsCentered)
                    return New(node, "LayerNormalization", x, deviation.Epsilon, gamma, beta);
            }
        }

        return null;
    }

    private Node? Norm(Node node, string value, (string Source, bool IsCentered, double Epsilon) deviation, Tensor? gamma)
    {
        if (!deviation.IsCentered)
            return deviation.Source == value ? New(node, "RMSNormalization", value, deviation.Epsilon, gamma, null) : null;
        return Centered(value) == deviation.Source ? New(node, "LayerNormalization", deviation.Source, deviation.Epsilon, gamma, null) : null;
    }

    private Node New(Node node, string op, string x, double epsilon, Tensor? gamma, Tensor? beta)
    {
        long size = index.Graph.Shape(x)[^1];
        Dictionary<string, Tensor> tensors = [];
        if (gamma is not null || beta is not null)
        {
            tensors["weight"] = Spread(gamma ?? Tensor.Of([1], [1f]), size);
            if (beta is not null)
                tensors["bias"] = Spread(beta, size);
        }

        NodeAttributes attributes = new(new Dictionary<string, object> { ["epsilon"] = epsilon, ["axis"] = -1L });
        return new Node(op, [x], [node.Output]) { Name = node.Name, Attributes = attributes, Tensors = tensors, Opset = node.Opset };
    }

    private static Tensor Spread(Tensor tensor, long size) => tensor.Select([size], Evaluator.Places([tensor.Length], [Tensor.Affordable(size)]));

    /// <summary>1/√(…).</summary>
    private (string Source, bool IsCentered, double Epsilon)? InverseDeviation(string value) =>
        index.Producer(value) switch
        {
            { Op: "Reciprocal" } node => Deviation(node.Input(0)),
            { Op: "Div" } node when index.Scalar(node.Input(0)) == 1 => Deviation(node.Input(1)),
            { Op: "Pow" } node when index.Scalar(node.Input(1)) == -0.5 => Variance(node.Input(0)),
            _ => null,
        };

    /// <summary>√(variance + ε).</summary>
    private (string Source, bool IsCentered, double Epsilon)? Deviation(string value) =>
        index.Producer(value) switch
        {
            { Op: "Sqrt" } node => Variance(node.Input(0)),
            { Op: "Pow" } node when index.Scalar(node.Input(1)) == 0.5 => Variance(node.Input(0)),
            _ => null,
        };

    private (string Source, bool IsCentered, double Epsilon)? Variance(string value)
    {
        double epsilon = 0;
        string variance = value;
        if (index.Producer(value, "Add") is { } sum)
        {
            (string a, string b) = GraphIndex.BothOrders(sum).FirstOrDefault(order => index.Scalar(order.B) is not null);
            if (a is null)
                return null;
            (variance, epsilon) = (a, index.Scalar(b)!.Value);
        }

        if (Squared(MeanOf(variance)) is not { } squared)
            return null;
        return Centered(squared) is { } source ? (source, true, epsilon) : (squared, false, epsilon);
    }

    /// <summary>What a value is the mean of, over the last axis, which it keeps; "" where it is none.</summary>
    private string MeanOf(string value)
    {
        if (index.Producer(value, "ReduceMean") is not { } node || node.Attributes.Int("keepdims", 1) == 0)
            return "";
        int rank = index.Graph.Shape(node.Input(0)).Length;
        return Shapes.ReducedAxes(index.Graph, node) is [int axis] && axis == rank - 1 ? node.Input(0) : "";
    }

    private string? Squared(string value) => index.Producer(value) switch
    {
        { Op: "Pow" } node when index.Scalar(node.Input(1)) == 2 => node.Input(0),
        { Op: "Mul" } node when node.Input(0) == node.Input(1) => node.Input(0),
        { Op: "=Square" } node => node.Input(0),
        _ => null,
    };

    /// <summary>x of x − mean x; null where a value is no such difference.</summary>
    private string? Centered(string value) => index.Producer(value, "Sub") is { } node && MeanOf(node.Input(1)) == node.Input(0) ? node.Input(0) : null;
}
