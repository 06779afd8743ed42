using NetGen;

namespace Course;

/// <summary>Six activations of one number, side by side.</summary>
[Network<double>]
[Input(1)]
[Identity(Name = "y1"), ReLU(From = "input", Name = "y2"), Softplus(From = "input", Name = "y3"), HardThreshold(From = "input", Name = "y4"), Sigmoid(From = "input", Name = "y5")]
[Tanh(From = "input", Name = "y6"), Concat("y1", "y2", "y3", "y4", "y5")]
internal sealed partial class SixActivations;

/// <summary>
/// Identity z; ReLU max(0, z); soft ReLU log(1 + e^z); hard threshold [z > 0]; logistic σ(z) = 1/(1 + e^−z); tanh. Slopes: 1; [z > 0]; σ(z); 0; y(1 − y); 1 − y².
/// Why: the bend between layers is what lets a network learn more than a line, and its slope is what gradients pass through.
/// </summary>
internal sealed class ActivationsLesson() : Lesson("activations", "six activations and their slopes; which vanish, and what happens at exactly 0", "G15", "G16", "Y06", "Y07", "Y08", "K19")
{
    private static readonly string[] Names = ["identity", "ReLU", "soft ReLU", "hard threshold", "logistic", "tanh"];

    private static readonly Func<double, double>[] Formulas =
        [z => z, z => Math.Max(0, z), z => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))), z => z > 0 ? 1 : 0, Algebra.Sigma, z => (Math.Exp(z) - Math.Exp(-z)) / (Math.Exp(z) + Math.Exp(-z))];

    public override void Run(Page page)
    {
        double[] zs = [.. Enumerable.Range(-80, 161).Select(i => i / 10.0)], off = [.. zs.Where(z => z != 0)];
        page.Table("Values", ["z", .. Names], [.. ((double[])[-2, -1, 0, 1, 2]).Select(z => Row(z, Values(z)))]);
        page.Table("Slopes, of the generated backward pass", ["z", .. Names], [.. ((double[])[-2, -1, 0, 1, 2]).Select(z => Row(z, Slopes(z)))]);
        page.Number("G15 largest difference to the formulas", zs.Max(z => Algebra.Difference(Values(z), [.. Formulas.Select(f => f(z))])));
        page.Number("G15 soft ReLU at 1000", Values(1000)[2]);
        page.Number("G15 soft ReLU at -1000", Values(-1000)[2]);
        page.Say($"Soft ReLU at 1000 is {Values(1000)[2]} and at -1000 {Values(-1000)[2]}; log(1 + e^z) as written overflows. (Two decks print log 1 + e^z: the brackets are missing.)");
        page.Number("G16 largest difference to central differences", off.Max(z => Algebra.Difference(Slopes(z), Differences(z))));
        page.Number("G16 tanh z minus (2σ(2z) - 1)", zs.Max(z => Math.Abs(Values(z)[5] - ((2 * Algebra.Sigma(2 * z)) - 1))));
        page.Number("G16 slope of the hard threshold", off.Max(z => Math.Abs(Slopes(z)[3])));
        page.Table("ReLU at exactly 0, where it has no derivative", ["choice", "slope at 0"], ["a slide: 1 for x >= 0", 1], ["NetGen, as PyTorch", page.Number("Y06 slope at 0", Slopes(0)[1])]);
        page.Table("The logistic function's slope σ(1 - σ)", ["z", "slope"], [0, page.Number("Y08 slope at 0", Slopes(0)[4])], [8, page.Number("Y08 slope at 8", Slopes(8)[4])]);
        page.Number("Y08 largest slope", zs.Max(z => Slopes(z)[4]));
        Chains(page);
        Circles(page);
        string[] texts = ["Values", "Slopes"];
        foreach ((int what, string text) in texts.Index())
        {
            page.Plot(what == 0 ? "" : "slopes", $"Six activations: {text.ToLowerInvariant()}", "z", what == 0 ? "φ(z)" : "φ′(z)", plot =>
            {
                ScottPlot.LinePattern[] patterns = [ScottPlot.LinePattern.Solid, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.Dotted];
                foreach ((int i, string name) in Names.Index())
                    plot.Curve(name, -3, 3, z => what == 0 ? Values(z)[i] : Slopes(z)[i], patterns[i % 3]);
            });
        }

        page.Plot("logistic", "The logistic function and its slope", "x", "value", plot =>
        {
            plot.Line("σ(x)", zs, [.. zs.Select(z => Values(z)[4])]);
            plot.Line("σ′(x) = σ(x)(1 - σ(x))", zs, [.. zs.Select(z => Slopes(z)[4])], ScottPlot.LinePattern.Dashed);
        });
    }

    /// <summary>Y07: ten layers of slope 1 are of slope 1; ten sigmoids are not.</summary>
    private static void Chains(Page page)
    {
        TenReLUs active = new();
        TenSigmoids sigmoids = new();
        page.Table("Slope of the output by the input, through ten layers of weight 1", ["layers", "at x = 1", "at x = -1"],
            ["ReLU", page.Number("Y07 ten active ReLUs", Slope(active, 1)), page.Number("Y07 dead", Slope(active, -1))],
            ["sigmoid", page.Number("Y07 ten sigmoids", Slope(sigmoids, 1)), Slope(sigmoids, -1)]);
        page.Say("A ReLU passes slopes unchanged wherever its input is positive; one that is negative on all data passes none: it is dead.");
    }

    /// <summary>K19: without the bend, the layers are one line, however many.</summary>
    private static void Circles(Page page)
    {
        Examples circles = Examples.From(SyntheticData.Circle(200, seed: 1), 5);
        BentNetwork bent = new(seed: 1);
        StraightNetwork straight = new(seed: 1);
        bent.Train(circles.Inputs, circles.Targets, new Adam(0.03), 500);
        straight.Train(circles.Inputs, circles.Targets, new Adam(0.03), 500);
        page.Table("A disc within a ring, 2-8-8-1", ["activation", "accuracy"], ["tanh", page.Number("K19 tanh", circles.Accuracy(bent, 0))], ["identity", page.Number("K19 identity", circles.Accuracy(straight, 0))]);
    }

    private static object[] Row(double z, double[] values) => [z, .. values.Select(value => (object)value)];

    private static double[] Values(double z) => Ordered(new SixActivations().Outputs([z]));

    private static double[] Slopes(double z) => [.. Enumerable.Range(0, 6).Select(i => Slope(new SixActivations(), z, (i + 1) % 6))];

    private static double[] Differences(double z) => [.. Values(z + 1e-5).Zip(Values(z - 1e-5), (up, down) => (up - down) / 2e-5)];

    /// <summary>Concat puts what it comes after first, which is tanh here.</summary>
    private static double[] Ordered(double[] outputs) => [.. outputs[1..], outputs[0]];

    private static double Slope<TNet>(INetwork<TNet, double> net, double z, int output = 0)
        where TNet : class, INetwork<TNet, double>
    {
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, [z]);
        double[] one = new double[net.OutputSize];
        one[output] = 1;
        net.Backward(workspace, one);
        return workspace.InputGradients[0];
    }
}
