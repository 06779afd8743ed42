using Google.Protobuf;
using Onnx;
using AttributeType = Onnx.AttributeProto.Types.AttributeType;
using DataType = Onnx.TensorProto.Types.DataType;

namespace NetGen.Tool.Tests;

/// <summary>Writes ONNX models node by node. Weights are random, by a seed: the same model is the same file.</summary>
internal sealed class ModelBuilder(string name, int opset = 17)
{
    private readonly Random _random = new(name.Length * 31 + name[0]);
    private readonly GraphProto _graph = new() { Name = name };
    private int _number;

    public GraphProto Graph => _graph;

    public string Name => name;

    /// <summary>An input; -1 is the number of examples.</summary>
    public string Input(string input, DataType type, params long[] shape)
    {
        _graph.Input.Add(Value(input, type, shape));
        return input;
    }

    public string Input(params long[] shape) => Input($"x{_graph.Input.Count}", DataType.Float, shape);

    public void Output(string value, DataType type = DataType.Float)
    {
        string output = $"y{_graph.Output.Count}";
        _graph.Node.Add(new NodeProto { OpType = "Identity", Name = output, Input = { value }, Output = { output } });
        _graph.Output.Add(new ValueInfoProto { Name = output, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } } });
    }

    /// <summary>A random weight, small enough for deep networks.</summary>
    public string Weight(params long[] shape) => Weight(null, shape);

    public string Weight(string? called, params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size), fan = Math.Max(1, count / shape[0]);
        return Tensor(called, shape, [.. Enumerable.Range(0, (int)count).Select(_ => (float)((_random.NextDouble() * 2 - 1) * (shape.Length == 1 ? 0.5 : 1.5 / Math.Sqrt(fan))))]);
    }

    /// <summary>Random numbers above 0, as variances are.</summary>
    public string Positive(params long[] shape) =>
        Tensor(null, shape, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => (float)(0.5 + _random.NextDouble()))]);

    public string Tensor(string? called, long[] shape, float[] values)
    {
        TensorProto tensor = new() { Name = called ?? $"w{++_number}", DataType = (int)DataType.Float, RawData = ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    public string Scalar(float value) => Tensor(null, [], [value]);

    /// <summary>Integers, by a node of Constant.</summary>
    public string Ints(params long[] values) => Ints([values.Length], values);

    public string Int(long value) => Ints([], [value]);

    private string Ints(long[] shape, long[] values)
    {
        TensorProto tensor = new() { DataType = (int)DataType.Int64 };
        tensor.Dims.AddRange(shape);
        tensor.Int64Data.AddRange(values);
        return Node("Constant", [], ("value", tensor));
    }

    /// <summary>Examples and steps swapped.</summary>
    public string Transposed3(string x) => Node("Transpose", [x], ("perm", new long[] { 1, 0, 2 }));

    /// <summary>A node; its first output.</summary>
    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => Nodes(op, inputs, 1, attributes)[0];

    public string Op(string op, params string[] inputs) => Node(op, inputs);

    public string[] Nodes(string op, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string prefix = $"/{op}_{++_number}";
        NodeProto node = new() { OpType = op, Name = prefix };
        node.Input.AddRange(inputs);
        string[] names = [.. Enumerable.Range(0, outputs).Select(i => $"{prefix}_output_{i}")];
        node.Output.AddRange(names);
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        _graph.Node.Add(node);
        return names;
    }

    public ModelProto Model()
    {
        ModelProto model = new() { IrVersion = 8, ProducerName = "test", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model;
    }

    public string Save(string folder)
    {
        string path = Path.Combine(folder, name + ".onnx");
        File.WriteAllBytes(path, Model().ToByteArray());
        return path;
    }

    private static ValueInfoProto Value(string name, DataType type, long[] shape)
    {
        TensorShapeProto dimensions = new();
        foreach (long size in shape)
            dimensions.Dim.Add(size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "batch" } : new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int number: (attribute.Type, attribute.I) = (AttributeType.Int, number); break;
            case float number: (attribute.Type, attribute.F) = (AttributeType.Float, number); break;
            case string text: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text)); break;
            case TensorProto tensor: (attribute.Type, attribute.T) = (AttributeType.Tensor, tensor); break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default: throw new ArgumentException($"no attribute: {value}", nameof(value));
        }

        return attribute;
    }
}
