using Xunit;

namespace NetGen.Tests;

/// <summary>Small networks out of big files, and big networks out of small files.</summary>
public sealed partial class PartialLoadTests : IDisposable
{
    [Network, Input(3), Dense(5, Name = "encoder"), ReLU, BatchNorm(Name = "norm"), Dense(4, Name = "decoder1"), ReLU, Dense(2, Name = "decoder2"), MeanSquaredError]
    internal sealed partial class Whole;

    [Network, Input(5), Dense(4, Name = "decoder1"), ReLU, Dense(2, Name = "decoder2"), MeanSquaredError]
    internal sealed partial class Decoder;

    [Network, Input(5), Dense(4), ReLU, Dense(2), MeanSquaredError]
    internal sealed partial class Plain;

    [Network, Input(5), Dense(4, Name = "decoder1"), ReLU, Dense(7, Name = "decoder2"), MeanSquaredError]
    internal sealed partial class OtherHead;

    private readonly TemporaryFolder _folder = new();
    private readonly Whole _whole = new(seed: 1);

    public PartialLoadTests() => _whole.Save(_folder["whole"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pattern_that_fits_the_whole_network_loads_it_out_of_a_larger_file()
    {
        string[] all = ["decoder1.weight", "decoder1.bias", "decoder2.weight", "decoder2.bias"];
        foreach (Func<Decoder, LoadReport> load in (Func<Decoder, LoadReport>[])
        [
            net => net.Load(_folder["whole"], include: "d*"),
            net => net.Load(_folder["whole"], include: ["decoder1.*", "decoder2.*"]),
            net => net.Load(_folder["whole"], include: ["*.weight", "*", "*.bias"]),
            net => net.Load(_folder["whole"], strict: false),
            net => net.Load(_folder["whole"], include: "d*", strict: false),
            net => net.Load(_folder["whole"], names: NameMap.From(new Dictionary<string, string> { ["x"] = "y" }), strict: false),
        ])
        {
            Decoder net = new(seed: 2);
            LoadReport report = load(net);
            foreach (string name in all)
                Assert.Equal(Get(_whole, name), Get(net, name));
            Assert.Equal(all, report.Loaded);
            Assert.Empty(report.Missing);
            Assert.Equal(["encoder.bias", "encoder.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.weight"], report.Unused);
        }

        Assert.Equal(Get(_whole, "decoder1.weight"), Get(Decoder.FromFile(_folder["whole"], include: "d*"), "decoder1.weight"));
        Assert.Equal(Get(_whole, "decoder1.weight"), Get(Decoder.FromFile(_folder["whole"], include: ["decoder1.*", "decoder2.*"]), "decoder1.weight"));
        Assert.Equal(Get(_whole, "decoder1.weight"), Get(Decoder.FromFile(_folder["whole"], strict: false), "decoder1.weight"));
    }

    [Fact]
    public void Without_a_pattern_the_refusal_says_what_to_do()
    {
        InvalidDataException error = Refused(net => net.Load(_folder["whole"]));
        Assert.Contains("got also 'encoder.bias' of the shape [5]", error.Message, StringComparison.Ordinal);
        Assert.Contains("include:", error.Message, StringComparison.Ordinal);
        Assert.Contains("strict: false", error.Message, StringComparison.Ordinal);
        Refused(net => net.Load(_folder["whole"], include: "*"));
        Refused(net => net.Load(_folder["whole"], include: ["*"]));
    }

    [Fact]
    public void A_part_stands_alone_and_the_rest_of_the_network_stays()
    {
        Decoder net = new(seed: 2), before = net.Clone();
        LoadReport report = net.Load(_folder["whole"], include: ["decoder1.weight", "*2.bias"]);
        Assert.Equal(["decoder1.weight", "decoder2.bias"], report.Loaded);
        Assert.Contains("decoder1.bias", report.Unused);
        Assert.Equal(Get(_whole, "decoder1.weight"), Get(net, "decoder1.weight"));
        Assert.Equal(Get(_whole, "decoder2.bias"), Get(net, "decoder2.bias"));
        Assert.Equal(Get(before, "decoder1.bias"), Get(net, "decoder1.bias"));
        Assert.Equal(Get(before, "decoder2.weight"), Get(net, "decoder2.weight"));
    }

    [Fact]
    public void What_is_asked_for_and_not_there_is_missed_unless_the_load_is_not_strict()
    {
        new Decoder(seed: 3).Save(_folder["part"]);
        Whole net = new(seed: 4), before = net.Clone();
        Assert.Contains("expected a tensor 'encoder.weight' of the shape [5, 3]", Assert.Throws<InvalidDataException>(() => net.Load(_folder["part"])).Message, StringComparison.Ordinal);
        Assert.Contains("expected a tensor 'norm.running_mean'", Assert.Throws<InvalidDataException>(() => net.Load(_folder["part"], include: ["d*", "norm.runningMean"])).Message, StringComparison.Ordinal);
        Assert.Equal(before.Parameters.ToArray(), net.Parameters.ToArray());

        Assert.Equal(4, net.Load(_folder["part"], include: "d*").Loaded.Count);
        net.CopyFrom(before);
        LoadReport report = net.Load(_folder["part"], strict: false);
        Assert.Equal(["encoder.weight", "encoder.bias", "norm.weight", "norm.bias", "norm.runningMean", "norm.runningVariance"], report.Missing);
        Assert.Empty(report.Unused);
        Assert.Equal(Get(new Decoder(seed: 3), "decoder2.weight"), Get(net, "decoder2.weight"));
        Assert.Equal(Get(before, "encoder.weight"), Get(net, "encoder.weight"));
        Assert.Equal(before.State.ToArray(), net.State.ToArray());
    }

    [Fact]
    public void Not_strict_is_not_blind()
    {
        InvalidDataException shape = Assert.Throws<InvalidDataException>(() => new OtherHead(seed: 2).Load(_folder["whole"], strict: false));
        Assert.Contains("'decoder2.weight' of the shape [7, 4], got [2, 4]", shape.Message, StringComparison.Ordinal);
        Assert.Equal(2, new OtherHead(seed: 2).Load(_folder["whole"], include: "decoder1.*").Loaded.Count);
        InvalidDataException nothing = Assert.Throws<InvalidDataException>(() => new Plain(seed: 2).Load(_folder["whole"], strict: false));
        Assert.Contains("expected at least one of the tensors of Plain (dense1.weight", nothing.Message, StringComparison.Ordinal);
        Assert.Contains("decoder1.bias [4]", nothing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_pattern_fits_something()
    {
        Decoder net = new(seed: 2);
        Assert.Contains("'encoder.*' fits", Assert.Throws<ArgumentException>(() => net.Load(_folder["whole"], include: ["d*", "encoder.*"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Load(_folder["whole"], include: []));
        Assert.Throws<ArgumentException>(() => net.Load(_folder["whole"], include: ["d*", null!]));
    }

    [Fact]
    public void Names_are_mapped_in_parts_too()
    {
        NameMap names = NameMap.From(new Dictionary<string, string> { ["dense1.*"] = "decoder1.*", ["dense2.*"] = "decoder2.*" });
        Plain net = new(seed: 2);
        Assert.Contains("got also 'encoder.bias'", Assert.Throws<InvalidDataException>(() => net.Load(_folder["whole"], names: names)).Message, StringComparison.Ordinal);
        net.Load(_folder["whole"], include: "dense*", names: names);
        Assert.Equal(Get(_whole, "decoder2.weight"), Get(net, "dense2.weight"));
        net.Load(_folder["whole"], names: names, strict: false);
        Assert.Equal(Get(_whole, "decoder1.bias"), Get(net, "dense1.bias"));

        // Two of ours from one of the file leave others over, however many there are.
        NameMap twice = NameMap.From(new Dictionary<string, string> { ["decoder1.bias"] = "norm.bias" });
        new Decoder(seed: 3).Save(_folder["part"]);
        Assert.Throws<InvalidDataException>(() => new Decoder(seed: 2).Load(_folder["part"], names: twice));
    }

    [Fact]
    public void Modules_count_by_order_in_parts_too()
    {
        // A torch.nn.Sequential of a backbone (modules 0 and 2) and a head of its own (modules 4 and 6).
        SafetensorsWriter writer = new();
        foreach ((string module, long rows, long columns, float first) in ((string, long, long, float)[])[("0", 4, 5, 100), ("2", 2, 4, 200), ("4", 3, 2, 300), ("6", 1, 3, 400)])
        {
            writer.Add<float>(module + ".weight", [rows, columns], [.. Enumerable.Range(0, (int)(rows * columns)).Select(i => first + i)]);
            writer.Add<float>(module + ".bias", [rows], new float[rows]);
        }

        writer.Save(_folder["torch"]);
        Assert.Contains("expected 2 modules", Assert.Throws<InvalidDataException>(() => new Decoder(seed: 2).Load(_folder["torch"], names: NameMap.ByOrder)).Message, StringComparison.Ordinal);
        foreach (Func<Decoder, LoadReport> load in (Func<Decoder, LoadReport>[])
        [
            net => net.Load(_folder["torch"], include: "d*", names: NameMap.ByOrder),
            net => net.Load(_folder["torch"], names: NameMap.ByOrder, strict: false),
        ])
        {
            Decoder net = new(seed: 2);
            Assert.Equal(["4.bias", "4.weight", "6.bias", "6.weight"], load(net).Unused);
            Assert.Equal((100, 200), (Get(net, "decoder1.weight")[0], Get(net, "decoder2.weight")[0]));
        }

        // The second layer is the second module, whichever are asked for.
        Decoder second = new(seed: 2);
        second.Load(_folder["torch"], include: "decoder2.*", names: NameMap.ByOrder);
        Assert.Equal(200, Get(second, "decoder2.weight")[0]);
        Assert.Equal(Get(new Decoder(seed: 2), "decoder1.weight"), Get(second, "decoder1.weight"));

        // A network that goes on where the file ends.
        new Plain(seed: 3).Save(_folder["short"]);
        Assert.Contains("expected 4 modules", Assert.Throws<InvalidDataException>(() => new Whole(seed: 2).Load(_folder["short"], names: NameMap.ByOrder)).Message, StringComparison.Ordinal);
        Assert.Contains("expected at least 4 modules", Assert.Throws<InvalidDataException>(() => new Whole(seed: 2).Load(_folder["short"], include: ["encoder.*", "norm.*", "d*"], names: NameMap.ByOrder)).Message, StringComparison.Ordinal);
        Decoder tail = new(seed: 2);
        tail.Load(_folder["short"], names: NameMap.ByOrder, strict: false);
        Assert.Equal(new Plain(seed: 3).Parameters.ToArray(), tail.Parameters.ToArray());
    }

    [Fact]
    public void A_checkpoint_serves_as_well()
    {
        using (Trainer<Whole, float, float> trainer = new(_whole, new ArrayDataset<float, float>(new float[30], new float[20], inputSize: 3, targetSize: 2)))
        {
            trainer.NextBatch();
            trainer.Step();
            trainer.SaveCheckpoint(_folder["checkpoint"]);
        }

        LoadReport report = new Decoder(seed: 2).Load(_folder["checkpoint"], include: "decoder*");
        Assert.DoesNotContain(report.Unused, name => name.StartsWith("netgen.", StringComparison.Ordinal));
        Assert.Equal(_whole.Parameters.ToArray(), Whole.FromFile(_folder["checkpoint"]).Parameters.ToArray());
        Whole byOrder = new(seed: 5);
        byOrder.Load(_folder["checkpoint"], names: NameMap.From([]));
        Assert.Equal(_whole.Parameters.ToArray(), byOrder.Parameters.ToArray());
    }

    private static float[] Get<TNet>(INetwork<TNet, float> net, string name)
        where TNet : class, INetwork<TNet, float>
    {
        float[] values = new float[TNet.Description.Parameters.Single(tensor => tensor.Name == name).Count];
        TNet.Description.Parameters.Single(tensor => tensor.Name == name).CopyTo<float>(net.Parameters, values);
        return values;
    }

    private static InvalidDataException Refused(Action<Decoder> load)
    {
        Decoder net = new(seed: 2);
        float[] before = net.Parameters.ToArray();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => load(net));
        Assert.Equal(before, net.Parameters.ToArray());
        return error;
    }
}
