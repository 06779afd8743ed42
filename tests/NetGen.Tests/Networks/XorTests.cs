using Xunit;

namespace NetGen.Tests;

/// <summary>XOR, which no single layer can compute, learned from its four examples.</summary>
public sealed partial class XorTests
{
    private static readonly double[] s_inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly double[] s_targets = [0, 1, 1, 0];

    [Network<double>]
    [Input(2)]
    [Dense(2), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    internal sealed partial class Xor2;

    [Network<double>]
    [Input(2)]
    [Dense(4), Sigmoid]
    [Dense(1), Sigmoid]
    [HalfSquaredError]
    internal sealed partial class Xor4;

    [Fact]
    public void A_net_of_two_hidden_neurons_learns_xor()
    {
        Xor2 net = new(seed: 2);
        Assert.InRange(Train(net, new Adam(0.05), steps: 2000), 0, 1e-3);
        int[] labels = new int[4];
        net.PredictLabels(s_inputs, labels);
        Assert.Equal([0, 1, 1, 0], labels);
    }

    [Fact]
    public void A_net_of_four_hidden_neurons_learns_xor_by_plain_gradient_descent()
    {
        Xor4 net = new(seed: 1);
        Assert.InRange(Train(net, new SGD(5), steps: 5000), 0, 1e-3);
        Assert.Equal([0, 1, 1, 0], net.Predict(s_inputs).Select(output => Math.Round(output)));
    }

    [Fact]
    public void A_net_without_hidden_neurons_does_not_learn_xor() =>
        Assert.Equal(Math.Log(2), Train(new Line(seed: 1), new Adam(0.05), steps: 2000), 1e-3);

    [Network<double>]
    [Input(2)]
    [Dense(1)]
    [BinaryCrossEntropy]
    internal sealed partial class Line;

    /// <summary>The loss after training.</summary>
    private static double Train<TNetwork>(TNetwork net, Optimizer optimizer, int steps)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
    {
        Workspace<double> workspace = net.CreateWorkspace(4);
        for (int step = 0; step < steps; step++)
        {
            net.Forward(workspace, s_inputs);
            net.Loss(workspace, s_targets);
            net.Backward(workspace);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }

        return net.Evaluate(s_inputs, s_targets);
    }
}
