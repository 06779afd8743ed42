using Xunit;

namespace NetGen.Tests;

/// <summary>What is particular to convolutions and pools; gradients, bits and memory are tested with all other networks.</summary>
public sealed class ConvolutionTests
{
    [Fact]
    public void The_first_of_equal_elements_takes_the_gradient_of_a_maximum()
    {
        ImageNets.Ties net = new();
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        double[] y = net.Forward(workspace,
        [
            1, 1, 0, 2, 9,
            1, 1, 2, 2, 9,
            -3, -3, 0, -0.0, 9,
            -3, -2, 0, 0, 9,
        ]).ToArray();
        Assert.Equal([1, 2, -2, 0], y);
        net.Backward(workspace, [10, 20, 30, 40]);
        Assert.Equal(
        [
            10, 0, 0, 20, 0,
            0, 0, 0, 0, 0,
            0, 0, 40, 0, 0,
            0, 30, 0, 0, 0,
        ], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Padding_is_never_the_largest_and_takes_no_gradient()
    {
        WindowNets.Border net = new();
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        double[] y = net.Forward(workspace, [-5, -2, -2, -7, -9, -8, double.NegativeInfinity, -3, -1]).ToArray();
        Assert.Equal([-2, -2, -3, -1], y);
        net.Backward(workspace, [1, 2, 3, 4]);
        Assert.Equal([0, 3, 0, 0, 0, 0, 0, 3, 4], workspace.InputGradients.ToArray());

        // Where all that there is is −∞, the first of it has the gradient, not the padding before it.
        double[] lowest = [.. Enumerable.Repeat(double.NegativeInfinity, 9)];
        Assert.Equal(lowest.AsSpan(0, 4).ToArray(), net.Forward(workspace, lowest).ToArray());
        net.Backward(workspace, [1, 2, 3, 4]);
        Assert.Equal([1, 2, 0, 3, 4, 0, 0, 0, 0], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void A_mean_counts_its_padding_or_not()
    {
        double[] x = [4, 8, 12, 16, 20, 24], counted = new double[12], uncounted = new double[12];
        new WindowNets.CountedPadding().Predict(x, counted);
        new WindowNets.UncountedPadding().Predict(x, uncounted);
        Assert.Equal([1, 3, 5, 3, 5, 12, 16, 9, 4, 9, 11, 6], counted);
        Assert.Equal([4, 6, 10, 12, 10, 12, 16, 18, 16, 18, 22, 24], uncounted);
    }

    [Fact]
    public void A_transposed_convolution_puts_its_kernel_where_each_input_says()
    {
        WindowNets.Spread net = new();
        net.SetParameter("convTranspose2D1.weight", [1, 2, 3, 4]);
        net.SetParameter("convTranspose2D1.bias", [100]);
        double[] y = new double[36];
        net.Predict([1, 10, 1000, 0], y);
        Assert.Equal(
        [
            101, 102, 100, 110, 120, 100,
            103, 104, 100, 130, 140, 100,
            100, 100, 100, 100, 100, 100,
            1100, 2100, 100, 100, 100, 100,
            3100, 4100, 100, 100, 100, 100,
            100, 100, 100, 100, 100, 100,
        ], y);
        Assert.Equal([1, 1, 2, 2], WindowNets.Spread.Description.Parameters[0].Shape);
        Assert.Equal([6, 5, 3, 3], WindowNets.TransposedMaps.Description.Parameters.Single(p => p.Name == "convTranspose2D1.weight").Shape);
        Assert.Equal(2L * 6 * 3 * 2 * 5 * 9, WindowNets.TransposedMaps.Description.Layers.Single(layer => layer.Name == "convTranspose2D1").Flops);
    }

    [Fact]
    public void Overlapping_windows_add_their_gradients()
    {
        ImageNets.OverlappingTies net = new();
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        double[] y = net.Forward(workspace, [0, 0, 0, 0, 5, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]).ToArray();
        Assert.Equal([5, 5, 5, 5, 1, 1, 1, 1], y);
        net.Backward(workspace, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([0, 0, 0, 0, 10, 0, 0, 0, 0, 5, 6, 0, 7, 8, 0, 0, 0, 0], workspace.InputGradients.ToArray());
    }

    [Fact]
    public void A_maximum_lets_NaN_through()
    {
        ImageNets.Ties net = new();
        var image = new double[20];
        image[7] = double.NaN;
        double[] y = net.Predict(image);
        Assert.Equal([0, double.NaN, 0, 0], y);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(21)]
    public void Named_values_and_their_gradients_are_read_in_canonical_order(int batch)
    {
        ImageNets.Mixed net = new(seed: 3);
        Workspace<double> workspace = net.CreateWorkspace(batch, inputGradients: true);
        Random random = new(4);
        double[] inputs = [.. Enumerable.Range(0, batch * 72).Select(_ => random.NextDouble() - 0.5)];
        net.Forward(workspace, inputs, training: false);
        net.Loss(workspace, new double[batch * 3]);
        net.Backward(workspace);

        var h1 = new double[batch * 144];
        var c1 = new double[batch * 144];
        var gradient = new double[batch * 144];
        net.GetOutput(workspace, "h1", h1);
        net.GetOutput(workspace, "c1", c1);
        net.GetOutputGradient(workspace, "c1", gradient);
        double[] weight = new double[72], bias = new double[4], weightGradient = new double[72], biasGradient = new double[4];
        net.GetParameter("c1.weight", weight);
        net.GetParameter("c1.bias", bias);
        net.GetGradient(workspace, "c1.weight", weightGradient);
        net.GetGradient(workspace, "c1.bias", biasGradient);
        Assert.All(Enumerable.Range(0, c1.Length), i => Assert.Equal(Math.Tanh(c1[i]), h1[i], 1e-14));
        for (int r = 0; r < batch; r++)
        {
            // The element in the middle of channel 2, at row 3 and column 4.
            double z = bias[2];
            for (int n = 0; n < 18; n++)
            {
                z += weight[2 * 18 + n] * inputs[r * 72 + n / 9 * 36 + (2 + n / 3 % 3) * 6 + 3 + n % 3];
            }

            Assert.Equal(z, c1[r * 144 + 2 * 36 + 3 * 6 + 4], 1e-14);
        }

        for (int channel = 0; channel < 4; channel++)
        {
            double sum = Enumerable.Range(0, batch).Sum(r => gradient.AsSpan(r * 144 + channel * 36, 36).ToArray().Sum());
            Assert.Equal(sum, biasGradient[channel], 1e-12);
        }

        // The middle of the kernel meets every element of the input once.
        double middle = Enumerable.Range(0, batch * 36).Sum(n => gradient[n / 36 * 144 + n % 36] * inputs[n / 36 * 72 + 36 + n % 36]);
        Assert.Equal(middle, weightGradient[9 + 4], 1e-12);
    }

    [Fact]
    public void Shapes_parameters_and_operations_are_those_counted_by_hand()
    {
        NetworkDescription net = ImageNets.SingleLeNet.Description;
        Assert.Equal(
            ["input", "conv2D1", "reLU1", "maxPool2D1", "conv2D2", "reLU2", "maxPool2D2", "flatten1", "dense1", "reLU3", "dense2", "softmaxCrossEntropy"],
            net.Layers.Select(layer => layer.Name));
        Assert.Equal(["Conv2D(6, 5, Padding = 2)", "ReLU", "MaxPool2D(2)"], net.Layers.Skip(1).Take(3).Select(layer => layer.Operation));
        Assert.Equal([6, 12, 13], net.Layers[1].OutputShape);
        Assert.Equal([6, 6, 6], net.Layers[3].OutputShape);
        Assert.Equal([16, 4, 4], net.Layers[4].OutputShape);
        Assert.Equal([16, 2, 2], net.Layers[6].OutputShape);
        Assert.Equal(2L * 25 * 6 * 12 * 13, net.Layers[1].Flops);
        Assert.Equal(2L * 54 * 16 * 4 * 4, net.Layers[4].Flops);
        Assert.Equal([6, 1, 5, 5], net.Parameters[0].Shape);
        Assert.Equal([16, 6, 3, 3], net.Parameters[2].Shape);
        Assert.Equal(6 * 25 + 6 + 16 * 54 + 16 + 64 * 20 + 20 + 200 + 10, net.ParameterCount);
        Assert.Equal(["flatten1"], net.Layers[8].Inputs);
        Assert.Equal([5, 3, 3], ImageNets.Sequence.Description.Parameters[0].Shape);
        Assert.Equal([9, 5], ImageNets.Sequence.Description.Layers[1].OutputShape);
    }

    [Fact]
    public void Weights_start_within_the_bound_of_their_fan_in_and_fan_out()
    {
        // He for the ReLU after it: uniform up to sqrt(6 / fan-in), fan-in = channels x kernel.
        ImageNets.SingleLeNet net = new(seed: 1);
        float[] weight = new float[16 * 54];
        net.GetParameter("conv2D2.weight", weight);
        float bound = MathF.Sqrt(6f / 54);
        Assert.InRange(weight.Max(MathF.Abs), 0.98f * bound, bound);
        // Xavier for tanh: sqrt(6 / (fan-in + fan-out)), fan-out = output channels x kernel.
        ImageNets.Valid valid = new(seed: 1);
        double[] kernel = new double[5 * 18];
        valid.GetParameter("conv2D1.weight", kernel);
        double xavier = Math.Sqrt(6.0 / (18 + 45));
        Assert.InRange(kernel.Max(Math.Abs), 0.9 * xavier, xavier);
    }
}
