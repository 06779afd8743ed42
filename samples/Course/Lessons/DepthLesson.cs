using NetGen;

namespace Course;

/// <summary>A fold of [0, 1]: g(x) = 2·ReLU(x) − 4·ReLU(x − ½).</summary>
[Block]
[Dense(2), ReLU, Dense(1)]
internal sealed class Fold;

/// <summary>Five folds one after the other: 10 units.</summary>
[Network<double>]
[Input(1)]
[Sequence<Fold>(Repeat = 5, Name = "fold")]
internal sealed partial class FiveFolds;

/// <summary>The same function in one hidden layer.</summary>
[Network<double>]
[Input(1)]
[Dense(32), ReLU, Dense(1)]
internal sealed partial class OneWideLayer;

/// <summary>2-14-14-14-1, 477 parameters.</summary>
[Network<double>]
[Input(2)]
[Dense(14), Tanh, Dense(14), Tanh, Dense(14), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class Deep;

/// <summary>2-119-1, 477 parameters.</summary>
[Network<double>]
[Input(2)]
[Dense(119), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class Wide;

/// <summary>
/// g(x) = 2·ReLU(x) − 4·ReLU(x − ½), k times: each layer folds what the one before made, so that 2k units give 2^k straight pieces; one layer has at most one more piece than units.
/// Why: some functions need far fewer units when layers are stacked, which is how networks are built. Some, not all.
/// </summary>
internal sealed class DepthLesson() : Lesson("depth", "folding: 2^k pieces from 2k units, where one layer needs 2^k - 1; deep against wide at equal parameters", "Y12", "K22")
{
    public override void Run(Page page)
    {
        FiveFolds deep = new();
        for (int k = 1; k <= 5; k++)
        {
            deep.SetParameter($"fold.{k}.dense1.weight", [1, 1]);
            deep.SetParameter($"fold.{k}.dense1.bias", [0, -0.5]);
            deep.SetParameter($"fold.{k}.dense2.weight", [2, -4]);
            deep.SetParameter($"fold.{k}.dense2.bias", [0]);
        }

        double[] grid = [.. Enumerable.Range(0, 1025).Select(i => i / 1024.0)]; // folds are at 32nds, so that slopes between are exact
        List<object[]> rows = [];
        double[] folded = grid;
        for (int k = 1; k <= 5; k++)
        {
            folded = [.. folded.Select(Tent)];
            rows.Add([k, 2 * k, page.Number($"Y12 pieces of {k} folds", Pieces(folded)), (1 << k) - 1]);
        }

        page.Table("g applied k times", ["k", "units", "pieces", "one layer: at least"], rows);
        page.Number("Y12 network of five folds minus g five times", Algebra.Difference(deep.Outputs(grid), folded));

        // One layer: a ReLU for each of the 31 corners, its weight the change of slope there; and one that is on from 0 for the first slope.
        OneWideLayer wide = new();
        wide.SetParameter("dense1.weight", [.. Enumerable.Repeat(1.0, 32)]);
        wide.SetParameter("dense1.bias", [.. Enumerable.Range(0, 32).Select(i => -i / 32.0)]);
        wide.SetParameter("dense2.weight", [32, .. Enumerable.Range(1, 31).Select(i => i % 2 == 1 ? -64.0 : 64)]);
        wide.SetParameter("dense2.bias", [0]);
        page.Number("Y12 one layer minus five folds", Algebra.Difference(wide.Outputs(grid), folded));
        page.Number("Y12 corners of a layer of 32 units", Pieces(wide.Outputs(grid)) - 1);
        page.Say("Each ReLU of one layer makes one corner, so 32 pieces take at least 31 of them; the one-layer copy here has one more, for the slope it begins with.");
        page.Plot("", "Five folds, 10 units: 32 straight pieces", "x", "output", plot =>
        {
            plot.Line("after 1 fold", grid, [.. grid.Select(Tent)], ScottPlot.LinePattern.Dotted);
            plot.Line("after 2 folds", grid, [.. grid.Select(x => Tent(Tent(x)))], ScottPlot.LinePattern.Dashed);
            plot.Line("after 5 folds (the network)", grid, deep.Outputs(grid));
        });
        Compare(page);
    }

    private static double Tent(double x) => (2 * Math.Max(0, x)) - (4 * Math.Max(0, x - 0.5));

    private static int Pieces(double[] values)
    {
        double[] slopes = [.. values.Zip(values.Skip(1), (from, to) => to - from)];
        return 1 + slopes.Zip(slopes.Skip(1)).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-9);
    }

    /// <summary>K22: equal parameters, the same data, the same training.</summary>
    private static void Compare(Page page)
    {
        Examples train = Examples.From(SyntheticData.Spirals(300, 0.1, seed: 1), 5), test = Examples.From(SyntheticData.Spirals(600, 0.1, seed: 2), 5);
        Deep deep = new(seed: 1);
        Wide wide = new(seed: 1);
        int steps = page.Pick(3000, 1500);
        double[] ofDeep = deep.Train(train.Inputs, train.Targets, new Adam(0.01), steps), ofWide = wide.Train(train.Inputs, train.Targets, new Adam(0.01), steps);
        page.Table($"Two spirals, {steps} steps of Adam", ["network", "parameters", "loss", "test accuracy"],
            ["2-14-14-14-1", page.Number("K22 parameters, deep", Deep.ParameterCount), page.Number("K22 loss, deep", ofDeep[^1]), page.Number("K22 test accuracy, deep", test.Accuracy(deep, 0))],
            ["2-119-1", page.Number("K22 parameters, wide", Wide.ParameterCount), page.Number("K22 loss, wide", ofWide[^1]), page.Number("K22 test accuracy, wide", test.Accuracy(wide, 0))]);
        page.Say("Applications go further: they stack layers with a structure (convolution, attention), and hardly ever use one wide hidden layer.");
        page.Plot("spirals", "Equal parameters: the deep network learns the spirals", "step", "training loss", plot =>
        {
            double[] at = [.. Enumerable.Range(0, steps).Select(step => (double)step)];
            plot.Line("2-14-14-14-1", at, ofDeep);
            plot.Line("2-119-1", at, ofWide, ScottPlot.LinePattern.Dashed);
        });
    }
}
