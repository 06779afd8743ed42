using NetGen;

namespace Course;

/// <summary>A feature map laid down in advance: random, and never trained. Only the last layer learns.</summary>
[Network<double>]
[Input(2)]
[Dense(KernelsLesson.Width, Init = Init.Normal, InitScale = 1, Trainable = false), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class FrozenFeatures;

/// <summary>The same width, and the map is learned.</summary>
[Network<double>]
[Input(2)]
[Dense(KernelsLesson.Width, Init = Init.Normal, InitScale = 1), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class LearnedFeatures;

/// <summary>A linear model of all monomials up to degree 5, but 1.</summary>
[Network<double>]
[Input(20)]
[Dense(1, Init = Init.Zeros), BinaryCrossEntropy]
internal sealed partial class LinearInMonomials;

/// <summary>
/// A kernel method is a linear model y = wᵀψ(x) with a map ψ that somebody designed; a network is y = wᵀh(x) with a map that it learns.
/// Why: with a designed map, all hangs on the design; networks need less of it.
/// </summary>
internal sealed class KernelsLesson() : Lesson("kernels", "a designed feature map (random, polynomial) against a learned one of equal width", "K23", "G25")
{
    internal const int Width = 20;

    public override void Run(Page page)
    {
        Examples train = Examples.From(SyntheticData.Spirals(400, 0.2, seed: 1), 5), test = Examples.From(SyntheticData.Spirals(1000, 0.2, seed: 2), 5);
        int seeds = page.Pick(3, 2), iterations = page.Pick(500, 200);
        List<object[]> rows = [];
        List<(FrozenFeatures Frozen, LearnedFeatures Learned)> pairs = [];
        foreach (double scale in (double[])[0.5, 1, 2, 4])
        {
            (double Frozen, double Learned) sum = default;
            for (int seed = 1; seed <= seeds; seed++)
            {
                FrozenFeatures frozen = Scaled(new FrozenFeatures(seed), scale);
                LearnedFeatures learned = Scaled(new LearnedFeatures(seed), scale); // the same seed: it starts with the frozen one's features
                new LBFGS { MaximumIterations = iterations }.Minimize(frozen, train.Inputs, train.Targets);
                new LBFGS { MaximumIterations = iterations }.Minimize(learned, train.Inputs, train.Targets);
                sum = (sum.Frozen + test.Accuracy(frozen, 0), sum.Learned + test.Accuracy(learned, 0));
                pairs.Add((frozen, learned));
            }

            rows.Add([scale, page.Number($"K23 frozen, scale {scale}", sum.Frozen / seeds), page.Number($"K23 learned, scale {scale}", sum.Learned / seeds)]);
        }

        page.Table($"Two spirals, {Width} tanh features: test accuracy, mean of {seeds} starts", ["scale of the first weights", "frozen random map", "learned map"], rows);
        page.Say("The frozen map is as good as the scale somebody chose; the learned one starts with the same features, and hardly minds.");

        LinearInMonomials polynomial = new();
        new LBFGS { MaximumIterations = iterations }.Minimize(polynomial, [.. train.Points.SelectMany(Monomials)], train.Targets);
        double[] outputs = polynomial.Outputs([.. test.Points.SelectMany(Monomials)]);
        double right = outputs.Zip(test.Labels).Average(pair => pair.First > 0 == (pair.Second == 1) ? 1.0 : 0);
        Examples circles = Examples.From(SyntheticData.Circle(400, seed: 3), 5);
        LinearInMonomials onCircles = new();
        new LBFGS { MaximumIterations = 200 }.Minimize(onCircles, [.. circles.Points.SelectMany(Monomials)], circles.Targets);
        double rightOnCircles = onCircles.Outputs([.. circles.Points.SelectMany(Monomials)]).Zip(circles.Labels).Average(pair => pair.First > 0 == (pair.Second == 1) ? 1.0 : 0);
        page.Table("Monomials up to degree 5 (20 features), a hard-coded map", ["data", "accuracy"], ["disc within a ring, which x1² + x2² settles", page.Number("G25 monomials, circles", rightOnCircles)], ["two spirals, test", page.Number("G25 monomials, spirals", right)]);
        page.Say("The polynomial map is perfect for the data it suits. For the spirals somebody would have to think of another one; the network thought of it itself.");
        page.Plot("", "20 learned features", "x1", "x2", plot => Draw(plot, train, (x, y) => pairs[0].Learned.At(x, y)), square: true);
        page.Plot("frozen", "20 random features of scale 0.5, frozen", "x1", "x2", plot => Draw(plot, train, (x, y) => pairs[0].Frozen.At(x, y)), square: true);
        page.Plot("polynomial", "20 monomials up to degree 5", "x1", "x2", plot => Draw(plot, train, (x, y) => polynomial.At(Monomials([x, y]))), square: true);
    }

    private static TNet Scaled<TNet>(TNet net, double scale)
        where TNet : class, INetwork<TNet, double>
    {
        net.SetParameter("dense1.weight", [.. net.Get("dense1.weight").Select(w => scale * w)]);
        net.SetParameter("dense1.bias", Algebra.Normals(new PhiloxRandom(5), Width, scale / 2));
        return net;
    }

    private static double[] Monomials(double[] x) => [.. from degree in Enumerable.Range(1, 5) from power in Enumerable.Range(0, degree + 1) select Math.Pow(x[0], degree - power) * Math.Pow(x[1], power)];

    private static void Draw(ScottPlot.Plot plot, Examples train, Func<double, double, double> f)
    {
        plot.Surface("σ(y) - 0.5", (-1.1, 1.1), (-1.1, 1.1), (x, y) => Algebra.Sigma(f(x, y)) - 0.5);
        plot.Classes(train.Points, train.Labels);
    }
}
