using NetGen;

namespace Course;

/// <summary>Rosenblatt's perceptron: ŷ = [w·x + b > 0], and a step of SGD is his rule.</summary>
[Network<double>]
[Input(2)]
[Dense(1, Init = Init.Zeros), HardThreshold, PerceptronRule]
internal sealed partial class Perceptron;

/// <summary>
/// The perceptron's rule: w_i ← w_i + η(y − ŷ)x_i, b ← b + η(y − ŷ), where y is the target and ŷ the output (Rosenblatt, 1958).
/// Why: it is the first rule that learned, and what it cannot learn is why networks have hidden layers.
/// </summary>
internal sealed class PerceptronLesson() : Lesson("perceptron", "Rosenblatt's rule: it converges where a line can do it, and never where none can", "K06", "K07", "K08", "K09")
{
    public override void Run(Page page)
    {
        Updates(page);
        Examples clouds = Examples.From(SyntheticData.Gaussians(60, 0.05, seed: 3), 5);
        (List<double[]> lines, List<int> errors) = Learn(clouds, 0.1, 50);
        page.Table("Two clouds, rate 0.1: the line by epoch", ["epoch", "wrong before an update", "w1", "w2", "b"], [.. lines.Select((line, epoch) => new object[] { epoch + 1, errors[epoch], line[0], line[1], line[2] })]);
        page.Number("K06 difference to a step of the network", DifferenceToNetwork(clouds));
        page.Number("K08 wrong at the end", errors[^1]);
        foreach (double rate in (double[])[0.001, 1, 1000])
            page.Number($"K08 wrong at the end, rate {rate}", Learn(clouds, rate, 10_000).Errors[^1]);

        List<int> never = Learn(Examples.Xor, 0.1, page.Pick(1000, 200)).Errors;
        page.Number("K08 epochs of the exclusive or without an error", never.Count(wrong => wrong == 0));
        page.Say($"The exclusive or: {never.Count} epochs, and in each at least {never.Min()} of 4 updates.");

        int best = BestLine();
        page.Number("K09 best line of the grid", best);
        page.Say($"Of all lines of a grid of 81 x 81 x 81 weights, the best has {best} of 4 rows of the exclusive or right (Minsky and Papert, 1969).");
        page.Say("Rosenblatt expected more layers to help; nobody knew yet how to learn their weights. (Several slides print \"perception\": read perceptron.)");
        page.Plot("", "The perceptron's line, epoch by epoch", "x1", "x2", plot =>
        {
            plot.Classes(clouds.Points, clouds.Labels);
            foreach ((int epoch, double[] line) in lines.Index())
                plot.Straight($"epoch {epoch + 1}", 1, line, epoch == lines.Count - 1 ? ScottPlot.LinePattern.Solid : ScottPlot.LinePattern.Dotted, ScottPlot.Colors.Category10[epoch % 10]);
        }, square: true);
    }

    /// <summary>The rule, in ten lines. Stops after an epoch without an error.</summary>
    private static (List<double[]> Lines, List<int> Errors) Learn(Examples examples, double rate, int epochs)
    {
        double[] w = [0.05, -0.5, 0.3]; // the last one is b
        List<double[]> lines = [];
        List<int> errors = [];
        for (int epoch = 0; epoch < epochs && (errors.Count == 0 || errors[^1] > 0); epoch++)
        {
            errors.Add(examples.Points.Zip(examples.Labels).Count(example => Update(w, example.First, example.Second, rate)));
            lines.Add([.. w]);
        }

        return (lines, errors);
    }

    private static bool Update(double[] w, double[] x, int y, double rate)
    {
        int output = (w[0] * x[0]) + (w[1] * x[1]) + w[2] > 0 ? 1 : 0;
        for (int i = 0; i < 3; i++)
            w[i] += rate * (y - output) * (i < 2 ? x[i] : 1);
        return output != y;
    }

    /// <summary>K07: right, nothing; too high, weights of positive inputs go down and of negative ones up; too low, the other way round.</summary>
    private static void Updates(Page page)
    {
        (string Case, double[] W, int Target)[] cases = [("right", [1, 1, 0], 1), ("too high", [1, 1, 0], 0), ("too low", [-1, 0, 0], 1)];
        List<object[]> rows = [];
        foreach ((string name, double[] w, int target) in cases)
        {
            double[] after = [.. w];
            Update(after, [2, -1], target, 0.5);
            rows.Add([name, $"{w[0]}, {w[1]}, {w[2]}", target, $"{after[0]}, {after[1]}, {after[2]}"]);
            page.Number($"K07 {name}: change of w1", after[0] - w[0]);
            page.Number($"K07 {name}: change of w2", after[1] - w[1]);
        }

        page.Table("Single updates, x = (2, -1), rate 0.5", ["output is", "w1, w2, b", "target", "after"], rows);
    }

    private static double DifferenceToNetwork(Examples examples)
    {
        Perceptron net = new();
        Workspace<double> workspace = net.CreateWorkspace(1);
        SGD rule = new(0.1);
        double[] w = new double[3];
        foreach ((double[] x, int y) in examples.Points.Zip(examples.Labels))
        {
            Update(w, x, y, 0.1);
            net.Forward(workspace, x);
            net.Loss(workspace, [y]);
            net.Step(workspace, rule);
        }

        return Algebra.Difference(w, net.Packed());
    }

    internal static int BestLine()
    {
        double[] steps = [.. Enumerable.Range(-40, 81).Select(i => i / 20.0)];
        return steps.Max(w1 => steps.Max(w2 => steps.Max(b => Examples.Xor.Points.Zip(Examples.Xor.Labels).Count(example => ((w1 * example.First[0]) + (w2 * example.First[1]) + b > 0) == (example.Second == 1)))));
    }
}
