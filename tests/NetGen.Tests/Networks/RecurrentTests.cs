using Xunit;

namespace NetGen.Tests;

public sealed class RecurrentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Weights_of_each_gate_start_alone_and_the_forget_gate_open()
    {
        RecurrentNets.OddStates net = new(seed: 5);
        double[] hidden = Get(net, "lstm1.hiddenWeight", 4 * 7 * 7), input = Get(net, "lstm1.inputWeight", 4 * 7 * 5), bias = Get(net, "lstm1.inputBias", 28);
        double bound = Math.Sqrt(6.0 / (5 + 7));
        for (int gate = 0; gate < 4; gate++)
        {
            double[][] rows = [.. hidden.AsSpan(gate * 49, 49).ToArray().Chunk(7)];
            for (int i = 0; i < 7; i++)
            {
                for (int j = 0; j < 7; j++)
                {
                    Assert.Equal(i == j ? 1 : 0, rows[i].Zip(rows[j], (a, b) => a * b).Sum(), 12);
                }
            }

            Assert.InRange(input.AsSpan(gate * 35, 35).ToArray().Max(Math.Abs), 0.8 * bound, bound);
            Assert.All(bias.AsSpan(gate * 7, 7).ToArray(), b => Assert.Equal(gate == 1 ? 1 : 0, b));
        }

        Assert.All(Get(net, "lstm1.hiddenBias", 28), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Weights_of_PyTorch_load_by_a_map_of_names()
    {
        SafetensorsWriter writer = new();
        double[] Add(string name, params int[] shape)
        {
            double[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (size, axis) => size * axis)).Select(i => (double)(i + name.Length))];
            writer.Add<double>(name, [.. shape.Select(axis => (long)axis)], values);
            return values;
        }

        double[] wx = Add("rnn.weight_ih_l0", 7, 3), wh = Add("rnn.weight_hh_l0", 7, 7), bx = Add("rnn.bias_ih_l0", 7), bh = Add("rnn.bias_hh_l0", 7);
        string path = Path.Combine(_folder, "torch.safetensors");
        writer.Save(path);
        RecurrentNets.Last net = new();
        net.Load(path, names: NameMap.From(new Dictionary<string, string>
        {
            ["rnn1.inputWeight"] = "rnn.weight_ih_l0",
            ["rnn1.hiddenWeight"] = "rnn.weight_hh_l0",
            ["rnn1.inputBias"] = "rnn.bias_ih_l0",
            ["rnn1.hiddenBias"] = "rnn.bias_hh_l0",
        }));
        Assert.Equal(wx, Get(net, "rnn1.inputWeight", 21));
        Assert.Equal(wh, Get(net, "rnn1.hiddenWeight", 49));
        Assert.Equal(bx, Get(net, "rnn1.inputBias", 7));
        Assert.Equal(bh, Get(net, "rnn1.hiddenBias", 7));
    }

    private static double[] Get<TNetwork>(TNetwork net, string name, int count)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        double[] values = new double[count];
        net.GetParameter(name, values);
        return values;
    }
}
