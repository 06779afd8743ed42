using NetGen;

#pragma warning disable NG0101 // affine layers with nothing between them are what the lesson is about

namespace Course;

/// <summary>Three layers and nothing between them.</summary>
[Network<double>]
[Input(4)]
[Dense(5), Dense(6), Dense(3)]
[HalfSquaredError]
internal sealed partial class ThreeAffineLayers;

/// <summary>The same with a narrow one in the middle.</summary>
[Network<double>]
[Input(4)]
[Dense(5), Dense(1), Dense(3)]
[HalfSquaredError]
internal sealed partial class NarrowAffineLayers;

/// <summary>The same with one bend.</summary>
[Network<double>]
[Input(4)]
[Dense(5), ReLU, Dense(6), Dense(3)]
internal sealed partial class OneBend;

/// <summary>
/// y = W3·W2·W1·x = W′x; with biases O = (X·W1 + b1)·W2 + b2 = X(W1·W2) + (b1·W2 + b2): an affine map of an affine map is affine.
/// Why: layers alone are not enough; depth begins to count with the first bend.
/// </summary>
internal sealed class LinearCollapseLesson() : Lesson("linear-collapse", "layers without activation are one layer; a narrow one makes it even less; one bend breaks it", "G17", "Y09", "Y10")
{
    public override void Run(Page page)
    {
        PhiloxRandom random = new(1);
        double[] xs = Algebra.Normals(random, 4 * 50);
        ThreeAffineLayers net = new(seed: 1);
        for (int layer = 1; layer <= 3; layer++)
            net.SetParameter($"dense{layer}.bias", Algebra.Normals(random, Sizes[layer]));
        double[] outputs = net.Outputs(xs);

        // W′ and b′, computed from the layers' own.
        double[,] w = Algebra.Matrix(net.Get("dense1.weight"), 5), b = Algebra.Matrix(net.Get("dense1.bias"), 5);
        for (int layer = 2; layer <= 3; layer++)
        {
            double[,] next = Algebra.Matrix(net.Get($"dense{layer}.weight"), Sizes[layer]);
            double[] bias = net.Get($"dense{layer}.bias");
            (w, b) = (Algebra.Product(next, w), Algebra.Matrix([.. Algebra.Product(next, b).Cast<double>().Zip(bias, (at, more) => at + more)], Sizes[layer]));
        }

        double[] collapsed = [.. xs.Chunk(4).SelectMany(x => Apply(w, b, x))], constant = net.Outputs([0, 0, 0, 0]);
        page.Number("Y09 largest difference", Algebra.Difference(collapsed, outputs));
        double[] linear = [.. xs.Chunk(4).SelectMany(x => Apply(w, new double[3, 1], x))];
        page.Number("G17 largest difference", Algebra.Difference(linear, [.. outputs.Select((y, i) => y - constant[i % 3])]));
        page.Table("W′ = W3·W2·W1 and b′", ["output", "x1", "x2", "x3", "x4", "b′"], [.. Enumerable.Range(0, 3).Select(i => new object[] { i + 1, w[i, 0], w[i, 1], w[i, 2], w[i, 3], b[i, 0] })]);
        page.Say($"50 random inputs through three layers and through W′x + b′: the largest difference is {Algebra.Difference(collapsed, outputs):0.0e+0}.");

        Fit(page, random, xs);
        Bend(page, xs, outputs);
    }

    private static int[] Sizes => [4, 5, 6, 3];

    /// <summary>What three layers can fit is what least squares can, no less and no more; through one unit, only rank 1.</summary>
    private static void Fit(Page page, PhiloxRandom random, double[] xs)
    {
        double[] targets = [.. xs.Chunk(4).SelectMany(x => new[] { x[0] + Math.Sin(x[1]), x[2] * x[3], x[1] - x[3] })];
        for (int i = 0; i < targets.Length; i++)
            targets[i] += random.NextNormal(0, 0.1);
        double[][] rows = [.. xs.Chunk(4).Select(x => (double[])[.. x, 1])];
        double best = 0;
        for (int output = 0; output < 3; output++)
        {
            double[] t = [.. targets.Where((_, i) => i % 3 == output)], fit = Algebra.LeastSquares(rows, t);
            best += rows.Zip(t).Average(pair => 0.5 * Math.Pow(Algebra.Dot(fit, pair.First) - pair.Second, 2));
        }

        ThreeAffineLayers deep = new(seed: 2);
        NarrowAffineLayers narrow = new(seed: 2);
        double wide = new LBFGS { MaximumIterations = 2000 }.Minimize(deep, xs, targets).Cost, thin = new LBFGS { MaximumIterations = 2000 }.Minimize(narrow, xs, targets).Cost;
        double[,] product = Algebra.Product(Algebra.Product(Algebra.Matrix(narrow.Get("dense3.weight"), 3), Algebra.Matrix(narrow.Get("dense2.weight"), 1)), Algebra.Matrix(narrow.Get("dense1.weight"), 5));
        double[] singular = Algebra.Decompose(product).Singular;
        page.Table("The least loss of each, on targets that are not linear", ["model", "loss", "rank of W′"],
            ["least squares", best, 3], ["4-5-6-3, no activation", wide, 3], ["4-5-1-3, no activation", thin, singular.Count(s => s > 1e-9 * singular[0])]);
        page.Number("G17 loss minus that of least squares", wide - best);
        page.Number("G17 rank through one unit", singular.Count(s => s > 1e-9 * singular[0]));
        page.Number("G17 loss through one unit over least squares", thin / best);
    }

    /// <summary>Y10: the best W, b for the outputs of a network, without and with a bend.</summary>
    private static void Bend(Page page, double[] xs, double[] straight)
    {
        OneBend bent = new(seed: 1);
        double[][] rows = [.. xs.Chunk(4).Select(x => (double[])[.. x, 1])];
        double Left(double[] outputs)
        {
            double[] t = [.. outputs.Where((_, i) => i % 3 == 0)], fit = Algebra.LeastSquares(rows, t);
            return rows.Zip(t).Max(pair => Math.Abs(Algebra.Dot(fit, pair.First) - pair.Second));
        }

        page.Number("Y10 left without a bend", Left(straight));
        page.Number("Y10 left with one ReLU", Left(bent.Outputs(xs)));
        page.Plot("", "Along a line through the inputs: one layer's ReLU is enough to break it", "how far along the line", "first output", plot =>
        {
            ThreeAffineLayers flat = new(seed: 1);
            plot.Curve("no activation", -3, 3, s => flat.At(s, -s, s / 2, s), ScottPlot.LinePattern.Dashed);
            plot.Curve("one ReLU", -3, 3, s => bent.At(s, -s, s / 2, s));
        });
    }

    private static double[] Apply(double[,] w, double[,] b, double[] x) => [.. Enumerable.Range(0, w.GetLength(0)).Select(i => b[i, 0] + Enumerable.Range(0, x.Length).Sum(j => w[i, j] * x[j]))];
}
