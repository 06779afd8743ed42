using Xunit;

namespace NetGen.Tests;

/// <summary>Values that are repeated to the shape of another: where nothing is.</summary>
public sealed partial class BroadcastTests
{
    [Network<double>]
    [Input(3)]
    [Dense(1, Name = "a"), Reshape(1, 1), Multiply("a")]
    [MeanSquaredError]
    internal sealed partial class OneElement;

    [Fact]
    public void One_element_of_one_axis_goes_with_one_of_two()
    {
        OneElement net = new(1);
        double[] inputs = [1, 2, 3, -1, 0, 2];
        Assert.InRange(net.CheckGradients(net.CreateWorkspace(2, inputGradients: true), inputs, [1, 2]), 0, 1e-8);
        Assert.All(net.Predict(inputs), value => Assert.True(value >= 0)); // squares
    }
}
