using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Networks in files.</summary>
public sealed partial class ModelFileTests : IDisposable
{
    [Network, Input(3), Dense(5, Name = "backbone"), ReLU, Dense(2, Name = "head"), SoftmaxCrossEntropy]
    internal sealed partial class Parts;

    [Network, Input(3), Dense(5, Name = "backbone"), ReLU, Dense(7, Name = "head"), SoftmaxCrossEntropy]
    internal sealed partial class OtherHead;

    [Network, Input(3), Dense(5), ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Plain;

    [Network, Input(3), Dense(4), ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Narrow;

    [Network<double>, Input(3), Dense(5), ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class PlainInDouble;

    [Network, Input(3), Dense(5), ReLU, Dense(2), ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Deeper;

    [Network, Input(3), Normalization, Dense(4), BatchNorm, ReLU, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Stateful;

    [Network, Input(3, 5, 5), Conv2D(4, 3), ReLU, Flatten, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Convolutional;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_network_comes_back_and_a_second_save_has_the_same_bytes()
    {
        string first = _folder["first.safetensors"], second = _folder["second.safetensors"];
        Plain net = new(seed: 4);
        net.Save(first);
        Plain again = Plain.FromFile(first);
        Assert.Equal(net.Parameters.ToArray(), again.Parameters.ToArray());
        again.Save(second);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));

        // Over itself, and nothing unfinished is left.
        again.Save(first);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal([first, second], Directory.GetFiles(_folder.Path).Order());
    }

    [Fact]
    public void The_file_has_canonical_names_and_shapes()
    {
        Plain net = new(seed: 4);
        net.Save(_folder["net"]);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["net"]);
        Assert.Equal(["dense1.bias", "dense1.weight", "dense2.bias", "dense2.weight"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([[5], [5, 3], [2], [2, 5]], file.Tensors.Select(tensor => tensor.Shape));
        float[] weight = new float[15];
        net.GetParameter("dense1.weight", weight);
        Assert.Equal(weight, file.Read<float>("dense1.weight"));
    }

    [Fact]
    public void The_other_precision_loads()
    {
        Plain net = new(seed: 4);
        net.Save(_folder["net"]);
        PlainInDouble wide = PlainInDouble.FromFile(_folder["net"]);
        double[] values = new double[15];
        wide.GetParameter("dense1.weight", values);
        float[] expected = new float[15];
        net.GetParameter("dense1.weight", expected);
        Assert.Equal(expected.Select(value => (double)value), values);
        wide.Save(_folder["wide"]);
        Assert.Equal(net.Parameters.ToArray(), Plain.FromFile(_folder["wide"]).Parameters.ToArray());
    }

    [Fact]
    public void Another_architecture_is_refused_by_the_first_difference_and_the_network_stays()
    {
        new Plain(seed: 4).Save(_folder["plain"]);
        Refused(new Narrow(seed: 5), "'dense1.weight' of the shape [4, 3], got [5, 3]", net => net.Load(_folder["plain"]), net => net.Parameters.ToArray());
        Refused(new Deeper(seed: 5), "expected a tensor 'dense3.weight' of the shape [2, 2]", net => net.Load(_folder["plain"]), net => net.Parameters.ToArray());
        new Deeper(seed: 4).Save(_folder["deeper"]);
        Refused(new Plain(seed: 5), "got also 'dense3.bias' of the shape [2]", net => net.Load(_folder["deeper"]), net => net.Parameters.ToArray());
        new OtherHead(seed: 4).Save(_folder["head"]);
        Refused(new Parts(seed: 5), "'head.weight' of the shape [2, 5], got [7, 5]", net => net.Load(_folder["head"]), net => net.Parameters.ToArray());
        Assert.Throws<FileNotFoundException>(() => Plain.FromFile(_folder["none"]));
    }

    [Fact]
    public void A_part_is_loaded()
    {
        OtherHead other = new(seed: 4);
        other.Save(_folder["other"]);
        Parts net = new(seed: 5), before = net.Clone();
        net.Load(_folder["other"], include: "backbone.*");
        float[] expected = new float[15], got = new float[15], head = new float[10], headBefore = new float[10];
        other.GetParameter("backbone.weight", expected);
        net.GetParameter("backbone.weight", got);
        Assert.Equal(expected, got);
        net.GetParameter("head.weight", head);
        before.GetParameter("head.weight", headBefore);
        Assert.Equal(headBefore, head);
        Assert.Contains("'trunk.*' fits: backbone.weight", Assert.Throws<ArgumentException>(() => net.Load(_folder["other"], include: "trunk.*")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_sequential_load_by_order_and_by_names()
    {
        // Modules 2 and 10, which texts would order the other way round.
        float[] w1 = Numbers(15, 1), b1 = Numbers(5, 100), w2 = Numbers(10, 200), b2 = Numbers(2, 300);
        SafetensorsWriter writer = new();
        writer.Add<float>("2.weight", [5, 3], w1);
        writer.Add<float>("2.bias", [5], b1);
        writer.Add<float>("10.weight", [2, 5], w2);
        writer.Add<float>("10.bias", [2], b2);
        writer.Save(_folder["torch"]);
        NameMap names = NameMap.From(new Dictionary<string, string> { ["dense1.*"] = "2.*", ["dense2.weight"] = "10.weight", ["dense2.bias"] = "10.bias" });
        foreach (NameMap map in (NameMap[])[NameMap.ByOrder, names])
        {
            Plain net = new();
            net.Load(_folder["torch"], names: map);
            Assert.Equal(w1, Get(net, "dense1.weight", 15));
            Assert.Equal(b1, Get(net, "dense1.bias", 5));
            Assert.Equal(w2, Get(net, "dense2.weight", 10));
            Assert.Equal(b2, Get(net, "dense2.bias", 2));
        }

        Refused(new Deeper(), "expected 3 modules, one for each layer of Deeper with parameters (dense1, dense2, dense3), got 2 (2, 10)", net => net.Load(_folder["torch"], names: NameMap.ByOrder), net => net.Parameters.ToArray());
        Refused(new Narrow(), "'2.weight', for dense1.weight, of the shape [4, 3], got [5, 3]", net => net.Load(_folder["torch"], names: NameMap.ByOrder), net => net.Parameters.ToArray());
        Assert.Throws<ArgumentException>(() => NameMap.From(new Dictionary<string, string> { ["a.*"] = "b" }));
    }

    [Fact]
    public void State_is_saved_under_the_names_of_pytorch_and_comes_back()
    {
        Stateful net = new(seed: 4);
        net.Adapt([1, 2, 3, 4, 6, 8]);
        net.SetState("batchNorm1.runningMean", [1, 2, 3, 4]);
        net.SetState("batchNorm1.runningVariance", [5, 6, 7, 8]);
        net.Save(_folder["net"]);
        using (SafetensorsFile file = SafetensorsFile.Open(_folder["net"]))
        {
            Assert.Equal([1, 2, 3, 4], file.Read<float>("batchNorm1.running_mean"));
            Assert.Equal([5, 6, 7, 8], file.Read<float>("batchNorm1.running_var"));
        }

        Stateful again = Stateful.FromFile(_folder["net"]);
        Assert.Equal(net.State.ToArray(), again.State.ToArray());
        Assert.Equal(net.Predict([1, 2, 4]), again.Predict([1, 2, 4]));

        // A torch.nn.Sequential of Linear, BatchNorm1d, ReLU, Linear.
        SafetensorsWriter writer = new();
        foreach ((string name, long[] shape, int count) in ((string, long[], int)[])[("0.weight", [4, 3], 12), ("0.bias", [4], 4), ("1.weight", [4], 4), ("1.bias", [4], 4), ("1.running_mean", [4], 4), ("1.running_var", [4], 4), ("3.weight", [2, 4], 8), ("3.bias", [2], 2)])
            writer.Add<float>(name, shape, Numbers(count, 1));
        writer.Add<long>("1.num_batches_tracked", [], [7]);
        writer.Save(_folder["torch"]);
        float[] means = new float[4], before = new float[3], after = new float[3];
        string mean = Stateful.Description.State[0].Name;
        again.GetState(mean, before);
        again.Load(_folder["torch"], names: NameMap.ByOrder);
        again.GetState("batchNorm1.runningMean", means);
        Assert.Equal([1, 2, 3, 4], means);
        again.GetState(mean, after);
        Assert.Equal(before, after); // of a layer without parameters
    }

    [Fact]
    public void A_convolution_has_the_shape_of_pytorch()
    {
        Convolutional net = new(seed: 4);
        net.Save(_folder["net"]);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["net"]);
        Assert.Equal([4, 3, 3, 3], file.Find("conv2D1.weight")!.Shape);
        float[] weight = new float[108];
        net.GetParameter("conv2D1.weight", weight);
        Assert.Equal(weight, file.Read<float>("conv2D1.weight"));
        Assert.Equal(net.Parameters.ToArray(), Convolutional.FromFile(_folder["net"]).Parameters.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 65)]
    [InlineData(130, 7)]
    public void Tensors_are_turned_whatever_their_sizes(int rows, int columns)
    {
        // A dense weight: rows of the canonical order are columns of the other, which is padded.
        int stride = (rows + 3) & ~3;
        ParameterDescription tensor = new("w", [rows, columns], 5, [1, stride], true);
        float[] buffer = [.. Enumerable.Range(0, 5 + (stride * columns)).Select(i => (float)i)], canonical = new float[rows * columns], back = new float[buffer.Length];
        StridedTensor.Gather<float>(tensor, buffer, 0, canonical);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                Assert.Equal(5 + r + (c * stride), canonical[(r * columns) + c]);
        }

        StridedTensor.Scatter<float>(tensor, back, 0, canonical);
        float[] again = new float[canonical.Length];
        StridedTensor.Gather<float>(tensor, back, 0, again);
        Assert.Equal(canonical, again);

        // Axes in an order that makes no single distance.
        ParameterDescription odd = new("k", [2, 3, 4], 0, [1, 2, 6], true);
        float[] values = [.. Enumerable.Range(0, 24).Select(i => (float)i)], got = new float[24];
        StridedTensor.Gather<float>(odd, values, 0, got);
        Assert.Equal((0, 6, 2, 23), (got[0], got[1], got[4], got[23]));
    }

    [Fact]
    public void Streams_serve_as_well()
    {
        Plain net = new(seed: 4), other = new(seed: 5);
        MemoryStream stream = new();
        ModelFile.Save(net, stream);
        using SafetensorsFile file = SafetensorsFile.Open(stream);
        ModelFile.Load(other, file);
        Assert.Equal(net.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one()
    {
        Plain net = new(seed: 4);
        string path = _folder["net"];
        net.Save(path);
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidOperationException();
        }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.ThrowsAny<IOException>(() => net.Save(Path.Combine(_folder.Path, "no", "folder")));
    }

    [Fact]
    public void Numbers_within_names_count_as_numbers()
    {
        string[] names = ["10", "2", "a.10.b", "a.2.b", "a", "", "02", "a.b"];
        Assert.Equal(["", "02", "2", "10", "a", "a.2.b", "a.10.b", "a.b"], names.Order(NaturalOrder.Instance));
    }

    private static float[] Numbers(int count, float first) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private static float[] Get(Plain net, string name, int count)
    {
        float[] values = new float[count];
        net.GetParameter(name, values);
        return values;
    }

    private static void Refused<TNet>(TNet net, string message, Action<TNet> load, Func<TNet, float[]> parameters)
    {
        float[] before = parameters(net);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => load(net));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(": offset ", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters(net));
    }
}
