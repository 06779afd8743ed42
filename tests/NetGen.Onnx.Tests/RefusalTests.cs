using Xunit;

namespace NetGen.OnnxTests;

/// <summary>What cannot be written is refused by name, and no file changes.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-onnx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_activation_of_ones_own_is_refused_by_name()
    {
        ActivationNets.OfOnesOwn network = new(seed: 1);
        string message = Assert.Throws<NotSupportedException>(() => network.ToOnnx()).Message;
        Assert.Equal("OfOnesOwn.cube1 [Cube]: NetGen.OnnxTests.CubeFunction is no activation of NetGen's; expected an entry \"Cube\" in OnnxOptions.Activations that writes its nodes, got none.", message);

        // Also where it has the name of one of NetGen's.
        OnnxOptions options = new() { Activations = { ["Cube"] = (graph, x, _) => graph.Add("Relu", [x]) } };
        message = Assert.Throws<NotSupportedException>(() => network.ToOnnx(options)).Message;
        Assert.Equal("OfOnesOwn.tanh1 [Tanh]: NetGen.OnnxTests.CubeFunction is no activation of NetGen's; expected an entry \"Tanh\" in OnnxOptions.Activations that writes its nodes, got Cube.", message);
    }

    [Fact]
    public void An_attribute_of_no_type_of_ONNX_is_refused()
    {
        OnnxOptions options = new() { Activations = { ["Cube"] = (graph, x, _) => graph.Add("Relu", [x], ("alpha", DateTime.MinValue)) } };
        Assert.Equal(
            "cube1: expected a number, a text or an array of these for the attribute alpha, got a DateTime. (Parameter 'value')",
            Assert.Throws<ArgumentException>(() => new ActivationNets.OfOnesOwn(seed: 1).ToOnnx(options)).Message);
        options.Activations["Cube"] = (graph, x, _) => graph.Add("Mul", [x, graph.Constant([2], [1, 2, 3])]);
        Assert.Equal("cube1: expected 2 elements for the shape [2], got 3. (Parameter 'values')", Assert.Throws<ArgumentException>(() => new ActivationNets.OfOnesOwn(seed: 1).ToOnnx(options)).Message);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    public void Operators_of_other_versions_are_refused(int version) => Assert.StartsWith(
        "OperatorSet: expected a version from 17 to 23.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleNets.DigitNet(seed: 1).ToOnnx(new OnnxOptions { OperatorSet = version })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void More_than_a_file_holds_is_refused_before_memory_is_taken()
    {
        int[] shape = [30_000, 30_000];
        NetworkDescription network = new("Large", "float", [new LayerDescription("input", "Input(3)", [], [3], 0, 0)], [new ParameterDescription("dense1.weight", shape, 0, [30_000, 1], true)], 0);
        NetworkWriter writer = new(network, new NetworkValues(network, (_, _) => throw new InvalidOperationException("It was read.")), new OnnxOptions());
        Assert.Equal("Large: expected parameters of at most 2,080,374,783 bytes, which an ONNX model holds in one file, got 3,600,000,000.", Assert.Throws<NotSupportedException>(() => writer.Write()).Message);
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_or_stays()
    {
        string path = Path.Combine(_folder, "net.onnx");
        SampleNets.DigitNet network = new(seed: 1);
        network.SaveOnnx(path);
        Assert.Equal(network.ToOnnx(), File.ReadAllBytes(path));
        new SampleNets.Agent(seed: 1).SaveOnnx(path);
        byte[] second = File.ReadAllBytes(path);
        Assert.NotEqual(network.ToOnnx(), second);
        Assert.Throws<NotSupportedException>(() => new ActivationNets.OfOnesOwn(seed: 1).SaveOnnx(path));
        Assert.Equal(second, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder)); // nothing temporary is left
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder, "missing", "net.onnx");
        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => new SampleNets.DigitNet(seed: 1).SaveOnnx(path)).Message, StringComparison.Ordinal);
    }
}
