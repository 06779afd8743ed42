using Xunit;

namespace NetGen.Tests;

/// <summary>L1 and L2: the penalty, its gradient, and its rate at run time.</summary>
public sealed partial class PenaltyTests
{
    private static readonly double[] s_inputs = [0.5, -1, 2, 0.1, 0.7, -0.3];
    private static readonly double[] s_targets = [0.2, 0.9, 0.5, 0.1];

    [Network<double>, Input(3), Dense(5), Tanh, Dense(2), MeanSquaredError, L1(0.3)]
    internal sealed partial class Lasso;

    [Network<double>, Input(3), L2(0.2), Dense(5), Tanh, Dense(2), MeanSquaredError, L1(0.3)]
    internal sealed partial class ElasticNet;

    [Network<double>, Input(1, 4, 4), Conv2D(2, 3), Tanh, Flatten, Dense(2), MeanSquaredError, L1(0.3), L2(0.1)]
    internal sealed partial class OfConvolution;

    [Fact]
    public void The_penalty_is_the_rates_times_magnitudes_and_half_the_squares()
    {
        ElasticNet net = new(seed: 6);
        net.SetParameter("dense1.bias", [5, 7, -3, 2, 1]);
        double[] w1 = new double[15], w2 = new double[10];
        net.GetParameter("dense1.weight", w1);
        net.GetParameter("dense2.weight", w2);
        Workspace<double> workspace = net.CreateWorkspace(2);
        net.Forward(workspace, s_inputs);

        double cost = net.Loss(workspace, s_targets);
        double[] weights = [.. w1, .. w2];
        AssertClose(0.3 * weights.Sum(Math.Abs) + 0.1 * weights.Sum(w => w * w), workspace.Penalty);
        AssertClose(net.Evaluate(s_inputs, s_targets), cost - workspace.Penalty);

        (net.L1Rate, net.L2Rate) = (0.5, 0);
        net.Loss(workspace, s_targets);
        AssertClose(0.5 * weights.Sum(Math.Abs), workspace.Penalty);
        Assert.Equal(0.5, net.Clone().L1Rate);
        Assert.ThrowsAny<ArgumentException>(() => net.L1Rate = -1);
        Assert.ThrowsAny<ArgumentException>(() => net.L1Rate = double.NaN);
    }

    [Fact]
    public void Its_gradient_is_the_rate_times_the_sign_and_0_where_a_weight_is_0()
    {
        Lasso net = new(seed: 6);
        double[] w = new double[15], with = new double[15], without = new double[15];
        net.GetParameter("dense1.weight", w);
        w[3] = w[7] = 0;
        net.SetParameter("dense1.weight", w);
        Workspace<double> workspace = net.CreateWorkspace(2);
        net.Forward(workspace, s_inputs);
        net.Loss(workspace, s_targets);
        net.Backward(workspace);
        net.GetGradient(workspace, "dense1.weight", with);
        net.L1Rate = 0;
        net.Loss(workspace, s_targets);
        Assert.Equal(0, workspace.Penalty);
        net.Backward(workspace);
        net.GetGradient(workspace, "dense1.weight", without);
        Assert.True(GoldenCase.Error([.. with.Zip(without, (a, b) => a - b)], [.. w.Select(value => 0.3 * Math.Sign(value))]) < 1e-14);
    }

    [Fact]
    public void Gradients_with_penalties_are_central_differences()
    {
        ElasticNet net = new(seed: 2);
        Assert.InRange(net.CheckGradients(net.CreateWorkspace(2), s_inputs, s_targets), 0, 1e-8);
        OfConvolution image = new(seed: 2);
        Assert.InRange(image.CheckGradients(image.CreateWorkspace(1), [.. Enumerable.Range(0, 16).Select(i => Math.Sin(i))], [0.5, -0.5]), 0, 1e-8);
    }

    [Fact]
    public void An_L1_penalty_alone_drives_weights_to_0_at_a_constant_pace()
    {
        Lasso net = new(seed: 3);
        Workspace<double> workspace = net.CreateWorkspace(2);
        SGD optimizer = new(0.01);
        double before = net.Parameters.ToArray().Max(Math.Abs);
        for (int step = 0; step < 1000; step++)
        {
            net.Forward(workspace, s_inputs);
            net.Backward(workspace, new double[4]);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }

        Assert.True(before > 0.1);
        Assert.True(net.Parameters.ToArray().Max(Math.Abs) < 0.0031);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(GoldenCase.Error([actual], [expected]) < 1e-13, $"{actual:R}, expected {expected:R}");
}
