using NetGen;

namespace Course;

/// <summary>400 random features that are never trained; the last layer is solved for the first p of them.</summary>
[Network<double>]
[Input(DoubleDescentLesson.Inputs)]
[Dense(DoubleDescentLesson.Features, Init = Init.LeCun, Trainable = false), Tanh(Name = "h")]
[Dense(1, Bias = false, Name = "last"), HalfSquaredError]
internal sealed partial class RandomFeatures;

/// <summary>
/// w = X⁺·t, the shortest w with the least ‖X·w − t‖, X the n × p features of the training set. XᵀX has p − n eigenvalues 0 for p > n (a slide prints n − p), if X has rank n.
/// Why: the test error peaks where p = n, as the smallest nonzero eigenvalue of XᵀX nears 0 there, and falls again beyond, where classical theory expects overfitting.
/// </summary>
internal sealed partial class DoubleDescentLesson() : Lesson("double-descent", "test error falls, peaks at interpolation and falls again; eigenvalues, variance, ridge", "Y37", "Y38", "Y39")
{
    internal const int Inputs = 10, Features = 400;

    private const int Examples = 50, Tests = 200;

    private static readonly int[] Sizes = [5, 10, 15, 20, 25, 30, 35, 40, 45, 48, 50, 52, 55, 60, 75, 100, 150, 200, 300, 400];

    public override void Run(Page page)
    {
        (int sets, int starts) = (page.Pick(5, 4), page.Pick(4, 2)); // data seeds times feature seeds: 20 of each p
        int[] sizes = page.Pick(1, 0) == 1 ? Sizes : [10, 25, 40, 50, 60, 100, 400];
        Summary[] results = Sweep(sizes, sets, starts);
        page.Table($"{Examples} noisy examples, the first p of {Features} random features, {sets * starts} seeds", ["p", "training error", "test error", "with ridge", "variance: features", "variance: data", "smallest eigenvalue", "zero eigenvalues"], [.. results.Select(result =>
            new object[] { result.P, result.Train, result.Test, result.Ridge, result.OfFeatures, result.OfData, result.Smallest, result.Zeros })]);
        Summary At(int p) => results.Single(result => result.P == p);
        Summary peak = results.MaxBy(result => result.Test)!;
        page.Number("Y37 p at the peak", peak.P);
        page.Number("Y37 test error at the peak over 400 features", peak.Test / At(400).Test);
        page.Number("Y37 test error at the peak over 10 features", peak.Test / At(10).Test);
        page.Number("Y37 400 features over the best below 50", At(400).Test / results.Where(result => result.P < 50).Min(result => result.Test));
        page.Number("Y37 training error at p = 100", At(100).Train);
        page.Number("Y37 ridge: largest over smallest at the peak", At(50).Ridge / results.Min(result => result.Ridge));
        page.Number("Y38 variance of features, p = 50 over 400", At(50).OfFeatures / At(400).OfFeatures);
        page.Number("Y38 variance of data, p = 50 over 10", At(50).OfData / At(10).OfData);
        page.Number("Y39 smallest eigenvalue, p = 50 over 10", At(50).Smallest / At(10).Smallest);
        page.Number("Y39 smallest eigenvalue, p = 50 over 400", At(50).Smallest / At(400).Smallest);
        page.Number("Y39 zero eigenvalues at p = 100", At(100).Zeros);
        page.Number("Y39 zero eigenvalues at p = 400", At(400).Zeros);
        page.Number("Y39 zero eigenvalues at p = 40", At(40).Zeros);
        page.Number("Y39 correlation of log error and log inverse eigenvalue, p from 40 to 60", Correlation([.. results.Where(result => result.P is >= 40 and <= 60)]));
        page.Say("Below p = n the model is imperfect and features are unexplored: bias. Near p = n, directions that the data hardly cover get huge weights: variance, over features and over data.");
        page.Say("The slide counts n - p zero eigenvalues; XᵀX is p x p of rank n, so there are p - n. A tuned ridge removes the peak. All of it is still being worked out.");
        double[] logs = [.. results.Select(result => Math.Log10(result.P))];
        page.Plot("", "Double descent", "features p", "mean squared error", plot =>
        {
            plot.Line("test", logs, [.. results.Select(result => Math.Log10(result.Test))], marker: ScottPlot.MarkerShape.FilledCircle);
            plot.Line("test, with ridge", logs, [.. results.Select(result => Math.Log10(result.Ridge))], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenSquare);
            plot.Line("training (0 drawn as 1e-4)", logs, [.. results.Select(result => Math.Log10(Math.Max(result.Train, 1e-4)))], ScottPlot.LinePattern.Dotted, ScottPlot.MarkerShape.FilledTriangleDown);
            plot.At($"p = n = {Examples}", Math.Log10(Examples));
            plot.Axes.Left.Powers();
            Ticks(plot);
        });
        page.Plot("eigenvalues", "The error goes with the inverse of the smallest nonzero eigenvalue", "features p", "value", plot =>
        {
            plot.Line("test error", logs, [.. results.Select(result => Math.Log10(result.Test))], marker: ScottPlot.MarkerShape.FilledCircle);
            plot.Line("1 / smallest nonzero eigenvalue", logs, [.. results.Select(result => -Math.Log10(result.Smallest))], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenSquare);
            plot.Axes.Left.Powers();
            Ticks(plot);
        });
        page.Plot("variance", "Where the error comes from", "features p", "variance of predictions", plot =>
        {
            plot.Line("over random features", logs, [.. results.Select(result => Math.Log10(result.OfFeatures))], marker: ScottPlot.MarkerShape.FilledCircle);
            plot.Line("over training sets", logs, [.. results.Select(result => Math.Log10(result.OfData))], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenSquare);
            plot.Axes.Left.Powers();
            Ticks(plot);
        });
    }

    private static void Ticks(ScottPlot.Plot plot)
    {
        int[] shown = [5, 10, 20, 50, 100, 200, 400];
        plot.Axes.Bottom.SetTicks([.. shown.Select(p => Math.Log10(p))], [.. shown.Select(p => $"{p}")]);
    }

    private static double Correlation(Summary[] results)
    {
        double[] a = [.. results.Select(result => Math.Log(result.Test))], b = [.. results.Select(result => -Math.Log(result.Smallest))];
        (double meanA, double meanB) = (a.Average(), b.Average());
        (a, b) = ([.. a.Select(value => value - meanA)], [.. b.Select(value => value - meanB)]);
        return Algebra.Dot(a, b) / Math.Sqrt(Algebra.Dot(a, a) * Algebra.Dot(b, b));
    }
}
