using System.IO.Compression;
using NetGen.Tool.Commands;
using PureHDF;

namespace NetGen.Tool.Tests;

/// <summary>Weights as Keras lays them in files: of version 2 with the names of arrays, of version 3 with their numbers.</summary>
public sealed class KerasTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-keras-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void DenseKernels_AreTransposed_InTheModelsOrder()
    {
        H5File file = Keras2(("second", "kernel:0", new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }), ("second", "bias:0", new float[] { 7, 8 }), ("first", "kernel:0", new float[,] { { 9 }, { 10 } }));
        file.Attributes["layer_names"] = new[] { "second", "first" };
        string path = Path.Combine(_folder, "model.h5"), output = Path.Combine(_folder, "out.safetensors");
        file.Write(path);
        WeightsCommand.Convert(new(path, output) { ByOrder = true });

        using SafetensorsFile weights = SafetensorsFile.Open(output);
        Assert.Equal([1, 3, 5, 2, 4, 6], weights.Read<float>("0.weight"));
        Assert.Equal([7, 8], weights.Read<float>("0.bias"));
        Assert.Equal([9, 10], weights.Read<float>("1.weight"));
    }

    [Fact]
    public void Convolutions_HaveTheirChannelsFirst()
    {
        float[,,,] kernel = new float[2, 1, 3, 4];
        for (int i = 0; i < kernel.Length; i++)
            kernel[i / 12, 0, i / 4 % 3, i % 4] = i;
        H5File file = Keras2(("conv2d", "kernel:0", kernel));
        string path = Path.Combine(_folder, "conv.h5"), output = Path.Combine(_folder, "out.safetensors");
        file.Write(path);
        WeightsCommand.Convert(new(path, output));

        using SafetensorsFile weights = SafetensorsFile.Open(output);
        Assert.Equal([4, 3, 2, 1], weights.Find("conv2d.weight")!.Shape);
        Assert.Equal([0, 12, 4, 16, 8, 20], weights.Read<float>("conv2d.weight")[..6]);
    }

    [Fact]
    public void Gates_AreInNetGensOrder()
    {
        // One unit, one feature: z, r, h of a GRU become r, z, n; an LSTM's stay, and its bias is one of two.
        string path = Archive(
            ("gru", "cell/vars", [new float[,] { { 1, 2, 3 } }, new float[,] { { 4, 5, 6 } }, new float[,] { { 7, 8, 9 }, { 10, 11, 12 } }]),
            ("lstm", "cell/vars", [new float[,] { { 1, 2, 3, 4 } }, new float[,] { { 5, 6, 7, 8 } }, new float[] { 9, 10, 11, 12 }]));
        string output = Path.Combine(_folder, "out.safetensors");
        WeightsCommand.Convert(new(path, output) { Maps = ["encoder=gru", "l*=l*"] });

        using SafetensorsFile weights = SafetensorsFile.Open(output);
        Assert.Equal([2, 1, 3], weights.Read<float>("encoder.inputWeight"));
        Assert.Equal([5, 4, 6], weights.Read<float>("encoder.hiddenWeight"));
        Assert.Equal([8, 7, 9], weights.Read<float>("encoder.inputBias"));
        Assert.Equal([11, 10, 12], weights.Read<float>("encoder.hiddenBias"));
        Assert.Equal([1, 2, 3, 4], weights.Read<float>("lstm.inputWeight"));
        Assert.Equal([0, 0, 0, 0], weights.Read<float>("lstm.hiddenBias"));
    }

    [Fact]
    public void Like_GivesTheNamesOfTheNetwork_AndADryRunWritesNothing()
    {
        string path = Archive(
            ("dense", "vars", [new float[,] { { 1, 2 } }, new float[] { 3, 4 }]),
            ("batch_normalization", "vars", [new float[] { 1, 2 }, new float[] { 3, 4 }, new float[] { 5, 6 }, new float[] { 7, 8 }]),
            ("dense_1", "vars", [new float[,] { { 5 }, { 6 } }, new float[] { 7 }]));
        SafetensorsWriter network = new();
        foreach ((string name, long[] shape) in new (string, long[])[] { ("dense1.weight", [2, 1]), ("dense1.bias", [2]), ("batchNorm1.weight", [2]), ("batchNorm1.bias", [2]), ("batchNorm1.running_mean", [2]), ("batchNorm1.running_var", [2]), ("dense2.weight", [1, 2]), ("dense2.bias", [1]) })
            network.Add(name, shape, new float[shape.Aggregate(1L, (a, b) => a * b)]);
        string like = Path.Combine(_folder, "network.safetensors"), output = Path.Combine(_folder, "out.safetensors");
        network.Save(like);

        string table = WeightsCommand.Convert(new(path, output) { Like = like, DryRun = true });
        Assert.False(File.Exists(output));
        Assert.Contains("batchNorm1.running_var", table, StringComparison.Ordinal);

        WeightsCommand.Convert(new(path, output) { Like = like });
        using SafetensorsFile weights = SafetensorsFile.Open(output);
        Assert.Equal([5, 6], weights.Read<float>("dense2.weight"));
        Assert.Equal([7, 8], weights.Read<float>("batchNorm1.running_var"));
    }

    [Fact]
    public void GruThatResetsBefore_IsRefused()
    {
        string path = Archive(("gru", "cell/vars", [new float[,] { { 1, 2, 3 } }, new float[,] { { 4, 5, 6 } }, new float[] { 7, 8, 9 }]));

        Assert.Contains("reset_after", Assert.Throws<ToolException>(() => WeightsCommand.Convert(new(path, null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamagedFiles_AreRefused()
    {
        string path = Path.Combine(_folder, "model.h5");
        Keras2(("dense", "kernel:0", new float[,] { { 1, 2 } })).Write(path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int length = 0; length < bytes.Length - 8; length += 97)
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Throws<ToolException>(() => WeightsCommand.Convert(new(path, null)));
        }
    }

    [Fact]
    public void Describe_TellsFilesByWhatTheyBeginWith()
    {
        string keras = Archive(("dense", "vars", [new float[,] { { 1, 2 } }]));
        Assert.Contains("layers/dense/vars/0  float32  [1, 2]", DescribeCommand.Describe(keras), StringComparison.Ordinal);
        string npz = Path.Combine(_folder, "a.npz");
        NumPyArchive.Write(npz, [KeyValuePair.Create("x", NumPyArray.Create<float>([2], [1, 2]))]);
        Assert.Contains("x      F32   [2]", DescribeCommand.Describe(npz), StringComparison.Ordinal);
        Assert.Contains("Gemm      ", DescribeCommand.Describe(Path.Combine(GivenModels.Folder, "mlp.onnx")), StringComparison.Ordinal);
        string safetensors = Path.Combine(_folder, "a.safetensors");
        SafetensorsWriter writer = new();
        writer.Add("w", [1, 3], new float[3]);
        writer.Save(safetensors);
        Assert.Contains("w       F32   [1, 3]", DescribeCommand.Describe(safetensors), StringComparison.Ordinal);
    }

    private static H5File Keras2(params (string Layer, string Name, object Values)[] arrays)
    {
        H5File file = [];
        foreach (IGrouping<string, (string Layer, string Name, object Values)> layer in arrays.GroupBy(array => array.Layer))
        {
            H5Group inner = [];
            foreach ((_, string name, object values) in layer)
                inner[name] = new H5Dataset(values);
            file[layer.Key] = new H5Group { [layer.Key] = inner };
        }

        return file;
    }

    /// <summary>A .keras: a zip archive with the weights and the configuration, which has the order of the layers.</summary>
    private string Archive(params (string Layer, string Inner, object[] Arrays)[] layers)
    {
        H5Group all = [];
        foreach ((string layer, string inner, object[] arrays) in layers)
        {
            H5Group variables = [];
            for (int i = 0; i < arrays.Length; i++)
                variables[$"{i}"] = new H5Dataset(arrays[i]);
            all[layer] = inner == "vars" ? new H5Group { ["vars"] = variables } : new H5Group { ["cell"] = new H5Group { ["vars"] = variables } };
        }

        string path = Path.Combine(_folder, "model.keras"), weights = Path.Combine(_folder, "model.weights.h5");
        new H5File { ["layers"] = all }.Write(weights);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        zip.CreateEntryFromFile(weights, "model.weights.h5");
        using StreamWriter config = new(zip.CreateEntry("config.json").Open());
        string Kind(string layer) => layer.StartsWith("dense", StringComparison.Ordinal) ? "Dense" : layer switch { "gru" => "GRU", "lstm" => "LSTM", _ => "BatchNormalization" };
        config.Write($$"""{ "class_name": "Functional", "config": { "layers": [{{string.Join(", ", layers.Select(layer => $$"""{ "class_name": "{{Kind(layer.Layer)}}", "config": { "name": "user_{{layer.Layer}}" } }"""))}}] } }""");
        return path;
    }
}
