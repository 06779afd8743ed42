using NetGen;

namespace Course;

/// <summary>Rosenbrock's valley as a network whose weights are the place: ½(x − 1)² + ½(10(y − x²))², of an input of ones.</summary>
[Network<double>]
[Input(2)]
[LearnedScale(Name = "place"), Slice(0, 1, Name = "x"), Square(Name = "xx"), Slice(1, 1, From = "place", Name = "y"), Subtract("xx"), Scale(10, Name = "across"), Concat("x")]
[HalfSquaredError]
internal sealed partial class Rosenbrock;

/// <summary>Himmelblau's four valleys: ½(x² + y − 11)² + ½(x + y² − 7)².</summary>
[Network<double>]
[Input(2)]
[LearnedScale(Name = "place"), Slice(0, 1, Name = "x"), Square(Name = "xx"), Slice(1, 1, From = "place", Name = "y"), Add("xx", Name = "a"), Square(From = "y"), Add("x"), Concat("a")]
[HalfSquaredError]
internal sealed partial class Himmelblau;

/// <summary>
/// SGD: w ← w − α·g. Momentum: m ← μm + g, w ← w − α·m. Adam: the mean of g over the root of the mean of g². All from the same g that backpropagation gives.
/// Why: optimizers differ only in the step that they make from a gradient, and that decides where training ends, and when.
/// </summary>
internal sealed partial class OptimizersLesson() : Lesson("optimizers", "one gradient, different steps: paths on two test surfaces; the noise of small batches", "G41", "K38", "Y24")
{
    private static (string Name, Func<double, Optimizer> Create, double Rosenbrock, double Himmelblau)[] Kinds =>
        [("SGD", rate => new SGD(rate), 0.0015, 0.01), ("momentum", rate => new SGD(rate, momentum: 0.9), 0.0005, 0.003), ("RMSProp", rate => new RMSProp(rate), 0.01, 0.05), ("Adam", rate => new Adam(rate), 0.05, 0.2)];

    public override void Run(Page page)
    {
        First(page);
        int steps = page.Pick(2000, 1000);
        (string Name, double[][] Path)[] valley = [.. Kinds.Select(kind => (kind.Name, Path(new Rosenbrock(), [-1.2, 1], [0, 1], kind.Create(kind.Rosenbrock), steps)))];
        (string Name, double[][] Path)[] four = [.. Kinds.Select(kind => (kind.Name, Path(new Himmelblau(), [-0.5, -1], [7, 11], kind.Create(kind.Himmelblau), 300)))];
        page.Table("Where the paths end", ["optimizer", $"Rosenbrock, {steps} steps: x", "y", "Himmelblau, 300 steps: x", "y"], [.. Kinds.Select((kind, i) => new object[] { kind.Name, valley[i].Path[^1][0], valley[i].Path[^1][1], four[i].Path[^1][0], four[i].Path[^1][1] })]);
        foreach ((int i, (string name, _, _, _)) in Kinds.Index())
        {
            page.Number($"K38 {name}, Rosenbrock at the end", Valley(valley[i].Path[^1][0], valley[i].Path[^1][1]));
            page.Number($"K38 {name}, Himmelblau at the end", Four(four[i].Path[^1][0], four[i].Path[^1][1]));
        }

        Draw(page, "", "Rosenbrock's valley: the least value is at (1, 1)", valley, (-1.6, 1.6), (-0.6, 2.2), Valley, [0.05, 0.5, 2, 8, 30, 100]);
        Draw(page, "himmelblau", "Himmelblau's function: four valleys", four, (-5, 5), (-5, 5), Four, [2, 8, 20, 40, 70, 110]);
        Batches(page);
    }

    private static double Valley(double x, double y) => (0.5 * Math.Pow(x - 1, 2)) + (50 * Math.Pow(y - (x * x), 2));

    private static double Four(double x, double y) => (0.5 * Math.Pow((x * x) + y - 11, 2)) + (0.5 * Math.Pow(x + (y * y) - 7, 2));

    /// <summary>G41: the same gradient goes in, different steps come out.</summary>
    private static void First(Page page)
    {
        List<object[]> rows = [];
        List<double[]> gradients = [], steps = [];
        foreach ((string name, Func<double, Optimizer> create, _, _) in Kinds)
        {
            Rosenbrock net = new();
            net.CopyParametersFrom([-1.2, 1]);
            Workspace<double> workspace = net.CreateWorkspace(1);
            Optimizer optimizer = create(0.001);
            for (int step = 0; step < 2; step++)
            {
                net.Forward(workspace, [1, 1]);
                net.Loss(workspace, [0, 1]);
                net.Backward(workspace);
                if (step == 0)
                    gradients.Add(net.Gradient(workspace));
                net.Step(workspace, optimizer);
            }

            steps.Add([net.Packed()[0] + 1.2, net.Packed()[1] - 1]);
            rows.Add([name, gradients[^1][0], gradients[^1][1], steps[^1][0], steps[^1][1]]);
        }

        page.Table("Two steps of rate 0.001 from (-1.2, 1)", ["optimizer", "∂/∂x at the start", "∂/∂y", "moved x", "moved y"], rows);
        page.Number("G41 largest difference of the gradients", gradients.Max(gradient => Algebra.Difference(gradient, gradients[0])));
        page.Number("G41 gradient by hand minus generated, x", (-1.2 - 1) + (100 * (1 - 1.44) * 2.4) - gradients[0][0]);
        page.Number("G41 steps that differ", steps.Select(step => Math.Round(step[0], 9)).Distinct().Count());
    }

    private static double[][] Path<TNet>(ITrainableNetwork<TNet, double, double> net, double[] start, double[] targets, Optimizer optimizer, int steps)
        where TNet : class, ITrainableNetwork<TNet, double, double>
    {
        net.CopyParametersFrom(start);
        List<double[]> path = [start];
        for (int step = 0; step < steps; step++)
        {
            net.Train([1, 1], targets, optimizer, 1);
            path.Add(net.Packed());
        }

        return [.. path];
    }

    private static void Draw(Page page, string name, string title, (string Name, double[][] Path)[] paths, (double From, double To) x, (double From, double To) y, Func<double, double, double> f, double[] levels) => page.Plot(name, title, "x", "y", plot =>
    {
        foreach (double level in levels)
            plot.Level("", x, y, f, level, ScottPlot.Colors.LightGray);
        ScottPlot.LinePattern[] patterns = [ScottPlot.LinePattern.Solid, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.DenselyDashed];
        foreach ((int i, (string optimizer, double[][] path)) in paths.Index())
            plot.Line(optimizer, [.. path.Select(place => place[0])], [.. path.Select(place => place[1])], patterns[i]).Color = ScottPlot.Colors.Category10[i];
        plot.Axes.SetLimits(x.From, x.To, y.From, y.To);
    });
}
