using NetGen.Benchmarks.Workloads;
using Onnx;

namespace NetGen.Benchmarks.Contenders.Onnx;

/// <summary>The networks as ONNX models, with weights [out, in] as a PyTorch user exports them.</summary>
internal sealed class OnnxModel
{
    /// <summary>The name of the model's input, of shape [batch, …].</summary>
    public const string Input = "inputs";

    /// <summary>The name of the model's output, of shape [batch, outputs].</summary>
    public const string Output = "outputs";

    /// <summary>ONNX 1.14: every runtime of today reads it, and all operators used here are in it.</summary>
    private const int IrVersion = 9, OperatorSet = 19;

    private readonly float[] _parameters;
    private readonly GraphProto _graph = new() { Name = "network" };
    private int _offset;
    private string _last = Input;

    private OnnxModel(float[] parameters) => _parameters = parameters;

    /// <summary>Whether a network is written here: ONNX 1.14 has no operator of attention.</summary>
    public static bool CanCreate(Architecture architecture) => architecture is Chain or LeNet5 or Recurrent { Tokens: 0, EachStep: false };

    /// <summary>A network with its parameters, for one size of batch.</summary>
    public static ModelProto Create(Architecture architecture, int batch, float[] parameters)
    {
        OnnxModel model = new(parameters);
        model._graph.Input.Add(Tensor(Input, [batch, .. architecture.InputShape]));
        switch (architecture)
        {
            case Chain chain:
                model.Add(chain);
                break;
            case LeNet5:
                model.AddLeNet5();
                break;
            case Recurrent recurrent:
                model.Add(recurrent);
                break;
            default:
                throw new NotSupportedException(architecture.ToString());
        }

        if (model._offset != parameters.Length)
            throw new InvalidOperationException($"ONNX Runtime's network has {model._offset} parameters, expected {parameters.Length}.");

        model._graph.Node[^1].Output[0] = Output;
        model._graph.Output.Add(Tensor(Output, [batch, architecture.Outputs]));
        return new() { IrVersion = IrVersion, Graph = model._graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } } };
    }

    private void Add(Chain chain)
    {
        for (int layer = 0; layer < chain.Layers; layer++)
        {
            AddDense(chain.Widths[layer], chain.Widths[layer + 1]);
            if (chain.ActivationOf(layer) is ActivationKind.ReLU or ActivationKind.Tanh)
                AddNode(chain.ActivationOf(layer) == ActivationKind.ReLU ? "Relu" : "Tanh");
        }
    }

    private void AddLeNet5()
    {
        AddConvolution(1, 6, padding: 2);
        AddNode("Relu");
        AddPool();
        AddConvolution(6, 16, padding: 0);
        AddNode("Relu");
        AddPool();
        AddNode("Flatten");
        AddDense(400, 120);
        AddNode("Relu");
        AddDense(120, 84);
        AddNode("Relu");
        AddDense(84, 10);
    }

    /// <summary>Steps come first there, gates in the order i, o, f, g or z, r, n, and the last state is [directions, batch, units].</summary>
    private void Add(Recurrent network)
    {
        bool isLSTM = network.Cell == CellKind.LSTM;
        ReadOnlySpan<int> gates = isLSTM ? [0, 3, 1, 2] : [1, 0, 2];
        ReadOnlySpan<int> bothGates = isLSTM ? [0, 3, 1, 2, 4, 7, 5, 6] : [1, 0, 2, 4, 3, 5];
        int rows = gates.Length * network.Units;
        AddNode("Transpose").Attribute.Add(Integers("perm", AttributeProto.Types.AttributeType.Ints, 1, 0, 2));
        NodeProto cell = AddNode(
            isLSTM ? "LSTM" : "GRU",
            AddParameter([1, rows, network.Features], gates),
            AddParameter([1, rows, network.Units], gates),
            AddParameter([1, 2 * rows], bothGates));
        cell.Output.Insert(0, ""); // the states of all steps
        cell.Attribute.Add(Integers("hidden_size", AttributeProto.Types.AttributeType.Int, network.Units));
        if (!isLSTM)
            cell.Attribute.Add(Integers("linear_before_reset", AttributeProto.Types.AttributeType.Int, 1));
        AddNode("Flatten").Attribute.Add(Integers("axis", AttributeProto.Types.AttributeType.Int, 2));
        AddDense(network.Units, network.Width);
    }

    private void AddDense(int inputs, int outputs) =>
        AddNode("Gemm", AddParameter([outputs, inputs]), AddParameter([outputs])).Attribute.Add(Integers("transB", AttributeProto.Types.AttributeType.Int, 1));

    private void AddConvolution(int inputs, int outputs, int padding) =>
        AddNode("Conv", AddParameter([outputs, inputs, 5, 5]), AddParameter([outputs])).Attribute.Add(
            Integers("pads", AttributeProto.Types.AttributeType.Ints, padding, padding, padding, padding));

    private void AddPool() => AddNode("MaxPool").Attribute.Add(
    [
        Integers("kernel_shape", AttributeProto.Types.AttributeType.Ints, 2, 2), Integers("strides", AttributeProto.Types.AttributeType.Ints, 2, 2),
    ]);

    /// <summary>Adds an operator on what the last one gave.</summary>
    private NodeProto AddNode(string operation, params ReadOnlySpan<string> parameters)
    {
        NodeProto node = new() { OpType = operation, Input = { _last } };
        foreach (string parameter in parameters)
            node.Input.Add(parameter);
        _last = $"{operation}{_graph.Node.Count}";
        node.Output.Add(_last);
        _graph.Node.Add(node);
        return node;
    }

    /// <summary>Adds the next parameter in canonical order.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="order">Its equal parts in the order that ONNX has them in; nothing if in ours.</param>
    private string AddParameter(ReadOnlySpan<long> shape, params ReadOnlySpan<int> order)
    {
        TensorProto tensor = new() { Name = $"parameter{_graph.Initializer.Count}", DataType = (int)TensorProto.Types.DataType.Float };
        int count = 1;
        foreach (long axis in shape)
        {
            tensor.Dims.Add(axis);
            count *= (int)axis;
        }

        int part = count / Math.Max(1, order.Length);
        foreach (int index in order.IsEmpty ? [0] : order)
            tensor.FloatData.AddRange(new ArraySegment<float>(_parameters, _offset + (index * part), part));
        _offset += count;
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static AttributeProto Integers(string name, AttributeProto.Types.AttributeType type, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = type };
        if (type == AttributeProto.Types.AttributeType.Int)
            attribute.I = values[0];
        else
            attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }

    private static ValueInfoProto Tensor(string name, IEnumerable<long> shape)
    {
        TensorShapeProto axes = new();
        axes.Dim.AddRange(shape.Select(axis => new TensorShapeProto.Types.Dimension { DimValue = axis }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float, Shape = axes } } };
    }
}
