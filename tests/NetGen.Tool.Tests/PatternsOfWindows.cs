using DataType = Onnx.TensorProto.Types.DataType;

namespace NetGen.Tool.Tests;

/// <content>Convolutions, pools, products, embeddings.</content>
internal static partial class Patterns
{
    private static void WindowForms(ModelBuilder m)
    {
        string x = m.Input(-1, 4, 9, 10);
        string h = m.Node("Conv", [x, m.Weight(6, 2, 3, 2), m.Weight(6)], ("group", 2), ("dilations", new long[] { 2, 1 }), ("strides", new long[] { 1, 2 }), ("pads", new long[] { 2, 1, 2, 1 }));
        h = m.Node("AveragePool", [h], ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 1 }), ("pads", new long[] { 1, 1, 1, 1 }), ("count_include_pad", 0));
        h = m.Op("Pad", h, m.Ints(0, 0, 1, 0, 0, 0, 0, 2), m.Scalar(0));
        h = m.Node("Conv", [h, m.Weight(5, 6, 2, 2)], ("auto_pad", "SAME_LOWER"));
        h = m.Node("MaxPool", [m.Op("Relu", h)], ("kernel_shape", new long[] { 3, 2 }), ("strides", new long[] { 2, 2 }), ("pads", new long[] { 1, 1, 1, 1 }));
        string up = m.Node("Resize", [h, "", m.Tensor(null, [4], [1, 1, 2, 2])], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        m.Output(m.Node("AveragePool", [up], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 1 })));
    }

    private static void CeilingPools(ModelBuilder m)
    {
        string x = m.Input(-1, 2, 7, 7);
        string h = m.Node("MaxPool", [x], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }), ("ceil_mode", 1));
        m.Output(m.Node("MaxPool", [h], ("kernel_shape", new long[] { 3, 3 }), ("strides", new long[] { 2, 2 }), ("ceil_mode", 1)));
    }

    private static void Steps(ModelBuilder m)
    {
        string x = m.Input(-1, 3, 12);
        string h = m.Op("Pad", x, m.Ints(0, 0, 4, 0, 0, 0));
        h = m.Op("Relu", m.Node("Conv", [h, m.Weight(6, 3, 3), m.Weight(6)], ("dilations", new long[] { 2 }))); // causal
        h = m.Op("Relu", m.Node("Conv", [h, m.Weight(6, 1, 2), m.Weight(6)], ("group", 6), ("pads", new long[] { 1, 0 })));
        h = m.Node("BatchNormalization", [h, m.Weight(6), m.Weight(6), m.Weight(6), m.Positive(6)]);
        h = m.Node("AveragePool", [h], ("kernel_shape", new long[] { 2 }), ("strides", new long[] { 2 }));
        h = m.Node("ConvTranspose", [h, m.Weight(6, 4, 4), m.Weight(4)], ("strides", new long[] { 2 }), ("pads", new long[] { 1, 1 }));
        h = m.Op("Add", h, m.Op("Conv", x, m.Weight(4, 3, 1)));
        m.Output(h);
        m.Output(m.Op("GlobalAveragePool", h));
    }

    private static void TransposedConvolutions(ModelBuilder m)
    {
        string h = m.Shaped(m.Dense(m.Input(-1, 5), 5, 36), -1, 4, 3, 3);
        h = m.Op("Relu", m.Node("ConvTranspose", [h, m.Weight(4, 3, 3, 3), m.Weight(3)], ("strides", new long[] { 2, 2 }), ("auto_pad", "SAME_UPPER")));
        h = m.Op("Relu", m.Node("ConvTranspose", [h, m.Weight(3, 3, 3, 3)], ("strides", new long[] { 2, 2 }), ("pads", new long[] { 1, 1, 1, 1 }), ("output_padding", new long[] { 1, 1 })));
        m.Output(m.Op("Tanh", m.Node("ConvTranspose", [h, m.Weight(3, 1, 4, 2), m.Weight(1)], ("strides", new long[] { 2, 1 }), ("pads", new long[] { 1, 0, 1, 1 }))));
    }

    private static void UNet(ModelBuilder m)
    {
        (string, object) same = ("pads", new long[] { 1, 1, 1, 1 });
        string x = m.Input(-1, 1, 8, 8);
        string a = m.Op("Relu", m.Conv(x, 1, 4, 3, same));
        string b = m.Op("Relu", m.Conv(m.Node("MaxPool", [a], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 })), 4, 6, 3, same));
        string up = m.Node("ConvTranspose", [b, m.Weight(6, 4, 2, 2), m.Weight(4)], ("strides", new long[] { 2, 2 }));
        string h = m.Op("Relu", m.Conv(m.Node("Concat", [a, up], ("axis", 1)), 8, 4, 3, same));
        m.Output(m.Op("Sigmoid", m.Conv(h, 4, 1, 1)));
    }

    /// <summary>Examples and steps in one axis, as views of PyTorch and TimeDistributed of Keras have them.</summary>
    private static void MergedSteps(ModelBuilder m)
    {
        string h = m.Shaped(m.Input(-1, 5, 6), -1, 6);
        h = m.Op("Relu", m.Node("Gemm", [h, m.Weight(8, 6), m.Weight(8)], ("transB", 1)));
        h = m.Node("LayerNormalization", [h, m.Weight(8), m.Weight(8)]);
        h = m.Shaped(h, -1, 5, 8);
        m.Output(m.Dense(m.Node("ReduceMean", [h], ("axes", new long[] { 1 }), ("keepdims", 0)), 8, 2));
    }

    private static void Mixer(ModelBuilder m)
    {
        string x = m.Dense(m.Input(-1, 6, 4), 4, 8);
        string t = m.Transposed(m.Node("LayerNormalization", [x, m.Weight(8), m.Weight(8)]), 0, 2, 1);
        string h = m.Op("Add", x, m.Transposed(m.Dense(m.Op("Relu", m.Dense(t, 6, 5)), 5, 6), 0, 2, 1));
        h = m.Op("MatMul", m.Weight(3, 6), h);
        m.Output(m.Dense(h, 8, 2));
    }

    private static void Shuffle(ModelBuilder m)
    {
        string h = m.Conv(m.Input(-1, 2, 4, 4), 2, 6, 1);
        h = m.Shaped(m.Transposed(m.Shaped(h, -1, 2, 3, 4, 4), 0, 2, 1, 3, 4), -1, 6, 4, 4);
        m.Output(m.Node("Conv", [h, m.Weight(6, 3, 3, 3)], ("group", 2)));
    }

    private static void TwoOutputs(ModelBuilder m)
    {
        string a = m.Input(-1, 3, 2), b = m.Input(-1, 4);
        string h = m.Op("Tanh", m.Dense(m.Node("Concat", [b, m.Node("Flatten", [a])], ("axis", 1)), 10, 7));
        m.Output(m.Dense(h, 7, 3));
        m.Output(m.Op("Sigmoid", m.Dense(h, 7, 1)));
        m.Output(h);
    }

    private static void Embeddings(ModelBuilder m)
    {
        string x = m.Input("tokens", DataType.Int64, -1, 6);
        string length = m.Op("Gather", m.Op("Shape", x), m.Int(1));
        string positions = m.Op("Unsqueeze", m.Op("Range", m.Int(0), length, m.Int(1)), m.Ints(0));
        string h = m.Op("Add", m.Op("Gather", m.Weight("tok.weight", 11, 8), x), m.Op("Gather", m.Weight("pos.weight", 9, 8), positions));
        h = m.Node("LayerNormalization", [h, m.Weight(8), m.Weight(8)]);
        m.Output(m.Dense(m.Node("ReduceMean", [h], ("axes", new long[] { 1 }), ("keepdims", 0)), 8, 2));
    }

    private static void Einsums(ModelBuilder m)
    {
        string x = m.Input(-1, 5, 6);
        string h = m.Op("Add", m.Node("Einsum", [x, m.Weight(6, 8)], ("equation", "abc,cd->abd")), m.Weight(8));
        string scores = m.Node("Einsum", [h, x], ("equation", "btd,bsf->bds".Replace("bsf", "btf", StringComparison.Ordinal).Replace("bds", "bdf", StringComparison.Ordinal)));
        m.Output(m.Node("Einsum", [h, m.Weight(5, 8, 3)], ("equation", "btd,tde->be")));
        m.Output(scores);
    }

    /// <summary>What is an attribute in old versions and an input in new ones.</summary>
    private static void OldOperators(ModelBuilder m)
    {
        string h = m.Node("Clip", [m.Conv(m.Input(-1, 2, 5, 5), 2, 3, 2)], ("min", 0f), ("max", 6f));
        h = m.Node("Pad", [h], ("pads", new long[] { 0, 0, 1, 0, 0, 0, 0, 1 }), ("mode", "constant"), ("value", 0f));
        h = m.Node("Upsample", [h, m.Tensor(null, [4], [1, 1, 2, 2])], ("mode", "nearest"));
        h = m.Node("Slice", [h], ("axes", new long[] { 2 }), ("starts", new long[] { 1 }), ("ends", new long[] { 9 }));
        h = m.Node("Split", [h], ("axis", 1), ("split", new long[] { 3 }));
        h = m.Node("Squeeze", [m.Node("Unsqueeze", [m.Node("Flatten", [h])], ("axes", new long[] { 1 }))], ("axes", new long[] { 1 }));
        m.Output(m.Node("Gemm", [h, m.Weight(2, 240), m.Weight(2)], ("transB", 1)));
    }

    private static void Matrices(ModelBuilder m)
    {
        string a = m.Input(-1, 4, 5), b = m.Dense(a, 5, 5);
        string gram = m.Op("MatMul", a, m.Transposed(b, 0, 2, 1));
        m.Output(m.Op("MatMul", m.Node("Softmax", [m.Op("Div", gram, m.Scalar(2))], ("axis", -1)), b));
    }

    private static void ConstantOperands(ModelBuilder m)
    {
        string x = m.Input(-1, 3, 4, 4);
        string h = m.Op("Div", m.Op("Sub", m.Op("Div", x, m.Scalar(255)), m.Weight(1, 3, 1, 1)), m.Positive(3, 1, 1));
        h = m.Op("Add", m.Conv(h, 3, 2, 1), m.Weight(1, 2, 4, 4));
        h = m.Op("Mul", h, m.Weight(4));
        h = m.Op("Add", m.Node("Flatten", [h]), m.Weight(32));
        m.Output(m.Op("Mul", m.Weight(32), h));
    }
}
