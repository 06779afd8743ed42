using DataType = Onnx.TensorProto.Types.DataType;

namespace NetGen.Tool.Tests;

/// <content>Recurrent layers and attention.</content>
internal static partial class Patterns
{
    private static string[] Recurrent(this ModelBuilder m, string op, string x, long inputs, long units, string direction = "forward", bool bias = true, params (string, object)[] attributes)
    {
        long gates = op switch { "RNN" => 1, "GRU" => 3, _ => 4 }, directions = direction == "bidirectional" ? 2 : 1;
        List<string> operands = [x, m.Weight(directions, gates * units, inputs), m.Weight(directions, gates * units, units)];
        if (bias)
            operands.Add(m.Weight(directions, 2 * gates * units));
        (string, object)[] reset = op == "GRU" ? [("linear_before_reset", 1)] : [];
        return m.Nodes(op, [.. operands], 2, [("hidden_size", (int)units), ("direction", direction), .. reset, .. attributes]);
    }

    private static void RecurrentForms(ModelBuilder m)
    {
        string h = m.Transposed(m.Input(-1, 6, 3), 1, 0, 2);
        h = m.Op("Squeeze", m.Recurrent("RNN", h, 3, 5)[0], m.Ints(1));
        h = m.Op("Squeeze", m.Recurrent("GRU", h, 5, 4, bias: false)[0], m.Ints(1));
        h = m.Op("Squeeze", m.Recurrent("LSTM", h, 4, 6, "reverse")[0], m.Ints(1));
        m.Output(m.Dense(m.Transposed(h, 1, 0, 2), 6, 2));
    }

    private static void RecurrentLast(ModelBuilder m)
    {
        string x = m.Input(-1, 6, 3), t = m.Transposed(x, 1, 0, 2);
        string last = m.Op("Squeeze", m.Recurrent("LSTM", t, 3, 5)[1], m.Ints(0));
        string sliced = m.Op("Slice", m.Op("Squeeze", m.Recurrent("GRU", t, 3, 4)[0], m.Ints(1)), m.Ints(-1), m.Ints(long.MaxValue), m.Ints(0));
        string[] both = m.Recurrent("GRU", t, 3, 4);
        string first = m.Node("Gather", [m.Op("Squeeze", both[0], m.Ints(1)), m.Int(0)], ("axis", 0));
        m.Output(m.Dense(m.Node("Concat", [last, m.Op("Squeeze", sliced, m.Ints(0)), first, m.Op("Squeeze", both[1], m.Ints(0))], ("axis", 1)), 17, 3));
    }

    private static void RecurrentBoth(ModelBuilder m)
    {
        string t = m.Transposed(m.Input(-1, 6, 3), 1, 0, 2);
        string[] first = m.Recurrent("LSTM", t, 3, 4, "bidirectional");
        string joined = m.Shaped(m.Transposed(first[0], 0, 2, 1, 3), 0, 0, -1);
        string[] second = m.Recurrent("GRU", joined, 8, 3, "bidirectional");
        string states = m.Node("Concat", [first[1], m.Recurrent("LSTM", t, 3, 4)[1]], ("axis", 0));
        string backward = m.Node("Gather", [states, m.Int(1)], ("axis", 0)), other = m.Op("Slice", states, m.Ints(-1), m.Ints(3), m.Ints(0));
        string end = m.Shaped(m.Transposed(second[1], 1, 0, 2), -1, 6), everyStep = m.Transposed(m.Shaped(m.Transposed(second[0], 0, 2, 1, 3), 6, -1, 6), 1, 0, 2);
        m.Output(m.Node("Concat", [end, backward, m.Op("Squeeze", other, m.Ints(0)), m.Node("ReduceMean", [everyStep], ("axes", new long[] { 1 }), ("keepdims", 0))], ("axis", 1)));
    }

    /// <summary>tf2onnx: lengths of sequences by Shape and Expand, states of zeros.</summary>
    private static void KerasRecurrent(ModelBuilder m)
    {
        string x = m.Input(-1, 7, 3), t = m.Transposed(x, 1, 0, 2);
        string examples = m.Op("Slice", m.Op("Shape", x), m.Ints(0), m.Ints(1), m.Ints(0));
        string lengths = m.Op("Expand", m.Node("Cast", [m.Ints(7)], ("to", (int)DataType.Int32)), examples);
        string state = m.Op("Expand", m.Tensor(null, [1, 1, 5], new float[5]), m.Node("Concat", [m.Ints(1), examples, m.Ints(5)], ("axis", 0)));
        string[] lstm = m.Nodes("LSTM", [t, m.Weight(1, 20, 3), m.Weight(1, 20, 5), m.Weight(1, 40), lengths, state, state], 2, ("hidden_size", 5), ("direction", "forward"));
        string h = m.Transposed(m.Op("Squeeze", lstm[0], m.Ints(1)), 1, 0, 2);
        string[] gru = m.Nodes("GRU", [m.Transposed(h, 1, 0, 2), m.Weight(1, 12, 5), m.Weight(1, 12, 4), m.Weight(1, 24), lengths], 2, ("hidden_size", 4), ("linear_before_reset", 1), ("activations", new[] { "Sigmoid", "Tanh" }));
        m.Output(m.Dense(m.Op("Squeeze", gru[1], m.Ints(0)), 4, 2));
    }

    /// <summary>One map for queries, keys and values; both of the first are scaled, as PyTorch 2 does; later steps are masked by a sum.</summary>
    private static void FusedAttention(ModelBuilder m)
    {
        string x = m.Input(-1, 5, 12);
        string[] parts = m.Nodes("Split", [m.Dense(x, 12, 36)], 3, ("axis", 2));
        string Heads(string part) => m.Transposed(m.Shaped(part, -1, 5, 3, 4), 0, 2, 1, 3);
        float root = 0.70710677f;
        string scores = m.Op("MatMul", m.Op("Mul", Heads(parts[0]), m.Scalar(root)), m.Op("Mul", m.Transposed(Heads(parts[1]), 0, 1, 3, 2), m.Scalar(root)));
        float[] mask = [.. Enumerable.Range(0, 25).Select(i => i % 5 > i / 5 ? float.NegativeInfinity : 0)];
        string shares = m.Node("Softmax", [m.Op("Add", scores, m.Tensor(null, [5, 5], mask))], ("axis", -1));
        shares = m.Op("Where", m.Op("IsNaN", shares), m.Scalar(0), shares);
        string h = m.Shaped(m.Transposed(m.Op("MatMul", shares, Heads(parts[2])), 0, 2, 1, 3), -1, 5, 12);
        m.Output(m.Op("Add", x, m.Dense(h, 12, 12)));
    }

    /// <summary>nn.MultiheadAttention: steps first, heads and examples in one axis.</summary>
    private static void TorchAttention(ModelBuilder m)
    {
        string x = m.Transposed(m.Input(-1, 4, 6), 1, 0, 2);
        string packed = m.Op("Unsqueeze", m.Shaped(m.Dense(x, 6, 18), 4, -1, 3, 6), m.Ints(0));
        packed = m.Op("Squeeze", m.Transposed(packed, 3, 1, 2, 0, 4), m.Ints(3));
        string examples = m.Op("Mul", m.Op("Gather", m.Op("Shape", x), m.Int(1)), m.Int(2));
        string rows = m.Node("Concat", [m.Ints(4), m.Op("Unsqueeze", examples, m.Ints(0)), m.Ints(3)], ("axis", 0));
        string Heads(int i) => m.Transposed(m.Op("Reshape", m.Node("Gather", [packed, m.Int(i)], ("axis", 0)), rows), 1, 0, 2);
        string scores = m.Op("MatMul", m.Op("Div", Heads(0), m.Scalar(1.7320508f)), m.Transposed(Heads(1), 0, 2, 1));
        string h = m.Op("MatMul", m.Node("Softmax", [scores], ("axis", -1)), Heads(2));
        h = m.Shaped(m.Transposed(h, 1, 0, 2), -1, 6);
        h = m.Shaped(m.Node("Gemm", [h, m.Weight(6, 6), m.Weight(6)], ("transB", 1)), 4, -1, 6);
        m.Output(m.Dense(m.Transposed(h, 1, 0, 2), 6, 2));
    }

    /// <summary>Keras' EinsumDense: a kernel with axes for heads and their elements, whose bias is added after.</summary>
    private static void KerasAttention(ModelBuilder m)
    {
        string x = m.Input(-1, 5, 8);
        string Heads() => m.Op("Add", m.Node("Einsum", [x, m.Weight(8, 2, 4)], ("equation", "abc,cde->abde")), m.Weight(2, 4));
        string query = m.Op("Mul", Heads(), m.Scalar(0.5f)), key = Heads(), value = Heads();
        string scores = m.Node("Softmax", [m.Node("Einsum", [key, query], ("equation", "aecd,abcd->acbe"))], ("axis", -1));
        string mixed = m.Node("Einsum", [scores, value], ("equation", "acbe,aecd->abcd"));
        m.Output(m.Op("Add", m.Node("Einsum", [mixed, m.Weight(2, 4, 8)], ("equation", "abcd,cde->abe")), m.Weight(8)));
    }

    private static void CrossAttention(ModelBuilder m)
    {
        string x = m.Input(-1, 3, 8), context = m.Input(-1, 5, 6);
        string Heads(string value, long steps, long inputs, params long[] axes) => m.Transposed(m.Shaped(m.Op("MatMul", value, m.Weight(inputs, 8)), 0, steps, 2, 4), axes);
        string scores = m.Op("Mul", m.Op("MatMul", Heads(x, 3, 8, 0, 2, 1, 3), Heads(context, 5, 6, 0, 2, 3, 1)), m.Scalar(0.3f));
        string h = m.Op("MatMul", m.Node("Softmax", [scores], ("axis", 3)), Heads(context, 5, 6, 0, 2, 1, 3));
        m.Output(m.Op("MatMul", m.Shaped(m.Transposed(h, 0, 2, 1, 3), 0, 0, -1), m.Weight(8, 8)));
    }

    private static void VisionTransformer(ModelBuilder m)
    {
        string x = m.Input(-1, 1, 8, 8);
        string h = m.Node("Conv", [x, m.Weight(8, 1, 4, 4), m.Weight(8)], ("strides", new long[] { 4, 4 }));
        string examples = m.Op("Unsqueeze", m.Op("Gather", m.Op("Shape", h), m.Int(0)), m.Ints(0));
        h = m.Transposed(m.Op("Reshape", h, m.Node("Concat", [examples, m.Ints(8, -1)], ("axis", 0))), 0, 2, 1);
        string token = m.Op("Expand", m.Weight(1, 1, 8), m.Node("Concat", [examples, m.Ints(-1, -1)], ("axis", 0)) is var shape ? m.Op("Abs", shape) : "");
        h = m.Op("Add", m.Node("Concat", [token, h], ("axis", 1)), m.Weight(1, 5, 8));
        for (int i = 0; i < 2; i++)
            h = m.Block(h);
        h = m.Node("Gather", [m.Node("LayerNormalization", [h, m.Weight(8), m.Weight(8)]), m.Int(0)], ("axis", 1));
        m.Output(m.Dense(h, 8, 3));
    }

    /// <summary>Attention whose heads come from a reshape to [3, heads, width], and a map.</summary>
    private static string Block(this ModelBuilder m, string x)
    {
        string h = m.Dense(m.Node("LayerNormalization", [x, m.Weight(8), m.Weight(8)]), 8, 24);
        h = m.Transposed(m.Shaped(h, -1, 5, 3, 2, 4), 2, 0, 3, 1, 4);
        string Part(int i) => m.Node("Gather", [h, m.Int(i)], ("axis", 0));
        string scores = m.Op("Mul", m.Op("MatMul", Part(0), m.Transposed(Part(1), 0, 1, 3, 2)), m.Scalar(0.5f));
        string mixed = m.Op("MatMul", m.Node("Softmax", [scores], ("axis", -1)), Part(2));
        x = m.Op("Add", m.Dense(m.Shaped(m.Transposed(mixed, 0, 2, 1, 3), -1, 5, 8), 8, 8), x);
        string wide = m.Dense(m.Node("LayerNormalization", [x, m.Weight(8), m.Weight(8)]), 8, 16);
        wide = m.Op("Mul", m.Op("Mul", wide, m.Op("Add", m.Op("Erf", m.Op("Div", wide, m.Scalar(1.4142135f))), m.Scalar(1))), m.Scalar(0.5f));
        return m.Op("Add", m.Dense(wide, 16, 8), x);
    }

    private static void GroupedAttention(ModelBuilder m)
    {
        string x = m.Input(-1, 3, 8);
        string query = m.Transposed(m.Shaped(m.Op("MatMul", x, m.Weight(8, 8)), 0, 3, 4, 2), 0, 2, 1, 3);
        string Shared()
        {
            string heads = m.Op("Unsqueeze", m.Transposed(m.Shaped(m.Op("MatMul", x, m.Weight(8, 4)), 0, 3, 2, 2), 0, 2, 1, 3), m.Ints(2));
            return m.Shaped(m.Op("Expand", heads, m.Ints(1, 2, 2, 3, 2)), -1, 4, 3, 2);
        }

        string scores = m.Op("Div", m.Op("MatMul", query, m.Transposed(Shared(), 0, 1, 3, 2)), m.Scalar(1.4142135f));
        string mixed = m.Op("MatMul", m.Node("Softmax", [scores], ("axis", -1)), Shared());
        m.Output(m.Op("MatMul", m.Shaped(m.Transposed(mixed, 0, 2, 1, 3), 0, 0, 8), m.Weight(8, 8)));
    }
}
