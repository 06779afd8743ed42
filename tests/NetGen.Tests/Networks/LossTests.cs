using Xunit;

namespace NetGen.Tests;

/// <summary>Losses: reductions, weights of examples, penalties, and their output gradients.</summary>
public sealed partial class LossTests
{
    private static readonly double[] s_inputs = [0.5, -1, 2, 0.1, 0.7, -0.3, 1.1, 0.2, -0.9, 0.4, -1.4, 0.8];
    private static readonly double[] s_targets = [0.2, 0.9, 0.5, 0.1, 0.3, 0.8, 0.4, 0.6];
    private static readonly int[] s_labels = [1, 0, 0, 1];

    [Network<double>, Input(3), Dense(2), MeanSquaredError]
    internal sealed partial class SquaredMean;

    [Network<double>, Input(3), Dense(2), MeanSquaredError(Reduction = Reduction.BatchMean)]
    internal sealed partial class SquaredBatchMean;

    [Network<double>, Input(3), Dense(2), MeanSquaredError(Reduction = Reduction.Sum)]
    internal sealed partial class SquaredSum;

    [Network<double>, Input(3), Dense(2), HalfSquaredError]
    internal sealed partial class HalfBatchMean;

    [Network<double>, Input(3), Dense(2), HalfSquaredError(Reduction = Reduction.Mean)]
    internal sealed partial class HalfMean;

    [Network<double>, Input(3), Dense(2), BinaryCrossEntropy]
    internal sealed partial class BinaryMean;

    [Network<double>, Input(3), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class SoftmaxMean;

    [Network<double>, Input(3), Dense(2), SoftmaxCrossEntropy(Reduction = Reduction.BatchMean)]
    internal sealed partial class SoftmaxBatchMean;

    [Network<double>, Input(3), Dense(2), SoftmaxCrossEntropy(Reduction = Reduction.Sum)]
    internal sealed partial class SoftmaxSum;

    [Network<double>, Input(3), Dense(2), Softplus, Dense(2), OwnLogCosh, L2(0.3)]
    internal sealed partial class UserLoss;

    [Fact]
    public void Element_wise_losses_reduce_by_elements_by_examples_or_not_at_all()
    {
        CheckReduction<SquaredMean, double>(s_targets, Squared, divisor: 8);
        CheckReduction<SquaredBatchMean, double>(s_targets, Squared, divisor: 4);
        CheckReduction<SquaredSum, double>(s_targets, Squared, divisor: 1);
        CheckReduction<HalfBatchMean, double>(s_targets, (y, t) => Squared(y, t) / 2, divisor: 4);
        CheckReduction<HalfMean, double>(s_targets, (y, t) => Squared(y, t) / 2, divisor: 8);
        CheckReduction<BinaryMean, double>(s_targets, (y, t) => y.Zip(t, (a, b) => Math.Log(1 + Math.Exp(a)) - b * a).Sum(), divisor: 8);
        CheckReduction<UserLoss, double>(s_targets, (y, t) => y.Zip(t, (a, b) => Math.Log(Math.Cosh(a - b))).Sum(), divisor: 1);
    }

    [Fact]
    public void Softmax_cross_entropy_reduces_by_examples_or_not_at_all()
    {
        CheckReduction<SoftmaxMean, int>(s_labels, CrossEntropy, divisor: 4);
        CheckReduction<SoftmaxBatchMean, int>(s_labels, CrossEntropy, divisor: 4);
        CheckReduction<SoftmaxSum, int>(s_labels, CrossEntropy, divisor: 1);
    }

    private static double Squared(double[] y, double[] t) => y.Zip(t, (a, b) => (a - b) * (a - b)).Sum();

    private static double CrossEntropy(double[] y, int[] t) => Math.Log(y.Sum(Math.Exp)) - y[t[0]];

    /// <summary>The loss, plain and weighted, Evaluate and both kinds of Backward, against the loss of single examples.</summary>
    private static void CheckReduction<TNetwork, TTarget>(TTarget[] targets, Func<double[], TTarget[], double> lossOfExample, double divisor)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        TNetwork net = TNetwork.Create(seed: 6);
        Workspace<double> workspace = net.CreateWorkspace(batchCapacity: 5, inputGradients: true);
        double[][] outputs = [.. net.Forward(workspace, s_inputs).ToArray().Chunk(2)];
        double[] losses = [.. outputs.Zip(targets.Chunk(targets.Length / 4), lossOfExample)];

        AssertClose(losses.Sum() / divisor, net.Loss(workspace, targets) - workspace.Penalty);
        AssertClose(losses.Sum() / divisor, net.Evaluate(s_inputs, targets));
        net.Backward(workspace);
        double[] gradients = workspace.Gradients.ToArray();
        net.Loss(workspace, targets, [1, 1, 1, 1]);
        net.Backward(workspace);
        Assert.Equal(gradients, workspace.Gradients.ToArray());

        double[] weights = [2, 0, 0.5, -1];
        AssertClose(losses.Zip(weights, (loss, weight) => loss * weight).Sum() / divisor, net.Loss(workspace, targets, weights) - workspace.Penalty);

        // The weighted gradients are those of the weighted loss: derivatives by the outputs are linear in the weights.
        net.Backward(workspace);
        double[] weighted = workspace.InputGradients.ToArray();
        net.Loss(workspace, targets);
        net.Backward(workspace);
        double[] plain = workspace.InputGradients.ToArray();
        Assert.True(GoldenCase.Error(weighted, [.. plain.Select((gradient, i) => gradient * weights[i / 3])]) < 1e-14);
    }

    [Fact]
    public void Evaluate_takes_any_number_of_examples()
    {
        SoftmaxMean net = new(seed: 6);
        Random random = new(3);
        double[] inputs = [.. Enumerable.Range(0, 200 * 3).Select(_ => random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 200).Select(_ => random.Next(2))];
        double[] losses = [.. Enumerable.Range(0, 200).Select(i => net.Evaluate(inputs.AsSpan(i * 3, 3), labels.AsSpan(i, 1)))];
        foreach (int count in (int[])[1, 47, 48, 49, 96, 97, 200])
        {
            AssertClose(losses.Take(count).Average(), net.Evaluate(inputs.AsSpan(0, count * 3), labels.AsSpan(0, count)));
        }
    }

    [Fact]
    public void The_penalty_is_half_the_rate_times_the_squared_weights_without_biases()
    {
        UserLoss net = new(seed: 6);
        Assert.Equal(0.3, net.L2Rate);
        net.SetParameter("dense1.bias", [5, 7]);
        double[] w1 = new double[6], w2 = new double[4];
        net.GetParameter("dense1.weight", w1);
        net.GetParameter("dense2.weight", w2);
        double squares = w1.Concat(w2).Sum(w => w * w);
        Workspace<double> workspace = net.CreateWorkspace(4);

        net.Forward(workspace, s_inputs);
        double cost = net.Loss(workspace, s_targets);
        AssertClose(0.15 * squares, workspace.Penalty);
        AssertClose(net.Evaluate(s_inputs, s_targets), cost - workspace.Penalty);
        double[] with = Gradient("dense1.weight"), bias = Gradient("dense1.bias");

        net.L2Rate = 0;
        net.Loss(workspace, s_targets);
        Assert.Equal(0, workspace.Penalty);
        double[] without = Gradient("dense1.weight");
        Assert.True(GoldenCase.Error([.. with.Zip(without, (a, b) => a - b)], [.. w1.Select(w => 0.3 * w)]) < 1e-14);
        Assert.Equal(bias, Gradient("dense1.bias"));

        Assert.ThrowsAny<ArgumentException>(() => net.L2Rate = -1);
        Assert.ThrowsAny<ArgumentException>(() => net.L2Rate = double.NaN);

        double[] Gradient(string name)
        {
            net.Backward(workspace);
            double[] gradient = new double[name.EndsWith("bias", StringComparison.Ordinal) ? 2 : 6];
            net.GetGradient(workspace, name, gradient);
            return gradient;
        }
    }

    [Fact]
    public void Backward_of_the_losss_own_output_gradients_is_Backward()
    {
        Nets.Named net = new(seed: 2);
        Workspace<double> workspace = net.CreateWorkspace(3, inputGradients: true);
        double[] inputs = [.. Enumerable.Range(0, 12).Select(i => Math.Sin(i))], outputGradients = new double[9];
        net.Forward(workspace, inputs);
        net.Loss(workspace, [2, 0, 1]);
        net.Backward(workspace);
        double[] gradients = workspace.Gradients.ToArray(), inputGradients = workspace.InputGradients.ToArray();
        net.GetOutputGradient(workspace, "logits", outputGradients);

        net.Forward(workspace, inputs);
        net.Backward(workspace, outputGradients);
        Assert.Equal(gradients, workspace.Gradients.ToArray());
        Assert.Equal(inputGradients, workspace.InputGradients.ToArray());
    }

    [Fact]
    public void Spans_given_may_be_overwritten_at_once()
    {
        Nets.From1 net = new(seed: 2);
        Workspace<double> workspace = net.CreateWorkspace(3);
        double[] inputs = [1, 2, 3], targets = [3, 2, 1], weights = [1, 2, 3];
        net.Forward(workspace, inputs);
        Array.Clear(inputs);
        net.Loss(workspace, targets, weights);
        Array.Clear(targets);
        Array.Clear(weights);
        net.Backward(workspace);
        double[] gradients = workspace.Gradients.ToArray();
        net.Forward(workspace, [1, 2, 3]);
        net.Loss(workspace, [3, 2, 1], [1, 2, 3]);
        net.Backward(workspace);
        Assert.Equal(gradients, workspace.Gradients.ToArray());
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(GoldenCase.Error([actual], [expected]) < 1e-13, $"{actual:R}, expected {expected:R}");
}
