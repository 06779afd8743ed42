using NetGen;

namespace Course;

/// <summary>Two hidden thresholds and one more.</summary>
[Network<double>]
[Input(2)]
[Dense(2), HardThreshold, Dense(1), HardThreshold]
internal sealed partial class XorOfThresholds;

/// <summary>The same with sigmoids, which descent can train.</summary>
[Network<double>]
[Input(2)]
[Dense(2, Init = Init.Normal, InitScale = 1), Sigmoid(Name = "h"), Dense(1, Init = Init.Normal, InitScale = 1), Sigmoid]
[BinaryCrossEntropy(FromLogits = false)]
internal sealed partial class XorOfSigmoids;

/// <summary>
/// h1 = [x1 + x2 − 0.5 > 0] (OR), h2 = [x1 + x2 − 1.5 > 0] (AND), y = [h1 − h2 − 0.5 > 0]: h1 and not h2.
/// Why: the smallest thing that one layer cannot do and two can, by hand and by learning.
/// </summary>
internal sealed class XorLesson() : Lesson("xor", "the exclusive or by hand, then with sigmoids, then learned from several starts", "G12", "G13", "G14", "K18")
{
    private static readonly double[] Weights = [1, 1, 1, 1, -0.5, -1.5, 1, -1, -0.5];

    public override void Run(Page page)
    {
        double[] rows = Examples.Xor.Inputs, labels = Examples.Xor.Targets;
        XorOfThresholds hard = new();
        Set(hard, 1);
        double[] outputs = hard.Outputs(rows);
        double[] other = [.. Examples.Xor.Points.Select(x =>
        {
            double h1 = x[0] + x[1] - 0.5 > 0 ? 1 : 0, h2 = x[0] + x[1] - 1.5 > 0 ? 1 : 0;
            return h1 + (1 - h2) - 1.5 > 0 ? 1.0 : 0;
        })];
        page.Table("By hand", ["x1", "x2", "target", "[h1 - h2 - 0.5 > 0]", "[h1 + (1 - h2) - 1.5 > 0]"], [.. Enumerable.Range(0, 4).Select(i => new object[] { rows[2 * i], rows[(2 * i) + 1], labels[i], outputs[i], other[i] })]);
        page.Number("G12 wrong", Enumerable.Range(0, 4).Count(i => outputs[i] != labels[i] || other[i] != labels[i]));

        page.Number("G14 sigma(1)", Algebra.Sigma(1));
        page.Number("G14 sigma(5)", Algebra.Sigma(5));
        XorOfSigmoids soft = new();
        List<object[]> scaled = [];
        foreach (double scale in (double[])[1, 5, 20])
        {
            Set(soft, scale);
            double[] y = soft.Outputs(rows);
            scaled.Add([scale, y[0], y[1], y[2], y[3]]);
            page.Number($"G14 times {scale}, row 00", y[0]);
            page.Number($"G14 times {scale}, row 01", y[1]);
        }

        page.Table("All weights and biases times a number: σ becomes a threshold, and can still be trained", ["times", "y(0,0)", "y(0,1)", "y(1,0)", "y(1,1)"], scaled);
        page.Plot("gain", "A sigmoid of 5x is nearly a step", "x", "σ", plot =>
        {
            plot.Curve("σ(x)", -4, 4, Algebra.Sigma);
            plot.Curve("σ(5x)", -4, 4, x => Algebra.Sigma(5 * x), ScottPlot.LinePattern.Dashed);
            plot.Curve("hard threshold", -4, 4, x => x > 0 ? 1 : 0, ScottPlot.LinePattern.Dotted, 1601);
        });
        Learn(page);
    }

    /// <summary>G13 and K18: no line has more than three rows right, two layers have all; from some starts they stick.</summary>
    private static void Learn(Page page)
    {
        LogisticRegression line = new();
        line.SetParameter("dense1.weight", [0.3, -0.2]);
        line.Train(Examples.Xor.Inputs, Examples.Xor.Targets, new SGD(1), 500);
        page.Number("G13 logistic regression, loss over ln 2", line.Evaluate(Examples.Xor.Inputs, Examples.Xor.Targets) / Math.Log(2));
        page.Number("G13 best line", PerceptronLesson.BestLine());
        XorOfSigmoids? learned = null;
        List<object[]> rows = [];
        int right = 0, seeds = page.Pick(10, 6);
        for (int seed = 1; seed <= seeds; seed++)
        {
            XorOfSigmoids net = new(seed);
            double[] losses = net.Train(Examples.Xor.Inputs, Examples.Xor.Targets, new SGD(1), 5000);
            double share = Examples.Xor.Accuracy(net, 0.5);
            rows.Add([seed, losses[^1], 4 * share]);
            right += share == 1 ? 1 : 0;
            learned ??= share == 1 ? net : null;
        }

        page.Table("2-2-1 with sigmoids, 5000 steps of rate 1 (a line: 3 of 4 at most)", ["seed", "loss", "rows right"], rows);
        page.Number("G13 share of starts that learn it", right / (double)seeds);
        page.Number("K18 rows right", 4 * Examples.Xor.Accuracy(learned!, 0.5));
        page.Plot("", "Two hidden units: the exclusive or, learned", "x1", "x2", plot =>
        {
            plot.Surface("y - 0.5", (-0.5, 1.5), (-0.5, 1.5), (a, b) => learned!.At(a, b) - 0.5);
            plot.Level("y = 0.5", (-0.5, 1.5), (-0.5, 1.5), (a, b) => learned!.At(a, b), 0.5);
            plot.Classes(Examples.Xor.Points, Examples.Xor.Labels, "0", "1");
        }, square: true);
    }

    private static void Set<TNet>(INetwork<TNet, double> net, double scale)
        where TNet : class, INetwork<TNet, double>
    {
        double[] scaled = [.. Weights.Select(weight => scale * weight)];
        net.SetParameter("dense1.weight", scaled.AsSpan(0, 4));
        net.SetParameter("dense1.bias", scaled.AsSpan(4, 2));
        net.SetParameter("dense2.weight", scaled.AsSpan(6, 2));
        net.SetParameter("dense2.bias", scaled.AsSpan(8));
    }
}
