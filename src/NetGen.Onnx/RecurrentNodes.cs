namespace NetGen;

/// <summary>Recurrent layers: ONNX has the steps first, one tensor for both directions, and both biases in one.</summary>
internal static class RecurrentNodes
{
    private const int Int32 = 6;

    public static string Write(LayerScope layer)
    {
        OnnxGraph graph = layer.Graph;
        string kind = layer.Layer.Kind;
        bool isBidirectional = layer.Layer.Argument("Bidirectional", false), returnsSequences = layer.Layer.Argument("ReturnSequences", false);
        string[] directions = isBidirectional ? ["", "reverse."] : [""];
        int units = layer.Shape("hiddenWeight")[1], features = layer.InputShape[1], steps = layer.InputShape[0], rows = GateLetters.Of(kind, GateLetters.NetGen).Length * units;
        string lengths = layer.Lengths() is { } counted ? graph.Add("Cast", [graph.Add("Squeeze", [counted, graph.Constant([1L])])], ("to", Int32)) : "";
        string[] inputs =
        [
            layer.Transpose(layer.Input, 1, 0, 2),
            layer.Made("inputWeight", [directions.Length, rows, features], () => Joined(layer, directions, "inputWeight")),
            layer.Made("hiddenWeight", [directions.Length, rows, units], () => Joined(layer, directions, "hiddenWeight")),
            layer.Has("inputBias") ? layer.Made("bias", [directions.Length, 2 * rows], () => Joined(layer, directions, "inputBias", "hiddenBias")) : "",
            lengths,
        ];
        (string, object)[] attributes =
        [
            ("hidden_size", units),
            ("direction", isBidirectional ? "bidirectional" : "forward"),
            .. kind == "GRU" ? [("linear_before_reset", 1)] : Array.Empty<(string, object)>(), // the reset comes after the product
        ];

        // All states are [steps, directions, batch, units], the last ones [directions, batch, units].
        string states = graph.Add(kind, Trimmed(inputs), outputs: returnsSequences ? 1 : 2, output: returnsSequences ? 0 : 1, attributes);
        return returnsSequences
            ? layer.Reshape(layer.Transpose(states, 2, 0, 1, 3), steps, directions.Length * units)
            : layer.Reshape(layer.Transpose(states, 1, 0, 2), directions.Length * units);
    }

    private static double[] Joined(LayerScope layer, string[] directions, params string[] tensors) =>
        [.. directions.SelectMany(direction => tensors.SelectMany(tensor => Reordered(layer.Layer.Kind, layer.Read(direction + tensor))))];

    /// <summary>Blocks of rows, one for each gate, in ONNX's order.</summary>
    private static IEnumerable<double> Reordered(string kind, double[] blocks)
    {
        string from = GateLetters.Of(kind, GateLetters.NetGen);
        int length = blocks.Length / from.Length;
        return GateLetters.Of(kind, GateLetters.Onnx).SelectMany(gate => blocks.Skip(from.IndexOf(gate, StringComparison.Ordinal) * length).Take(length));
    }

    /// <summary>Without what is left out at the end.</summary>
    private static string[] Trimmed(string[] inputs) => [.. inputs.Take(Array.FindLastIndex(inputs, input => input.Length > 0) + 1)];
}
