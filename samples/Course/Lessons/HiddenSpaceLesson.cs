using NetGen;

namespace Course;

/// <summary>Three hidden units, whose outputs are called h; the last layer is a linear model of h.</summary>
[Network<double>]
[Input(2)]
[Dense(3), Tanh(Name = "h"), Dense(1, Name = "last")]
[BinaryCrossEntropy]
internal sealed partial class HiddenCircles;

/// <summary>The last layer alone: logistic regression on three features.</summary>
[Network<double>]
[Input(3)]
[Dense(1, Init = Init.Zeros), BinaryCrossEntropy]
internal sealed partial class LastLayer;

/// <summary>The same network for a number: y = wᵀh + b.</summary>
[Network<double>]
[Input(1)]
[Dense(6), Tanh(Name = "h"), Dense(1, Name = "last")]
[HalfSquaredError]
internal sealed partial class HiddenCurve;

/// <summary>
/// Regression y = wᵀh + b, binary y = σ(wᵀh + b), with h = f_(L−1)(… f_1(x)): a linear model on learned features.
/// Why: hidden layers move the data until a plane can do the rest.
/// </summary>
internal sealed class HiddenSpaceLesson() : Lesson("hidden-space", "the last layer is a linear model; the hidden ones make the classes linearly separable", "G23", "G24")
{
    public override void Run(Page page)
    {
        // Labels of some points are wrong, so that the best loss is not 0 and is reached at finite weights.
        Examples circles = Examples.From(SyntheticData.Circle(300, 0.25, seed: 1), 5);
        HiddenCircles net = Enumerable.Range(1, 5).Select(seed => Train(new HiddenCircles(seed), circles)).MinBy(trained => trained.Evaluate(circles.Inputs, circles.Targets))!;
        double[] h = Hidden(net, circles);
        LastLayer last = new();
        double whole = net.Evaluate(circles.Inputs, circles.Targets), refitted = new LBFGS { MaximumIterations = 2000 }.Minimize(last, h, circles.Targets).Cost;
        double linear = new LBFGS().Minimize(new LogisticRegression(), circles.Inputs, circles.Targets).Cost;
        page.Table("A noisy disc within a ring", ["model", "loss"], ["logistic regression on x", linear], ["2-3-1 network", whole], ["its last layer alone, refitted on h from zero", refitted]);
        page.Number("G23 refitted minus the network's loss", refitted - whole);
        page.Number("G23 regression, refitted over the network's loss", Regression());

        // G24 on clean circles: what no line separates in x, a plane separates in h.
        Examples clean = Examples.From(SyntheticData.Circle(300, seed: 2), 5);
        HiddenCircles separating = Enumerable.Range(1, 5).Select(seed => new HiddenCircles(seed)).First(candidate =>
        {
            candidate.Train(clean.Inputs, clean.Targets, new Adam(0.03), 2000);
            return clean.Accuracy(candidate, 0) == 1;
        });
        LogisticRegression line = new();
        new LBFGS().Minimize(line, clean.Inputs, clean.Targets);
        page.Table("Clean circles: the best linear classifier", ["of", "accuracy"], ["x", page.Number("G24 accuracy of a line in x", clean.Accuracy(line, 0))], ["h, 3 units", page.Number("G24 accuracy of a plane in h", clean.Accuracy(separating, 0))]);
        page.Plot("x", "In x, no line separates them", "x1", "x2", plot =>
        {
            plot.Classes(clean.Points, clean.Labels, "ring", "disc");
            plot.Level("where the network is undecided", (-1.1, 1.1), (-1.1, 1.1), (a, b) => separating.At(a, b), 0);
        }, square: true);

        // Three units seen along the plane: across it, and along the direction in it in which the points spread most.
        double[] w = separating.Get("last.weight"), b = separating.Get("last.bias");
        double length = Math.Sqrt(Algebra.Dot(w, w));
        double[][] rows = [.. Hidden(separating, clean).Chunk(3)];
        double[] across = [.. rows.Select(row => (Algebra.Dot(row, w) + b[0]) / length)];
        double[] mean = [.. Enumerable.Range(0, 3).Select(i => rows.Average(row => row[i] - (Algebra.Dot(row, w) / length * w[i] / length)))];
        double[] spread = [.. rows.SelectMany(row => Enumerable.Range(0, 3).Select(i => row[i] - (Algebra.Dot(row, w) / length * w[i] / length) - mean[i]))];
        double[] direction = Algebra.Decompose(Algebra.Matrix(spread, rows.Length)).V[0];
        double[][] seen = [.. rows.Select((row, i) => new[] { across[i], Algebra.Dot(spread.AsSpan(3 * i, 3), direction) })];
        page.Plot("", "In h, a plane does, seen from its side", "distance from the plane wᵀh + b = 0", "along the plane", plot =>
        {
            plot.Classes(seen, clean.Labels, "ring", "disc");
            plot.At("the plane", 0);
        });
    }

    private static HiddenCircles Train(HiddenCircles net, Examples examples)
    {
        new LBFGS { MaximumIterations = 3000 }.Minimize(net, examples.Inputs, examples.Targets);
        return net;
    }

    private static double[] Hidden(HiddenCircles net, Examples examples)
    {
        Workspace<double> workspace = net.CreateWorkspace(examples.Count);
        net.Forward(workspace, examples.Inputs, training: false);
        return net.Output(workspace, "h");
    }

    /// <summary>Regression: the normal equations of h give the trained last layer again.</summary>
    private static double Regression()
    {
        double[] xs = [.. Enumerable.Range(0, 60).Select(i => (i / 30.0) - 1)], targets = [.. xs.Select(x => Math.Sin(5 * x))];
        HiddenCurve net = new(seed: 1);
        new LBFGS { MaximumIterations = 50 }.Minimize(net, xs, targets);
        Workspace<double> workspace = net.CreateWorkspace(60);
        net.Forward(workspace, xs, training: false);
        double[][] rows = [.. net.Output(workspace, "h").Chunk(6).Select(h => (double[])[.. h, 1])];
        double[] w = Algebra.LeastSquares(rows, targets);
        double best = rows.Zip(targets).Average(pair => 0.5 * Math.Pow(Algebra.Dot(pair.First, w) - pair.Second, 2));
        new LBFGS { MaximumIterations = 5000 }.Minimize(net, xs, targets);
        net.Forward(workspace, xs, training: false);
        rows = [.. net.Output(workspace, "h").Chunk(6).Select(h => (double[])[.. h, 1])];
        w = Algebra.LeastSquares(rows, targets);
        best = rows.Zip(targets).Average(pair => 0.5 * Math.Pow(Algebra.Dot(pair.First, w) - pair.Second, 2));
        return best / net.Evaluate(xs, targets);
    }
}
