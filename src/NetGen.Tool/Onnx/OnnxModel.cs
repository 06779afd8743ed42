using Google.Protobuf;
using NetGen.Tool.Graphs;
using Onnx;
using AttributeType = Onnx.AttributeProto.Types.AttributeType;

namespace NetGen.Tool.Onnx;

/// <summary>Reads an ONNX file as a graph: everything that it says is checked before anything is done with it.</summary>
/// <param name="path">The file.</param>
/// <param name="sizes">Sizes of inputs that the file leaves open, by the input's name: the first is that of the batch, whatever it says.</param>
internal sealed class OnnxModel(string path, IReadOnlyDictionary<string, long[]> sizes)
{
    private readonly OnnxTensors _tensors = new(path);
    private readonly ModelProto _model = Parse(path);

    /// <summary>The model's message, for what describes it.</summary>
    public static ModelProto Parse(string path)
    {
        if (!File.Exists(path))
            throw new ToolException($"{path}: expected an ONNX file, there is none.");
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            if (!model.OpsetImport.Any(import => import.Domain is "" or "ai.onnx"))
                throw new ToolException($"{path}: expected the version of the operators, got a model that does not say it, or was cut off.");
            return model.Graph is { } graph && (graph.Node.Count > 0 || graph.Input.Count > 0) ? model : throw new ToolException($"{path}: expected an ONNX model, got a file without a graph.");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ToolException($"{path}: expected an ONNX model, got what is no protobuf message or was cut off ({Shown.Plain(e.Message)}).");
        }
        catch (IOException e)
        {
            throw new ToolException($"{path}: {Shown.Plain(e.Message)}");
        }
    }

    public Graph Read()
    {
        GraphProto proto = _model.Graph;
        Dictionary<string, Tensor> constants = new(StringComparer.Ordinal);
        if (proto.SparseInitializer.Count > 0)
            throw new ToolException($"{path}: expected dense initializers, got {proto.SparseInitializer.Count} sparse ones.");
        foreach (TensorProto tensor in proto.Initializer)
        {
            if (!constants.TryAdd(tensor.Name, _tensors.Read(tensor)))
                throw new ToolException($"{path}: initializer {Shown.Quoted(tensor.Name)}: expected each name once, got it twice.");
        }

        // Of old versions of the format, initializers are inputs, too.
        List<(GraphInput Input, long Fixed)> inputs = [.. proto.Input.Where(input => !constants.ContainsKey(input.Name)).Select(Input)];
        Node[] nodes = [.. proto.Node.Select(Node)];
        Graph graph = new()
        {
            File = path,
            Producer = Shown.Plain(string.Join(' ', new[] { _model.ProducerName, _model.ProducerVersion }.Where(text => text.Length > 0))),
            Inputs = [.. inputs.Select(input => input.Input)],
            Outputs = [.. proto.Output.Select(output => output.Name)],
            Constants = constants,
            FixedBatch = inputs.Select(input => input.Fixed).FirstOrDefault(size => size > 0),
            Nodes = Sort(nodes, [.. constants.Keys, .. inputs.Select(input => input.Input.Name)]),
        };
        if (graph.Inputs.Count == 0 || graph.Outputs.Count == 0)
            throw new ToolException($"{path}: expected inputs and outputs, got {graph.Inputs.Count} and {graph.Outputs.Count}.");
        HashSet<string> known = [.. constants.Keys, .. graph.Inputs.Select(input => input.Name), .. graph.Nodes.SelectMany(node => node.Outputs)];
        if (graph.Inputs.GroupBy(input => input.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ToolException($"{path}: input {Shown.Quoted(twice.Key)}: expected each name once, got it twice.");
        foreach (string output in graph.Outputs.Where(output => !known.Contains(output)))
            throw new ToolException($"{path}: output {Shown.Quoted(output)}: expected a value of that name, no node computes it.");
        foreach (GraphInput input in graph.Inputs)
            graph.Shapes[input.Name] = input.Shape;
        return graph;
    }

    private (GraphInput Input, long Fixed) Input(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } type)
            throw new ToolException($"{path}: input {Shown.Quoted(input.Name)}: expected a tensor, got another type.");
        ElementKind kind = (TensorProto.Types.DataType)type.ElemType switch
        {
            TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 => ElementKind.Single,
            TensorProto.Types.DataType.Double => ElementKind.Double,
            TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Int16 or TensorProto.Types.DataType.Int8
                or TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Uint16 or TensorProto.Types.DataType.Uint32 or TensorProto.Types.DataType.Uint64 => ElementKind.Integer,
            TensorProto.Types.DataType other => throw new ToolException($"{path}: input {Shown.Quoted(input.Name)}: expected numbers, got elements of the type {other}."),
        };
        (long[] shape, long batch) = new InputShape(path, input.Name, type.Shape).Read(sizes.GetValueOrDefault(input.Name));
        return (new GraphInput(input.Name, shape, kind), batch);
    }

    private Node Node(NodeProto node)
    {
        Dictionary<string, object> attributes = new(StringComparer.Ordinal);
        foreach (AttributeProto attribute in node.Attribute)
        {
            object value = attribute.Type switch
            {
                AttributeType.Int => attribute.I,
                AttributeType.Float => attribute.F,
                AttributeType.String => attribute.S.ToStringUtf8(),
                AttributeType.Ints => attribute.Ints.ToArray(),
                AttributeType.Floats => attribute.Floats.ToArray(),
                AttributeType.Strings => attribute.Strings.Select(text => text.ToStringUtf8()).ToArray(),
                AttributeType.Tensor => _tensors.Read(attribute.T ?? new TensorProto()),
                _ => new object(), // graphs, which only operators have that are not known
            };
            attributes[attribute.Name] = value;
        }

        string domain = node.Domain is "" or "ai.onnx" ? "" : node.Domain + ".";
        int opset = (int)(_model.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 1);
        return new Node(domain + node.OpType, [.. node.Input], [.. node.Output]) { Name = node.Name, Attributes = new NodeAttributes(attributes), Opset = opset };
    }

    /// <summary>The nodes, each after those whose values it reads: the format asks for that order, and not every writer keeps it.</summary>
    private List<Node> Sort(Node[] nodes, HashSet<string> known)
    {
        Dictionary<string, int> producers = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string output in nodes[i].Outputs.Where(output => output.Length > 0))
            {
                if (known.Contains(output) || !producers.TryAdd(output, i))
                    throw new ToolException($"{path}: {nodes[i].Description}: expected each value to be computed once, got {Shown.Quoted(output)} twice.");
            }
        }

        int[] missing = new int[nodes.Length];
        List<int>[] readers = [.. nodes.Select(_ => new List<int>())];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string input in nodes[i].Inputs.Where(input => input.Length > 0 && !known.Contains(input)))
            {
                if (!producers.TryGetValue(input, out int producer))
                    throw new ToolException($"{path}: {nodes[i].Description}: expected an input that there is, got {Shown.Quoted(input)}, which nothing computes.");
                readers[producer].Add(i);
                missing[i]++;
            }
        }

        PriorityQueue<int, int> ready = new();
        for (int i = 0; i < nodes.Length; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }

        List<Node> sorted = [];
        while (ready.TryDequeue(out int next, out _))
        {
            sorted.Add(nodes[next]);
            foreach (int reader in readers[next])
            {
                if (--missing[reader] == 0)
                    ready.Enqueue(reader, reader);
            }
        }

        return sorted.Count == nodes.Length ? sorted
            : throw new ToolException($"{path}: {nodes[Array.FindIndex(missing, count => count > 0)].Description}: expected a graph without cycles, got a node that reads what depends on it.");
    }
}
