using NetGen;

namespace Course;

/// <summary>A unit that fires at its threshold, as McCulloch and Pitts have it: y = [w·x + b ≥ 0] with b = −T.</summary>
[Network<double>]
[Input(2)]
[Dense(1), HardThreshold(AtZero = 1)]
internal sealed partial class FiringAtThreshold;

/// <summary>A unit that fires only above it: y = [w·x + b > 0].</summary>
[Network<double>]
[Input(2)]
[Dense(1), HardThreshold]
internal sealed partial class FiringAboveThreshold;

/// <summary>Two units after two units: enough to draw a graph of.</summary>
[Network<double>]
[Input(2)]
[Dense(2, Bias = false, Name = "net"), HardThreshold(AtZero = 1)]
internal sealed partial class TwoUnits;

/// <summary>
/// The unit of all networks: net_j = Σ_i w(j,i)·o_i, output [net_j ≥ T_j]; or y = φ(wᵀx + b), where b = −T.
/// Why: everything that follows is made of this one part, and each of its conventions is one that programs get wrong.
/// </summary>
internal sealed class NeuronLesson() : Lesson("neuron", "the unit: weighted sum, threshold or bias, activation; logic from single units", "K01", "K02", "K03", "G01", "G02")
{
    private static readonly double[] Rows = [0, 0, 0, 1, 1, 0, 1, 1];

    public override void Run(Page page)
    {
        page.Say("A unit has inputs x, weights w, a bias b, an activation φ and one output: y = φ(w·x + b).");
        Indices(page);
        Edge(page);
        double[][] units = [Unit(1, 1, 2), Unit(1, 1, 1), [.. new double[] { 0, 1 }.Select(x => At(-1, 0, 0, x, 0))]];
        page.Table("One unit each: AND (weights 1, 1, T = 2), OR (1, 1, T = 1), NOT x1 (-1, T = 0)", ["x1", "x2", "AND", "OR", "NOT x1"], Enumerable.Range(0, 4).Select(i =>
            new object[] { Rows[2 * i], Rows[(2 * i) + 1], units[0][i], units[1][i], units[2][(int)Rows[2 * i]] }));
        page.Number("K03 and", Code(units[0]));
        page.Number("K03 or", Code(units[1]));
        page.Number("K03 not", Code(units[2]));

        // G01: the threshold moved to the other side of the comparison is a bias. Strictly above needs a bias a little above -T.
        FiringAboveThreshold strict = new();
        Set(strict, 1, 1, -2 + 1e-9);
        page.Number("G01 outputs that differ", Enumerable.Range(0, 4).Count(i => strict.At(Rows[2 * i], Rows[(2 * i) + 1]) != (Rows[2 * i] + Rows[(2 * i) + 1] >= 2 ? 1 : 0)));

        // G02: OR and not AND is the exclusive or, which none of the units is.
        double[] together = [.. Enumerable.Range(0, 4).Select(i => At(1, -1, 1, units[1][i], units[0][i]))];
        page.Number("G02 exclusive or", Code(together));
        page.Say($"A third unit that takes OR and, with weight -1, AND, answers {string.Join(" ", together)} to the four rows: the exclusive or, which no single unit can (xor);");
        page.Say("with many units, any continuous function (universal).");
    }

    /// <summary>The index order of the deck: the unit that is reached comes first. A dense weight has the same order, [outputs, inputs].</summary>
    private static void Indices(Page page)
    {
        TwoUnits net = new();
        net.SetParameter("net.weight", [11, 12, 21, 22]);
        double[] o = [1, 10];
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, o);
        double[] w = net.Get("net.weight"), sums = net.Output(workspace, "net");
        page.Table("w(j,i) leads from unit i to unit j; with o = (1, 10)", ["j", "w(j,1)", "w(j,2)", "net_j"], [1, w[0], w[1], sums[0]], [2, w[2], w[3], sums[1]]);
        page.Number("K01 net_1", sums[0]);
        page.Number("K01 net_2", sums[1]);
        page.Plot("", "w(j,i) leads from i to j", null, null, plot => plot.Graph(
            new Dictionary<string, (double, double)> { ["o1"] = (0, 2), ["o2"] = (0, 0), ["net1"] = (3, 2), ["net2"] = (3, 0) },
            ("o1", "net1", "w(1,1)"), ("o2", "net1", "w(1,2)"), ("o1", "net2", "w(2,1)"), ("o2", "net2", "w(2,2)")));
    }

    /// <summary>What happens exactly at the threshold, where decks and programs differ.</summary>
    private static void Edge(Page page)
    {
        FiringAboveThreshold above = new();
        Set(above, 1, 1, -2);
        double at = At(1, 1, 2, 1, 1), strict = above.At(1, 1);
        page.Table("Net input exactly T = 2", ["convention", "output"], ["fires at equality (McCulloch, Pitts)", page.Number("K02 at equality", at)], ["fires only above (z > 0)", page.Number("K02 strictly above", strict)]);
    }

    private static double[] Unit(double w1, double w2, double threshold) => [.. Rows.Chunk(2).Select(x => At(w1, w2, threshold, x[0], x[1]))];

    private static double At(double w1, double w2, double threshold, double x1, double x2)
    {
        FiringAtThreshold net = new();
        Set(net, w1, w2, -threshold);
        return net.At(x1, x2);
    }

    private static void Set<TNet>(INetwork<TNet, double> net, double w1, double w2, double bias)
        where TNet : class, INetwork<TNet, double>
    {
        net.SetParameter("dense1.weight", [w1, w2]);
        net.SetParameter("dense1.bias", [bias]);
    }

    /// <summary>Outputs 0, 0, 0, 1 as the number 1.</summary>
    private static double Code(double[] outputs) => outputs.Aggregate(0.0, (number, bit) => (10 * number) + bit);
}
