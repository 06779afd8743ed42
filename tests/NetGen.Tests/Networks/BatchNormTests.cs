using Xunit;

namespace NetGen.Tests;

/// <summary>Batch normalization: statistics of the batch, running ones, and what Trainable = false makes of it.</summary>
public sealed partial class BatchNormTests
{
    [Network<double>, Input(2), BatchNorm(Momentum = 0.25, Epsilon = 0), MeanSquaredError]
    internal sealed partial class Features;

    [Network<double>, Input(2, 2, 2), BatchNorm(Epsilon = 0), MeanSquaredError]
    internal sealed partial class Maps;

    [Network<double>, Input(2), Dense(2, Name = "d"), BatchNorm(Trainable = false), MeanSquaredError]
    internal sealed partial class Frozen;

    [Network<double>, Input(2), BatchNorm, MeanSquaredError]
    internal sealed partial class Single;

    [Network<double>, Input(2), BatchNorm(Momentum = 0, Epsilon = 0.5), MeanSquaredError]
    internal sealed partial class NoMomentum;

    [Network<double>, Input(2), BatchNorm(Momentum = 1, Epsilon = 0.5), MeanSquaredError]
    internal sealed partial class OnlyTheBatch;

    [Network<double>, Input(2), BatchNorm(Momentum = 0.25, Epsilon = 0, Biased = true), MeanSquaredError]
    internal sealed partial class OfPopulations;

    private static readonly double[] s_inputs = [1, 10, 3, 10, 5, 40, 7, 20];

    [Fact]
    public void Training_takes_the_batchs_statistics_and_moves_the_running_ones()
    {
        Features net = new();
        Workspace<double> workspace = net.CreateWorkspace(4);
        double[] outputs = net.Forward(workspace, s_inputs).ToArray();

        // Feature 0: mean 4, variance 5 (biased), 20/3 (unbiased); feature 1: mean 20, variance 150, 200.
        Assert.Equal(-3 / Math.Sqrt(5), outputs[0], 1e-14);
        Assert.Equal(20 / Math.Sqrt(150), outputs[5], 1e-14);
        Assert.Equal([0.25 * 4, 0.25 * 20], Get(net, "batchNorm1.runningMean"));
        Assert.Equal(0.75 + 0.25 * 20 / 3, Get(net, "batchNorm1.runningVariance")[0], 1e-14);
        Assert.Equal(0.75 + 0.25 * 200, Get(net, "batchNorm1.runningVariance")[1], 1e-14);
    }

    [Fact]
    public void Biased_running_variances_are_those_of_the_batches_themselves()
    {
        OfPopulations net = new();
        net.Forward(net.CreateWorkspace(4), s_inputs);
        double[] mean = new double[2], variance = new double[2];
        net.GetState("batchNorm1.runningMean", mean);
        net.GetState("batchNorm1.runningVariance", variance);
        Assert.Equal([0.25 * 4, 0.25 * 20], mean);
        Assert.Equal(0.75 + 0.25 * 5, variance[0], 1e-14);
        Assert.Equal(0.75 + 0.25 * 150, variance[1], 1e-14);
        Assert.Equal("BatchNorm(Momentum = 0.25, Epsilon = 0, Biased = true)", OfPopulations.Description.Layers[1].Operation);

        // One value differs from itself by nothing, which counts.
        net.Forward(net.CreateWorkspace(1), [3, 5]);
        double before = variance[0];
        net.GetState("batchNorm1.runningVariance", variance);
        Assert.Equal(0.75 * before, variance[0], 1e-14);
    }

    [Fact]
    public void A_momentum_of_0_keeps_the_running_statistics_and_one_of_1_takes_the_batchs()
    {
        NoMomentum none = new();
        none.SetState("batchNorm1.runningMean", [2, 10]);
        none.SetState("batchNorm1.runningVariance", [4, 100]);
        OnlyTheBatch all = new();
        none.Forward(none.CreateWorkspace(4), s_inputs);
        all.Forward(all.CreateWorkspace(4), s_inputs);
        double[] mean = new double[2], variance = new double[2];
        none.GetState("batchNorm1.runningMean", mean);
        none.GetState("batchNorm1.runningVariance", variance);
        Assert.Equal([2, 10], mean);
        Assert.Equal([4, 100], variance);
        all.GetState("batchNorm1.runningMean", mean);
        all.GetState("batchNorm1.runningVariance", variance);
        Assert.Equal([4, 20], mean);
        Assert.Equal(20.0 / 3, variance[0], 1e-14);
        Assert.Equal(200, variance[1], 1e-12);

        // One example: the mean is its own, the gradient of the input is 0, and nothing is NaN.
        Workspace<double> one = all.CreateWorkspace(1, inputGradients: true);
        Assert.Equal([0, 0], all.Forward(one, [3, 5]).ToArray());
        all.Loss(one, [1, 2]);
        all.Backward(one);
        Assert.Equal([0, 0], one.InputGradients.ToArray());
        all.GetState("batchNorm1.runningMean", mean);
        Assert.Equal([3, 5], mean);
        Assert.Equal(200, all.State.ToArray().Max(), 1e-12);
    }

    [Fact]
    public void Inference_takes_the_running_statistics_and_leaves_them()
    {
        Features net = new();
        net.SetState("batchNorm1.runningMean", [2, 10]);
        net.SetState("batchNorm1.runningVariance", [4, 100]);
        net.SetParameter("batchNorm1.weight", [1, 3]);
        net.SetParameter("batchNorm1.bias", [0, 0.5]);
        double[] expected = [-0.5, 0.5, 0.5, 0.5, 1.5, 9.5, 2.5, 3.5];
        Workspace<double> workspace = net.CreateWorkspace(4, inputGradients: true);

        Assert.True(GoldenCase.Error(net.Predict(s_inputs), expected) < 1e-14);
        Assert.Equal(net.Predict(s_inputs), net.Forward(workspace, s_inputs, training: false).ToArray());
        Assert.Equal([2, 10], Get(net, "batchNorm1.runningMean"));

        // Backward still works: the statistics are constants.
        net.Backward(workspace, [1, 1, 0, 0, 0, 0, 0, 2]);
        Assert.True(GoldenCase.Error(workspace.InputGradients.ToArray(), [0.5, 0.3, 0, 0, 0, 0, 0, 0.6]) < 1e-14);
        double[] weight = new double[2], bias = new double[2];
        net.GetGradient(workspace, "batchNorm1.weight", weight);
        net.GetGradient(workspace, "batchNorm1.bias", bias);
        Assert.True(GoldenCase.Error(weight, [-0.5, 2]) < 1e-14);
        Assert.Equal([1, 3], bias);
    }

    [Fact]
    public void A_channel_has_one_mean_and_one_variance()
    {
        Maps net = new();
        double[] inputs = [.. Enumerable.Range(0, 16).Select(i => (double)(i * i))];
        double[] outputs = net.Forward(net.CreateWorkspace(2), inputs).ToArray();
        foreach (int channel in (int[])[0, 1])
        {
            double[] values = [.. Enumerable.Range(0, 16).Where(i => i / 4 % 2 == channel).Select(i => inputs[i])];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            foreach (int i in Enumerable.Range(0, 16).Where(i => i / 4 % 2 == channel))
            {
                Assert.Equal((inputs[i] - mean) / deviation, outputs[i], 1e-13);
            }
        }
    }

    [Fact]
    public void Frozen_it_uses_running_statistics_in_training_and_keeps_them()
    {
        Frozen net = new(seed: 2);
        net.SetState("batchNorm1.runningMean", [2, 10]);
        net.SetState("batchNorm1.runningVariance", [4, 100]);
        Workspace<double> workspace = net.CreateWorkspace(4);
        double[] training = net.Forward(workspace, s_inputs).ToArray();
        Assert.Equal(net.Predict(s_inputs), training);
        Assert.Equal([2, 10], Get(net, "batchNorm1.runningMean"));
        Assert.True(net.CheckGradients(workspace, s_inputs, new double[8]) < 1e-7);
    }

    [Fact]
    public void A_batch_of_one_example_gives_the_bias_and_leaves_the_running_variance()
    {
        Single net = new();
        net.SetState("batchNorm1.runningVariance", [3, 5]);
        net.SetParameter("batchNorm1.bias", [7, 8]);
        Assert.Equal([7, 8], net.Forward(net.CreateWorkspace(1), [1, 2]).ToArray());
        double[] variance = new double[2];
        net.GetState("batchNorm1.runningVariance", variance);
        Assert.Equal([3, 5], variance);
    }

    [Fact]
    public void State_goes_with_copies_and_a_gradient_check_restores_it()
    {
        Features net = new(), copy = new();
        Workspace<double> workspace = net.CreateWorkspace(4);
        net.Forward(workspace, s_inputs);
        double[] state = net.State.ToArray();
        copy.CopyFrom(net);
        Assert.Equal(state, copy.State.ToArray());
        Assert.Equal(state, net.Clone().State.ToArray());
        net.CheckGradients(workspace, s_inputs, new double[8]);
        Assert.Equal(state, net.State.ToArray());
        Assert.Equal(["batchNorm1.runningMean", "batchNorm1.runningVariance"], Features.Description.State.Select(tensor => tensor.Name));
        Assert.Contains("runningMean", Assert.ThrowsAny<ArgumentException>(() => net.GetState("batchNorm1.weight", new double[2])).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2", Assert.ThrowsAny<ArgumentException>(() => net.SetState("batchNorm1.runningMean", new double[3])).Message, StringComparison.Ordinal);
    }

    private static double[] Get(Features net, string name)
    {
        double[] values = new double[2];
        net.GetState(name, values);
        return values;
    }

    private static double[] Get(Frozen net, string name)
    {
        double[] values = new double[2];
        net.GetState(name, values);
        return values;
    }
}
