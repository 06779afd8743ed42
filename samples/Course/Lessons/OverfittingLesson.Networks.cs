using NetGen;

namespace Course;

/// <summary>More weights than examples, and a rate of weight decay that can be set.</summary>
[Network<double>]
[Input(1)]
[Dense(50, Init = Init.Normal, InitScale = 8), Tanh, Dense(50), Tanh, Dense(1)]
[HalfSquaredError, L2(0)]
internal sealed partial class Overfitter;

/// <summary>The same with dropout.</summary>
[Network<double>]
[Input(1)]
[Dense(50, Init = Init.Normal, InitScale = 8), Tanh, Dropout(0.2), Dense(50), Tanh, Dropout(0.2), Dense(1)]
[HalfSquaredError]
internal sealed partial class WithDropout;

/// <summary>The same with noise on its input.</summary>
[Network<double>]
[Input(1)]
[GaussianNoise(0.15), Dense(50, Init = Init.Normal, InitScale = 8), Tanh, Dense(50), Tanh, Dense(1)]
[HalfSquaredError]
internal sealed partial class WithNoise;

/// <summary>The penalties' arithmetic.</summary>
internal sealed partial class OverfittingLesson
{
    /// <summary>G26: N = 8 points. One polynomial of degree N − 1 goes through all; of degree N, a family, one for each value of its last coefficient.</summary>
    private static void Polynomials(Page page)
    {
        double[] xs = [.. Enumerable.Range(0, 8).Select(i => (i / 3.5) - 1)], ys = [.. xs.Select((x, i) => Math.Sin(3 * x) + (i % 2 == 0 ? 0.2 : -0.2))];
        double[] Powers(double x, int degree) => [.. Enumerable.Range(0, degree + 1).Select(power => Math.Pow(x, power))];
        List<object[]> rows = [];
        foreach (int degree in (int[])[1, 3, 5, 7])
        {
            double[] w = Algebra.LeastSquares([.. xs.Select(x => Powers(x, degree))], ys);
            rows.Add([degree, page.Number($"G26 largest error, degree {degree}", xs.Zip(ys).Max(pair => Math.Abs(Algebra.Dot(w, Powers(pair.First, degree)) - pair.Second)))]);
        }

        page.Table("8 points, polynomials of degree M", ["M", "largest error at the points"], rows);
        double[] seven = Algebra.Solve(Algebra.Matrix([.. xs.SelectMany(x => Powers(x, 7))], 8), ys); // a square matrix that can be inverted: one solution
        double One(double x) => Algebra.Dot(seven, Powers(x, 7));
        double Other(double x) => One(x) + (6 * xs.Aggregate(1.0, (product, at) => product * (x - at)));
        page.Number("G26 a second fit of degree 8, largest error", xs.Zip(ys).Max(pair => Math.Abs(Other(pair.First) - pair.Second)));
        page.Number("G26 the two fits differ by", Enumerable.Range(0, 200).Max(i => Math.Abs(One((i / 100.0) - 1) - Other((i / 100.0) - 1))));
        page.Say("Degree 7 = N - 1 fits exactly, in one way. Adding any multiple of (x - x1)…(x - x8), degree 8 fits too: the data no longer say which.");
        page.Plot("polynomials", "Two perfect fits", "x", "y", plot =>
        {
            plot.Dots("8 points", xs, ys);
            plot.Curve("degree 7", -1.03, 1.03, One);
            plot.Curve("degree 8, one of many", -1.03, 1.03, Other, ScottPlot.LinePattern.Dashed);
        });
    }

    /// <summary>Y14: s = (λ/2)Σ‖W‖²_F, ∂s/∂W = λW, and nothing for biases.</summary>
    private static void Decay(Page page, double[] xs, double[] ys)
    {
        Overfitter net = new(seed: 1);
        double[][] gradients = new double[2][];
        foreach (int on in (int[])[0, 1])
        {
            net.L2Rate = on * 0.3;
            Workspace<double> workspace = net.CreateWorkspace(xs.Length);
            net.Forward(workspace, xs);
            net.Loss(workspace, ys);
            net.Backward(workspace);
            gradients[on] = net.Gradient(workspace);
            if (on == 1)
                page.Number("Y14 penalty minus half λ times the squares", workspace.Penalty - (0.5 * 0.3 * ((string[])["dense1", "dense2", "dense3"]).Sum(layer => net.Get($"{layer}.weight").Sum(w => w * w))));
        }

        double[] expected = [.. Overfitter.Description.Parameters.SelectMany(p => net.Get(p.Name).Select(w => p.IsWeight ? 0.3 * w : 0))];
        page.Number("Y14 largest difference to λW", Algebra.Difference([.. gradients[1].Zip(gradients[0], (with, without) => with - without)], expected));
    }

    /// <summary>Y16: squared error of a linear model under input noise of variance s², averaged, is ridge with λ = s² (Bishop, 1995).</summary>
    private static void Bishop(Page page)
    {
        PhiloxRandom random = new(4);
        double[][] rows = [.. Enumerable.Range(0, 12).Select(_ => (double[])[.. Algebra.Normals(random, 2), 1])];
        double[] targets = [.. rows.Select(row => row[0] - (2 * row[1]) + random.NextNormal(0, 0.3))];
        const double S = 0.5;
        double[] ridge = Algebra.LeastSquares(rows, targets, rows.Length * S * S), plain = Algebra.LeastSquares(rows, targets); // the normal equations here are sums, so λ counts N times
        int copies = page.Pick(20_000, 4000);
        double[] noisy = Algebra.LeastSquares([.. rows.SelectMany(row => Enumerable.Range(0, copies / 10).Select(_ => (double[])[row[0] + random.NextNormal(0, S), row[1] + random.NextNormal(0, S), 1]))], [.. targets.SelectMany(t => Enumerable.Repeat(t, copies / 10))]);
        double[] exact = Algebra.LeastSquares([.. rows.SelectMany(row => new[] { (1, 1), (1, -1), (-1, 1), (-1, -1) }.Select(sign => (double[])[row[0] + (S * sign.Item1), row[1] + (S * sign.Item2), 1]))], [.. targets.SelectMany(t => Enumerable.Repeat(t, 4))]);
        page.Table("Noise on the inputs is ridge (a slide says l2 normalization: read regularization)", ["fit", "w1", "w2", "b"],
            ["least squares", plain[0], plain[1], plain[2]], ["ridge, λ = s² = 0.25", ridge[0], ridge[1], ridge[2]], [$"{copies / 10} normal copies of each example", noisy[0], noisy[1], noisy[2]], ["noise ±s in all four combinations", exact[0], exact[1], exact[2]]);
        page.Number("Y16 ridge minus exact noise", Algebra.Difference(ridge, exact));
        page.Number("Y16 ridge minus normal noise", Algebra.Difference(ridge, noisy));
        page.Number("Y16 ridge minus least squares", Algebra.Difference(ridge, plain));
    }

    /// <summary>Units that bend anywhere between −1 and 1, steeply: a start that can follow any noise.</summary>
    private static TNet Spread<TNet>(TNet net)
        where TNet : class, INetwork<TNet, double>
    {
        PhiloxRandom random = new(9);
        net.SetParameter("dense1.bias", [.. net.Get("dense1.weight").Select(w => -w * random.NextUniform(-1, 1))]);
        return net;
    }
}
