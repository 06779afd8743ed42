using Xunit;

namespace NetGen.Tests;

/// <summary>Standardized inputs, and the moments they are fitted with; noise on inputs.</summary>
public sealed partial class NormalizationTests
{
    [Network<double>, Input(3), Normalization, MeanSquaredError]
    internal sealed partial class Features;

    [Network<double>, Input(2, 3, 2), Normalization, MeanSquaredError]
    internal sealed partial class Maps;

    [Network<double>, Input(4, 2), Normalization, MeanSquaredError]
    internal sealed partial class Steps;

    [Network<double>, Input(2, Name = "a"), Input(3, Name = "b"), Normalization(From = "b"), Concat("a"), MeanSquaredError]
    internal sealed partial class SecondInput;

    [Network, Input(1000), GaussianNoise(0.5)]
    internal sealed partial class Noise;

    [Fact]
    public void Adapt_gives_every_feature_mean_0_and_variance_1()
    {
        double[] inputs = [1, 5e8, 7, 2, 5e8 + 2, 7, 6, 5e8 + 4, 7];
        Features net = new();
        Assert.Equal(inputs, net.Predict(inputs));
        net.Adapt(inputs);
        double[] outputs = net.Predict(inputs);
        double deviation = Math.Sqrt((4 + 1 + 9) / 3.0);
        Assert.Equal([-2 / deviation, -1 / deviation, 3 / deviation], [outputs[0], outputs[3], outputs[6]], (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(-2 / Math.Sqrt(8.0 / 3), outputs[1], 1e-14);
        Assert.Equal([0, 0, 0], [outputs[2], outputs[5], outputs[8]]); // a feature that never changes is only centered
        Assert.Equal(["normalization1.mean", "normalization1.variance"], Features.Description.State.Select(tensor => tensor.Name));
    }

    [Fact]
    public void Channels_and_the_features_of_steps_have_one_mean_each()
    {
        Random random = new(3);
        double[] maps = [.. Enumerable.Range(0, 5 * 12).Select(i => i / 6 % 2 + random.NextDouble())];
        Maps net = new();
        net.Adapt(maps);
        double[] outputs = net.Predict(maps);
        AssertStandard(outputs.Where((_, i) => i / 6 % 2 == 0));
        AssertStandard(outputs.Where((_, i) => i / 6 % 2 == 1));

        double[] series = [.. Enumerable.Range(0, 5 * 8).Select(i => i % 2 + random.NextDouble())];
        Steps steps = new();
        steps.Adapt(series);
        outputs = steps.Predict(series);
        AssertStandard(outputs.Where((_, i) => i % 2 == 0));
        AssertStandard(outputs.Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void Of_several_inputs_it_takes_its_own()
    {
        SecondInput net = new();
        net.Adapt([100, 200, 1, 2, 3, 300, 400, 3, 2, 9]);
        double[] mean = new double[3], variance = new double[3];
        net.GetState("normalization1.mean", mean);
        net.GetState("normalization1.variance", variance);
        Assert.Equal([2, 2, 6], mean);
        Assert.Equal([1, 0, 9], variance);
    }

    [Fact]
    public void Moments_may_be_gathered_batch_by_batch()
    {
        Random random = new(4);
        float[] inputs = [.. Enumerable.Range(0, 300).Select(_ => (float)random.NextDouble())];
        InputMoments whole = new(3), parts = new(3);
        whole.Add<float>(inputs);
        parts.Add<float>(inputs.AsSpan(0, 30));
        parts.Add<float>(inputs.AsSpan(30));
        Assert.Equal(100, parts.Count);
        Assert.Equal(whole.Means.ToArray(), parts.Means.ToArray());
        double mean = inputs.Where((_, i) => i % 3 == 1).Average(x => (double)x);
        Assert.Equal(mean, whole.Means[1], 1e-14);
        Assert.Equal(inputs.Where((_, i) => i % 3 == 1).Average(x => (x - mean) * (x - mean)), whole.Variance(1), 1e-14);
    }

    [Fact]
    public void Wrong_moments_are_refused()
    {
        Features net = new();
        Assert.Contains("at least one example", Assert.ThrowsAny<ArgumentException>(() => net.Adapt([])).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => net.Adapt([1, 2]));
        Assert.Contains("of 2", Assert.ThrowsAny<ArgumentException>(() => net.Adapt(new InputMoments(2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => net.Adapt((InputMoments)null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputMoments(0));
    }

    [Fact]
    public void Noise_has_its_standard_deviation_in_training_and_is_off_otherwise()
    {
        Noise net = new(seed: 5);
        float[] zeros = new float[64_000];
        Workspace<float> workspace = net.CreateWorkspace(64, inputGradients: true);
        float[] first = net.Forward(workspace, zeros).ToArray();
        double mean = first.Average(x => (double)x), deviation = Math.Sqrt(first.Average(x => (double)x * x));
        Assert.Equal(0, mean, 5 * 0.5 / Math.Sqrt(64_000));
        Assert.Equal(0.5, deviation, 5 * 0.5 / Math.Sqrt(128_000));
        Assert.Equal(0.6827, first.Count(x => Math.Abs(x) < 0.5) / 64_000.0, 0.01);
        net.Backward(workspace, first);
        Assert.Equal(first, workspace.InputGradients.ToArray());

        Assert.NotEqual(first, net.Forward(workspace, zeros).ToArray());
        workspace.Step = 0;
        Assert.Equal(first, net.Forward(workspace, zeros).ToArray());
        Assert.Equal(zeros, net.Forward(workspace, zeros, training: false).ToArray());
        Assert.Equal(zeros, net.Predict(zeros));

        net.SetRate("gaussianNoise1", 0);
        Assert.Equal(zeros, net.Forward(workspace, zeros).ToArray());
        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("gaussianNoise1", -1));
        Assert.ThrowsAny<ArgumentException>(() => net.SetRate("dropout1", 0.5));
    }

    private static void AssertStandard(IEnumerable<double> values)
    {
        double[] all = [.. values];
        Assert.Equal(0, all.Average(), 1e-13);
        Assert.Equal(1, all.Average(x => x * x), 1e-13);
    }
}
