using NetGen;

namespace Course;

/// <summary>A linear layer of 784 inputs and 256 outputs, by Xavier.</summary>
[Network<double>]
[Input(784)]
[Dense(256, Init = Init.XavierNormal)]
internal sealed partial class XavierLayer;

/// <summary>A ReLU layer of the same size, by He.</summary>
[Network<double>]
[Input(784)]
[Dense(256, Init = Init.HeNormal), ReLU]
internal sealed partial class HeLayer;

/// <summary>Ten ReLU layers.</summary>
[Network<double>]
[Input(128)]
[Sequence<ReLULayer>(Repeat = 10, Name = "layer")]
internal sealed partial class TenLayers;

/// <summary>One of them.</summary>
[Block]
[Dense(128, Init = Init.HeNormal), ReLU(Name = "h")]
internal sealed class ReLULayer;

/// <summary>
/// o_i = Σ_j w_ij·x_j has variance n_in·σ²·γ². Steady forward: n_in·σ² = 1; backward: n_out·σ² = 1; Xavier: σ = √(2/(n_in + n_out)); He, for ReLU: σ = √(2/n_in).
/// Why: with the wrong scale of the first weights, signals die out or saturate before training has begun.
/// </summary>
internal sealed partial class InitLesson() : Lesson("init", "the variance of a layer's outputs; Xavier, He; what scales of weights do to training", "Y29", "Y30", "Y31", "Y32")
{
    public override void Run(Page page)
    {
        PhiloxRandom random = new(1);
        Variance(page, random);
        Xavier(page, random);
        TenReLULayers(page, random);
        Train(page);
    }

    /// <summary>Y29: w and x independent with mean 0, no activation: the variance grows with n_in.</summary>
    private static void Variance(Page page, PhiloxRandom random)
    {
        List<object[]> rows = [];
        foreach (int n in (int[])[10, 100, 784])
        {
            double[] o = [.. Enumerable.Range(0, page.Pick(40_000, 20_000)).Select(_ => Algebra.Dot(Algebra.Normals(random, n, 0.1), Algebra.Normals(random, n, 2)))];
            double variance = o.Average(value => value * value) - Math.Pow(o.Average(), 2), formula = n * 0.01 * 4;
            rows.Add([n, formula, variance, o.Average()]);
            page.Number($"Y29 sampled over formula, {n} inputs", variance / formula);
        }

        page.Table("Variance of Σ w·x, σ = 0.1, γ = 2", ["n_in", "n_in·σ²·γ²", "sampled", "mean"], rows);
    }

    /// <summary>Y30: Xavier of 784 → 256, and what it does to sizes in both directions; exact in both only where n_in = n_out.</summary>
    private static void Xavier(Page page, PhiloxRandom random)
    {
        XavierLayer net = new(seed: 1);
        const int Batch = 200;
        Workspace<double> workspace = net.CreateWorkspace(Batch, inputGradients: true);
        double forward = Power(net.Forward(workspace, Algebra.Normals(random, 784 * Batch)).ToArray());
        net.Backward(workspace, Algebra.Normals(random, 256 * Batch));
        double backward = Power(workspace.InputGradients.ToArray());
        page.Table("784 → 256: standard deviations", ["", "formula", "sampled"],
            ["Xavier √(2/(784 + 256))", page.Number("Y30 Xavier", Math.Sqrt(2.0 / 1040)), page.Number("Y30 Xavier, sampled", Math.Sqrt(Power(net.Get("dense1.weight"))))],
            ["He √(2/784)", page.Number("Y31 He", Math.Sqrt(2.0 / 784)), page.Number("Y31 He, sampled", Math.Sqrt(Power(new HeLayer(seed: 1).Get("dense1.weight"))))]);
        page.Table("Variance of signals of variance 1 through that layer, by Xavier", ["direction", "formula", "sampled"],
            ["forward, n_in·σ²", 784 * 2.0 / 1040, page.Number("Y30 forward", forward)], ["backward, n_out·σ²", 256 * 2.0 / 1040, page.Number("Y30 backward", backward)]);
        page.Say("The compromise ½(n_in + n_out)σ² = 1: one direction grows by half, the other is halved; both stay 1 only where n_in = n_out.");
    }

    /// <summary>Y31: ReLU halves the mean square; He's 2 makes up for it, Xavier's 1 does not.</summary>
    private static void TenReLULayers(Page page, PhiloxRandom random)
    {
        double[][] sizes = [Sizes(1), Sizes(Math.Sqrt(0.5))];
        page.Table("Mean square of the outputs, 10 ReLU layers of 128", ["layer", "He", "Xavier"], [.. Enumerable.Range(0, 10).Select(layer => new object[] { layer + 1, sizes[0][layer], sizes[1][layer] })]);
        page.Number("Y31 He: last over first", sizes[0][^1] / sizes[0][0]);
        page.Number("Y31 Xavier: last over first", sizes[1][^1] / sizes[1][0]);
        page.Plot("", "Ten ReLU layers: He stays, Xavier shrinks", "layer", "mean square of the outputs", plot =>
        {
            double[] layers = [.. Enumerable.Range(1, 10).Select(layer => (double)layer)];
            plot.Line("He, σ = √(2/128)", layers, [.. sizes[0].Select(Math.Log10)], marker: ScottPlot.MarkerShape.FilledCircle);
            plot.Line("Xavier, σ = √(1/128)", layers, [.. sizes[1].Select(Math.Log10)], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.FilledTriangleDown);
            plot.Axes.Left.Powers();
        });

        double[] Sizes(double scale)
        {
            TenLayers net = new(seed: 2);
            for (int layer = 1; layer <= 10; layer++)
                net.SetParameter($"layer.{layer}.dense1.weight", [.. net.Get($"layer.{layer}.dense1.weight").Select(w => scale * w)]);
            Workspace<double> workspace = net.CreateWorkspace(100);
            net.Forward(workspace, Algebra.Normals(random, 128 * 100));
            return [.. Enumerable.Range(1, 10).Select(layer => Power(net.Output(workspace, $"layer.{layer}.h")))];
        }
    }

    private static double Power(double[] values) => values.Average(value => value * value);
}
