using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests.Networks;

[Network<double>]
[Input(6, 5, Padding = 0)]
[Dense(7), Tanh(Name = "h")]
[Mean(0)]
[Max(0, From = "h"), Concat("mean1")]
[Sum(0, From = "h"), Concat("concat1")]
[Dense(2)]
[MeanSquaredError]
public sealed partial class PaddedAxesNet;

/// <summary>The same for sequences of three steps, none of them padding.</summary>
[Network<double>]
[Input(3, 5)]
[Dense(7), Tanh(Name = "h")]
[Mean(0)]
[Max(0, From = "h"), Concat("mean1")]
[Sum(0, From = "h"), Concat("concat1")]
[Dense(2)]
[MeanSquaredError]
public sealed partial class ShortAxesNet;

/// <summary>One feature, of which nothing lies side by side.</summary>
[Network<double>]
[Input(6, 5, Padding = 0)]
[Conv1D(1, 3, Causal = true), Tanh(Name = "h")]
[Sum(0), Dense(1, From = "sum1", Name = "a")]
[Max(0, From = "h"), Add("a")]
[MeanSquaredError]
public sealed partial class PaddedFeatureNet;

/// <summary>Reductions over the steps of padded sequences.</summary>
public class PaddedAxesTests
{
    private static readonly int[] s_lengths = [6, 3, 1, 5, 2, 0, 4];

    [Fact]
    public void Steps_of_the_padding_do_not_count()
    {
        PaddedAxesNet net = new(seed: 1);
        ShortAxesNet shorter = new(seed: 2);
        double[] parameters = new double[PaddedAxesNet.ParameterCount];
        net.CopyParametersTo(parameters);
        shorter.CopyParametersFrom(parameters);
        double[] inputs = Inputs(1);
        double[] outputs = net.Predict(inputs);
        Assert.Equal(shorter.Predict(inputs.AsSpan(30, 15).ToArray()), outputs[2..4]); // the second example has three steps
    }

    [Fact]
    public void Gradients_are_those_of_central_differences()
    {
        Check(new PaddedAxesNet(seed: 3));
        Check(new PaddedFeatureNet(seed: 3));
    }

    private static void Check<TNetwork>(TNetwork net)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
    {
        double[] targets = [.. Inputs(2).Take(s_lengths.Length * net.OutputSize)];
        Workspace<double> workspace = net.CreateWorkspace(s_lengths.Length);
        Assert.InRange(GradientCheck.Run<TNetwork, double, double>(net, workspace, Inputs(1), targets, 200, 1), 0, 1e-7);
    }

    private static double[] Inputs(int seed)
    {
        System.Random random = new(seed);
        return [.. Enumerable.Range(0, s_lengths.Length * 30).Select(i => i % 30 / 5 < s_lengths[i / 30] ? random.NextDouble() - 0.5 : 0)];
    }
}
