using Xunit;

namespace NetGen.Tests;

/// <summary>Backward against central differences, and what every network's passes have in common.</summary>
public sealed class GradientTests
{
    [Theory]
    [MemberData(nameof(NetCase.NamesInDouble), MemberType = typeof(NetCase))]
    public void Gradients_are_central_differences_at_every_batch_size(string name)
    {
        // No argument of a ReLU is so near its kink that the difference reaches across it.
        const int Seed = 100;
        foreach (int batch in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 64])
        {
            double error = NetCase.All[name].GradientError(batch, samples: 12, Seed + batch);
            Assert.True(error < 1e-7, $"batch {batch}, seed {Seed + batch}: error {error:E2}");
        }
    }

    [Fact]
    public void Gradients_of_every_parameter_and_input_are_central_differences_in_a_net_of_odd_widths()
    {
        double error = NetCase.All["From7"].GradientError(batch: 5, samples: int.MaxValue, seed: 3);
        Assert.True(error < 1e-7, $"error {error:E2}");
    }

    [Theory]
    [InlineData("Blocks")]
    [InlineData("WideBlocks")]
    [InlineData("BlocksOfSteps")]
    [InlineData("Parts")]
    [InlineData("PartsOfTranspose")]
    [InlineData("PartsOfOddWidths")]
    public void Gradients_are_central_differences_however_the_batch_falls_into_blocks(string name)
    {
        foreach (int batch in (int[])[65, 129, 256, 257, 515])
        {
            double error = NetCase.All[name].GradientError(batch, samples: 40, seed: batch);
            Assert.True(error < 1e-7, $"batch and seed {batch}: error {error:E2}");
        }
    }

    [Theory]
    [InlineData(130)]
    [InlineData(600)]
    public void Gradients_of_a_batch_are_the_mean_of_those_of_small_batches(int batch)
    {
        const int Small = 5, Seed = 17;
        Nets.SingleBlocks net = new(Seed);
        System.Random random = new(Seed);
        float[] inputs = [.. Enumerable.Range(0, batch * Nets.SingleBlocks.InputSize).Select(_ => random.NextSingle() - 0.5f)];
        float[] targets = [.. Enumerable.Range(0, batch * Nets.SingleBlocks.OutputSize).Select(_ => random.NextSingle())];
        Workspace<float> workspace = net.CreateWorkspace(batch), small = net.CreateWorkspace(Small);
        Backward(workspace, 0, batch);
        var mean = new double[net.Parameters.Length];
        for (int first = 0; first < batch; first += Small)
        {
            Backward(small, first, Small);
            for (int i = 0; i < mean.Length; i++)
                mean[i] += (double)small.Gradients[i] * Small / batch;
        }

        double largest = mean.Max(Math.Abs);
        for (int i = 0; i < mean.Length; i++)
            Assert.True(Math.Abs(mean[i] - workspace.Gradients[i]) < 1e-5 * largest, $"seed {Seed}, gradient {i}: {workspace.Gradients[i]}, not {mean[i]}");

        void Backward(Workspace<float> into, int first, int count)
        {
            net.Forward(into, inputs.AsSpan(first * Nets.SingleBlocks.InputSize, count * Nets.SingleBlocks.InputSize));
            net.Loss(into, targets.AsSpan(first * Nets.SingleBlocks.OutputSize, count * Nets.SingleBlocks.OutputSize));
            net.Backward(into);
        }
    }

    [Fact]
    public void A_wrong_derivative_is_caught()
    {
        Nets.WrongDerivative net = new(seed: 1);
        double error = net.CheckGradients(net.CreateWorkspace(4), [.. Enumerable.Range(1, 12).Select(i => 0.1 * i)], new double[8]);
        Assert.True(error > 0.01, $"error {error:E2}");
    }

    [Fact]
    public void A_check_leaves_parameters_and_step_as_they_were_and_checks_every_step_alike()
    {
        Nets.From16 net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        workspace.Step = 41;
        double[] parameters = net.Parameters.ToArray(), inputs = [.. Enumerable.Range(0, 32).Select(i => Math.Sin(i))];
        double first = net.CheckGradients(workspace, inputs, [3, 40], samples: 20, seed: 8);
        Assert.Equal(41, workspace.Step);
        Assert.Equal(parameters, net.Parameters.ToArray());
        Assert.Equal(first, net.CheckGradients(workspace, inputs, [3, 40], samples: 20, seed: 8));
        Assert.InRange(first, double.Epsilon, 1e-7);
    }

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void Backward_repeats_itself_and_does_not_depend_on_what_else_is_asked_for(string name)
    {
        NetCase.All[name].CheckBackward(batch: 1, seed: 4);
        NetCase.All[name].CheckBackward(batch: 13, seed: 5);
    }

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void Padding_stays_zero_through_training(string name) =>
        Assert.Empty(NetCase.All[name].PaddingAfterTraining(steps: 50, seed: 6));

    [Theory]
    [MemberData(nameof(NetCase.Names), MemberType = typeof(NetCase))]
    public void Training_and_inference_allocate_nothing(string name) => Assert.Equal(0, NetCase.All[name].AllocatedBytes(batch: 50));
}
