using Xunit;
using static Onnx.AttributeProto.Types;

namespace NetGen.OnnxTests;

/// <summary>What stands in a model.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Names_and_shapes_are_those_of_the_network()
    {
        Onnx.GraphProto graph = Export<SampleNets.DigitNet>();
        Assert.Equal(["input [batch, 28]"], graph.Input.Select(Shown));
        Assert.Equal(["output [batch, 10]"], graph.Output.Select(Shown));
        Assert.Equal(
            ["dense1.weight [16, 28]", "dense1.bias [16]", "dense2.weight [10, 16]", "dense2.bias [10]"],
            graph.Initializer.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Dims)}]"));
        Assert.Equal(["dense1", "reLU1", "output"], graph.Node.Select(node => node.Output.Single())); // dropout is not there
        Assert.Equal("DigitNet", graph.Name);
    }

    [Fact]
    public void Several_inputs_and_heads_have_their_names()
    {
        Onnx.GraphProto graph = Export<LayerNets.SeveralHeads>();
        Assert.Equal(["policy [batch, 3]", "value [batch, 1]", "facts [batch, 2]"], graph.Output.Select(Shown));
        graph = Export<LayerNets.SeveralInputs>();
        Assert.Equal(["left [batch, 4, 3]", "right [batch, 3]"], graph.Input.Select(Shown));
    }

    [Fact]
    public void An_input_called_like_the_output_keeps_its_name()
    {
        Onnx.GraphProto graph = Export<LayerNets.TakenNames>();
        Assert.Equal(["output"], graph.Input.Select(input => input.Name));
        Assert.Equal(["output_2"], graph.Output.Select(output => output.Name));
    }

    [Fact]
    public void Tokens_are_int64()
    {
        Onnx.GraphProto graph = Export<SampleNets.GptNet>();
        Assert.Equal((int)Onnx.TensorProto.Types.DataType.Int64, graph.Input.Single().Type.TensorType.ElemType);
    }

    [Fact]
    public void Shared_parameters_are_there_once()
    {
        Onnx.GraphProto graph = Export<SampleNets.GptNet>();
        Assert.Single(graph.Initializer, tensor => tensor.Name == "tokens.weight");
        Assert.DoesNotContain(graph.Initializer, tensor => tensor.Name == "dense1.weight");
    }

    [Fact]
    public void What_no_output_needs_is_left_out()
    {
        Onnx.GraphProto graph = Export<SampleNets.DigitAutoencoder>();
        Assert.DoesNotContain(graph.Initializer, tensor => tensor.Name.StartsWith("logVariance", StringComparison.Ordinal)); // noise is for training
        Assert.Single(Export<LayerNets.EarlyHead>().Node);
    }

    [Fact]
    public void Probabilities_and_later_operators_come_on_request()
    {
        Assert.Equal("Softmax", Export<SampleNets.DigitNet>(new OnnxOptions { Probabilities = true }).Node[^1].OpType);
        Assert.Equal("Gemm", Export<SampleNets.DigitNet>().Node[^1].OpType);
        Assert.Contains(Export<SampleNets.ResidualMlp>(new OnnxOptions { OperatorSet = 20 }).Node, node => node.OpType == "Gelu");
        Assert.Contains(Export<SampleNets.ResidualMlp>().Node, node => node.OpType == "Erf");
    }

    [Fact]
    public void The_batch_axis_has_the_name_that_is_asked_for() =>
        Assert.Equal(["input [N, 28]"], Export<SampleNets.DigitNet>(new OnnxOptions { BatchAxis = "N" }).Input.Select(Shown));

    [Fact]
    public void Gates_lie_in_the_order_of_ONNX()
    {
        LayerTypes<SequenceNets.LastOfGRU> gru = new("gru1", "GRU", ["z", "r", "n"], ["r", "z", "n"]);
        gru.Check();
        Assert.Equal(1, gru.Node.Attribute.Single(attribute => attribute.Name == "linear_before_reset").I);
        Assert.All(gru.Node.Attribute, attribute => Assert.NotEqual(AttributeType.Undefined, attribute.Type));
        new LayerTypes<SampleNets.LstmNet>("lstm1", "LSTM", ["i", "o", "f", "g"], ["i", "f", "g", "o"]).Check();
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        SampleNets.GptNet network = new(seed: 3);
        Assert.Equal(network.ToOnnx(), network.ToOnnx());
    }

    private static Onnx.GraphProto Export<TNetwork>(OnnxOptions? options = null)
        where TNetwork : class, INetwork<TNetwork, float> => Onnx.ModelProto.Parser.ParseFrom(Judge.Create<TNetwork, float>(1).ToOnnx(options)).Graph;

    private static string Shown(Onnx.ValueInfoProto value) =>
        $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(axis => axis.DimParam.Length > 0 ? axis.DimParam : $"{axis.DimValue}"))}]";

    /// <summary>The blocks of a recurrent layer's input weight, in the network and in its model.</summary>
    private sealed class LayerTypes<TNetwork>(string layer, string operation, string[] theirs, string[] ours)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        private readonly TNetwork _network = Judge.Create<TNetwork, float>(1);

        public Onnx.NodeProto Node => Graph.Node.Single(node => node.OpType == operation);

        private Onnx.GraphProto Graph => Onnx.ModelProto.Parser.ParseFrom(_network.ToOnnx()).Graph;

        public void Check()
        {
            float[] weight = new float[TNetwork.Description.Parameters.Single(tensor => tensor.Name == $"{layer}.inputWeight").Count];
            _network.GetParameter($"{layer}.inputWeight", weight);
            float[] written = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Graph.Initializer.Single(tensor => tensor.Name == Node.Input[1]).RawData.Span).ToArray();
            int length = weight.Length / ours.Length;
            Assert.Equal(theirs.SelectMany(gate => weight.Skip(Array.IndexOf(ours, gate) * length).Take(length)), written);
        }
    }
}
