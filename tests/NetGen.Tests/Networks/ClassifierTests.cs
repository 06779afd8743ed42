using Xunit;

namespace NetGen.Tests;

/// <summary>The probabilities and labels that losses imply.</summary>
public sealed partial class ClassifierTests
{
    // The identity, so that inputs are outputs.
    [Network<double>, Input(3), Identity, BinaryCrossEntropy]
    internal sealed partial class Logits;

    [Network<double>, Input(3), Identity, BinaryCrossEntropy(FromLogits = false)]
    internal sealed partial class Shares;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
    internal sealed partial class ClassLogits;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    internal sealed partial class ClassShares;

    [Network<double>, Input(3), Identity, NegativeLogLikelihood]
    internal sealed partial class LogShares;

    [Network<double>, Input(3), Identity, KLDivergence]
    internal sealed partial class Divergence;

    [Network<double>, Input(3), Identity, MultiMargin]
    internal sealed partial class Scores;

    [Network<double>, Input(3), Identity, Hinge]
    internal sealed partial class Signs;

    [Network, Input(3), Identity, SquaredHinge]
    internal sealed partial class SinglesSigns;

    [Network<double>, Input(3), Identity, Huber]
    internal sealed partial class Numbers;

    private static readonly double[] s_outputs = [0.2, -0.7, 0.6, -2, 0, -1];

    [Fact]
    public void Answers_to_yes_and_no()
    {
        Logits logits = new();
        Check((x, p) => logits.PredictProbabilities(x, p), (x, l) => logits.PredictLabels(x, l), [.. s_outputs.Select(y => 1 / (1 + Math.Exp(-y)))], [1, 0, 1, 0, 0, 0]);
        Shares shares = new();
        Check((x, p) => shares.PredictProbabilities(x, p), (x, l) => shares.PredictLabels(x, l), s_outputs, [0, 0, 1, 0, 0, 0]);
    }

    [Fact]
    public void Classes()
    {
        double[] softmax = [.. s_outputs.Chunk(3).SelectMany(y => y.Select(value => Math.Exp(value) / y.Sum(Math.Exp)))];
        ClassLogits logits = new();
        Check((x, p) => logits.PredictProbabilities(x, p), (x, l) => logits.PredictLabels(x, l), softmax, [2, 1]);
        ClassShares shares = new();
        Check((x, p) => shares.PredictProbabilities(x, p), (x, l) => shares.PredictLabels(x, l), softmax, [2, 1]);
        LogShares logarithms = new();
        Check((x, p) => logarithms.PredictProbabilities(x, p), (x, l) => logarithms.PredictLabels(x, l), [.. s_outputs.Select(Math.Exp)], [2, 1]);
        Divergence divergence = new();
        Check((x, p) => divergence.PredictProbabilities(x, p), (x, l) => divergence.PredictLabels(x, l), [.. s_outputs.Select(Math.Exp)], [2, 1]);
        Scores scores = new();
        Check(null, (x, l) => scores.PredictLabels(x, l), [], [2, 1]);
    }

    [Fact]
    public void Signs_of_hinge_losses()
    {
        Signs signs = new();
        Check(null, (x, l) => signs.PredictLabels(x, l), [], [1, -1, 1, -1, -1, -1]);
        int[] labels = new int[6];
        new SinglesSigns().PredictLabels([.. s_outputs.Select(y => (float)y)], labels);
        Assert.Equal([1, -1, 1, -1, -1, -1], labels);
    }

    [Fact]
    public void An_output_that_is_not_a_number_has_no_label()
    {
        double[] outputs = [double.NaN, 1, -1, 2, double.NaN, 1];
        int[] labels = new int[6], classes = new int[2];
        new Logits().PredictLabels(outputs, labels);
        Assert.Equal([-1, 1, 0, 1, -1, 1], labels);
        new Shares().PredictLabels(outputs, labels);
        Assert.Equal([-1, 1, 0, 1, -1, 1], labels);
        new Signs().PredictLabels(outputs, labels);
        Assert.Equal([0, 1, -1, 1, 0, 1], labels);
        new ClassLogits().PredictLabels(outputs, classes);
        Assert.Equal([-1, -1], classes);
        new Scores().PredictLabels([1, 3, 2, double.NegativeInfinity, 0, double.PositiveInfinity], classes);
        Assert.Equal([1, 2], classes);
    }

    [Fact]
    public void What_a_loss_does_not_imply_is_not_there()
    {
        Assert.Null(typeof(Numbers).GetMethod("PredictLabels"));
        Assert.Null(typeof(Numbers).GetMethod("PredictProbabilities"));
        Assert.Null(typeof(Signs).GetMethod("PredictProbabilities"));
        Assert.Null(typeof(Scores).GetMethod("PredictProbabilities"));
    }

    private static void Check(Action<double[], double[]>? probabilities, Action<double[], int[]> labels, double[] expected, int[] expectedLabels)
    {
        int[] found = new int[expectedLabels.Length];
        labels(s_outputs, found);
        Assert.Equal(expectedLabels, found);
        if (probabilities is not null)
        {
            double[] shares = new double[6];
            probabilities(s_outputs, shares);
            Assert.True(GoldenCase.Error(shares, expected) < 1e-14);
        }
    }
}
