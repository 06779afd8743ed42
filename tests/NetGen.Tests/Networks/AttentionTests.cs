using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>What attention promises besides its formulas, which the golden cases and the cases of all networks check.</summary>
public sealed class AttentionTests
{
    [Theory]
    [InlineData("OddBlocks")]
    [InlineData("Rotary")]
    [InlineData("Grouped")]
    [InlineData("Cross")]
    [InlineData("Even")]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        switch (name)
        {
            case "OddBlocks":
                SameBits.CheckThreads<AttentionNets.OddBlocks, double>();
                break;
            case "Rotary":
                SameBits.CheckThreads<AttentionNets.Rotary, double>();
                break;
            case "Grouped":
                SameBits.CheckThreads<AttentionNets.Grouped, double>();
                break;
            case "Cross":
                SameBits.CheckThreads<AttentionNets.Cross, double>();
                break;
            default:
                SameBits.CheckThreads<AttentionNets.Even, double>();
                break;
        }
    }

    [Fact]
    public void A_step_sees_no_step_after_it()
    {
        AttentionNets.Even net = new(seed: 3);
        const int Features = 32;
        double[] inputs = Numbers(64 * Features, seed: 1);
        double[] expected = net.Predict(inputs);
        foreach (int t in (int[])[0, 1, 15, 16, 33, 62])
        {
            double[] changed = [.. inputs];
            Numbers(changed.Length - (t + 1) * Features, seed: 2).CopyTo(changed, (t + 1) * Features);
            double[] actual = net.Predict(changed);
            Assert.Equal(expected[..((t + 1) * Features)], actual[..((t + 1) * Features)]);
            Assert.NotEqual(expected[^1], actual[^1]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Padding_is_as_if_it_were_not_there(int length)
    {
        const int Features = 6, Steps = 9, Examples = 3;
        AttentionNets.Padded padded = new(seed: 3);
        AttentionNets.Short whole = new(seed: 4);
        whole.CopyParametersFrom(Parameters(padded));
        double[] inputs = Numbers(Examples * 4 * Features, seed: 7), longer = new double[Examples * Steps * Features];
        for (int i = 0; i < Examples; i++)
        {
            inputs.AsSpan(i * 4 * Features, length * Features).CopyTo(longer.AsSpan(i * Steps * Features));
        }

        double[] actual = padded.Predict(longer);
        if (length == 4)
        {
            double[] expected = whole.Predict(inputs);
            Assert.All(Enumerable.Range(0, Examples), i => Assert.Equal(expected[(i * 4 * Features)..((i + 1) * 4 * Features)], actual[(i * Steps * Features)..((i * Steps + 4) * Features)]));
        }

        // Gradients of what is left out are zero, and of what is there those of the formulas.
        Workspace<double> workspace = padded.CreateWorkspace(Examples, inputGradients: true);
        Assert.True(padded.CheckGradients(workspace, longer, Numbers(longer.Length, seed: 8), samples: 40) < 1e-6);
    }

    [Theory]
    [InlineData("Rotary")]
    [InlineData("MultiQuery")]
    [InlineData("Even")]
    [InlineData("SingleGrouped")]
    public void A_stream_has_the_bits_of_the_whole_sequence(string name)
    {
        switch (name)
        {
            case "Rotary":
                CheckStream(new AttentionNets.Rotary(seed: 2), (net, n) => net.CreateStream(n), (net, stream, x, y) => net.Predict(stream, x, y), 37);
                break;
            case "MultiQuery":
                CheckStream(new AttentionNets.MultiQuery(seed: 2), (net, n) => net.CreateStream(n), (net, stream, x, y) => net.Predict(stream, x, y), 9);
                break;
            case "Even":
                CheckStream(new AttentionNets.Even(seed: 2), (net, n) => net.CreateStream(n), (net, stream, x, y) => net.Predict(stream, x, y), 64);
                break;
            default:
                CheckStream<AttentionNets.SingleGrouped, float>(new AttentionNets.SingleGrouped(seed: 2), (net, n) => net.CreateStream(n), (net, stream, x, y) => net.Predict(stream, x, y), 40);
                break;
        }
    }

    private static void CheckStream<TNetwork, T>(TNetwork net, Func<TNetwork, int, SequenceStream<T>> create, Action<TNetwork, SequenceStream<T>, T[], T[]> predict, int steps)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Sequences = 3;
        int features = net.InputSize / steps, width = net.OutputSize / steps;
        T[] inputs = [.. Numbers(Sequences * net.InputSize, seed: 9).Select(T.CreateChecked)], whole = new T[Sequences * net.OutputSize];
        net.Predict(inputs, whole);
        SequenceStream<T> stream = create(net, Sequences);
        T[] x = new T[Sequences * features], y = new T[Sequences * width];
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < Sequences; i++)
            {
                inputs.AsSpan(i * net.InputSize + t * features, features).CopyTo(x.AsSpan(i * features));
            }

            predict(net, stream, x, y);
            for (int i = 0; i < Sequences; i++)
            {
                Assert.Equal(whole.AsSpan(i * net.OutputSize + t * width, width).ToArray(), y.AsSpan(i * width, width).ToArray());
            }
        }
    }

    [Fact]
    public void Scores_far_apart_neither_overflow_nor_lose_their_gradients()
    {
        AttentionNets.MultiQuery net = new(seed: 3);
        net.CopyParametersFrom(Numbers(AttentionNets.MultiQuery.ParameterCount, seed: 4));
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        double[] inputs = [.. Numbers(2 * AttentionNets.MultiQuery.InputSize, seed: 5).Select(x => 1e4 * x)];
        double[] outputs = net.Forward(workspace, inputs).ToArray();
        net.Loss(workspace, new double[outputs.Length]);
        net.Backward(workspace);
        Assert.All([.. outputs, .. workspace.Gradients, .. workspace.InputGradients], value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_the_four_maps()
    {
        Assert.Equal(
            ["query.weight 24x24", "query.bias 24", "key.weight 8x24", "key.bias 8", "value.weight 8x24", "value.bias 8", "output.weight 24x24", "output.bias 24"],
            AttentionNets.Grouped.Description.Parameters.Where(p => p.Name.StartsWith("multiHeadAttention1.", StringComparison.Ordinal))
                .Select(p => $"{p.Name["multiHeadAttention1.".Length..]} {string.Join('x', p.Shape)}"));
        Assert.Equal([14, 11], AttentionNets.Cross.Description.Parameters.Single(p => p.Name == "residual1.2.multiHeadAttention1.key.weight").Shape);
    }

    [Fact]
    public void The_projections_of_PyTorch_which_lie_in_one_tensor_are_split_by_rows()
    {
        const int Width = 32;
        using TemporaryFolder folder = new();
        AttentionNets.Even net = new(seed: 1);
        double[] weight = Numbers(3 * Width * Width, seed: 1), bias = Numbers(3 * Width, seed: 2), output = Numbers(Width * Width, seed: 3), outputBias = Numbers(Width, seed: 4);
        SafetensorsWriter writer = new();
        writer.Add<double>("attn.in_proj_weight", [3 * Width, Width], weight);
        writer.Add<double>("attn.in_proj_bias", [3 * Width], bias);
        writer.Add<double>("attn.out_proj.weight", [Width, Width], output);
        writer.Add<double>("attn.out_proj.bias", [Width], outputBias);
        writer.Add<double>("norm.weight", [Width], new double[Width]);
        writer.Add<double>("norm.bias", [Width], new double[Width]);
        writer.Save(folder["torch"]);
        Dictionary<string, string> names = new()
        {
            ["layerNorm1.*"] = "norm.*",
            ["multiHeadAttention1.query.*"] = "attn.in_proj_*[:32]",
            ["multiHeadAttention1.key.*"] = "attn.in_proj_*[32:64]",
            ["multiHeadAttention1.value.*"] = "attn.in_proj_*[64:]",
            ["multiHeadAttention1.output.*"] = "attn.out_proj.*",
        };

        net.Load(folder["torch"], names: NameMap.From(names));

        Assert.Equal(weight[..(Width * Width)], Parameter(net, "query.weight", Width * Width));
        Assert.Equal(weight[(Width * Width)..(2 * Width * Width)], Parameter(net, "key.weight", Width * Width));
        Assert.Equal(weight[(2 * Width * Width)..], Parameter(net, "value.weight", Width * Width));
        Assert.Equal(bias[Width..(2 * Width)], Parameter(net, "key.bias", Width));
        Assert.Equal(output, Parameter(net, "output.weight", Width * Width));
        Assert.Equal(outputBias, Parameter(net, "output.bias", Width));

        names["multiHeadAttention1.value.*"] = "attn.in_proj_*[65:]";
        InvalidDataException wrong = Assert.Throws<InvalidDataException>(() => net.Load(folder["torch"], names: NameMap.From(names)));
        Assert.Contains("'attn.in_proj_weight[65:]', for multiHeadAttention1.value.weight, of the shape [32, 32], got [96, 32]", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => NameMap.From(new Dictionary<string, string> { ["a"] = "b[3:3]" }));
    }

    private static double[] Parameter(AttentionNets.Even net, string name, int count)
    {
        double[] values = new double[count];
        net.GetParameter($"multiHeadAttention1.{name}", values);
        return values;
    }

    [Fact]
    public void Rotation_depends_on_the_step_alone()
    {
        const int Width = 6, Half = Width / 2;
        ReadOnlySpan<double> turns = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref RotaryTurns.Of<double>(5000, Width), 5000 * Width);
        for (int t = 0; t < 5000; t += 7)
        {
            for (int i = 0; i < Half; i++)
            {
                double angle = t * Math.Pow(10000, -2.0 * i / Width);
                Assert.Equal(Math.Cos(angle), turns[t * Width + i], 1e-11);
                Assert.Equal(Math.Sin(angle), turns[t * Width + Half + i], 1e-11);
            }
        }
    }

    private static double[] Parameters(AttentionNets.Padded net)
    {
        double[] parameters = new double[AttentionNets.Padded.ParameterCount];
        net.CopyParametersTo(parameters);
        return parameters;
    }

    private static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
