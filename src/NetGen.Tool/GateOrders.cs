using NetGen.Tool.Graphs;

namespace NetGen.Tool;

/// <summary>
/// The orders in which formats stack the gates of recurrent layers. NetGen's are PyTorch's: reset, update and new of a GRU; input, forget,
/// cell and output of an LSTM.
/// </summary>
internal static class GateOrders
{
    /// <summary>The letters of the gates, in order.</summary>
    private static readonly Dictionary<(string Kind, string Format), string> s_orders = new()
    {
        [("RNN", "NetGen")] = "n",
        [("GRU", "NetGen")] = "rzn",
        [("LSTM", "NetGen")] = "ifgo",
        [("RNN", "ONNX")] = "n",
        [("GRU", "ONNX")] = "zrn",
        [("LSTM", "ONNX")] = "iofg",
        [("RNN", "Keras")] = "n",
        [("GRU", "Keras")] = "zrn",
        [("LSTM", "Keras")] = "ifgo",
    };

    /// <summary>How many gates a kind has.</summary>
    public static int Count(string kind) => s_orders[(kind, "NetGen")].Length;

    /// <summary>A tensor whose first axis holds the gates one after the other, in NetGen's order.</summary>
    /// <param name="kind">RNN, GRU or LSTM.</param>
    /// <param name="format">ONNX or Keras.</param>
    /// <param name="tensor">The tensor in the format's order.</param>
    public static Tensor ToNetGen(string kind, string format, Tensor tensor)
    {
        string from = s_orders[(kind, format)], to = s_orders[(kind, "NetGen")];
        int block = tensor.Length / to.Length;
        int[] places = new int[tensor.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = from.IndexOf(to[i / block], StringComparison.Ordinal) * block + i % block;
        return tensor.Select(tensor.Shape, places);
    }
}
