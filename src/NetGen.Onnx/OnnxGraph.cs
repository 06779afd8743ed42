using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Onnx;
using static Onnx.AttributeProto.Types;
using static Onnx.TensorProto.Types;

namespace NetGen;

/// <summary>The nodes of an ONNX model while it is written.</summary>
public sealed class OnnxGraph
{
    private readonly GraphProto _graph;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> _constants = [];
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private int _firstNode;

    internal OnnxGraph(string name, int operatorSet, bool isDouble)
    {
        _graph = new GraphProto { Name = name };
        (OperatorSet, IsDouble) = (operatorSet, isDouble);
    }

    /// <summary>The version of the operators.</summary>
    public int OperatorSet { get; }

    /// <summary>Whether numbers are in double precision, else in single.</summary>
    public bool IsDouble { get; }

    /// <summary>ONNX's number of the type of numbers: 1, FLOAT, or 11, DOUBLE.</summary>
    public int NumberType => (int)(IsDouble ? DataType.Double : DataType.Float);

    /// <summary>The name of the layer whose nodes are written, which those of its values begin with.</summary>
    internal string Layer { get; private set; } = "";

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator, of ONNX's own set.</param>
    /// <param name="inputs">The names of the values that it takes; an empty one is left out.</param>
    /// <param name="attributes">Its attributes: whole numbers, real numbers, texts, arrays of these.</param>
    /// <returns>The name of its output.</returns>
    /// <exception cref="ArgumentException">An attribute is of another type.</exception>
    public string Add(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Add(operation, inputs, outputs: 1, output: 0, attributes);

    /// <summary>Adds a node of which one of several outputs is taken.</summary>
    internal string Add(string operation, ReadOnlySpan<string> inputs, int outputs, int output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        NodeProto node = new() { OpType = operation, Name = Free($"{Layer}/{operation}") };
        foreach (string input in inputs)
            node.Input.Add(input);
        for (int i = 0; i < outputs; i++)
            node.Output.Add(i == output ? Free($"{Layer}/{operation}.output") : "");
        foreach ((string name, object value) in attributes)
            node.Attribute.Add(Attribute(name, value));
        _graph.Node.Add(node);
        return node.Output[output];
    }

    /// <summary>A constant number of the model's precision.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The name of the value, of no axes.</returns>
    public string Constant(double value) => Constant([], [value]);

    /// <summary>A constant of the model's precision.</summary>
    /// <param name="shape">Its axes.</param>
    /// <param name="values">Its elements, in row-major order.</param>
    /// <returns>The name of the value.</returns>
    /// <exception cref="ArgumentException">There are not as many elements as the shape has.</exception>
    public string Constant(ReadOnlySpan<int> shape, ReadOnlySpan<double> values) => Shared("constant", Tensor("", shape, values));

    /// <summary>A constant of whole numbers, int64, on one axis.</summary>
    /// <param name="values">Its elements.</param>
    /// <returns>The name of the value.</returns>
    public string Constant(ReadOnlySpan<long> values)
    {
        TensorProto tensor = new() { DataType = (int)DataType.Int64, Dims = { values.Length } };
        tensor.RawData = Bytes(values, sizeof(long), BinaryPrimitives.WriteInt64LittleEndian);
        return Shared("shape", tensor);
    }

    /// <summary>A constant of truths.</summary>
    internal string Constant(ReadOnlySpan<int> shape, ReadOnlySpan<bool> values)
    {
        TensorProto tensor = new() { DataType = (int)DataType.Bool };
        foreach (int axis in shape)
            tensor.Dims.Add(axis);
        tensor.RawData = Bytes(values, 1, (bytes, value) => bytes[0] = value ? (byte)1 : (byte)0);
        return Shared("mask", tensor);
    }

    /// <summary>A constant in single precision, whatever the model's.</summary>
    internal string Singles(params ReadOnlySpan<float> values)
    {
        TensorProto tensor = new() { DataType = (int)DataType.Float, Dims = { values.Length } };
        tensor.RawData = Bytes(values, sizeof(float), BinaryPrimitives.WriteSingleLittleEndian);
        return Shared("constant", tensor);
    }

    /// <summary>A tensor under a name of its own; where one of this name and shape is there, that one.</summary>
    internal string Initializer(string name, ReadOnlySpan<int> shape, Func<double[]> values)
    {
        string key = string.Join('x', shape.ToArray());
        if (!_constants.TryGetValue((name, key), out string? known))
        {
            _constants[(name, key)] = known = Free(name);
            _graph.Initializer.Add(Tensor(known, shape, values()));
        }

        return known;
    }

    /// <summary>Names that no value between gets.</summary>
    internal void Reserve(string name) => _names.Add(name);

    /// <summary>An input of the model.</summary>
    internal void AddInput(string name, string batch, IReadOnlyList<int> shape, bool isTokens) =>
        _graph.Input.Add(Info(name, batch, shape, isTokens ? (int)DataType.Int64 : NumberType));

    /// <summary>Begins the nodes of a layer.</summary>
    internal void Begin(string layer) => (Layer, _firstNode) = (layer, _graph.Node.Count);

    /// <summary>Ends them: what they computed is called like the layer, where it is no other value.</summary>
    internal string End(string result)
    {
        NodeProto[] nodes = [.. _graph.Node.Skip(_firstNode)];
        return nodes.Any(node => node.Output.Contains(result)) ? Rename(nodes, result, Free(Layer)) : result;
    }

    /// <summary>Makes a value an output of the model.</summary>
    internal void AddOutput(string name, string value, string batch, IReadOnlyList<int> shape)
    {
        if (_graph.Input.Any(input => input.Name == name))
            name = Free(name);

        // Two outputs may be one value, of which the first has taken the name.
        value = _renamed.GetValueOrDefault(value, value);
        bool isComputed = _graph.Node.Any(node => node.Output.Contains(value)) && _graph.Output.All(output => output.Name != value);
        if (isComputed)
            _renamed[value] = Rename(_graph.Node, value, name);
        else
            _graph.Node.Add(new NodeProto { OpType = "Identity", Name = Free($"{name}/Identity"), Input = { value }, Output = { name } });
        _graph.Output.Add(Info(name, batch, shape, NumberType));
    }

    /// <summary>The graph, without what no output depends on.</summary>
    internal GraphProto Finish()
    {
        HashSet<string> needed = [.. _graph.Output.Select(output => output.Name)];
        List<NodeProto> nodes = [];
        foreach (NodeProto node in _graph.Node.Reverse().Where(node => node.Output.Any(needed.Contains)))
        {
            needed.UnionWith(node.Input);
            nodes.Insert(0, node);
        }

        _graph.Node.Clear();
        _graph.Node.Add(nodes);
        TensorProto[] initializers = [.. _graph.Initializer.Where(tensor => needed.Contains(tensor.Name))];
        _graph.Initializer.Clear();
        _graph.Initializer.Add(initializers);
        return _graph;
    }

    private static string Rename(IEnumerable<NodeProto> nodes, string value, string name)
    {
        foreach (NodeProto node in nodes)
        {
            Replace(node.Output);
            Replace(node.Input);
        }

        return name;

        void Replace(IList<string> names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (names[i] == value)
                    names[i] = name;
            }
        }
    }

    private string Free(string name)
    {
        string free = name;
        for (int number = 2; !_names.Add(free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        return free;
    }

    /// <summary>The same constant is there once.</summary>
    private string Shared(string kind, TensorProto tensor)
    {
        string key = tensor.ToByteString().ToBase64();
        if (!_constants.TryGetValue((kind, key), out string? known))
        {
            _constants[(kind, key)] = tensor.Name = known = Free($"{Layer}/{kind}");
            _graph.Initializer.Add(tensor);
        }

        return known;
    }

    private TensorProto Tensor(string name, ReadOnlySpan<int> shape, ReadOnlySpan<double> values)
    {
        TensorProto tensor = new() { Name = name, DataType = NumberType };
        int count = 1;
        foreach (int axis in shape)
        {
            tensor.Dims.Add(axis);
            count *= axis;
        }

        if (count != values.Length)
            throw new ArgumentException($"{Layer}: expected {count} elements for the shape [{string.Join(", ", shape.ToArray())}], got {values.Length}.", nameof(values));
        tensor.RawData = IsDouble
            ? Bytes(values, sizeof(double), BinaryPrimitives.WriteDoubleLittleEndian)
            : Bytes(values, sizeof(float), (bytes, value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value));
        return tensor;
    }

    private delegate void Writer<T>(Span<byte> bytes, T value);

    private static ByteString Bytes<T>(ReadOnlySpan<T> values, int size, Writer<T> write)
    {
        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
            write(bytes.AsSpan(i * size), values[i]);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static ValueInfoProto Info(string name, string batch, IReadOnlyList<int> shape, int type)
    {
        TensorShapeProto axes = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = batch } } };
        axes.Dim.AddRange(shape.Select(axis => new TensorShapeProto.Types.Dimension { DimValue = axis }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = axes } } };
    }

    private AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int or long:
                (attribute.Type, attribute.I) = (AttributeType.Int, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                (attribute.Type, attribute.F) = (AttributeType.Float, Convert.ToSingle(value, CultureInfo.InvariantCulture));
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case int[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Select(number => (long)number));
                break;
            case long[] numbers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(numbers);
                break;
            case double[] numbers:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(numbers.Select(number => (float)number));
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            default:
                throw new ArgumentException($"{Layer}: expected a number, a text or an array of these for the attribute {name}, got a {value.GetType().Name}.", nameof(value));
        }

        return attribute;
    }
}
