using Xunit;

namespace NetGen.Tests;

/// <summary>Parameters of their own for features and channels: PReLU and LearnedScale.</summary>
public sealed partial class ChannelWiseTests
{
    [Network<double>, Input(2), PReLU, MeanSquaredError(Reduction = Reduction.Sum)]
    internal sealed partial class Slopes;

    [Network<double>, Input(3, 2), LearnedScale(Bias = true, Initial = 2), MeanSquaredError(Reduction = Reduction.Sum)]
    internal sealed partial class Steps;

    [Network<double>, Input(2, 1, 3), LearnedScale(Bias = true), MeanSquaredError(Reduction = Reduction.Sum)]
    internal sealed partial class Maps;

    [Network, Input(1000), Dense(1000), PReLU, Dense(2)]
    internal sealed partial class Wide;

    [Network<double>, Input(3), Dense(2), PReLU, LearnedScale(Bias = true), L1(0.5), L2(0.25), MeanSquaredError]
    internal sealed partial class Penalized;

    [Fact]
    public void A_slope_belongs_to_its_feature()
    {
        Slopes net = new();
        Assert.Equal([0.25, 0.25], Values<double>(2, span => net.GetParameter("pReLU1.weight", span)));
        net.SetParameter("pReLU1.weight", [0.5, -2]);
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        Assert.Equal([-2, 6, 3, 0], net.Forward(workspace, [-4, -3, 3, 0]).ToArray());
        net.Backward(workspace, [1, 10, 100, 1000]);
        Assert.Equal([0.5, -20, 100, -2000], workspace.InputGradients.ToArray()); // the slope at 0
        Assert.Equal([-4, -30], Values<double>(2, span => net.GetGradient(workspace, "pReLU1.weight", span)));
    }

    [Fact]
    public void Channels_are_the_last_axis_of_steps()
    {
        Steps net = new();
        Assert.Equal([2, 2], Values<double>(2, span => net.GetParameter("learnedScale1.weight", span)));
        Assert.Equal([0, 0], Values<double>(2, span => net.GetParameter("learnedScale1.bias", span)));
        net.SetParameter("learnedScale1.weight", [2, 10]);
        net.SetParameter("learnedScale1.bias", [1, 100]);
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        Assert.Equal([3, 120, 7, 140, 11, 160], net.Forward(workspace, [1, 2, 3, 4, 5, 6]).ToArray());
        net.Backward(workspace, [1, 1, 1, 1, 2, 3]);
        Assert.Equal([2, 10, 2, 10, 4, 30], workspace.InputGradients.ToArray());
        Assert.Equal([1 + 3 + 10, 2 + 4 + 18], Values<double>(2, span => net.GetGradient(workspace, "learnedScale1.weight", span)));
        Assert.Equal([4, 5], Values<double>(2, span => net.GetGradient(workspace, "learnedScale1.bias", span)));
    }

    [Fact]
    public void Channels_are_the_first_axis_of_maps()
    {
        Maps net = new();
        net.SetParameter("learnedScale1.weight", [2, 10]);
        net.SetParameter("learnedScale1.bias", [1, 100]);
        Workspace<double> workspace = net.CreateWorkspace(1);
        Assert.Equal([3, 5, 7, 140, 150, 160], net.Forward(workspace, [1, 2, 3, 4, 5, 6]).ToArray());
        net.Backward(workspace, [1, 1, 1, 1, 2, 3]);
        Assert.Equal([6, 4 + 10 + 18], Values<double>(2, span => net.GetGradient(workspace, "learnedScale1.weight", span)));
        Assert.Equal([3, 6], Values<double>(2, span => net.GetGradient(workspace, "learnedScale1.bias", span)));
    }

    [Fact]
    public void Weights_before_a_PReLU_are_initialized_by_He()
    {
        float[] weights = Values<float>(1_000_000, span => new Wide(seed: 3).GetParameter("dense1.weight", span));
        Assert.Equal(2 / 1000.0, weights.Average(w => (double)w * w), 2e-5);
        Assert.Equal(6 / 1000.0, Math.Pow(weights.Max(Math.Abs), 2), 1e-5);
    }

    [Fact]
    public void Penalties_do_not_count_them()
    {
        Penalized net = new(seed: 2);
        double[] inputs = [0.3, -0.7, 0.2], outputs = net.Predict(inputs);
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, inputs);
        double[] weights = Values<double>(6, span => net.GetParameter("dense1.weight", span));
        double expected = 0.5 * weights.Sum(Math.Abs) + 0.125 * weights.Sum(w => w * w);
        Assert.Equal(expected, net.Loss(workspace, outputs), 1e-14);
    }

    [Theory]
    [InlineData("OfFeatures")]
    [InlineData("OfOddSteps")]
    [InlineData("OfMaps")]
    [InlineData("OfConvolutions")]
    [InlineData("Tied")]
    public void Threads_change_no_bit(string name)
    {
        switch (name)
        {
            case "OfFeatures":
                SameBits.CheckThreads<ChannelNets.OfFeatures, double>();
                break;
            case "OfOddSteps":
                SameBits.CheckThreads<ChannelNets.OfOddSteps, double>();
                break;
            case "OfMaps":
                SameBits.CheckThreads<ChannelNets.OfMaps, double>();
                break;
            case "OfConvolutions":
                SameBits.CheckThreads<ChannelNets.OfConvolutions, double>();
                break;
            default:
                SameBits.CheckThreads<ChannelNets.Tied, double>();
                break;
        }
    }

    [Fact]
    public void Parameters_are_saved_and_loaded_by_name()
    {
        ChannelNets.OfConvolutions net = new(seed: 4), loaded = new(seed: 5);
        net.SetParameter("pReLU1.weight", [1, 2, 3, 4, 5]);
        net.SetParameter("learnedScale3.bias", [.. Enumerable.Range(0, 19).Select(i => (double)i)]);
        using TemporaryFolder folder = new();
        net.Save(folder["net"]);
        loaded.Load(folder["net"]);
        Assert.Equal([1, 2, 3, 4, 5], Values<double>(5, span => loaded.GetParameter("pReLU1.weight", span)));
        Assert.Equal(net.Parameters.ToArray(), loaded.Parameters.ToArray());
    }

    private delegate void Reader<T>(Span<T> values);

    private static T[] Values<T>(int count, Reader<T> read)
    {
        T[] values = new T[count];
        read(values);
        return values;
    }
}
