using Xunit;

namespace NetGen.Tests;

/// <summary>Every loss against its formula, written out with the functions of System.Math: the sum over a batch, and what it is divided by.</summary>
public sealed class LossFormulaTests
{
    private const int Examples = 6;
    private static readonly double[] s_weights = [0.2, 1, 2.5];

    [Fact]
    public void Losses_of_numbers()
    {
        Check<LossNets.Absolute>(Each((y, t) => Math.Abs(y - t)), Examples * 3);
        Check<LossNets.HuberOfBatch>(Each((y, t) => Math.Abs(y - t) < 0.3 ? (y - t) * (y - t) / 2 : 0.3 * (Math.Abs(y - t) - 0.15)), Examples);
        Check<LossNets.SmoothAbsolute>(Each((y, t) => Math.Abs(y - t) < 0.25 ? (y - t) * (y - t) / 0.5 : Math.Abs(y - t) - 0.125), 1);
        Check<LossNets.Counts>(Each((y, t) => Math.Exp(y) - t * y), Examples * 2);
        Check<LossNets.Rates>(Each((y, t) => y - t * Math.Log(y + 0.01)), Examples * 2);
    }

    [Fact]
    public void Losses_of_signs()
    {
        Check<LossNets.Margins>(Each((y, t) => Math.Max(0, 1 - t * y)), Examples * 3, Signs);
        Check<LossNets.SquaredMargins>(Each((y, t) => Math.Pow(Math.Max(0, 1 - t * y), 2)), Examples, Signs);

        static double Signs(Random random) => random.Next(2) * 2 - 1;
    }

    [Fact]
    public void Losses_of_yes_and_no()
    {
        Check<LossNets.Probabilities>(Each((y, t) => -t * Math.Log(y) - (1 - t) * Math.Log(1 - y)), Examples * 3);
        Check<LossNets.WeightedProbabilities>(Each((y, t, o) => new[] { 1, 0.5, 2 }[o] * (-3 * t * Math.Log(y) - (1 - t) * Math.Log(1 - y))), Examples * 3);
        Check<LossNets.PositiveWeights>(Each((y, t, o) => Logits(new[] { 1, 2, 0.5, 0, 4 }[o], y, t)), Examples * 5);
        Check<LossNets.PositiveWeight>(Each((y, t, o) => new[] { 3, 0.1 }[o] * Logits(2.5, y, t)), 1);
        Check<LossNets.Rule>(Each((y, t) => y == t ? 0 : 1), Examples * 3, random => random.Next(2));

        static double Logits(double positive, double y, double t) => positive * t * Math.Log(1 + Math.Exp(-y)) + (1 - t) * Math.Log(1 + Math.Exp(y));
    }

    [Fact]
    public void Losses_of_distributions()
    {
        Check<LossNets.Divergence>(Each((y, t) => t == 0 ? 0 : t * (Math.Log(t) - y)), Examples, random => random.Next(3) == 0 ? 0 : random.NextDouble());
        Check<LossNets.DivergenceMean>(Each((y, t) => t * (Math.Log(t) - y)), Examples * 3);
        Check<LossNets.Distributions>((y, t) => -y.Select((_, c) => t[c] * Math.Log(Softmax(y)[c])).Sum(), Examples);
        Check<LossNets.DistributionsWeighted>((y, t) => -y.Select((_, c) => s_weights[c] * (0.9 * t[c] + 0.1 / 3) * Math.Log(Softmax(y)[c])).Sum(), 1);
    }

    [Fact]
    public void Losses_of_classes()
    {
        Check<LossNets.Weighted>((y, t) => -s_weights[t] * Math.Log(Softmax(y)[t]), labels => labels.Sum(t => s_weights[t]));
        Check<LossNets.WeightedOfBatch>((y, t) => -s_weights[t] * Math.Log(Softmax(y)[t]), _ => Examples);
        Check<LossNets.Smoothed>((y, t) => -y.Select((_, c) => ((c == t ? 0.8 : 0) + 0.2 / 5) * Math.Log(Softmax(y)[c])).Sum(), _ => Examples);
        Check<LossNets.SmoothedWeighted>((y, t) => -y.Select((_, c) => ((c == t ? 0.7 : 0) + 0.3 / 3) * s_weights[c] * Math.Log(Softmax(y)[c])).Sum(), labels => labels.Sum(t => s_weights[t]));
        Check<LossNets.SmoothedWeightedOfBatch>((y, t) => -y.Select((_, c) => ((c == t ? 0.7 : 0) + 0.3 / 3) * s_weights[c] * Math.Log(Softmax(y)[c])).Sum(), _ => Examples);
        Check<LossNets.AllSmoothed>((y, t) => -y.Select((_, c) => new[] { 0.2, 1, 0 }[c] / 3 * Math.Log(Softmax(y)[c])).Sum(), _ => 1);
        Check<LossNets.Likelihood>((y, t) => -y[t], _ => Examples);
        Check<LossNets.LikelihoodWeighted>((y, t) => -new[] { 3, 1, 2 }[t] * y[t], labels => labels.Sum(t => new[] { 3, 1, 2 }[t]));
        Check<LossNets.ClassMargins>((y, t) => y.Where((_, c) => c != t).Sum(other => Math.Max(0, 1 - y[t] + other)) / 3, _ => Examples);
        Check<LossNets.SquaredClassMargins>((y, t) => y.Where((_, c) => c != t).Sum(other => Math.Pow(Math.Max(0, 0.7 - y[t] + other), 2)) / 6, _ => 1);
    }

    [Fact]
    public void Losses_of_several_outputs()
    {
        Check<ValueLossNets.Focused>((y, t) => -Math.Pow(1 - Softmax(y)[t], 2) * Math.Log(Softmax(y)[t]), _ => Examples);
        Check<ValueLossNets.LogCoshs>(Each((y, t) => Math.Log(Math.Cosh(y - t))), Examples * 3);
        Check<ValueLossNets.Directions>((y, t) => 1 - (y.Zip(t, (a, b) => a * b).Sum() / (Norm(y) * Norm(t))), Examples);
        Check<ValueLossNets.Quantiles, double>((random, _) => random.NextDouble(), 1, (y, t) => y.Select((value, c) => Math.Max(0.1 + (0.4 * c), 0) * (t[0] - value) - Math.Min(0, t[0] - value)).Sum(), _ => Examples * 3);

        static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
    }

    [Fact]
    public void Probabilities_of_0_and_1_give_a_finite_loss_and_those_beyond_NaN()
    {
        LossNets.Probabilities net = new(seed: 1);
        net.SetParameter("dense1.weight", new double[12]);
        net.SetParameter("dense1.bias", [1000, -1000, 0]);
        Workspace<double> workspace = net.CreateWorkspace(1);
        Assert.Equal([1, 0, 0.5], net.Forward(workspace, new double[4]).ToArray());
        Assert.Equal((100 + 100 + Math.Log(2)) / 3, net.Loss(workspace, [0, 1, 1]), 12);
        net.Backward(workspace);
        Assert.All(workspace.Gradients.ToArray(), gradient => Assert.True(double.IsFinite(gradient)));
        Assert.Equal(Math.Log(2) / 3, net.Evaluate(new double[4], [1, 0, 1]), 12);

        Assert.Equal(double.NaN, BinaryCrossEntropyOfProbabilityValue(1.5));
        Assert.Equal(double.NaN, BinaryCrossEntropyOfProbabilityValue(-0.5));

        static double BinaryCrossEntropyOfProbabilityValue(double y)
        {
            double[] lanes = new double[4];
            Float64x4.Store(default(BinaryCrossEntropyOfProbability).Value(Float64x4.Constant(y), Float64x4.Constant(0.5)), ref lanes[0], 0);
            return lanes[0];
        }
    }

    /// <summary>Where two branches of a formula meet, and where a logarithm has nothing to take.</summary>
    [Fact]
    public void Edges_of_the_formulas()
    {
        // At d = δ both branches of Huber's loss are δ²/2, and its derivative is δ.
        CheckPoint<LossNets.EdgeHuber>([0.5, -0.5, 0.25], [0, 0, 0], 0.125 + 0.125 + 0.03125, [0.5, -0.5, 0.25]);
        CheckPoint<LossNets.EdgeSmooth>([0.5, -0.5, 0.25], [0, 0, 0], 0.25 + 0.25 + 0.0625, [1, -1, 0.5]);
        CheckPoint<LossNets.EdgeHuber>([1, 2, 3], [1, 2, 3], 0, [0, 0, 0]);
        CheckPoint<LossNets.NarrowHuber>([2, -1, 1e-4], [0, 0, 0], ((1e-3 * (2 - 5e-4)) + (1e-3 * (1 - 5e-4)) + 5e-9) / 3, [1e-3 / 3, -1e-3 / 3, 1e-4 / 3]);
        CheckPoint<LossNets.WideHuber>([1000, -10, 0], [0, 0, 1], 500000 + 50 + 0.5, [1000, -10, -1]);

        // 0·ln 0 = 0.
        CheckPoint<LossNets.RawDivergence>([-1, -2, -3], [0, 0.25, 1], (0.25 * (Math.Log(0.25) + 2)) + 3, [0, -0.25, -1]);
        CheckPoint<LossNets.RawDivergence>([-1, double.MinValue, -3], [0, 0, 0], 0, [0, 0, 0]);

        // A rate of 0 has ε to take the logarithm of.
        CheckPoint<LossNets.RawRates>([0, 0, 0.75], [0, 2, 1], -2 * Math.Log(0.25) + 0.75, [1, 1 - (2 / 0.25), 0]);
    }

    private static void CheckPoint<TNetwork>(double[] outputs, double[] targets, double loss, double[] derivatives)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double>
    {
        TNetwork net = TNetwork.Create(1);
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, outputs);
        Assert.Equal(loss, net.Loss(workspace, targets), 1e-9 * Math.Max(1e-3, Math.Abs(loss)));
        net.Backward(workspace);
        Assert.All(Enumerable.Range(0, derivatives.Length), i => Assert.Equal(derivatives[i], workspace.InputGradients[i], 1e-14 * Math.Max(1, Math.Abs(derivatives[i]))));
        Assert.Equal(loss, net.Evaluate(outputs, targets), 1e-9 * Math.Max(1e-3, Math.Abs(loss)));
    }

    private static Func<double[], double[], double> Each(Func<double, double, double> loss) => Each((y, t, _) => loss(y, t));

    private static Func<double[], double[], double> Each(Func<double, double, int, double> loss) => (y, t) => y.Select((value, o) => loss(value, t[o], o)).Sum();

    private static double[] Softmax(double[] y) => [.. y.Select(value => Math.Exp(value) / y.Sum(Math.Exp))];

    private static void Check<TNetwork>(Func<double[], double[], double> loss, double divisor, Func<Random, double>? target = null)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, double> =>
        Check<TNetwork, double>((random, _) => target is null ? random.NextDouble() : target(random), TNetwork.Create(1).OutputSize, loss, _ => divisor);

    private static void Check<TNetwork>(Func<double[], int, double> loss, Func<int[], double> divisor)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, int> =>
        Check<TNetwork, int>((random, classes) => random.Next(classes), 1, (y, t) => loss(y, t[0]), divisor);

    /// <summary>Loss, plain and with weights, and Evaluate, against the losses of single examples.</summary>
    private static void Check<TNetwork, TTarget>(Func<Random, int, TTarget> target, int targetsPerExample, Func<double[], TTarget[], double> loss, Func<TTarget[], double> divisor)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        Random random = new(8);
        TNetwork net = TNetwork.Create(seed: 6);
        double[] inputs = [.. Enumerable.Range(0, Examples * net.InputSize).Select(_ => 4 * random.NextDouble() - 2)];
        double[] weights = [2, 0, 0.5, 1, 3, 0.25];
        TTarget[] targets = [.. Enumerable.Range(0, Examples * targetsPerExample).Select(_ => target(random, net.OutputSize))];
        Workspace<double> workspace = net.CreateWorkspace(batchCapacity: 7);
        double[][] outputs = [.. net.Forward(workspace, inputs).ToArray().Chunk(net.OutputSize)];
        double[] losses = [.. outputs.Zip(targets.Chunk(targetsPerExample), loss)];
        Assert.Contains(losses, value => Math.Abs(value) > 0.01);

        AssertClose(losses.Sum() / divisor(targets), net.Loss(workspace, targets));
        AssertClose(losses.Sum() / divisor(targets), net.Evaluate(inputs, targets));
        AssertClose(losses.Zip(weights, (value, weight) => value * weight).Sum() / divisor(targets), net.Loss(workspace, targets, weights));

        void AssertClose(double expected, double actual) =>
            Assert.True(GoldenCase.Error([actual], [expected]) < 1e-13, $"{typeof(TNetwork).Name}: {actual:R}, expected {expected:R}");
    }
}
