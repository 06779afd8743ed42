using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

[Network, Input(2), Dense(3), Tanh, Dense(1), BinaryCrossEntropy]
internal sealed partial class SourceNet;

/// <summary>Weights as C#: SourceNetWeights.cs is what ToSource wrote, compiled into this project.</summary>
public sealed class SourceFileTests
{
    private static SourceNet Net()
    {
        SourceNet net = new(seed: 3);
        net.SetParameter("dense1.bias", [-0f, float.NaN, float.NegativeInfinity]);
        net.SetParameter("dense2.bias", [float.Epsilon]);
        return net;
    }

    [Fact]
    public void The_source_is_that_of_the_compiled_file()
    {
        string source = Net().ToSource();
        if (Environment.GetEnvironmentVariable("NETGEN_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "SourceNetWeights.cs"), source);
        using StreamReader file = new(typeof(SourceFileTests).Assembly.GetManifestResourceStream("SourceNetWeights.cs")!);
        Assert.Equal(file.ReadToEnd(), source);

        static string ThisFile([CallerFilePath] string path = "") => path;
    }

    [Fact]
    public void The_compiled_weights_have_the_same_bits()
    {
        int[] Bits(SourceNet net) => [.. net.Parameters.ToArray().Select(BitConverter.SingleToInt32Bits)];
        Assert.Equal(Bits(Net()), Bits(SourceNetWeights.Create()));
    }
}
