using Xunit;

namespace NetGen.Tests;

/// <summary>The arena holds what the backward pass needs and no more: counted by hand, in elements of one example.</summary>
public sealed partial class ArenaTests
{
    [Network, Input(8), Dense(16), ReLU, Dense(4), MeanSquaredError]
    internal sealed partial class Shallow;

    [Network, Input(16), Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, HalfSquaredError]
    internal sealed partial class Deep;

    [Network<double>, Input(16), Dense(12), LayerNorm, ReLU, Dense(4), MeanSquaredError]
    internal sealed partial class Normed;

    [Network, Input(16), Dense(12), BatchNorm, ReLU, Dense(10), SoftmaxCrossEntropy]
    internal sealed partial class BatchNormed;

    [Block, LayerNorm, Dense(32), GELU, Dense(16)]
    internal sealed class PreNorm;

    [Network, Input(16), Residual<PreNorm>(Repeat = 4), MeanSquaredError]
    internal sealed partial class FourBlocks;

    [Network, Input(16), Residual<PreNorm>(Repeat = 5), MeanSquaredError]
    internal sealed partial class FiveBlocks;

    [Fact]
    public void A_dense_net_keeps_inputs_and_activations()
    {
        // x, h1, the output, its gradient, and one place for the target first and the gradient of z1 then
        AssertElements(Shallow.Description, 8 + 16 + 4 + 4 + 16);
    }

    [Fact]
    public void A_deep_net_adds_one_activation_a_layer_and_its_gradients_take_turns()
    {
        // x, h1 … h5, the gradient of h5, and two places in turn: for the target, then for the gradients of z5 … z1
        AssertElements(Deep.Description, 16 + 5 * 16 + 16 + 2 * 16);
    }

    [Fact]
    public void LayerNorm_keeps_its_input_and_two_numbers()
    {
        // x, z1, μ and 1/σ (in four), the activation, the output; gradients of z2, n2 (after the target) and z1
        AssertElements(Normed.Description, 16 + 12 + 4 + 12 + 4 + 4 + 12 + 12);
    }

    [Fact]
    public void BatchNorm_keeps_its_input_and_nothing_else_for_each_example()
    {
        // x, z1, the activation, the output (10, padded to 12), no target; gradients of z2, n2 and z1
        AssertElements(BatchNormed.Description, 16 + 12 + 12 + 12 + 12 + 12 + 12);
    }

    [Fact]
    public void A_residual_block_adds_what_its_own_backward_pass_needs()
    {
        // μ and 1/σ (in four), the normalized values, z and GELU(z) of the wide layer, and the sum: the next block's input
        int block = 4 + 16 + 32 + 32 + 16;
        Assert.Equal(4 * block, FiveBlocks.Description.BytesPerExample - FourBlocks.Description.BytesPerExample);
    }

    private static void AssertElements(NetworkDescription network, int elements)
    {
        Assert.Equal(elements * (network.Precision == "double" ? 8 : 4), network.BytesPerExample);
        Assert.Contains($"{network.BytesPerExample:N0} bytes of workspace per example", network.ToString(), StringComparison.Ordinal);
    }
}
