using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

[Network, Input(2), Dense(3), Tanh, Dense(1), BinaryCrossEntropy]
internal sealed partial class SourceNet;

/// <summary>Weights as C#: SourceNetWeights.cs is what ToSource wrote, compiled into this project.</summary>
public sealed partial class SourceFileTests
{
    [Network, Input(2), Dense(1), MeanSquaredError]
    private sealed partial class PrivateNet;

    private static partial class Hidden
    {
        [Network, Input(2), Dense(1), MeanSquaredError]
        internal sealed partial class InnerNet;
    }

    [Fact]
    public void A_network_that_no_class_beside_it_can_name_is_refused_with_the_reason()
    {
        Assert.Contains("it is private in SourceFileTests", Assert.Throws<NotSupportedException>(() => new PrivateNet().ToSource()).Message, StringComparison.Ordinal);
        Assert.Contains("Hidden is private in SourceFileTests", Assert.Throws<NotSupportedException>(() => new Hidden.InnerNet().ToSource()).Message, StringComparison.Ordinal);
    }

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
