using NetGen;

namespace Course;

/// <summary>A unit of two weights, so that its cost is a surface over a plane.</summary>
[Network<double>]
[Input(2)]
[Dense(1, Bias = false, Init = Init.Zeros), HalfSquaredError]
internal sealed partial class TwoWeights;

/// <summary>
/// w ← w − α∇g(w), each coordinate w_i ← w_i − α·∂g/∂w_i: opposite the gradient g falls fastest. ∂J/∂w is the mean of ∂L/∂w over the examples.
/// Why: this one rule trains everything that follows; what it needs is a derivative and a rate.
/// </summary>
internal sealed partial class DescentLesson() : Lesson("descent", "derivatives by differences, steps against the gradient, and the learning rate", "K24", "K25", "K26", "K27", "G29", "G30")
{
    public override void Run(Page page)
    {
        Differences(page);
        Signs(page);
        Rates(page);
        Examples clouds = Examples.From(SyntheticData.Gaussians(50, 0.2, seed: 1), 5);
        Path(page, clouds);
        Directions(page, clouds);
    }

    /// <summary>K24: one-sided differences err by about h, two-sided by about h²; too small an h drowns in rounding. At the corner of |x|, the limit exists and no derivative.</summary>
    private static void Differences(Page page)
    {
        double[] hs = [.. Enumerable.Range(1, 12).Select(i => Math.Pow(10, -i))];
        double[] one = [.. hs.Select(h => Math.Abs(((Math.Sin(1 + h) - Math.Sin(1)) / h) - Math.Cos(1)))], two = [.. hs.Select(h => Math.Abs(((Math.Sin(1 + h) - Math.Sin(1 - h)) / (2 * h)) - Math.Cos(1)))];
        page.Table("Derivative of sin at 1 by differences: error", ["h", "one-sided", "two-sided"], [.. hs.Select((h, i) => new object[] { h, one[i], two[i] })]);
        page.Number("K24 one-sided, h = 1e-3", one[2]);
        page.Number("K24 two-sided, h = 1e-3", two[2]);
        page.Number("K24 two-sided, h = 1e-12 over 1e-5", two[11] / two[4]);
        page.Number("K24 corner of |x|", (Math.Abs(1e-3) - Math.Abs(-1e-3)) / 2e-3);
        page.Plot("differences", "Error of differences: too large an h, and too small", "h", "error of the derivative of sin at 1", plot =>
        {
            double[] logs = [.. hs.Select(Math.Log10)];
            plot.Line("one-sided", logs, [.. one.Select(Math.Log10)], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenCircle);
            plot.Line("two-sided", logs, [.. two.Select(Math.Log10)], marker: ScottPlot.MarkerShape.FilledSquare);
            plot.Axes.Bottom.Powers();
            plot.Axes.Left.Powers();
        });
    }

    /// <summary>K24: comparing g(w + h) with g(w − h) gives the way; K26: against the gradient (one slide says with it).</summary>
    private static void Signs(Page page)
    {
        static double G(double w) => Math.Pow(w - 2, 2) + 1;
        double w = 0;
        for (int step = 0; step < 100; step++)
            w += G(w + 0.1) < G(w - 0.1) ? 0.05 : -0.05;
        page.Number("K24 walk that compares ends at", w);
        List<object[]> rows = [];
        foreach ((double sign, string name) in ((double, string)[])[(-1, "against"), (1, "with")])
        {
            double at = 1;
            for (int step = 0; step < 10; step++)
                at += sign * 0.1 * (2 * (at - 2));
            rows.Add([name, G(1), page.Number($"K26 {name} the gradient", G(at))]);
        }

        page.Table("g(w) = (w - 2)² + 1 from w = 1, ten steps of rate 0.1", ["step", "g before", "g after"], rows);
    }

    /// <summary>K27: on ½cw², a step multiplies w by 1 − αc, which shrinks it only for α below 2/c.</summary>
    private static void Rates(Page page)
    {
        (double Rate, string Name, double[] Path)[] runs = [(0.01, "too small", []), (0.4, "good", []), (0.95, "jumps", []), (1.05, "too large", [])];
        for (int i = 0; i < runs.Length; i++)
            runs[i].Path = [.. Enumerable.Range(0, 21).Select(step => Math.Abs(3 * Math.Pow(1 - (2 * runs[i].Rate), step)))];
        page.Table("½cw² with c = 2 from w = 3: |w| after 20 steps (the limit is α = 2/c = 1)", ["α", "", "|w|"], [.. runs.Select(run => new object[] { run.Rate, run.Name, page.Number($"K27 {run.Name}", run.Path[^1]) })]);
        page.Plot("rates", "The learning rate needs care", "step", "|w|, which should be 0", plot =>
        {
            ScottPlot.LinePattern[] patterns = [ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.Solid, ScottPlot.LinePattern.DenselyDashed, ScottPlot.LinePattern.Dashed];
            foreach ((int i, (double rate, string name, double[] path)) in runs.Index())
                plot.Line($"α = {rate:0.##}: {name}", [.. Enumerable.Range(0, 21).Select(step => (double)step)], path, patterns[i]);
        });
    }

    /// <summary>K25: a path over a surface of two weights; where it is steeper, steps are longer.</summary>
    private static void Path(Page page, Examples clouds)
    {
        TwoWeights net = new();
        net.SetParameter("dense1.weight", [-2, 1.5]);
        List<double[]> path = [net.Packed()];
        SGD descent = new(1);
        for (int step = 0; step < 40; step++)
        {
            net.Train(clouds.Inputs, clouds.Signs, descent, 1);
            path.Add(net.Packed());
        }

        double[] lengths = [.. path.Zip(path.Skip(1), (from, to) => Math.Sqrt(Math.Pow(to[0] - from[0], 2) + Math.Pow(to[1] - from[1], 2)))];
        double[] exact = Algebra.ShortestFit(Algebra.Matrix(clouds.Inputs, clouds.Count), clouds.Signs);
        page.Number("K25 end minus the least-squares solution", Algebra.Difference(path[^1], exact));
        page.Number("K25 first step over the tenth", lengths[0] / lengths[9]);
        page.Plot("", "Against the gradient, over a cost of two weights", "w1", "w2", plot =>
        {
            double Cost(double a, double b) => clouds.Points.Zip(clouds.Signs).Average(pair => 0.5 * Math.Pow((a * pair.First[0]) + (b * pair.First[1]) - pair.Second, 2));
            foreach (double level in (double[])[0.15, 0.2, 0.3, 0.5, 0.8, 1.2])
                plot.Level("", (-2.5, 3.5), (-2.5, 3.5), Cost, level, ScottPlot.Colors.Gray);
            plot.Line("descent, α = 1", [.. path.Select(w => w[0])], [.. path.Select(w => w[1])], marker: ScottPlot.MarkerShape.FilledCircle);
            plot.Dots("least squares", [exact[0]], [exact[1]], ScottPlot.MarkerShape.Cross, ScottPlot.Colors.Black, 14);
        }, square: true);
    }
}
