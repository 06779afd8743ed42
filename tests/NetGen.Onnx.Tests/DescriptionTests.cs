using Xunit;

namespace NetGen.OnnxTests;

/// <summary>What descriptions say of layers as data.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void Arguments_are_those_of_the_declaration()
    {
        LayerDescription convolution = Layer(LayerNets.Images.Description, "conv2D1");
        Assert.Equal("Conv2D", convolution.Kind);
        Assert.Equal(
            ["channels = 6", "kernel = 3", "Stride = 2", "StrideWidth = 1", "Padding = 1", "PaddingWidth = 2"],
            convolution.Arguments.Select(argument => $"{argument.Name} = {argument.Value}"));
        Assert.Equal(3, convolution.Argument("Kernel", 0)); // whatever the case
        Assert.Equal(7, convolution.Argument("Dilation", 7));
        Assert.Equal("Stride of conv2D1 is a Int32, not a Boolean. (Parameter 'name')", Assert.Throws<ArgumentException>(() => convolution.Argument("Stride", false)).Message);
        Assert.Equal([3, 4], Layer(LayerNets.Matrices.Description, "m").Argument("shape", Array.Empty<int>()));
        Assert.Equal(["input", "input"], Layer(LayerNets.Reduced.Description, "concat1").Argument("names", Array.Empty<string>()));
        Assert.Equal(0.5, Layer(LayerNets.SeveralHeads.Description, "meanSquaredError").Argument("Weight", 1.0));
        Assert.Empty(Layer(SampleNets.DigitNet.Description, "reLU1").Arguments);
        Assert.Empty(SampleNets.DigitNet.Description.Layers[0].Arguments);
    }

    [Fact]
    public void Activations_of_ones_own_have_their_struct()
    {
        Assert.Equal("NetGen.OnnxTests.CubeFunction", Layer(ActivationNets.OfOnesOwn.Description, "cube1").Function);
        Assert.Equal("NetGen.LeakyReLU", Layer(ActivationNets.UnderOtherNames.Description, "ownName1").Function);
        Assert.All(ActivationNets.Functions.Description.Layers, layer => Assert.Null(layer.Function));
    }

    [Fact]
    public void Shared_parameters_have_the_name_of_their_owner()
    {
        Assert.Equal(["tokens.weight"], Layer(SampleNets.GptNet.Description, "dense1").SharedParameters);
        Assert.Equal(["a.weight", "a.bias"], Layer(LayerNets.Scales.Description, "dense3").SharedParameters);
        Assert.Empty(Layer(LayerNets.Scales.Description, "a").SharedParameters);
    }

    [Fact]
    public void Padding_is_known_as_long_as_there_are_steps()
    {
        NetworkDescription network = SequenceNets.CrossAttention.Description;
        Assert.Equal(0.0, Layer(network, "source").Argument("Padding", -1.0));
        Assert.Equal("source", Layer(network, "source").PaddedBy);
        Assert.Equal("source", Layer(network, "encoder").PaddedBy);
        Assert.Null(Layer(network, "target").PaddedBy);
        Assert.Null(Layer(network, "multiHeadAttention1").PaddedBy); // queries are the target's
        Assert.Null(Layer(SequenceNets.PaddedReductions.Description, "sum").PaddedBy);
    }

    private static LayerDescription Layer(NetworkDescription network, string name) => network.Layers.Single(layer => layer.Name == name);
}
