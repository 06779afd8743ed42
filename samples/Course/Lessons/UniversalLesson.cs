using NetGen;

namespace Course;

/// <summary>
/// For each continuous f on a compact set there are networks f_i → f with one hidden layer, if φ is no polynomial and the width is free (Hornik, Stinchcombe, White, 1989):
/// f(x) ≈ Σ_i v_i·φ(w_i·x + b_i) + c. Why: it says what networks can represent; not how wide, and not that training finds it.
/// </summary>
internal sealed partial class UniversalLesson() : Lesson("universal", "one hidden layer approximates any continuous function: threshold, sigmoid, ReLU; and what that leaves open", "G18", "G19", "K20", "Y11", "K21", "G20")
{
    internal const int Units = 128;

    private static readonly int[] Widths = [4, 8, 16, 32, 64, 128];

    public override void Run(Page page)
    {
        Expressive(page);
        double[] grid = [.. Enumerable.Range(0, 801).Select(i => i / 800.0)], targets = [.. grid.Select(F)];
        (string Name, Func<int, double[]> Fit)[] kinds = [("threshold", width => Fit(new HiddenThresholds(), width, 1, grid, targets)), ("sigmoid", width => Fit(new HiddenSigmoids(), width, 4 * width, grid, targets)), ("ReLU", width => Fit(new HiddenReLUs(), width, 1, grid, targets))];
        double[][] errors = [.. kinds.Select(kind => Widths.Select(width => Algebra.Difference(kind.Fit(width), targets)).ToArray())];
        page.Table("Largest error over [0, 1] for f(x) = sin(9x) + ½cos(25x): G says any f, the theorem says continuous on a compact set", ["units", "threshold", "sigmoid", "ReLU"],
            [.. Widths.Select((width, i) => new object[] { width, errors[0][i], errors[1][i], errors[2][i] })]);
        foreach ((int kind, string entry) in ((string[])["G19", "K20", "Y11"]).Index())
        {
            page.Number($"{entry} {kinds[kind].Name}: error of 128 units", errors[kind][^1]);
            page.Number($"{entry} {kinds[kind].Name}: of 128 over 8", errors[kind][^1] / errors[kind][1]);
        }

        page.Plot("errors", "The largest error falls with the width", "hidden units (powers of 2)", "largest error", plot =>
        {
            ScottPlot.MarkerShape[] shapes = [ScottPlot.MarkerShape.FilledSquare, ScottPlot.MarkerShape.FilledCircle, ScottPlot.MarkerShape.FilledTriangleUp];
            foreach ((int kind, double[] values) in errors.Index())
                plot.Line(kinds[kind].Name, [.. Widths.Select(width => Math.Log2(width))], [.. values.Select(Math.Log10)], marker: shapes[kind]);
            plot.Axes.Left.Powers();
        });
        page.Plot("", "16 units of each kind", "x", "f(x)", plot =>
        {
            plot.Line("f", grid, targets);
            ScottPlot.LinePattern[] patterns = [ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.DenselyDashed];
            foreach ((int kind, (string name, Func<int, double[]> fit)) in kinds.Index())
                plot.Line(name, grid, fit(16), patterns[kind]);
        });
        Boundaries(page);
        Open(page, grid);
    }

    private static double F(double x) => Math.Sin(9 * x) + (0.5 * Math.Cos(25 * x));

    /// <summary>Hidden units spread over [0, 1], the output weights by least squares; units beyond the width have weight 0.</summary>
    private static double[] Fit<TNet>(INetwork<TNet, double> net, int width, double steepness, double[] grid, double[] targets)
        where TNet : class, INetwork<TNet, double>
    {
        double[] weights = new double[Units], biases = new double[Units];
        for (int i = 0; i < Units; i++)
            (weights[i], biases[i]) = (steepness, -steepness * (i - 0.5) / (width - 1));
        net.SetParameter("dense1.weight", weights);
        net.SetParameter("dense1.bias", biases);
        Workspace<double> workspace = net.CreateWorkspace(grid.Length);
        net.Forward(workspace, grid);
        double[] hidden = net.Output(workspace, "h");
        double[] rows = [.. hidden.Chunk(Units).SelectMany(h => (double[])[.. h[..width], 1])], solved = Algebra.ShortestFit(Algebra.Matrix(rows, grid.Length), targets);
        net.SetParameter("dense2.weight", [.. solved[..width], .. new double[Units - width]]);
        net.SetParameter("dense2.bias", solved.AsSpan(width));
        return net.Outputs(grid);
    }

    /// <summary>G18: H_linear ⊂ H_MLP, and properly: x = ReLU(x) − ReLU(−x), but no line is |x|.</summary>
    private static void Expressive(Page page)
    {
        HiddenReLUs net = new();
        net.SetParameter("dense1.weight", [1, -1, .. new double[Units - 2]]);
        net.SetParameter("dense2.weight", [3, -3, .. new double[Units - 2]]);
        net.SetParameter("dense2.bias", [0.5]);
        double[] xs = [-2, -1, 0, 1, 2], line = [.. xs.Select(x => (3 * x) + 0.5)], copy = net.Outputs(xs);
        net.SetParameter("dense2.weight", [1, 1, .. new double[Units - 2]]);
        double[] bent = net.Outputs(xs), best = Algebra.LeastSquares([.. xs.Select(x => new[] { x, 1 })], bent);
        double left = xs.Zip(bent).Max(pair => Math.Abs((best[0] * pair.First) + best[1] - pair.Second));
        page.Table("Who can represent whom (largest error)", ["of", "by", "error"], ["3x + 0.5", "network: 3·ReLU(x) - 3·ReLU(-x) + 0.5", page.Number("G18 line by a network", Algebra.Difference(copy, line))], ["the network |x|", "the best line", page.Number("G18 network by a line", left)]);
        page.Say("Linear models are contained in networks, and not the reverse. Containing is \"at least as expressive\"; a slide's \"more\" needs this second row.");
    }

    /// <summary>G20: the width that a wiggly f needs, and a start from which training does nothing.</summary>
    private static void Open(Page page, double[] grid)
    {
        page.Table("Units until the largest error is below 0.1, ReLU", ["f", "units"], [.. ((int[])[1, 2, 4, 8]).Select(waves =>
        {
            double[] targets = [.. grid.Select(x => Math.Sin(2 * Math.PI * waves * x))];
            return new object[] { $"{waves} waves", page.Number($"G20 units for {waves} waves", Enumerable.Range(2, Units - 1).First(width => Algebra.Difference(Fit(new HiddenReLUs(), width, 1, grid, targets), targets) < 0.1)) };
        })]);
        HiddenReLUs stuck = new(seed: 1);
        stuck.SetParameter("dense1.bias", [.. Enumerable.Repeat(-20.0, Units)]);
        double[] losses = stuck.Train(grid, [.. grid.Select(F)], new SGD(0.1), 500);
        page.Say($"A start where every ReLU is off: the loss settles at {losses[^1]:0.000}, that of a constant; the fit by hand has {0.5 * Fit(new HiddenReLUs(), 64, 1, grid, [.. grid.Select(F)]).Zip(grid).Average(pair => Math.Pow(pair.First - F(pair.Second), 2)):0.0e+0}. Able to represent is not able to find.");
        page.Number("G20 loss of the run that sticks", losses[^1]);
    }
}
