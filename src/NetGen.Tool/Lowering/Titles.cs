using System.Text.RegularExpressions;
using NetGen.Tool.Graphs;

namespace NetGen.Tool.Lowering;

/// <summary>What a file calls its layers, where that is a name for NetGen: letters, digits and underscores, beginning with a letter.</summary>
internal static partial class Titles
{
    private static readonly HashSet<string> s_leaves = new(StringComparer.Ordinal)
    {
        "weight", "bias", "kernel", "gamma", "beta", "W", "R", "B", "ReadVariableOp", "MatMul", "BiasAdd", "Conv2D", "Conv", "Gemm", "Tensordot", "Add", "Cast", "Transpose", "output",
        "embeddings", "einsum", "Einsum", "LayerNormalization", "BatchNormalization", "Gather", "PartitionedCall", "StatefulPartitionedCall", "lstm_cell", "gru_cell", "simple_rnn_cell",
    };

    /// <summary>The name, from that of a weight or else from that of the node; null where there is none.</summary>
    public static string? Of(Node node, string? weight) => (weight is { Length: > 0 } ? From(weight) : null) ?? From(node.Name);

    private static string? From(string path)
    {
        if (path.Contains("::", StringComparison.Ordinal))
            return null; // onnx::MatMul_251, an exporter's own
        string[] parts = path.Split(':')[0].Split(['/', '.', ' '], StringSplitOptions.RemoveEmptyEntries);

        // What stands last is a weight's or an operator's, with a number in TensorFlow's graphs; a layer stands before it.
        int last = parts.Length - 2;
        while (last >= 0 && s_leaves.Contains(Numbered().Replace(parts[last], "")))
            last--;
        return last >= 0 && Legal().IsMatch(parts[last]) && !Taken().IsMatch(parts[last]) ? parts[last] : null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,40}\\z")]
    private static partial Regex Legal();

    [GeneratedRegex("_[0-9]+\\z")]
    private static partial Regex Numbered();

    // Layers without a name are called so, an input and a block's sum, too; or no layer's name but an exporter's for the whole model.
    [GeneratedRegex("^(input|add|model|sequential|functional|main|graph|torch_jit|(input|hidden)?(dense|conv1D|conv2D|rNN|gRU|lSTM|rnn|gru|lstm|layerNorm|batchNorm|rMSNorm|embedding|scale|dropout|reLU|tanh|sigmoid|softmax|flatten|reshape|transpose|slice|concat|pad|mean|max|sum|multiply|subtract|matMul|residual|sequence)[0-9]*)\\z")]
    private static partial Regex Taken();
}
