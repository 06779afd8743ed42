using Xunit;

namespace NetGen.Tests;

/// <summary>Samples of normal distributions, and smaller values that are repeated.</summary>
public sealed partial class SamplingTests
{
    [Network<double>, Input(4), Slice(0, 2, Name = "m"), Slice(2, 2, From = "input", Name = "v"), Sampling("m", "v")]
    internal sealed partial class Samples;

    [Network, Input(2000), Slice(0, 1000, Name = "m"), Slice(1000, 1000, From = "input", Name = "v"), Sampling("m", "v")]
    internal sealed partial class ManySamples;

    [Network<double>, Input(2), GaussianNoise(0.5)]
    internal sealed partial class Noisy;

    [Network<double>, Input(2, 3), Slice(0, 1, Name = "column"), Mean(0, From = "input", Name = "row"), Add("column", "row", From = "input")]
    internal sealed partial class Repeats;

    [Fact]
    public void Fixed_noise_gives_the_sample_and_its_gradient()
    {
        Samples net = new();
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        workspace.SetNoise("sampling1", [2, -1, 0, 0.5]);
        double[] inputs = [1, 2, 0, Math.Log(9), 3, 4, 5, Math.Log(4)];
        AssertClose([1 + 2, 2 - 3, 3, 4 + 1], net.Forward(workspace, inputs).ToArray());
        net.Backward(workspace, [1, 10, 100, 1000]);
        AssertClose([1, 10, 0.5 * 2, 10 * 0.5 * -3, 100, 1000, 0, 1000 * 0.5], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void In_inference_a_sample_is_its_mean_whatever_the_variance()
    {
        Samples net = new();
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        workspace.SetNoise("sampling1", [2, -1]);
        double[] inputs = [1, 2, 3000, double.PositiveInfinity];
        Assert.Equal([1, 2], net.Forward(workspace, inputs, training: false).ToArray());
        Assert.Equal([1, 2], net.Predict(inputs));
        net.Backward(workspace, [3, 4]);
        Assert.Equal([3, 4, 0, 0], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Noise_is_normal_and_depends_on_the_step_until_it_is_fixed()
    {
        ManySamples net = new(seed: 4);
        Workspace<float> workspace = net.CreateWorkspace(20);
        float[] inputs = new float[20 * 2000];
        float[] first = net.Forward(workspace, inputs).ToArray(), second = net.Forward(workspace, inputs).ToArray();
        Assert.InRange(first.Average(), -0.03, 0.03);
        Assert.InRange(first.Average(e => e * e), 0.97, 1.03);
        Assert.InRange(first.Average(e => e * e * e * e), 2.8, 3.2);
        Assert.NotEqual(first, second);
        workspace.Step = 0;
        Assert.Equal(first, net.Forward(workspace, inputs).ToArray());

        float[] halves = new float[first.Length];
        net.SetRate("sampling1", 0.5);
        workspace.Step = 0;
        net.Forward(workspace, inputs).CopyTo(halves);
        Assert.All(first.Zip(halves), pair => Assert.Equal(pair.First / 2, pair.Second, 1e-6));

        workspace.SetNoise("sampling1", new float[20000]);
        Assert.All(net.Forward(workspace, inputs).ToArray(), value => Assert.Equal(0, value));
        workspace.SetNoise("sampling1", []);
        workspace.Step = 0;
        Assert.Equal(halves, net.Forward(workspace, inputs).ToArray());
    }

    [Fact]
    public void Noise_that_is_added_can_be_fixed_too()
    {
        Noisy net = new();
        Workspace<double> workspace = net.CreateWorkspace(1);
        workspace.SetNoise("gaussianNoise1", [0.25, -4]);
        Assert.Equal([1.25, -2], net.Forward(workspace, [1, 2]).ToArray());
        Assert.Equal([1, 2], net.Forward(workspace, [1, 2], training: false).ToArray());
    }

    [Fact]
    public void Noise_that_does_not_fit_is_refused()
    {
        Samples net = new();
        Workspace<double> workspace = net.CreateWorkspace(2);
        Assert.Contains("has no layer of noise 'latent': sampling1", Assert.Throws<ArgumentException>(() => workspace.SetNoise("latent", [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => workspace.SetNoise("sampling1", [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => workspace.SetNoise("sampling1", [1, 2, 3, 4, 5, 6]));
        Assert.Contains("at index 1", Assert.Throws<ArgumentException>(() => workspace.SetNoise("sampling1", [1, double.NaN])).Message, StringComparison.Ordinal);
        workspace.SetNoise("sampling1", [1, 2]);
        Assert.Throws<InvalidOperationException>(() => { net.Forward(workspace, new double[8]); });
        Assert.Equal([1, 2], net.Forward(workspace, new double[4]).ToArray());
    }

    [Fact]
    public void Smaller_values_are_repeated_and_their_gradients_summed()
    {
        Repeats net = new();
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        double[] inputs = [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0];
        double[] expected = [1 + 1 + 2.5, 2 + 1 + 3.5, 3 + 1 + 4.5, 4 + 4 + 2.5, 5 + 4 + 3.5, 6 + 4 + 4.5, 0, 0, 0, 0, 0, 0];
        Assert.Equal(expected, net.Forward(workspace, inputs).ToArray());
        Assert.Equal(expected, net.Predict(inputs));
        net.Backward(workspace, [1, 10, 100, 1000, 10000, 100000, 1, 1, 1, 1, 1, 1]);
        double[] row = [1001 / 2.0, 10010 / 2.0, 100100 / 2.0];
        AssertClose([1 + 111 + row[0], 10 + row[1], 100 + row[2], 1000 + 111000 + row[0], 10000 + row[1], 100000 + row[2], 5, 2, 2, 5, 2, 2], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        SameBits.CheckThreads<BroadcastNets.BroadcastSteps, double>();
        SameBits.CheckThreads<BroadcastNets.Sampled, double>();
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(Enumerable.Range(0, expected.Length), i => Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i]))));
}
