using NetGen;

namespace Course;

/// <summary>One recurrent layer over thirty steps: thirty times the same matrix.</summary>
[Network<double>]
[Input(30, 1)]
[RNN(16), HalfSquaredError]
internal sealed partial class ThirtySteps;

/// <summary>Products of random matrices, and saturated sigmoids.</summary>
internal sealed partial class ExplodingLesson
{
    /// <summary>Y26: 101 random 4×4 matrices (the slide's text says 100, its loop multiplies 1 + 100). Y27: what is left is almost of rank one.</summary>
    private static void Products(Page page)
    {
        int trials = page.Pick(2000, 400);
        PhiloxRandom random = new(1);
        double[] largest = new double[trials], shorter = new double[trials];
        double[,] product = new double[4, 4];
        for (int trial = 0; trial < trials; trial++)
        {
            product = Algebra.Matrix(Algebra.Normals(random, 16), 4);
            for (int k = 1; k <= 100; k++)
            {
                if (k == 100)
                    shorter[trial] = Math.Log10(product.Cast<double>().Max(Math.Abs));
                product = Algebra.Product(product, Algebra.Matrix(Algebra.Normals(random, 16), 4));
            }

            largest[trial] = Math.Log10(product.Cast<double>().Max(Math.Abs));
        }

        Array.Sort(largest);
        Array.Sort(shorter);
        double slide = Math.Log10(2.4899e25);
        page.Table($"log10 of the largest entry of a product of random 4 x 4 matrices, {trials} times", ["matrices", "lower quarter", "median", "upper quarter", "the slide's"],
            [101, page.Number("Y26 lower quarter", largest[trials / 4]), page.Number("Y26 median", largest[trials / 2]), page.Number("Y26 upper quarter", largest[3 * trials / 4]), page.Number("Y26 the slide's", slide)],
            [100, shorter[trials / 4], page.Number("Y26 median of 100 matrices", shorter[trials / 2]), shorter[3 * trials / 4], slide]);
        double[] singular = Algebra.Decompose(product).Singular, ratios = [.. Enumerable.Range(0, 4).Select(j => product[0, j] / product[1, j])];
        page.Table("The last product: its rows in fixed ratios", ["", "1", "2", "3", "4"], ["row 1 / row 2, by column", ratios[0], ratios[1], ratios[2], ratios[3]], ["singular values", singular[0], singular[1], singular[2], singular[3]]);
        page.Number("Y27 second singular value over the first", singular[1] / singular[0]);
        page.Number("Y27 spread of the ratios", (ratios.Max() - ratios.Min()) / Math.Abs(ratios[0]));
        page.Plot("products", $"{trials} products of 101 random 4 x 4 matrices", "log10 of the largest entry", "how often", plot =>
        {
            ScottPlot.Statistics.Histogram histogram = ScottPlot.Statistics.Histogram.WithBinCount(40, largest);
            plot.Add.Histogram(histogram);
            plot.At("the slide's 2.4899e25", slide);
            plot.Axes.Margins(bottom: 0);
        });
    }

    /// <summary>Y28: σ′ is above 0.05 only for |z| below 2.89; a sum of n terms has standard deviation √n and falls outside.</summary>
    private static void Saturation(Page page)
    {
        double edge = Math.Log((1 + Math.Sqrt(0.8)) / (1 - Math.Sqrt(0.8))); // σ(1 − σ) = 0.05
        PhiloxRandom random = new(5);
        int[] fans = [1, 4, 16, 64, 256, 784];
        double[] shares = [.. fans.Select(fan => Enumerable.Range(0, page.Pick(4000, 1000)).Average(_ => Math.Abs(Algebra.Dot(Algebra.Normals(random, fan), Algebra.Normals(random, fan))) > edge ? 1.0 : 0))];
        page.Table("Share of saturated sigmoid units, weights and inputs of variance 1", ["inputs", "share"], [.. fans.Select((fan, i) => new object[] { fan, shares[i] })]);
        page.Number("Y28 edge", edge);
        page.Number("Y28 share, 1 input", shares[0]);
        page.Number("Y28 share, 784 inputs", shares[^1]);
        page.Number("Y28 0.25 to the tenth", Math.Pow(0.25, 10));
        page.Number("Y28 mean output of centred sums", Enumerable.Range(0, 4000).Average(_ => Algebra.Sigma(random.NextNormal())));
        page.Say($"Ten sigmoids pass at most 0.25^10 = {Math.Pow(0.25, 10):0.0e+0}; their outputs centre on 0.5, not 0.");
    }
}
