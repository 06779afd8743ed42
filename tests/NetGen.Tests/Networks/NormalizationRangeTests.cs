using System.Numerics;
using Xunit;

namespace NetGen.Tests;

/// <summary>Means and variances of many values, of large ones and of small ones: right to a few ulp, without overflow and underflow.</summary>
public sealed partial class NormalizationRangeTests
{
    private const int Many = 60_000;

    [Network, Input(3), BatchNorm(Momentum = 1), MeanSquaredError]
    internal sealed partial class SingleFeatures;

    [Network<double>, Input(3), BatchNorm(Momentum = 1), MeanSquaredError]
    internal sealed partial class DoubleFeatures;

    [Network, Input(3, 2, 5), BatchNorm(Momentum = 1), MeanSquaredError]
    internal sealed partial class SingleMaps;

    [Network<double>, Input(3, 2, 5), BatchNorm(Momentum = 1, Epsilon = 0), MeanSquaredError]
    internal sealed partial class DoubleMaps;

    [Network, Input(10, 3), BatchNorm(Momentum = 1), MeanSquaredError]
    internal sealed partial class SingleSteps;

    [Network, Input(1), BatchNorm, MeanSquaredError]
    internal sealed partial class SingleFeature;

    [Network, Input(1), BatchNorm(Epsilon = 0), MeanSquaredError]
    internal sealed partial class SingleFeatureExactly;

    [Network<double>, Input(1), BatchNorm(Epsilon = 0), MeanSquaredError]
    internal sealed partial class DoubleFeatureExactly;

    [Network, Input(8), LayerNorm]
    internal sealed partial class SingleRow;

    [Network<double>, Input(8), LayerNorm(Epsilon = 0)]
    internal sealed partial class DoubleRow;

    [Network, Input(8), RMSNorm]
    internal sealed partial class SingleRootMeanSquare;

    [Network<double>, Input(8), RMSNorm(Epsilon = 0)]
    internal sealed partial class DoubleRootMeanSquare;

    [Network, Input(60_000), LayerNorm]
    internal sealed partial class LongRow;

    [Network, Input(2), Normalization, MeanSquaredError]
    internal sealed partial class SingleNormalization;

    [Network<double>, Input(2), Normalization, MeanSquaredError]
    internal sealed partial class DoubleNormalization;

    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(-3e7)]
    public void Batch_statistics_of_many_rows_are_right_to_a_few_ulp(double mean)
    {
        double[] inputs = Normal(3 * Many, mean, seed: 5);
        float[] single = Array.ConvertAll(inputs, x => (float)x);
        DoubleFeatures net = new();
        net.Forward(net.CreateWorkspace(Many), inputs);
        SingleFeatures singleNet = new();
        singleNet.Forward(singleNet.CreateWorkspace(Many), single);
        InputMoments moments = new(3);
        moments.Add<double>(inputs);
        double[] means = Get<double>(net.GetState, "batchNorm1.runningMean"), variances = Get<double>(net.GetState, "batchNorm1.runningVariance");
        float[] singleMeans = Get<float>(singleNet.GetState, "batchNorm1.runningMean"), singleVariances = Get<float>(singleNet.GetState, "batchNorm1.runningVariance");
        for (int i = 0; i < 3; i++)
        {
            (double m, double squares) = Exact(inputs, i);
            AssertUlps(m, means[i], 2);
            AssertUlps(squares / (Many - 1), variances[i], 3);
            AssertUlps(m, moments.Means[i], 2);
            AssertUlps(squares / Many, moments.Variance(i), 3);

            (m, squares) = Exact(Array.ConvertAll(single, x => (double)x), i);
            AssertUlps((float)m, singleMeans[i], 1);
            AssertUlps((float)(squares / (Many - 1)), singleVariances[i], 3);
        }
    }

    [Fact]
    public void So_are_those_of_channels_and_of_the_features_of_steps()
    {
        float[] maps = Array.ConvertAll(Normal(2000 * 30, 1e4, seed: 6), x => (float)x);
        SingleMaps net = new();
        net.Forward(net.CreateWorkspace(2000), maps);
        SingleSteps steps = new();
        steps.Forward(steps.CreateWorkspace(2000), maps);
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. maps.Where((_, i) => i / 10 % 3 == channel).Select(x => (double)x)];
            AssertMoments(values, Get<float>(net.GetState, "batchNorm1.runningMean")[channel], Get<float>(net.GetState, "batchNorm1.runningVariance")[channel]);
            values = [.. maps.Where((_, i) => i % 3 == channel).Select(x => (double)x)];
            AssertMoments(values, Get<float>(steps.GetState, "batchNorm1.runningMean")[channel], Get<float>(steps.GetState, "batchNorm1.runningVariance")[channel]);
        }

        static void AssertMoments(double[] values, float mean, float variance)
        {
            (double m, double squares) = Exact(values, 0, 1);
            AssertUlps((float)m, mean, 1);
            AssertUlps((float)(squares / (values.Length - 1)), variance, 3);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Values_that_do_not_differ_become_exactly_0(int rows)
    {
        SingleFeatures features = new();
        DoubleFeatures doubles = new();
        DoubleMaps maps = new();
        Assert.All(features.Forward(features.CreateWorkspace(rows), Filled(12345.678f, rows * 3)).ToArray(), y => Assert.Equal(0, y));
        Assert.All(doubles.Forward(doubles.CreateWorkspace(rows), Filled(12345.678, rows * 3)).ToArray(), y => Assert.Equal(0, y));
        Assert.All(maps.Forward(maps.CreateWorkspace(rows), Filled(12345.678, rows * 30)).ToArray(), y => Assert.Equal(0, y));
        Assert.All(new SingleRow().Predict(Filled(12345.678f, rows * 8)), y => Assert.Equal(0, y));
        Assert.All(new DoubleRow().Predict(Filled(12345.678, rows * 8)), y => Assert.Equal(0, y));
        InputMoments moments = new(1);
        moments.Add<double>(Filled(12345.678, rows));
        Assert.Equal((12345.678, 0.0), (moments.Means[0], moments.Variance(0)));
    }

    [Fact]
    public void A_sum_that_cancels_is_right()
    {
        float[] inputs = [1e8f, 1, -1e8f, 0];
        SingleFeature net = new();
        Workspace<float> workspace = net.CreateWorkspace(4, inputGradients: true);
        net.Forward(workspace, inputs);
        net.Backward(workspace, [1e8f, 1, -1e8f, 1]);
        Assert.Equal(0.025f, net.State.ToArray().First(x => x is not 0 and < 1));
        float[] bias = new float[1];
        net.GetGradient(workspace, "batchNorm1.bias", bias);
        Assert.Equal(2, bias[0]);
    }

    [Theory]
    [InlineData(1e20f)]
    [InlineData(1e38f)]
    [InlineData(3e38f)]
    public void Large_values_do_not_overflow(float large)
    {
        float[] inputs = [large, -large, 0, 0, 0, 0, 0, 0], gradients = [1, 2, 3, 4, 5, 6, 7, 8];

        // σ = large / 2, n = ±2: x̄ = (ȳ − mean ȳ − n · mean (ȳ ⊙ n)) / σ with mean ȳ = 4.5 and mean (ȳ ⊙ n) = −¼.
        double[] expected = [.. gradients.Select((g, i) => (g - 4.5 + (i == 0 ? 0.5 : i == 1 ? -0.5 : 0)) / (large / 2.0))];
        SingleFeature batch = new();
        Workspace<float> workspace = batch.CreateWorkspace(8, inputGradients: true);
        AssertAbout([2, -2, 0, 0, 0, 0, 0, 0], batch.Forward(workspace, inputs));
        batch.Backward(workspace, gradients);
        AssertAbout(expected, workspace.InputGradients);
        Assert.All(batch.State.ToArray(), x => Assert.True(float.IsFinite(x)));

        SingleRow row = new();
        workspace = row.CreateWorkspace(1, inputGradients: true);
        AssertAbout([2, -2, 0, 0, 0, 0, 0, 0], row.Forward(workspace, inputs));
        row.Backward(workspace, gradients);
        AssertAbout(expected, workspace.InputGradients);

        SingleRootMeanSquare root = new();
        workspace = root.CreateWorkspace(1, inputGradients: true);
        AssertAbout([2, -2, 0, 0, 0, 0, 0, 0], root.Forward(workspace, inputs));
        root.Backward(workspace, gradients);
        AssertAbout([.. gradients.Select((g, i) => (g + (i == 0 ? 0.5 : i == 1 ? -0.5 : 0)) / (large / 2.0))], workspace.InputGradients);
    }

    [Theory]
    [InlineData(1e-36f)]
    [InlineData(1e-30f)]
    [InlineData(1e-20f)]
    public void Small_values_do_not_underflow(float small)
    {
        float[] inputs = [small, -small, 0, 0, 0, 0, 0, 0];
        SingleFeatureExactly exact = new();
        AssertAbout([2, -2, 0, 0, 0, 0, 0, 0], exact.Forward(exact.CreateWorkspace(8), inputs));

        // With ε = 1e-5, σ is √ε.
        double n = small / Math.Sqrt(1e-5);
        SingleFeature batch = new();
        AssertAbout([n, -n, 0, 0, 0, 0, 0, 0], batch.Forward(batch.CreateWorkspace(8), inputs));
        AssertAbout([n, -n, 0, 0, 0, 0, 0, 0], new SingleRow().Predict(inputs));
        AssertAbout([n, -n, 0, 0, 0, 0, 0, 0], new SingleRootMeanSquare().Predict(inputs));
    }

    [Theory]
    [InlineData(8e307)]
    [InlineData(1e170)]
    [InlineData(1e-170)]
    [InlineData(1e-300)]
    public void Nor_do_those_of_double_precision(double size)
    {
        double[] inputs = [size, -size, 0, 0, 0, 0, 0, 0], expected = [2, -2, 0, 0, 0, 0, 0, 0];
        DoubleFeatureExactly batch = new();
        Workspace<double> workspace = batch.CreateWorkspace(8, inputGradients: true);
        Assert.True(GoldenCase.Error(batch.Forward(workspace, inputs).ToArray(), expected) < 1e-15);
        batch.Backward(workspace, expected);
        Assert.All(workspace.InputGradients.ToArray(), g => Assert.Equal(0, g * size, 1e-14));
        Assert.All(batch.State.ToArray(), x => Assert.True(double.IsFinite(x)));
        Assert.True(GoldenCase.Error(new DoubleRow().Predict(inputs), expected) < 1e-15);
        Assert.True(GoldenCase.Error(new DoubleRootMeanSquare().Predict(inputs), expected) < 1e-15);
        FeatureScaler scaler = FeatureScaler.Standardize<double>(inputs, 1);
        scaler.Transform<double>(inputs);
        Assert.True(GoldenCase.Error(inputs, expected) < 1e-15);
    }

    [Fact]
    public void Without_an_epsilon_values_that_do_not_differ_become_0_and_not_NaN()
    {
        SingleFeatureExactly net = new();
        Workspace<float> workspace = net.CreateWorkspace(3, inputGradients: true);
        Assert.Equal([0, 0, 0], net.Forward(workspace, [7, 7, 7]).ToArray());
        net.Backward(workspace, [1, 2, 3]);
        Assert.Equal([0, 0, 0], workspace.InputGradients.ToArray());
        Assert.All(new DoubleRow().Predict(Filled(7.0, 8)), y => Assert.Equal(0, y));
    }

    [Fact]
    public void A_long_row_has_its_mean_and_variance()
    {
        float[] inputs = Array.ConvertAll(Normal(Many, 1e4, seed: 7), x => (float)x);
        (double mean, double squares) = Exact(Array.ConvertAll(inputs, x => (double)x), 0, 1);
        float[] outputs = new LongRow().Predict(inputs);

        // The mean is rounded to a number of single precision.
        double deviation = Math.Sqrt(squares / Many + 1e-5);
        Assert.All(Enumerable.Range(0, Many), i => Assert.Equal((inputs[i] - (double)(float)mean) / deviation, outputs[i], 1e-6));
    }

    [Fact]
    public void Normalization_refuses_statistics_that_its_precision_cannot_hold()
    {
        SingleNormalization net = new();
        string message = Assert.Throws<ArgumentException>(() => net.Adapt([1, 1e20f, 2, -1e20f])).Message;
        Assert.Contains("feature 1 on", message, StringComparison.Ordinal);
        Assert.Contains("1E+20", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Adapt([1e-25f, 1, -1e-25f, 2]));
        net.Adapt([1e-18f, 5, -1e-18f, 5]);
        AssertAbout([1, 0, -1, 0], net.Predict([1e-18f, 5, -1e-18f, 5]));

        DoubleNormalization wide = new();
        wide.Adapt([1e20, 1e-25, -1e20, -1e-25]);
        Assert.True(GoldenCase.Error(wide.Predict([1e20, 1e-25, -1e20, -1e-25]), [1, 1, -1, -1]) < 1e-15);
    }

    [Fact]
    public void Moments_take_a_first_example_far_from_the_others()
    {
        double[] inputs = Normal(Many, 0, seed: 8);
        inputs[0] = 1e12;
        InputMoments moments = new(1);
        moments.Add<double>(inputs);
        (double mean, double squares) = Exact(inputs, 0, 1);
        AssertUlps(mean, moments.Means[0], 2);
        AssertUlps(squares / Many, moments.Variance(0), 2);
    }

    private delegate void Getter<T>(string name, Span<T> destination);

    private static T[] Get<T>(Getter<T> getter, string name)
    {
        T[] values = new T[3];
        getter(name, values);
        return values;
    }

    private static T[] Filled<T>(T value, int count)
    {
        T[] values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private static double[] Normal(int count, double mean, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>The mean of every third value, or of all, and the sum of (x − mean)², in integers of 2⁻⁸⁰.</summary>
    private static (double Mean, double Squares) Exact(double[] values, int first, int step = 3)
    {
        BigInteger[] numbers = [.. values.Where((_, i) => i % step == first).Select(Scaled)];
        BigInteger sum = numbers.Aggregate(BigInteger.Zero, (total, x) => total + x), mean = sum / numbers.Length;
        BigInteger squares = numbers.Aggregate(BigInteger.Zero, (total, x) => total + ((x - mean) * (x - mean)));
        return (Math.ScaleB((double)mean, -80), Math.ScaleB((double)squares, -160));

        static BigInteger Scaled(double x)
        {
            // A double is an integer of 53 bits times a power of two.
            int exponent = Math.Max(Math.ILogB(x), -1000) - 60;
            BigInteger integer = new(Math.ScaleB(x, -exponent));
            return exponent + 80 >= 0 ? integer << (exponent + 80) : integer >> -(exponent + 80);
        }
    }

    private static void AssertUlps(double expected, double actual, int ulps) =>
        Assert.True(Math.Abs(expected - actual) <= ulps * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    private static void AssertUlps(float expected, float actual, int ulps) =>
        Assert.True(Math.Abs(expected - actual) <= ulps * (MathF.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    /// <summary>Relative to the largest, to some ulp: beyond 8.5e37 the inverse of the deviation is subnormal.</summary>
    private static void AssertAbout(double[] expected, ReadOnlySpan<float> actual)
    {
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i] / largest, actual[i] / largest, 1e-6);
    }
}
