using NetGen;

namespace Course;

/// <summary>LN-S: without β and γ, and with nothing added to the variance.</summary>
[Network<double>]
[Input(6)]
[LayerNorm(Affine = false, Epsilon = 0)]
internal sealed partial class Standardize;

/// <summary>LN, one γ and β for each component.</summary>
[Network<double>]
[Input(6)]
[LayerNorm(Epsilon = 0)]
internal sealed partial class ScaledNorm;

/// <summary>LN after a layer MM.</summary>
[Network<double>]
[Input(4)]
[Dense(6), LayerNorm(Epsilon = 0)]
internal sealed partial class NormAfterLayer;

/// <summary>The same with the usual ε = 1e-5.</summary>
[Network<double>]
[Input(4)]
[Dense(6), LayerNorm]
internal sealed partial class UsualNorm;

/// <summary>
/// LN-S(z)_i = (z_i − μ̂)/σ̂, μ̂ = Σz_i/m, σ̂ = √(Σ(z_i − μ̂)²/m), if σ̂ ≠ 0; LN(z) = β + γ·LN-S(z); LN(MM_{αW,αb}(z)) = LN(MM_{W,b}(z)) for α > 0 and ε = 0.
/// Why: what a layer puts out keeps its size whatever its weights do, and so do the gradients behind it.
/// </summary>
internal sealed class LayerNormLesson() : Lesson("layer-norm", "mean 0 and deviation 1, then β and γ; the scale of the weights no longer matters", "K42", "K43", "K44", "K45")
{
    public override void Run(Page page)
    {
        double[] z = [1, 4, -2, 0.5, 7, 3];
        double mean = z.Average(), deviation = Math.Sqrt(z.Average(value => (value - mean) * (value - mean)));
        double[] byHand = [.. z.Select(value => (value - mean) / deviation)], standard = new Standardize().Outputs(z);
        ScaledNorm scaled = new();
        scaled.CopyParametersFrom([.. Enumerable.Repeat(-3.0, 6), .. Enumerable.Repeat(5.0, 6)]); // γ, then β
        double[] affine = scaled.Outputs(z);
        page.Table("One vector", ["", "1", "2", "3", "4", "5", "6", "mean", "deviation"], Row("z", z), Row("LN-S(z)", standard), Row("by hand", byHand), Row("LN(z), γ = -3, β = 5", affine));
        page.Say("The deviation divides by m. (A slide has (z_i - μ̂²), and the same index twice in its last row: (z_i - μ̂)², up to m. Its β and γ are numbers; usual, and here, is one for each component.)");
        page.Number("K42 by hand minus generated", Algebra.Difference(byHand, standard));
        page.Number("K42 mean", standard.Average());
        page.Number("K42 deviation", Deviation(standard));
        page.Number("K43 mean", affine.Average());
        page.Number("K43 deviation", Deviation(affine));
        page.Number("K43 parameters", ScaledNorm.ParameterCount);

        NormAfterLayer net = new(seed: 1), scaledNet = new(seed: 1);
        net.SetParameter("dense1.bias", [0.1, -0.2, 0.3, 0, 0.5, -1]);
        UsualNorm usual = new(seed: 1), usualScaled = new(seed: 1);
        usual.SetParameter("dense1.bias", net.Get("dense1.bias"));
        double[] x = [0.5, -1, 2, 0.3], once = net.Outputs(x);
        double[] seven = Times(7), minusTwo = Times(-2);
        usualScaled.SetParameter("dense1.weight", [.. usual.Get("dense1.weight").Select(w => 7 * w)]);
        usualScaled.SetParameter("dense1.bias", [.. usual.Get("dense1.bias").Select(b => 7 * b)]);
        double withEpsilon = Algebra.Difference(usual.Outputs(x), usualScaled.Outputs(x));
        page.Table("The layer before, times α", ["α", "ε", "largest difference to LN(MM(x))", "to its negative"],
            [7, 0, page.Number("K44 difference, α = 7", Algebra.Difference(once, seven)), Algebra.Difference([.. once.Select(y => -y)], seven)],
            [-2, 0, Algebra.Difference(once, minusTwo), page.Number("K44 sum, α = -2", Algebra.Difference([.. once.Select(y => -y)], minusTwo))],
            [7, 1e-5, page.Number("K44 difference with ε = 1e-5", withEpsilon), Algebra.Difference([.. usual.Outputs(x).Select(y => -y)], usualScaled.Outputs(x))]);

        int norms = ReverseTransformer.Description.Layers.Count(layer => layer.Operation.StartsWith("LayerNorm", StringComparison.Ordinal));
        page.Number("K45 layer norms in the course's transformer", norms);
        page.Say($"It is used in transformers (that of the lesson outlook has {norms}), so in BERT and GPT, and in policies of reinforcement learning.");
        page.Plot("", "The layer before times α: without a norm, outputs grow; with one, they stay", "α", "first output", plot =>
        {
            double plain = Algebra.Dot(net.Get("dense1.weight").AsSpan(0, 4), x) + net.Get("dense1.bias")[0];
            plot.Curve("layer alone", 0.1, 5, α => α * plain, ScottPlot.LinePattern.Dashed);
            plot.Curve("layer, then LN", 0.1, 5, α => Times(α)[0]);
        });

        double[] Times(double α)
        {
            scaledNet.SetParameter("dense1.weight", [.. net.Get("dense1.weight").Select(w => α * w)]);
            scaledNet.SetParameter("dense1.bias", [.. net.Get("dense1.bias").Select(b => α * b)]);
            return scaledNet.Outputs(x);
        }
    }

    private static object[] Row(string name, double[] values) => [name, .. values.Select(value => (object)value), Math.Round(values.Average(), 12), Deviation(values)];

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
}
