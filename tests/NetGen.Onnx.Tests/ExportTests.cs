using Xunit;

namespace NetGen.OnnxTests;

/// <summary>What ONNX Runtime computes is what the network predicts.</summary>
public sealed class ExportTests
{
    // Of |a - b| / max(1, |b|).
    private const double Tolerance = 1e-5;

    /// <summary>All networks declared here, by name.</summary>
    public static TheoryData<string> Networks => [.. Judge.NetworksOf(typeof(ExportTests).Assembly).Select(network => network.FullName!)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_computes_the_same(string name) => Require(Judge.Error(typeof(ExportTests).Assembly.GetType(name)!, WithOwn(new OnnxOptions())));

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_computes_the_same_in_the_newest_operators(string name) =>
        Require(Judge.Error(typeof(ExportTests).Assembly.GetType(name)!, WithOwn(new OnnxOptions { OperatorSet = 23, Probabilities = true }), seed: 2));

    /// <summary>Up to attributes such as an epsilon, which are of single precision in every model.</summary>
    [Fact]
    public void Doubles_stay_doubles_on_request() => Assert.InRange(Judge.Error(typeof(LayerNets.Doubles), new OnnxOptions { KeepDoubles = true }), 0, 1e-8);

    /// <summary>With what writes the activations that are not NetGen's.</summary>
    private static OnnxOptions WithOwn(OnnxOptions options)
    {
        options.Activations["Cube"] = options.Activations["Tanh"] = static (graph, x, layer) =>
            graph.Add("Mul", [graph.Add("Pow", [x, graph.Constant(3)]), graph.Constant(layer.Argument("Factor", 1.0))]);
        return options;
    }

    private static void Require(double error) => Assert.True(error <= Tolerance, $"The outputs differ by {error:G3}.");
}
