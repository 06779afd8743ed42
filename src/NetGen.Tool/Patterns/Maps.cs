using NetGen.Tool.Graphs;

namespace NetGen.Tool.Patterns;

/// <summary>Products with constant matrices, and what is added to them, as one affine map; factors and summands of norms as theirs.</summary>
/// <param name="index">The graph.</param>
internal sealed class Maps(GraphIndex index)
{
    /// <summary>A node <c>=Dense</c> with weight [out, in] and bias, for a node of Gemm or MatMul; null where it is none.</summary>
    public Node? Match(Node node) => node.Op switch
    {
        "Gemm" => Gemm(node),
        "MatMul" => MatMul(node),
        "Add" => Sum(node),
        "Sub" when index.Constant(node.Input(1)) is { } shift => Shifted(node, node.Input(0), shift.Map(x => -x)),
        "Mul" => GraphIndex.BothOrders(node).Select(order => Scaled(node, order.A, order.B)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private Node? Gemm(Node node)
    {
        if (index.Constant(node.Input(1)) is not { } b || node.Attributes.Int("transA", 0) != 0)
            return null;
        double alpha = node.Attributes.Real("alpha", 1), beta = node.Attributes.Real("beta", 1);
        Tensor weight = node.Attributes.Int("transB", 0) != 0 ? b : b.Transpose();
        Node dense = Dense(node, node.Input(0), alpha == 1 ? weight : weight.Map(x => alpha * x), node.Input(1));
        if (node.Input(2).Length == 0 || beta == 0)
            return dense;
        return index.Constant(node.Input(2)) is { } c && Bias(c, weight.Shape[0]) is { } bias ? WithBias(dense, beta == 1 ? bias : bias.Map(x => beta * x)) : null;
    }

    private Node? MatMul(Node node) =>
        index.Constant(node.Input(1)) is { Stored.Length: 2 } b ? Dense(node, node.Input(0), b.Transpose(), node.Input(1)) : null;

    private static Node Dense(Node node, string input, Tensor weight, string title) =>
        new("=Dense", [input], [node.Output]) { Name = node.Name, Opset = node.Opset, Tensors = new Dictionary<string, Tensor> { ["weight"] = weight }, Attributes = Title(title) };

    /// <summary>What a layer's weight is called in the file.</summary>
    private static NodeAttributes Title(string title) => new(new Dictionary<string, object> { ["title"] = title });

    private Node? Sum(Node node)
    {
        foreach ((string value, string constant) in GraphIndex.BothOrders(node))
        {
            if (index.Constant(constant) is { } shift && Shifted(node, value, shift) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>A constant for each output, added to a map or a norm that nothing else reads.</summary>
    private Node? Shifted(Node node, string value, Tensor shift)
    {
        if (index.Producer(value) is not { } producer || index.OnlyReader(value) != node || producer.Tensors.ContainsKey("bias"))
            return null;
        long[] shape = index.Graph.Shape(value);
        if (!index.Graph.Shape(node.Output).SequenceEqual(shape))
            return null;
        switch (producer.Op)
        {
            case "=Dense" or "LayerNormalization" when (producer.Op == "=Dense" || producer.Inputs.Count == 1) && producer.Attributes.Int("axis", -1) == -1 && Bias(shift, shape[^1]) is { } bias:
                Node renamed = producer with { Outputs = [node.Output] };
                return WithBias(producer.Op == "=Dense" || renamed.Tensors.ContainsKey("weight") ? renamed : With(renamed, "weight", Ones(shape[^1])), bias);
            case "Conv" or "ConvTranspose" when producer.Inputs.Count == 2 && shift.Shape.Length >= shape.Length - 1 && shift.Length == shape[1] && shift.Stored[shift.Shape.Length - shape.Length + 1] == shape[1]:
                string name = node.Output + "/bias";
                index.Graph.Constants[name] = shift.Reshape(shape[1]);
                return producer with { Inputs = [.. producer.Inputs, name], Outputs = [node.Output] };
            default:
                return null;
        }
    }

    /// <summary>A constant for each element of the last axis that a norm is multiplied by.</summary>
    private Node? Scaled(Node node, string value, string constant)
    {
        if (index.Constant(constant) is not { } factor || index.Producer(value) is not { Op: "LayerNormalization" or "RMSNormalization" } norm || index.OnlyReader(value) != node
            || norm.Inputs.Count > 1 || norm.Tensors.Count > 0 || !index.Graph.Shape(node.Output).SequenceEqual(index.Graph.Shape(value)))
            return null;
        return Bias(factor, index.Graph.Shape(value)[^1]) is { } weight ? With(norm with { Outputs = [node.Output], Name = node.Name }, "weight", weight) : null;
    }

    private static Tensor Ones(long count) => Tensor.Of([count], Enumerable.Repeat(1f, (int)count).ToArray());

    /// <summary>A constant that depends on the last axis alone, as a row of so many numbers; null where it is none.</summary>
    private static Tensor? Bias(Tensor tensor, long size) =>
        tensor.Length == 1 ? tensor.Select([size], new int[Tensor.Affordable(size)])
        : tensor.Length == size && tensor.Stored[^1] == size ? tensor.Reshape(size) : null;

    private static Node WithBias(Node node, Tensor bias) => With(node, "bias", bias);

    private static Node With(Node node, string name, Tensor tensor) => node with { Tensors = new Dictionary<string, Tensor>(node.Tensors) { [name] = tensor } };
}
