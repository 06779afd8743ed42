using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace NetGen.Tool.Tests;

/// <summary>Models as exporters write them, a pattern or a few in each.</summary>
internal static partial class Patterns
{
    /// <summary>All of them: a name, the version of the operators, and what writes the model.</summary>
    public static IReadOnlyList<(string Name, int Opset, Action<ModelBuilder> Write)> All { get; } =
    [
        ("matmul_add", 17, MatMulAdd), ("gemm_forms", 13, GemmForms), ("keras_images", 15, KerasImages), ("keras_norms", 13, KerasNorms), ("does_nothing", 14, DoesNothing),
        ("activations", 18, Activations), ("written_activations", 17, WrittenActivations), ("norms", 17, Norms), ("written_norms", 13, WrittenNorms), ("group_norm", 17, GroupNorm),
        ("shapes", 17, ShapeArithmetic), ("fixed_batch", 17, FixedBatch), ("reductions", 13, Reductions), ("reductions18", 18, Reductions18), ("softmaxes", 13, Softmaxes), ("softmax11", 11, Softmax11),
        ("parts", 13, Parts), ("gated", 17, Gated), ("squeeze_excite", 17, SqueezeExcite), ("windows", 17, WindowForms), ("ceiling_pools", 17, CeilingPools), ("steps", 17, Steps), ("transposed", 17, TransposedConvolutions),
        ("unet", 17, UNet), ("merged_steps", 17, MergedSteps), ("mixer", 17, Mixer), ("shuffle", 17, Shuffle), ("two_outputs", 17, TwoOutputs), ("embedding", 17, Embeddings), ("einsum", 17, Einsums),
        ("matrices", 17, Matrices), ("old_operators", 9, OldOperators), ("constants", 17, ConstantOperands),
        ("recurrent_forms", 17, RecurrentForms), ("recurrent_last", 14, RecurrentLast), ("recurrent_both", 14, RecurrentBoth), ("keras_recurrent", 15, KerasRecurrent),
        ("fused_attention", 17, FusedAttention), ("torch_attention", 17, TorchAttention), ("keras_attention", 17, KerasAttention), ("cross_attention", 17, CrossAttention), ("vision_transformer", 17, VisionTransformer), ("grouped_attention", 17, GroupedAttention),
    ];

    private static string Dense(this ModelBuilder m, string x, long inputs, long units) => m.Op("Add", m.Op("MatMul", x, m.Weight(inputs, units)), m.Weight(units));

    private static string Shaped(this ModelBuilder m, string x, params long[] shape) => m.Op("Reshape", x, m.Ints(shape));

    private static string Transposed(this ModelBuilder m, string x, params long[] axes) => m.Node("Transpose", [x], ("perm", axes));

    private static string Conv(this ModelBuilder m, string x, long inputs, long outputs, long kernel, params (string, object)[] attributes) =>
        m.Node("Conv", [x, m.Weight(outputs, inputs, kernel, kernel), m.Weight(outputs)], attributes);

    private static void MatMulAdd(ModelBuilder m)
    {
        string x = m.Input(-1, 7);
        string h = m.Op("Tanh", m.Op("Add", m.Weight("fc1.bias", 9), m.Op("MatMul", x, m.Weight("fc1.weight_t", 7, 9))));
        m.Output(m.Op("Add", m.Op("MatMul", h, m.Weight(9, 1)), m.Weight(1)));
    }

    private static void GemmForms(ModelBuilder m)
    {
        string x = m.Input(-1, 6);
        string a = m.Node("Gemm", [x, m.Weight(6, 8), m.Weight(8)], ("alpha", 0.5f), ("beta", 2f));
        string b = m.Node("Gemm", [m.Op("Relu", a), m.Weight(5, 8)], ("transB", 1));
        m.Output(m.Node("Gemm", [m.Op("Sigmoid", b), m.Weight(5, 4), m.Weight(1, 4)]));
    }

    /// <summary>tf2onnx: images with channels last are transposed around each convolution, whose padding is uneven.</summary>
    private static void KerasImages(ModelBuilder m)
    {
        string x = m.Transposed(m.Input(-1, 9, 9, 3), 0, 3, 1, 2);
        string h = m.Op("Relu", m.Conv(x, 3, 6, 3, ("strides", new long[] { 2, 2 }), ("auto_pad", "SAME_UPPER")));
        h = m.Transposed(m.Node("MaxPool", [h], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }), ("auto_pad", "SAME_UPPER")), 0, 2, 3, 1);
        h = m.Transposed(h, 0, 3, 1, 2);
        h = m.Op("Relu", m.Conv(h, 6, 4, 2, ("pads", new long[] { 0, 0, 1, 1 })));
        h = m.Shaped(m.Transposed(h, 0, 2, 3, 1), -1, 3 * 3 * 4);
        m.Output(m.Node("Softmax", [m.Dense(h, 36, 5)], ("axis", -1)));
    }

    /// <summary>Batch normalization that TensorFlow wrote as factor and summand, and one that is left.</summary>
    private static void KerasNorms(ModelBuilder m)
    {
        string x = m.Input(-1, 6, 6, 2);
        string h = m.Op("Add", m.Op("Mul", x, m.Weight(2)), m.Weight(2));
        h = m.Conv(m.Transposed(h, 0, 3, 1, 2), 2, 4, 3);
        h = m.Node("BatchNormalization", [h, m.Weight(4), m.Weight(4), m.Weight(4), m.Positive(4)], ("epsilon", 0.001f), ("momentum", 0.99f));
        h = m.Op("Relu", m.Transposed(h, 0, 2, 3, 1));
        h = m.Op("Mul", h, m.Weight(1, 1, 1, 4));
        m.Output(m.Dense(m.Node("ReduceMean", [h], ("axes", new long[] { 1, 2 }), ("keepdims", 0)), 4, 3));
    }

    private static void DoesNothing(ModelBuilder m)
    {
        string x = m.Op("Identity", m.Input(-1, 5));
        string weight = m.Node("Cast", [m.Half(5, 6)], ("to", (int)DataType.Float));
        string h = m.Op("MatMul", x, m.Op("Identity", weight));
        h = m.Op("Dropout", h, m.Scalar(0.4f));
        h = m.Node("Cast", [m.Op("Relu", h)], ("to", (int)DataType.Float));
        m.Output(m.Dense(m.Op("Identity", h), 6, 2));
    }

    private static string Half(this ModelBuilder m, params long[] shape)
    {
        Half[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => (Half)MathF.Sin(i))];
        TensorProto tensor = new() { Name = "half", DataType = (int)DataType.Float16, RawData = Google.Protobuf.ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.AddRange(shape);
        m.Graph.Initializer.Add(tensor);
        return "half";
    }

    private static void Activations(ModelBuilder m)
    {
        string h = m.Input(-1, 12);
        foreach (string op in new[] { "Relu", "Sigmoid", "Tanh", "Elu", "Selu", "Softplus", "Softsign", "LeakyRelu", "HardSwish", "Mish", "Abs", "Sin", "Cos" })
            h = m.Op(op, m.Dense(h, 12, 12));
        h = m.Node("Celu", [m.Dense(h, 12, 12)], ("alpha", 1f));
        h = m.Node("HardSigmoid", [m.Dense(h, 12, 12)], ("alpha", 1 / 6f), ("beta", 0.5f));
        h = m.Node("LeakyRelu", [m.Dense(h, 12, 12)], ("alpha", 0.3f));
        h = m.Op("Clip", m.Dense(h, 12, 12), m.Scalar(0), m.Scalar(6));
        h = m.Op("Clip", m.Dense(h, 12, 12), m.Scalar(-0.3f), m.Scalar(0.4f));
        h = m.Op("Clip", m.Dense(h, 12, 12), m.Scalar(-100f), m.Scalar(200f));
        h = m.Op("Clip", m.Dense(h, 12, 12), "", m.Scalar(0.5f));
        h = m.Op("PRelu", m.Dense(h, 12, 12), m.Weight(12));
        h = m.Op("PRelu", m.Dense(h, 12, 12), m.Weight(1));
        h = m.Op("Sqrt", m.Op("Exp", m.Op("Neg", m.Dense(h, 12, 12))));
        m.Output(m.Op("Log", m.Op("Exp", m.Dense(h, 12, 3))));
    }

    private static void WrittenActivations(ModelBuilder m)
    {
        string h = m.Dense(m.Input(-1, 10), 10, 10);
        h = m.Dense(m.Op("Mul", h, m.Op("Sigmoid", h)), 10, 10);                                                                         // SiLU
        h = m.Dense(m.Op("Mul", m.Op("Mul", m.Scalar(0.5f), h), m.Op("Add", m.Scalar(1), m.Op("Erf", m.Op("Mul", h, m.Scalar(0.70710677f))))), 10, 10); // GELU
        string inner = m.Op("Mul", m.Scalar(0.7978845608f), m.Op("Add", h, m.Op("Mul", m.Scalar(0.044715f), m.Op("Pow", h, m.Scalar(3)))));
        h = m.Dense(m.Op("Mul", m.Op("Mul", h, m.Op("Add", m.Op("Tanh", inner), m.Scalar(1))), m.Scalar(0.5f)), 10, 10);                // its tanh form
        h = m.Dense(m.Op("Mul", h, m.Op("Div", m.Op("Clip", m.Op("Add", h, m.Scalar(3)), m.Scalar(0), m.Scalar(6)), m.Scalar(6))), 10, 10); // HardSwish
        h = m.Dense(m.Op("Mul", h, m.Op("Tanh", m.Op("Log", m.Op("Add", m.Op("Exp", h), m.Scalar(1))))), 10, 10);                       // Mish
        h = m.Dense(m.Op("Div", h, m.Op("Add", m.Scalar(1), m.Op("Abs", h))), 10, 10);                                                  // Softsign
        h = m.Dense(m.Op("Max", h, m.Op("Mul", h, m.Scalar(0.2f))), 10, 10);                                                            // LeakyReLU
        h = m.Dense(m.Op("Min", m.Op("Max", h, m.Scalar(0)), m.Scalar(6)), 10, 10);                                                     // ReLU6
        h = m.Dense(m.Op("Div", m.Op("Sub", m.Op("Mul", h, m.Scalar(2)), m.Scalar(0.5f)), m.Scalar(4)), 10, 10);                        // a straight line
        h = m.Dense(m.Node("HardSigmoid", [h], ("alpha", 0.2f), ("beta", 0.5f)), 10, 10);                                               // Keras' hard_sigmoid
        h = m.Dense(m.Op("Sub", m.Scalar(1), m.Op("Pow", h, m.Scalar(2))), 10, 10);
        m.Output(m.Op("Div", m.Scalar(1), m.Op("Add", m.Scalar(1), m.Op("Exp", m.Op("Neg", h)))));                                       // sigmoid
    }

    private static void Norms(ModelBuilder m)
    {
        string x = m.Input(-1, 4, 6);
        string h = m.Node("LayerNormalization", [x, m.Weight(6), m.Weight(6)], ("axis", -1), ("epsilon", 1e-6f));
        h = m.Node("LayerNormalization", [m.Dense(h, 6, 6), m.Weight(6)], ("axis", 2));
        h = m.Node("LayerNormalization", [h, m.Weight(4, 6), m.Weight(4, 6)], ("axis", 1));
        h = m.Node("InstanceNormalization", [h, m.Weight(4), m.Weight(4)]);
        h = m.Node("BatchNormalization", [m.Transposed(h, 0, 2, 1), m.Weight(6), m.Weight(6), m.Weight(6), m.Positive(6)]);
        m.Output(m.Dense(m.Node("Flatten", [h]), 24, 3));
    }

    private static void WrittenNorms(ModelBuilder m)
    {
        string h = m.Dense(m.Input(-1, 5, 8), 8, 8);
        string Mean(string value) => m.Node("ReduceMean", [value], ("axes", new long[] { -1 }), ("keepdims", 1));
        string d = m.Op("Sub", h, Mean(h));
        h = m.Dense(m.Op("Add", m.Op("Mul", m.Op("Div", d, m.Op("Sqrt", m.Op("Add", Mean(m.Op("Mul", d, d)), m.Scalar(1e-5f)))), m.Weight(8)), m.Weight(8)), 8, 8);

        // As TensorFlow does it.
        string mean = Mean(h);
        string factor = m.Op("Mul", m.Op("Reciprocal", m.Op("Sqrt", m.Op("Add", Mean(m.Op("Pow", m.Op("Sub", h, mean), m.Scalar(2))), m.Scalar(0.001f)))), m.Weight(8));
        h = m.Dense(m.Op("Add", m.Op("Mul", h, factor), m.Op("Sub", m.Weight(8), m.Op("Mul", mean, factor))), 8, 8);

        // By the root of mean squares.
        h = m.Op("Mul", m.Op("Mul", h, m.Op("Reciprocal", m.Op("Sqrt", m.Op("Add", Mean(m.Op("Pow", h, m.Scalar(2))), m.Scalar(1e-6f))))), m.Weight(8));
        m.Output(m.Dense(h, 8, 2));
    }

    /// <summary>PyTorch writes it as instance normalization of groups.</summary>
    private static void GroupNorm(ModelBuilder m)
    {
        string h = m.Conv(m.Input(-1, 2, 5, 5), 2, 6, 3);
        string groups = m.Node("InstanceNormalization", [m.Shaped(h, 0, 3, -1), m.Tensor(null, [3], [1, 1, 1]), m.Tensor(null, [3], [0, 0, 0])], ("epsilon", 1e-5f));
        h = m.Op("Add", m.Op("Mul", m.Op("Reshape", groups, m.Op("Shape", h)), m.Weight(6, 1, 1)), m.Weight(6, 1, 1));
        m.Output(m.Dense(m.Node("Flatten", [m.Op("Relu", h)]), 54, 2));
    }

    private static void ShapeArithmetic(ModelBuilder m)
    {
        string h = m.Conv(m.Input(-1, 1, 6, 6), 1, 3, 3);
        string examples = m.Op("Unsqueeze", m.Op("Gather", m.Op("Shape", h), m.Int(0)), m.Ints(0));
        string flat = m.Op("Reshape", h, m.Node("Concat", [examples, m.Ints(-1)], ("axis", 0)));
        string rows = m.Op("Slice", m.Op("Shape", h), m.Ints(1), m.Ints(long.MaxValue), m.Ints(0));
        string count = m.Node("ReduceProd", [rows], ("axes", new long[] { 0 }), ("keepdims", 1));
        string again = m.Op("Reshape", m.Op("Relu", flat), m.Node("Concat", [m.Ints(-1), count], ("axis", 0)));
        m.Output(m.Dense(m.Op("Squeeze", m.Op("Unsqueeze", again, m.Ints(1)), m.Ints(1)), 48, 4));
    }

    private static void FixedBatch(ModelBuilder m)
    {
        string h = m.Op("Relu", m.Conv(m.Input("x0", DataType.Float, 1, 2, 5, 5), 2, 3, 3));
        h = m.Shaped(h, 1, 27);
        h = m.Shaped(m.Dense(h, 27, 12), 1, 3, 4);
        m.Output(m.Shaped(m.Dense(h, 4, 2), 1, -1));
    }

    private static void Reductions(ModelBuilder m)
    {
        string h = m.Conv(m.Input(-1, 2, 6, 6), 2, 4, 3);
        string a = m.Node("Flatten", [m.Op("GlobalAveragePool", h)]), b = m.Node("Flatten", [m.Op("GlobalMaxPool", h)]);
        string c = m.Node("ReduceMean", [h], ("axes", new long[] { 2, 3 }), ("keepdims", 0)), d = m.Node("ReduceMax", [h], ("axes", new long[] { -1 }), ("keepdims", 0));
        string e = m.Node("ReduceMean", [h], ("axes", new long[] { 1 }), ("keepdims", 1));
        string f = m.Op("ReduceSum", h, m.Ints(1, 3));
        m.Output(m.Node("Concat", [a, b, c, m.Node("Flatten", [d]), m.Node("Flatten", [e]), m.Node("Flatten", [f])], ("axis", 1)));
    }

    private static void Reductions18(ModelBuilder m)
    {
        string h = m.Dense(m.Input(-1, 5, 4), 4, 6);
        string a = m.Node("ReduceMean", [h, m.Ints(1)], ("keepdims", 0)), b = m.Node("ReduceMax", [h, m.Ints(1)], ("keepdims", 0)), c = m.Node("ReduceMean", [h, m.Ints(2)], ("keepdims", 0));
        m.Output(m.Dense(m.Node("Concat", [a, b, c], ("axis", -1)), 17, 3));
    }

    private static void Softmaxes(ModelBuilder m)
    {
        string h = m.Node("Softmax", [m.Conv(m.Input(-1, 2, 4, 5), 2, 3, 1)], ("axis", 1));
        string steps = m.Node("Softmax", [m.Shaped(h, -1, 3, 20)], ("axis", 1));
        m.Output(m.Node("LogSoftmax", [m.Dense(m.Node("Flatten", [steps]), 60, 4)], ("axis", 1)));
    }

    private static void Softmax11(ModelBuilder m) => m.Output(m.Node("Softmax", [m.Op("MatMul", m.Input(-1, 3, 4), m.Weight(4, 5))]));

    private static void Parts(ModelBuilder m)
    {
        string h = m.Dense(m.Input(-1, 6, 8), 8, 8);
        string[] thirds = m.Nodes("Split", [h, m.Ints(2, 3, 3)], 3, ("axis", 2));
        string a = m.Node("Concat", [thirds[1], thirds[0]], ("axis", -1)), b = m.Op("Slice", h, m.Ints(1), m.Ints(5), m.Ints(1)), c = m.Op("Slice", h, m.Ints(-3), m.Ints(long.MaxValue), m.Ints(1));
        string d = m.Op("Slice", h, m.Ints(0), m.Ints(6), m.Ints(1), m.Ints(2)), e = m.Node("Gather", [h, m.Int(-1)], ("axis", 1));
        string f = m.Op("Slice", h, m.Ints(0, 1), m.Ints(2, 7), m.Ints(1, 2));
        string joined = m.Node("Concat", [b, c, d, m.Op("Unsqueeze", e, m.Ints(1))], ("axis", 1));
        string[] halves = m.Nodes("Split", [h], 2, ("axis", 1));
        string sum = m.Op("Sub", m.Op("Add", halves[0], halves[1]), m.Op("Mul", halves[1], halves[0]));
        m.Output(m.Node("Concat", [m.Node("Flatten", [a]), m.Node("Flatten", [joined]), m.Node("Flatten", [f]), m.Node("Flatten", [sum]), m.Node("Flatten", [thirds[2]])], ("axis", 1)));
    }

    private static void Gated(ModelBuilder m)
    {
        string h = m.Dense(m.Input(-1, 6), 6, 16);
        string[] halves = m.Nodes("Split", [h], 2, ("axis", -1));
        h = m.Op("Mul", halves[0], m.Op("Sigmoid", halves[1]));
        string gate = m.Op("Sigmoid", m.Dense(h, 8, 8)), other = m.Op("Relu", m.Dense(h, 8, 8));
        h = m.Op("Add", m.Op("Mul", gate, other), m.Op("Mul", m.Op("Sub", m.Scalar(1), gate), h)); // a highway
        m.Output(m.Op("Sub", m.Dense(h, 8, 1), m.Node("ReduceMean", [h], ("axes", new long[] { 1 }), ("keepdims", 1))));
    }

    private static void SqueezeExcite(ModelBuilder m)
    {
        string h = m.Op("Relu", m.Conv(m.Input(-1, 3, 8, 8), 3, 8, 3, ("pads", new long[] { 1, 1, 1, 1 })));
        string s = m.Op("Sigmoid", m.Conv(m.Op("Relu", m.Conv(m.Op("GlobalAveragePool", h), 8, 2, 1)), 2, 8, 1));
        h = m.Op("Mul", s, h);
        string depthwise = m.Node("Conv", [h, m.Weight(8, 1, 3, 3)], ("group", 8), ("pads", new long[] { 1, 1, 1, 1 }));
        h = m.Op("Add", m.Node("BatchNormalization", [depthwise, m.Weight(8), m.Weight(8), m.Weight(8), m.Positive(8)]), h);
        m.Output(m.Dense(m.Shaped(m.Op("GlobalAveragePool", h), -1, 8), 8, 3));
    }
}
