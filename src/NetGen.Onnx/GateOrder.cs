namespace NetGen;

/// <summary>
/// Recurrent cells: where NetGen, which has PyTorch's order, finds its gates in ONNX's. Blocks of rows of the weights and biases lie in these orders.
/// </summary>
/// <param name="Operation">ONNX's operator.</param>
/// <param name="Gates">NetGen's gates, in order.</param>
/// <param name="OnnxGates">The same in ONNX's order, by the letters of NetGen.</param>
internal sealed record GateOrder(string Operation, string Gates, string OnnxGates)
{
    /// <summary>One block.</summary>
    public static GateOrder RNN { get; } = new("RNN", "h", "h");

    /// <summary>Reset, update, new; ONNX calls them r, z, h, and has z first. <c>linear_before_reset = 1</c>: the reset comes after the product.</summary>
    public static GateOrder GRU { get; } = new("GRU", "rzn", "zrn");

    /// <summary>Input, forget, cell, output; ONNX calls the cell's c.</summary>
    public static GateOrder LSTM { get; } = new("LSTM", "ifgo", "iofg");

    /// <summary>Blocks of equal length, as NetGen has them, in ONNX's order.</summary>
    public double[] ToOnnx(double[] blocks) => Reorder(blocks, Gates, OnnxGates);

    private static double[] Reorder(double[] blocks, string from, string to)
    {
        int length = blocks.Length / from.Length;
        return [.. to.SelectMany(gate => blocks.Skip(from.IndexOf(gate, StringComparison.Ordinal) * length).Take(length))];
    }
}
