using System.Globalization;
using Google.Protobuf;
using NetGen.Tool.Commands;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace NetGen.Tool.Tests;

/// <summary>Models that are damaged, hostile or beyond what networks of NetGen compute: one clear message, and nothing is written.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-refused-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Truncated_IsRefusedAtEveryLength()
    {
        byte[] whole = Simple().Model().ToByteArray();
        for (int length = 0; length < whole.Length; length += 7)
        {
            string path = Path.Combine(_folder, "cut.onnx");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<ToolException>(() => Import(path));
        }

        AssertNothingIsWritten();
    }

    [Fact]
    public void DamagedBytes_NeverEscapeAsAnotherException()
    {
        byte[] whole = Simple().Model().ToByteArray();
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = [.. whole];
            for (int k = 0; k < 3; k++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = Path.Combine(_folder, "damaged.onnx");
            File.WriteAllBytes(path, damaged);
            try
            {
                Import(path);
            }
            catch (ToolException)
            {
            }
        }

        Assert.True(File.Exists(Path.Combine(_folder, "damaged.onnx")));
    }

    [Theory]
    [InlineData("cycle", "without cycles")]
    [InlineData("unknown", "which nothing computes")]
    [InlineData("twice", "computed once")]
    [InlineData("no output", "no node computes it")]
    [InlineData("size", "elements")]
    [InlineData("negative", "sizes from 0")]
    [InlineData("short data", "bytes of data")]
    [InlineData("input size", "sizes from 1")]
    [InlineData("open size", "--shape x0=batch,16")]
    [InlineData("shapes", "matrices that go together")]
    [InlineData("huge constant", "elements")]
    public void Graph_IsRefused(string what, string expected)
    {
        ModelBuilder m = what switch
        {
            "input size" => new ModelBuilder("m") is var model && model.Input(-1, 1L << 40) is var x ? With(model, model.Op("Relu", x)) : null!,
            "open size" => Open(),
            _ => Simple(),
        };
        GraphProto graph = m.Graph;
        switch (what)
        {
            case "cycle":
                graph.Node[0].Input[0] = graph.Node[2].Output[0];
                break;
            case "unknown":
                graph.Node[0].Input[0] = "nowhere";
                break;
            case "twice":
                graph.Node[1].Output[0] = graph.Node[0].Output[0];
                graph.Node[2].Input[0] = graph.Node[0].Output[0];
                break;
            case "no output":
                graph.Output[0].Name = "other";
                break;
            case "size":
                graph.Initializer[0].Dims[0] = long.MaxValue;
                break;
            case "negative":
                graph.Initializer[0].Dims[0] = -4;
                break;
            case "short data":
                graph.Initializer[0].Dims[0]++;
                break;
            case "shapes":
                graph.Input[0].Type.TensorType.Shape.Dim[1].DimValue = 5;
                break;
            case "huge constant":
                string huge = m.Op("ConstantOfShape", m.Ints(1 << 20, 1 << 20));
                m.Output(m.Op("MatMul", m.Op("Relu", graph.Input[0].Name), huge));
                break;
            default:
                break;
        }

        string message = Assert.Throws<ToolException>(() => Import(m.Save(_folder))).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        AssertNothingIsWritten();
    }

    [Fact]
    public void UnsupportedNodes_AreListedWithWhatTheyNeed()
    {
        ModelBuilder m = new("many");
        string h = m.Node("LpNormalization", [m.Input(-1, 4)], ("p", 2));
        string other = m.Nodes("GRU", [m.Transposed3(m.Input(-1, 5, 3)), m.Weight(1, 6, 3), m.Weight(1, 6, 2), m.Weight(1, 12)], 2, ("hidden_size", 2))[1];
        m.Output(h);
        m.Output(other);

        string message = Assert.Throws<ToolException>(() => Import(m.Save(_folder))).Message;

        Assert.Contains("2 of", message, StringComparison.Ordinal);
        Assert.Contains("LpNormalization '/LpNormalization_", message, StringComparison.Ordinal);
        Assert.Contains("linear_before_reset = 1", message, StringComparison.Ordinal);
        AssertNothingIsWritten();
    }

    [Theory]
    [InlineData("Huber(Delta = 2)\n")]
    [InlineData("Huber(Delta = 2)] class Evil { [A")]
    public void BadLosses_AreRefused(string loss)
    {
        Assert.StartsWith("--loss", Assert.Throws<ToolException>(() => ImportCommand.Import(new(Simple().Save(_folder), "App", null, Path.Combine(_folder, "out")) { Losses = [loss] })).Message, StringComparison.Ordinal);
        AssertNothingIsWritten();
    }

    [Fact]
    public void ALayersNameThatEndsInALineBreak_IsNotWritten()
    {
        ModelBuilder m = new("named");
        m.Graph.Node[AddRelu(m, m.Input(-1, 4))].Name = "/fc1\n/Relu";
        string source = File.ReadAllText(Path.Combine(Import(m.Save(_folder)), "Named.cs"));
        Assert.DoesNotContain("fc1", source, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsPrintedAndWritten_IsTheSameInAnyCulture()
    {
        ModelBuilder m = new("culture");
        m.Output(m.Op("LeakyRelu", m.Op("MatMul", m.Input(-1, 60), m.Weight(60, 50))));
        string model = m.Save(_folder), one = Path.Combine(_folder, "one"), two = Path.Combine(_folder, "two");
        CultureInfo before = CultureInfo.CurrentCulture;
        string printed = ImportCommand.Import(new(model, "App", null, one));
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(printed.Replace(one, two, StringComparison.Ordinal), ImportCommand.Import(new(model, "App", null, two)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Contains("3,000 numbers", printed, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(one, "Culture.cs")), File.ReadAllText(Path.Combine(two, "Culture.cs")));
    }

    [Fact]
    public void Names_CannotSteerTheTerminalOrTheSource()
    {
        ModelBuilder m = new("names");
        string x = m.Input("x\u001b[2J\n*/ public class Evil {} //\u2028", DataType.Float, -1, 3);
        NodeProto node = m.Graph.Node[AddRelu(m, x)];
        node.Name = "\u001b]0;title\u0007\n";
        node.OpType = "Nothing\u202e";

        string message = Assert.Throws<ToolException>(() => Import(m.Save(_folder))).Message;
        Assert.DoesNotContain(message, c => char.IsControl(c) && c != '\n' || c == '\u202e');

        node.OpType = "Relu";
        string source = File.ReadAllText(Path.Combine(Import(m.Save(_folder)), "Names.cs"));
        Assert.DoesNotContain(source, c => c != '\n' && char.IsControl(c) || c == '\u2028');
        Assert.All(source.Split('\n').Where(line => line.Contains("Evil", StringComparison.Ordinal)), line => Assert.StartsWith("/// ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("link/outside.bin")]
    [InlineData("linked.bin")]
    [InlineData("missing.bin")]
    [InlineData("short.bin")]
    [InlineData("")]
    public void ExternalData_LieInTheModelsFolder(string location)
    {
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "model")).FullName, outer = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        File.WriteAllBytes(Path.Combine(_folder, "outside.bin"), new byte[4096]);
        File.WriteAllBytes(Path.Combine(outer, "outside.bin"), new byte[4096]);
        File.WriteAllBytes(Path.Combine(inner, "short.bin"), new byte[5]);
        Directory.CreateSymbolicLink(Path.Combine(inner, "link"), outer);
        File.CreateSymbolicLink(Path.Combine(inner, "linked.bin"), Path.Combine(outer, "outside.bin"));
        ModelBuilder m = Simple();
        MoveOut(m.Graph.Initializer[0], location);

        string message = Assert.Throws<ToolException>(() => Import(m.Save(inner))).Message;

        Assert.Contains("external data", message, StringComparison.Ordinal);
        AssertNothingIsWritten();
    }

    [Fact]
    public void ExternalData_AreRead()
    {
        ModelBuilder m = Simple();
        byte[] data = m.Graph.Initializer[0].RawData.ToByteArray();
        File.WriteAllBytes(Path.Combine(_folder, "weights.bin"), [.. new byte[16], .. data]);
        string without = Import(m.Save(_folder));
        byte[] expected = File.ReadAllBytes(Path.Combine(without, "Simple.safetensors"));
        MoveOut(m.Graph.Initializer[0], "weights.bin", 16);

        Assert.Equal(expected, File.ReadAllBytes(Path.Combine(Import(m.Save(_folder)), "Simple.safetensors")));
    }

    [Theory]
    [InlineData("1st", "App", "--class")]
    [InlineData("A;B", "App", "--class")]
    [InlineData("class", "App", "--class")]
    [InlineData("record", "App", "--class")]
    [InlineData("Net\n", "App", "--class")]
    [InlineData("Net", "App..B", "--namespace")]
    [InlineData("Net", "App.namespace", "--namespace")]
    [InlineData("Net", "App\n", "--namespace")]
    public void BadNames_AreRefused(string name, string space, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ToolException>(() => ImportCommand.Import(new(Simple().Save(_folder), space, name, Path.Combine(_folder, "out")))).Message, StringComparison.Ordinal);

    [Fact]
    public void DoubleModels_AreDoubleNetworks()
    {
        ModelBuilder m = new("precise");
        string x = m.Input("x", DataType.Double, -1, 2);
        TensorProto weight = new() { Name = "w", DataType = (int)DataType.Double };
        weight.Dims.AddRange([2, 3]);
        weight.DoubleData.AddRange([1, 2, 3, 4, 5, 1e-30]);
        m.Graph.Initializer.Add(weight);
        m.Output(m.Op("MatMul", x, "w"), DataType.Double);
        string folder = Import(m.Save(_folder));

        Assert.Contains("[Network<double>]", File.ReadAllText(Path.Combine(folder, "Precise.cs")), StringComparison.Ordinal);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, "Precise.safetensors"));
        Assert.Equal([1, 4, 2, 5, 3, 1e-30], file.Read<double>("dense1.weight"));
    }

    private static void MoveOut(TensorProto tensor, string location, int offset = 0)
    {
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }

    private static int AddRelu(ModelBuilder m, string x)
    {
        m.Output(m.Op("Relu", x));
        return 0;
    }

    private static ModelBuilder With(ModelBuilder m, string output)
    {
        m.Output(output);
        return m;
    }

    private static ModelBuilder Open()
    {
        ModelBuilder m = new("open");
        m.Input(-1, -1);
        m.Graph.Input[0].Type.TensorType.Shape.Dim[1].DimParam = "length";
        return With(m, m.Op("Relu", "x0"));
    }

    private static ModelBuilder Simple()
    {
        ModelBuilder m = new("simple");
        string x = m.Input(-1, 4);
        m.Output(m.Op("Add", m.Op("MatMul", x, m.Weight(4, 3)), m.Weight(3)));
        return m;
    }

    private string Import(string path)
    {
        string output = Path.Combine(_folder, "out");
        ImportCommand.Import(new(path, "App", null, output));
        return output;
    }

    private void AssertNothingIsWritten() => Assert.False(Directory.Exists(Path.Combine(_folder, "out")));
}
