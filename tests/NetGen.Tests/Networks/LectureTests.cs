using Xunit;

namespace NetGen.Tests;

/// <summary>The worked example of backpropagation of the lectures: two inputs, two hidden neurons, one output, all sigmoids.</summary>
public sealed partial class LectureTests
{
    [Network<double>]
    [Input(2)]
    [Dense(2, Bias = false, Name = "hidden"), Sigmoid(Name = "h")]
    [Dense(1, Bias = false, Name = "output"), Sigmoid]
    [HalfSquaredError]
    internal sealed partial class Lecture;

    [Fact]
    public void One_step_takes_the_output_from_0_6903_to_0_6820()
    {
        Lecture net = new();
        net.SetParameter("hidden.weight", [0.1, 0.8, 0.4, 0.6]); // top neuron, then bottom: from A and B each
        net.SetParameter("output.weight", [0.3, 0.9]);
        double[] inputs = [0.35, 0.9], target = [0.5];
        Workspace<double> workspace = net.CreateWorkspace(1);

        Assert.Equal(0.6903, net.Forward(workspace, inputs)[0], 4);
        double[] hidden = new double[2];
        net.GetOutput(workspace, "h", hidden);
        Assert.Equal(0.6803, hidden[0], 4);
        Assert.Equal(0.6637, hidden[1], 4);

        Assert.Equal(0.0181, net.Loss(workspace, target), 4);
        net.Backward(workspace);
        new SGD(learningRate: 1).Step(net.Parameters, workspace.Gradients);
        Assert.Equal(0.6820, net.Forward(workspace, inputs)[0], 4);
    }
}
