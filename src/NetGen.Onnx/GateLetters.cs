namespace NetGen;

/// <summary>
/// In which order formats stack the gates of recurrent layers, as letters: reset, update and new of a GRU; input, forget, cell (g) and output of an
/// LSTM; n, the only one of an RNN. What writes models and what reads them go by this table.
/// </summary>
internal static class GateLetters
{
    /// <summary>NetGen's order, which is PyTorch's.</summary>
    public const string NetGen = "NetGen";

    /// <summary>ONNX's, where a GRU's gates are called z, r, h and the cell of an LSTM c.</summary>
    public const string Onnx = "ONNX";

    /// <summary>Keras'.</summary>
    public const string Keras = "Keras";

    private static readonly Dictionary<(string Kind, string Format), string> s_letters = new()
    {
        [("RNN", NetGen)] = "n",
        [("GRU", NetGen)] = "rzn",
        [("LSTM", NetGen)] = "ifgo",
        [("RNN", Onnx)] = "n",
        [("GRU", Onnx)] = "zrn",
        [("LSTM", Onnx)] = "iofg",
        [("RNN", Keras)] = "n",
        [("GRU", Keras)] = "zrn",
        [("LSTM", Keras)] = "ifgo",
    };

    /// <summary>The letters of the gates of an RNN, GRU or LSTM, in a format's order.</summary>
    public static string Of(string kind, string format) => s_letters[(kind, format)];
}
