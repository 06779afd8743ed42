using Xunit;

namespace NetGen.OnnxTests;

/// <summary>No layer without nodes, and none without a network that tests them.</summary>
public sealed class CoverageTests
{
    /// <summary>The kinds of layers that NetGen declares; blocks stand for others.</summary>
    private static IEnumerable<string> Declared => typeof(LayerAttribute).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsPublic: true, IsGenericType: false } && type.IsAssignableTo(typeof(LayerAttribute)))
        .Select(type => type.Name[..^"Attribute".Length]);

    [Fact]
    public void Every_layer_and_activation_is_written() =>
        Assert.Equal(Declared.Order(StringComparer.Ordinal), LayerNodes.Kinds.Concat(ActivationNodes.Kinds).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_layer_and_activation_is_in_a_network_of_these_tests()
    {
        IEnumerable<string> tested = Judge.NetworksOf(typeof(CoverageTests).Assembly).SelectMany(network => Judge.Describe(network).Layers).Select(layer => layer.Kind);
        Assert.Empty(Declared.Except(tested));
    }
}
