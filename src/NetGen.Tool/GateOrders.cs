using NetGen.Tool.Graphs;

namespace NetGen.Tool;

/// <summary>
/// Brings the gates of recurrent layers into NetGen's order, by the table that what writes models goes by, too.
/// </summary>
internal static class GateOrders
{
    /// <summary>How many gates a kind has.</summary>
    public static int Count(string kind) => GateLetters.Of(kind, GateLetters.NetGen).Length;

    /// <summary>A tensor whose first axis holds the gates one after the other, in NetGen's order.</summary>
    /// <param name="kind">RNN, GRU or LSTM.</param>
    /// <param name="format">ONNX or Keras.</param>
    /// <param name="tensor">The tensor in the format's order.</param>
    public static Tensor ToNetGen(string kind, string format, Tensor tensor)
    {
        string from = GateLetters.Of(kind, format), to = GateLetters.Of(kind, GateLetters.NetGen);
        int block = tensor.Length / to.Length;
        int[] places = new int[tensor.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = from.IndexOf(to[i / block], StringComparison.Ordinal) * block + i % block;
        return tensor.Select(tensor.Shape, places);
    }
}
