namespace NetGen;

/// <summary>How a network is written as an ONNX model.</summary>
public sealed record OnnxOptions
{
    internal const int LeastOperatorSet = 17, MostOperatorSet = 23;

    /// <summary>The version of the operators, from 17, which every runtime of today reads, to 23. A later one has more in single nodes: Gelu from 20.</summary>
    public int OperatorSet { get; init; } = LeastOperatorSet;

    /// <summary>
    /// Whether outputs that a loss takes as logits are written as the probabilities that they imply, as <c>PredictProbabilities</c> gives them: the softmax
    /// over classes, or the sigmoid. Other outputs stay as they are.
    /// </summary>
    public bool Probabilities { get; init; }

    /// <summary>Whether a network of double precision is written in double precision, which not every runtime has; else in single.</summary>
    public bool KeepDoubles { get; init; }

    /// <summary>The name of the first axis of all inputs and outputs, whose length is left open.</summary>
    public string BatchAxis { get; init; } = "batch";

    /// <summary>
    /// Activations of your own: what writes them, by the name of the attribute without "Attribute". One that is not here is refused by name.
    /// </summary>
    /// <example><code>
    /// OnnxOptions options = new() { Activations = { ["Cube"] = (graph, x, layer) => graph.Add("Mul", [graph.Add("Mul", [x, x]), x]) } };
    /// </code></example>
    public IDictionary<string, OnnxActivation> Activations { get; } = new Dictionary<string, OnnxActivation>(StringComparer.Ordinal);
}

/// <summary>Writes an activation as nodes of ONNX.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="input">The name of the value that the activation takes.</param>
/// <param name="layer">The layer, with its arguments: <c>layer.Argument("Slope", 0.5)</c>.</param>
/// <returns>The name of the activation's output, of the input's shape.</returns>
public delegate string OnnxActivation(OnnxGraph graph, string input, LayerDescription layer);
