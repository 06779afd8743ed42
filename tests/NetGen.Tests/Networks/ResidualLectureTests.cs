using Xunit;

namespace NetGen.Tests;

/// <summary>The residual networks of the lectures: ResNet-S, dense, and the classic block of convolutions and batch normalization.</summary>
public sealed partial class ResidualLectureTests
{
    [Block]
    [Dense, ReLU]
    [Dense, ReLU]
    internal sealed class Shortcut;

    [Network<double>]
    [Input(6)]
    [Residual<Shortcut>(Repeat = 3)]
    [Dense(2)]
    [HalfSquaredError]
    internal sealed partial class ResNetS;

    [Block]
    [Conv2D(3, 3, Same = true, Bias = false), BatchNorm(Epsilon = 0.1), Softplus]
    [Conv2D(3, 3, Same = true, Bias = false), BatchNorm(Epsilon = 0.1)]
    internal sealed class Classic;

    [Network<double>]
    [Input(3, 5, 6)]
    [Residual<Classic>(Repeat = 2), Softplus]
    [GlobalAveragePool2D, Dense(4)]
    [SoftmaxCrossEntropy]
    internal sealed partial class ResNet;

    [Fact]
    public void ResNetS_adds_what_two_layers_make_of_z_again_and_again()
    {
        ResNetS net = new(seed: 5);
        double[] z = [0.3, -0.2, 0.9, -1.1, 0.4, 0.7], inputs = [.. z];
        for (int block = 1; block <= 3; block++)
        {
            double[] h = Layer(net, $"residual1.{block}.dense1", z);
            h = Layer(net, $"residual1.{block}.dense2", h);
            z = [.. z.Zip(h, (a, b) => a + b)];
        }

        double[] weight = Get(net, "dense1.weight", 12);
        double[] outputs = net.Predict(inputs);
        for (int o = 0; o < 2; o++)
        {
            Assert.Equal(Enumerable.Range(0, 6).Sum(i => weight[6 * o + i] * z[i]), outputs[o], 1e-13);
        }
    }

    [Fact]
    public void ResNetS_with_zero_weights_passes_inputs_and_gradients_on()
    {
        ResNetS net = new(seed: 5);
        foreach (ParameterDescription parameter in ResNetS.Description.Parameters.Where(parameter => parameter.Name.StartsWith("residual1", StringComparison.Ordinal)))
        {
            net.SetParameter(parameter.Name, new double[parameter.Count]);
        }

        double[] z = [0.3, -0.2, 0.9, -1.1, 0.4, 0.7], weight = Get(net, "dense1.weight", 12);
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, z);
        net.Backward(workspace, [1, 0]);
        Assert.Equal(weight[..6], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Gradients_of_both_are_central_differences()
    {
        Random random = new(6);
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        ResNetS dense = new(seed: 5);
        Assert.True(dense.CheckGradients(dense.CreateWorkspace(5, inputGradients: true), Values(30), Values(10)) < 1e-7);
        ResNet images = new(seed: 5);
        double error = images.CheckGradients(images.CreateWorkspace(4, inputGradients: true), Values(4 * 90), [0, 1, 2, 3]);
        Assert.True(error < 1e-7, $"error {error:E2}");
    }

    [Fact]
    public void The_classic_block_learns_and_keeps_its_running_statistics()
    {
        ResNet net = new(seed: 7);
        Random random = new(8);
        double[] inputs = [.. Enumerable.Range(0, 32 * 90).Select(i => i / 90 % 4 * 0.5 + random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 32).Select(i => i % 4)];
        Workspace<double> workspace = net.CreateWorkspace(32);
        Adam optimizer = new(0.02);
        double first = double.NaN, last = double.NaN;
        for (int step = 0; step < 100; step++)
        {
            net.Forward(workspace, inputs);
            last = net.Loss(workspace, labels);
            first = step == 0 ? last : first;
            net.Step(workspace, optimizer);
        }

        Assert.True(last < first / 5, $"{first} to {last}");

        // After so many steps on one batch the running statistics are the batch's, up to the unbiased variance.
        Assert.Equal(last, net.Evaluate(inputs, labels), 0.1);
    }

    private static double[] Layer(ResNetS net, string name, double[] x)
    {
        double[] weight = Get(net, name + ".weight", 36), bias = Get(net, name + ".bias", 6);
        return [.. Enumerable.Range(0, 6).Select(o => Math.Max(0, bias[o] + Enumerable.Range(0, 6).Sum(i => weight[6 * o + i] * x[i])))];
    }

    private static double[] Get(ResNetS net, string name, int count)
    {
        double[] values = new double[count];
        net.GetParameter(name, values);
        return values;
    }
}
