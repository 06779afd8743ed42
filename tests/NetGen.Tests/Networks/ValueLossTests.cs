using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Losses that look at several outputs or several values, at their edges, and those that take no target.</summary>
public sealed partial class ValueLossTests
{
    [Network<double>, Input(3), Identity, Focal(2)]
    internal sealed partial class RawFocal;

    [Network<double>, Input(3), Identity, Focal(0)]
    internal sealed partial class RawFocalOfNothing;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy]
    internal sealed partial class RawCrossEntropy;

    [Network<double>, Input(3), Identity, LogCosh]
    internal sealed partial class RawLogCosh;

    [Network<double>, Input(3), Identity, CosineDistance]
    internal sealed partial class RawCosine;

    [Network<double>, Input(2), Identity, Quantile(0.1, 0.9)]
    internal sealed partial class RawQuantile;

    [Network<double>, Input(3, 2, Padding = 0), Identity, Quantile(0.1, 0.9)]
    internal sealed partial class RawQuantileOfSteps;

    [Network<double>, Input(3, 2, Padding = 0), Identity, CosineDistance]
    internal sealed partial class RawCosineOfSteps;

    [Network<double>, Input(4), Slice(0, 2, Name = "m"), Slice(2, 2, From = "input", Name = "v"), GaussianKL(Mean = "m", LogVariance = "v")]
    internal sealed partial class RawDivergence;

    [Network<double>, Input(6), Slice(0, 2, Name = "a"), Slice(2, 2, From = "input", Name = "p"), Slice(4, 2, From = "input", Name = "n"), TripletMargin(Anchor = "a", Positive = "p", Negative = "n", Margin = 0.5)]
    internal sealed partial class RawTriplet;

    [Network<double>, Input(3, 3, Padding = 0), Slice(0, 1, Name = "a"), Slice(1, 1, From = "input", Name = "p"), Slice(2, 1, From = "input", Name = "n"), TripletMargin(Anchor = "a", Positive = "p", Negative = "n", Margin = 0.5)]
    internal sealed partial class RawTripletOfSteps;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(4, Name = "dense2")]
    [Slice(0, 2, Name = "mean")]
    [Slice(2, 2, From = "dense2", Name = "logVariance")]
    [GaussianKL(Mean = "mean", LogVariance = "logVariance")]
    internal sealed partial class GoldenDivergence;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh]
    [Dense(9, Name = "dense2")]
    [Slice(0, 3, Name = "a")]
    [Slice(3, 3, From = "dense2", Name = "p")]
    [Slice(6, 3, From = "dense2", Name = "n")]
    [TripletMargin(Anchor = "a", Positive = "p", Negative = "n")]
    internal sealed partial class GoldenTriplet;

    [Fact]
    public void A_focal_loss_of_gamma_0_is_the_cross_entropy()
    {
        foreach (double[] logits in new double[][] { [0.5, -0.2, 0.1], [40, 0, 1], [-40, 0, 0], [0, 1e4, 3] })
        {
            (double loss, double[] gradients) = Of<RawFocalOfNothing, int>(logits, [0]);
            (double expected, double[] expectedGradients) = Of<RawCrossEntropy, int>(logits, [0]);
            AssertClose(expected, loss);
            Assert.All(gradients.Zip(expectedGradients), pair => AssertClose(pair.Second, pair.First));
        }
    }

    /// <summary>Where p rounds to 1, the others' share q is e⁻⁴⁰ + e⁻³⁹: ℓ = −q²·ln(1 − q) = q³, ȳ of the label −3·q³.</summary>
    [Fact]
    public void A_focal_loss_that_is_sure_loses_nothing()
    {
        double q = Math.Exp(-40) + Math.Exp(-39);
        (double loss, double[] gradients) = Of<RawFocal, int>([40, 0, 1], [0]);
        AssertClose(q * q * q, loss);
        AssertClose(-3 * q * q * q, gradients[0]);
        Assert.Equal((0, 0), (Of<RawFocal, int>([1e4, 0, -1e4], [0]).Loss, Of<RawFocal, int>([1e4, 0, -1e4], [0]).Gradients.Sum()));
        Assert.Equal(1e4, Of<RawFocal, int>([0, 1e4, 3], [0]).Loss);
    }

    [Fact]
    public void A_log_cosh_is_right_near_its_target_and_far_from_it()
    {
        (double loss, double[] gradients) = Of<RawLogCosh, double>([1e4, 1e-9, -1e4], [0, 0, 0]);
        AssertClose((2e4 - (2 * Math.Log(2))) / 3, loss);
        Assert.All(gradients.Zip([1 / 3.0, 1e-9 / 3, -1 / 3.0]), pair => AssertClose(pair.Second, pair.First));
        AssertClose(5e-19 / 3, Of<RawLogCosh, double>([1e-9, 0, 0], [0, 0, 0]).Loss);
    }

    [Fact]
    public void A_cosine_distance_keeps_small_angles_and_large_numbers_and_divides_by_no_0()
    {
        double angle = 1e-9 * Math.Sqrt(5 / 14.0) / Math.Sqrt(14); // of t to y
        (double loss, double[] gradients) = Of<RawCosine, double>([1, 2, 3], [1, 2, 3 + 1e-9]);
        Assert.Equal(angle * angle / 2, loss, 1e-25);
        Assert.Equal(0, gradients[0] + (2 * gradients[1]) + (3 * gradients[2]), 1e-15); // across y
        AssertClose(9 / 7.0, Of<RawCosine, double>([1e200, 2e200, 3e200], [1, 2, -3]).Loss);
        (loss, gradients) = Of<RawCosine, double>([0, 0, 0], [1, 2, -3]);
        Assert.Equal(1, loss);
        Assert.Equal([-1e8, -2e8, 3e8], gradients);
    }

    [Fact]
    public void A_quantile_has_its_slope_on_either_side_and_none_at_its_target()
    {
        (double loss, double[] gradients) = Of<RawQuantile, double>([1, 2], [5]);
        AssertClose(((0.1 * 4) + (0.9 * 3)) / 2, loss);
        Assert.Equal([-0.05, -0.45], gradients);
        (loss, gradients) = Of<RawQuantile, double>([1, 2], [1]);
        AssertClose(0.1 / 2, loss);
        Assert.Equal(0, gradients[0]);
        AssertClose(0.05, gradients[1]);
    }

    [Fact]
    public void Steps_of_padding_do_not_count()
    {
        (double loss, double[] gradients) = Of<RawQuantileOfSteps, double>([1, 2, 3, 4, 0, 0], [1, 2, 77]);
        AssertClose((0.1 + 0.9 + (0.1 * 2)) / 4, loss);
        Assert.Equal([0.0, 0.0], gradients[4..]);
        (loss, gradients) = Of<RawCosineOfSteps, double>([1, 2, 3, 4, 0, 0], [1, 2, 4, -3, 7, 7]);
        AssertClose(0.5, loss);
        Assert.Equal([0.0, 0.0], gradients[4..]);
    }

    [Fact]
    public void A_divergence_takes_no_target()
    {
        RawDivergence net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(2, inputGradients: true);
        double[] inputs = [1, -2, 0, 1, 0, 0, 0, 0];
        net.Forward(workspace, inputs);
        double expected = (5 + (Math.E - 2)) / 2 / 2;
        AssertClose(expected, net.Loss(workspace));
        net.Backward(workspace);
        AssertClose((Math.E - 1) / 4, workspace.InputGradients[3]);
        Assert.Equal([0.5, -1, 0], workspace.InputGradients[..3].ToArray());
        AssertClose(expected, net.Evaluate(inputs));
        AssertClose(3 * expected, net.Loss(workspace, weights: [3, 0]));
    }

    [Fact]
    public void A_triplet_has_a_gradient_where_it_counts_and_none_at_distance_0()
    {
        RawTriplet net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(3, inputGradients: true);
        double[] inputs = [0, 0, 3, 4, 0, 1, /* far enough */ 0, 0, 0, 1, 5, 0, /* three alike */ 1, 1, 1, 1, 1, 1];
        net.Forward(workspace, inputs);
        AssertClose((5 - 1 + 0.5 + 0 + 0.5) / 3, net.Loss(workspace));
        net.Backward(workspace);
        double[] expected = [-0.6, -0.8 + 1, 0.6, 0.8, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.All(Enumerable.Range(0, 18), i => Assert.Equal(expected[i] / 3, workspace.InputGradients[i], 1e-15));
        AssertClose((5 - 1 + 0.5 + 0 + 0.5) / 3, net.Evaluate(inputs));
    }

    [Fact]
    public void A_triplet_of_sequences_is_of_whole_values()
    {
        RawTripletOfSteps net = new(seed: 1);
        double[] inputs = [0, 3, 0, 0, 4, 1, 0, 0, 0];
        AssertClose(5 - 1 + 0.5, net.Evaluate(inputs));
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, inputs);
        AssertClose(5 - 1 + 0.5, net.Loss(workspace));
    }

    [Fact]
    public void Losses_of_several_values_match_their_references()
    {
        CheckGolden<GoldenDivergence>("cat_loss_gaussian_kl", (net, workspace) => net.Loss(workspace), (net, workspace) => net.Backward(workspace));
        CheckGolden<GoldenTriplet>("cat_loss_triplet", (net, workspace) => net.Loss(workspace), (net, workspace) => net.Backward(workspace));
    }

    [Fact]
    public void Losses_of_several_values_have_their_derivatives()
    {
        Random random = new(7);
        double[] inputs = [.. Enumerable.Range(0, 60).Select(_ => (2 * random.NextDouble()) - 1)], targets = [.. inputs.Take(48).Select(Math.Sin)];
        ValueLossNets.Divergences divergences = new(seed: 2);
        Assert.InRange(divergences.CheckGradients(divergences.CreateWorkspace(12, inputGradients: true), inputs), 0, 1e-8);
        ValueLossNets.Triplets triplets = new(seed: 2);
        Assert.InRange(triplets.CheckGradients(triplets.CreateWorkspace(5, inputGradients: true), inputs), 0, 1e-8);
        ValueLossNets.Several several = new(seed: 2);
        Assert.InRange(several.CheckGradients(several.CreateWorkspace(12, inputGradients: true), inputs, targets), 0, 1e-8);
    }

    [Fact]
    public void Single_precision_is_near_double()
    {
        Random random = new(9);
        double[] inputs = [.. Enumerable.Range(0, 36).Select(_ => (2 * random.NextDouble()) - 1)];
        ValueLossNets.SingleValues net = new(seed: 3);
        Workspace<float> workspace = net.CreateWorkspace(4);
        float[] outputs = new float[28];
        net.Forward(workspace, [.. inputs.Select(value => (float)value)]);
        double[][] values = [.. new[] { "mean", "logVariance", "negative" }.Select(Named)];
        double expected = values[0].Zip(values[1], (m, v) => ((m * m) + Math.Exp(v) - 1 - v) / 2).Sum() / 4;
        for (int example = 0; example < 4; example++)
        {
            expected += Math.Max(0, Distance(0, 1, example) - Distance(0, 2, example) + 1) / 4;
        }

        Assert.Equal(expected, net.Loss(workspace), 2e-6);
        net.Backward(workspace);
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.True(float.IsFinite(gradient)));

        double[] Named(string name)
        {
            net.GetOutput(workspace, name, outputs);
            return [.. outputs.Select(value => (double)value)];
        }

        double Distance(int a, int b, int example) => Math.Sqrt(Enumerable.Range(example * 7, 7).Sum(i => Math.Pow(values[a][i] - values[b][i], 2)));
    }

    private static (double Loss, double[] Gradients) Of<TNetwork, TTarget>(double[] outputs, TTarget[] targets)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        TNetwork net = TNetwork.Create(1);
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, outputs);
        double loss = net.Loss(workspace, targets);
        net.Backward(workspace);
        AssertClose(loss, net.Evaluate(outputs, targets));
        return (loss, workspace.InputGradients.ToArray());
    }

    private static void CheckGolden<TNetwork>(string name, Func<TNetwork, Workspace<double>, double> loss, Action<TNetwork, Workspace<double>> backward)
        where TNetwork : class, INetwork<TNetwork, double>
    {
        GoldenCase golden = GoldenCase.Read(name);
        TNetwork net = TNetwork.Create(1);
        double[] inputs = [.. golden.Tensor("input").Data];
        Workspace<double> workspace = net.CreateWorkspace(inputs.Length / net.InputSize, inputGradients: true);
        golden.SetParameters<TNetwork, double>(net, golden.Tensors("params"));
        net.Forward(workspace, inputs);
        AssertClose(golden.Root.GetProperty("lossValue").GetDouble(), loss(net, workspace));
        backward(net, workspace);
        foreach ((string path, GoldenTensor expected) in golden.Tensors("grads"))
        {
            Assert.True(GoldenCase.Error(golden.GetTensor<TNetwork, double>(path, workspace.Gradients), expected.Data) < 1e-11, path);
        }

        Assert.True(GoldenCase.Error(workspace.InputGradients, golden.Tensor("inputGrad").Data) < 1e-11);
    }

    private static void AssertClose(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected), $"{actual:R}, expected {expected:R}");
}
