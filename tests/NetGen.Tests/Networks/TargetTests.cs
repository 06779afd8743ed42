using Xunit;

namespace NetGen.Tests;

/// <summary>Targets and weights that a loss is not made for are refused, and named; weights of zero make nothing of nothing.</summary>
public sealed partial class TargetTests
{
    [Network<double>, Input(3), Identity, BinaryCrossEntropy]
    internal sealed partial class Logits;

    [Network, Input(3), Identity, BinaryCrossEntropy(FromLogits = false)]
    internal sealed partial class SingleShares;

    [Network<double>, Input(3), Identity, Hinge]
    internal sealed partial class Margins;

    [Network, Input(3), Identity, SquaredHinge]
    internal sealed partial class SingleMargins;

    [Network<double>, Input(3), HardThreshold, PerceptronRule]
    internal sealed partial class Rule;

    [Network<double>, Input(3), Identity, KLDivergence]
    internal sealed partial class Divergence;

    [Network<double>, Input(3), Identity, PoissonNLL]
    internal sealed partial class Counts;

    [Network, Input(3), Identity, SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    internal sealed partial class Distributions;

    [Network<double>, Input(3), Identity, MeanSquaredError]
    internal sealed partial class Squares;

    [Network, Input(3), Identity, SmoothL1]
    internal sealed partial class SingleSmooth;

    [Network<double>, Input(3), Identity, Missing]
    internal sealed partial class WithGaps;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy]
    internal sealed partial class Classes;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy(ClassWeights = new double[] { 0, 1, 2 })]
    internal sealed partial class Weighted;

    [Network, Input(3), Identity, SoftmaxCrossEntropy(ClassWeights = new double[] { 0, 1, 2 }, LabelSmoothing = 0.1)]
    internal sealed partial class SingleWeightedSmoothed;

    [Network<double>, Input(3), Identity, NegativeLogLikelihood(ClassWeights = new double[] { 0, 1, 2 })]
    internal sealed partial class WeightedLikelihood;

    [Network<double>, Input(3), Identity(Name = "a"), Dense(2), SoftmaxCrossEntropy, Hinge(From = "a", Weight = 0.5)]
    internal sealed partial class TwoLosses;

    /// <summary>The squared error, without targets that are missing.</summary>
    [LossTraits(Targets = TargetRange.Any)]
    internal readonly struct SquaredErrorWithGaps : ILoss
    {
        public V Value<V>(V y, V t)
            where V : struct, ISimd<V> => V.WhereEqual(t, t, (y - t) * (y - t), V.Zero);

        public V Derivative<V>(V y, V t)
            where V : struct, ISimd<V> => V.WhereEqual(t, t, y - t + (y - t), V.Zero);
    }

    internal sealed class MissingAttribute : LossAttribute<SquaredErrorWithGaps>;

    [Fact]
    public void Targets_outside_the_range_of_a_loss_are_refused_with_their_place()
    {
        const double NaN = double.NaN, Infinity = double.PositiveInfinity;
        Check<Logits, double>("from 0 to 1", [0, 1, 0.3, double.Epsilon, -0.0], [-1, 2, 1.0000000001, NaN, Infinity]);
        Check<SingleShares, float>("from 0 to 1", [0, 1, 0.3f], [-1, 2, 1.0000001f, float.NaN, float.NegativeInfinity]);
        Check<Margins, double>("of -1 or 1", [-1, 1], [0, 0.5, -2, NaN, -Infinity]);
        Check<SingleMargins, float>("of -1 or 1", [-1, 1], [0, 0.99999994f, float.NaN]);
        Check<Rule, double>("of 0 or 1", [0, 1, -0.0], [-1, 0.5, NaN]);
        Check<Divergence, double>("of at least 0", [0, 1, 0.2, 7], [-1, -1e-300, NaN, Infinity]);
        Check<Counts, double>("of at least 0", [0, 1, 1e6, 2.5], [-1, NaN, Infinity]);
        Check<Distributions, float>("of at least 0", [0, 1, 0.2f], [-1, -1e-30f, float.NaN]);
        Check<Squares, double>("that are finite", [0, -1e300, 5], [NaN, Infinity, -Infinity]);
        Check<SingleSmooth, float>("that are finite", [0, float.MaxValue, -5], [float.NaN, float.PositiveInfinity]);
        Check<WithGaps, double>("", [0, 5, NaN], []);
    }

    private static void Check<TNetwork, T>(string expected, T[] allowed, T[] refused)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TNetwork net = TNetwork.Create(0);
        foreach (int examples in (int[])[1, 2, 3, 5, 11, 40])
        {
            T[] inputs = new T[3 * examples], good = [.. Enumerable.Range(0, 3 * examples).Select(i => allowed[i % allowed.Length])];
            Workspace<T> workspace = net.CreateWorkspace(examples);
            net.Forward(workspace, inputs);
            net.Loss(workspace, good);
            net.Evaluate(inputs, good);
            foreach (int place in (int[])[0, 1, (3 * examples / 2) + 1, (3 * examples) - 1])
            {
                foreach (T wrong in refused)
                {
                    T[] targets = [.. good];
                    targets[place] = wrong;
                    if (place > 0)
                        targets[^1] = wrong; // the first is named
                    net.Forward(workspace, inputs);
                    string message = $"Expected targets {expected}, got {wrong} for output {place % 3} of example {place / 3}.";
                    ArgumentException exception = Assert.Throws<ArgumentException>(() => net.Loss(workspace, targets));
                    Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
                    Assert.Equal("targets", exception.ParamName);
                    Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => net.Evaluate(inputs, targets)).Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Of_several_losses_each_has_its_range()
    {
        TwoLosses net = new();
        Workspace<double> workspace = net.CreateWorkspace(2);
        double[] x = new double[6];
        net.Forward(workspace, x);
        net.Loss(workspace, [0, 1], [1, 1, -1, -1, 1, -1]);
        net.Forward(workspace, x);
        Assert.Contains("got 0 for output 2 of example 1", Assert.Throws<ArgumentException>(() => net.Loss(workspace, [0, 1], [1, 1, -1, -1, 1, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => net.Evaluate(x, [0, 1], [1, 1, -1, -1, 1, 0]));
        Assert.Equal([OutputMeaning.ClassLogits, OutputMeaning.SignedScores], TwoLosses.Description.Heads.Select(head => head.Outputs));
    }

    [Fact]
    public void Weights_of_examples_are_finite_and_may_be_negative_or_zero()
    {
        Classes net = new();
        Workspace<double> workspace = net.CreateWorkspace(3, inputGradients: true);
        double[] x = [1, 2, 3, 3, 2, 1, 0, 0, 1];
        foreach (double wrong in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            net.Forward(workspace, x);
            Assert.StartsWith($"Expected finite weights, got {wrong} for example 1.", Assert.Throws<ArgumentException>(() => net.Loss(workspace, [0, 1, 2], [1, wrong, wrong])).Message, StringComparison.Ordinal);
        }

        Assert.True(double.IsFinite(net.Loss(workspace, [0, 1, 2], [1, -2, 0])));
        Assert.Equal(0, net.Loss(workspace, [0, 1, 2], [0, 0, 0]));
        net.Backward(workspace);
        Assert.All(workspace.InputGradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void Where_all_weights_of_the_classes_are_zero_nothing_counts()
    {
        Check<Weighted, double>();
        Check<SingleWeightedSmoothed, float>();
        Check<WeightedLikelihood, double>();

        static void Check<TNetwork, T>()
            where TNetwork : class, ITrainableNetwork<TNetwork, T, int>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            TNetwork net = TNetwork.Create(0);
            Workspace<T> workspace = net.CreateWorkspace(2, inputGradients: true);
            T[] x = [T.One, T.Zero, -T.One, T.Zero, T.One, T.One];
            net.Forward(workspace, x);
            Assert.Equal(T.Zero, net.Loss(workspace, [0, 0]));
            Assert.Equal(T.Zero, net.Evaluate(x, [0, 0]));
            net.Backward(workspace);
            Assert.All(workspace.InputGradients.ToArray(), gradient => Assert.Equal(T.Zero, gradient));
            Assert.NotEqual(T.Zero, net.Loss(workspace, [0, 1]));
        }
    }

    [Fact]
    public void A_row_of_the_users_data_is_named_not_one_of_the_batch()
    {
        const int Count = 40, Row = 23;
        double[] x = [.. Enumerable.Range(0, 3 * Count).Select(i => Math.Sin(i))], targets = [.. Enumerable.Repeat(0.5, 3 * Count)];
        targets[(3 * Row) + 1] = 2;
        int[] labels = new int[Count];
        labels[Row] = 3;
        ArrayDataset<double, double> numbers = new(x, targets, 3, 3);
        ArrayDataset<double, int> classes = new(x, labels, 3);
        FitOptions options = new() { BatchSize = 7, Metrics = [new Accuracy()] };
        const string Example = "example 23 of the data set";

        Named($"Expected targets from 0 to 1, got 2 for output 1 of {Example}", () => new Logits().Fit(numbers, options));
        Named($"Expected class labels from 0 to 2, got 3 for {Example}", () => new Classes().Fit(classes, options));
        foreach (double fraction in (double[])[0.1, 0.5, 0.9]) // in one part or the other
        {
            Named(Example, () => new Logits().Fit(numbers, new FitOptions { BatchSize = 7, Metrics = [new Accuracy()], ValidationFraction = fraction }));
            Named(Example, () => new Classes().Fit(classes, new FitOptions { BatchSize = 7, Epochs = 1, ValidationFraction = fraction }));
        }

        Named(Example, () => Logits.CrossValidate(numbers, 4, _ => new FitOptions { BatchSize = 7, ValidationFraction = 0.2 }));
        Named(Example, () => new Logits().Fit(numbers.Subset([.. Enumerable.Range(20, 20)]).Subset([1, 2, 3, 4]), options));
        Named("number 2 of the part", () => new Logits().Fit(numbers.Subset([.. Enumerable.Range(20, 20)]).Subset([1, 2, 3, 4]), options));
        using var trainer = new Classes().CreateTrainer(classes.Subset([.. Enumerable.Range(0, 20)]), null, options);
        trainer.Run();
        Named(Example, () => trainer.Evaluate(classes));
        Named(Example, () => trainer.Evaluate(classes.Subset([30, 23])));
        Assert.Contains("at index 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Classes().Evaluate(x.AsSpan(0, 6), [0, 3])).Message, StringComparison.Ordinal);

        static void Named(string expected, Action act) => Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Network<double>, Input(3), BatchNorm, BinaryCrossEntropy]
    internal sealed partial class Normed;

    [Fact]
    public void A_step_that_is_refused_leaves_all_as_it_was()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => Math.Cos(i))], targets = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, -1];
        Normed net = new();
        using var trainer = net.CreateTrainer(new ArrayDataset<double, double>(x, targets, 3, 3), null, new FitOptions { BatchSize = 2, Shuffle = false, Metrics = [new Accuracy()] });
        trainer.NextBatch();
        trainer.Step();
        double[] parameters = net.Parameters.ToArray(), state = net.State.ToArray();
        double accuracy = trainer.Metrics[0].Value;
        for (int i = 0; i < 2; i++) // the same batch comes again
        {
            trainer.NextBatch();
            Assert.Contains("example 3 of the data set", Assert.Throws<ArgumentException>(() => trainer.Step()).Message, StringComparison.Ordinal);
            Assert.Equal(parameters, net.Parameters.ToArray());
            Assert.Equal(state, net.State.ToArray());
            Assert.Equal((1, 1, accuracy), (trainer.Workspace.Step, trainer.StepCount, trainer.Metrics[0].Value));
        }

        targets[11] = 0; // mended
        trainer.NextBatch();
        trainer.Step();
        Assert.Equal(2, trainer.StepCount);
    }
}
