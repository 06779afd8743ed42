using NetGen;

namespace Course;

/// <summary>A linear model of one input: y = w·x + b.</summary>
[Network<double>]
[Input(1)]
[Dense(1, Init = Init.Zeros), HalfSquaredError]
internal sealed partial class StraightLine;

/// <summary>A network of the same input, which may find its own transformation.</summary>
[Network<double>]
[Input(1)]
[Dense(16), Tanh, Dense(1), HalfSquaredError]
internal sealed partial class BentLine;

/// <summary>
/// y = w·x + b has the same effect per unit everywhere; the best w, b solve the normal equations XᵀX·w = Xᵀt.
/// Why: the world is seldom linear; either a human prepares the inputs, or a hidden layer learns to.
/// </summary>
internal sealed class LinearLesson() : Lesson("linear", "what a linear model assumes, prepared inputs, and a network that prepares its own; closed form against descent", "Y02", "Y03", "Y04", "G08")
{
    public override void Run(Page page)
    {
        Loans(page);
        Fever(page);
    }

    /// <summary>Risk falls with income, but not by the same for each dollar. Incomes in units of 100,000 dollars.</summary>
    private static void Loans(Page page)
    {
        PhiloxRandom random = new(1);
        double[] income = [.. Enumerable.Range(0, 200).Select(_ => 12 * Math.Pow(random.NextDouble(), 3))];
        double[] repays = [.. income.Select(x => (0.3 + (0.2 * Math.Log(1 + (20 * x)))) * (1 + random.NextNormal(0, 0.03)))];
        double[] log = [.. income.Select(x => Math.Log(1 + (20 * x)))];
        double[] raw = Fit(income, repays), prepared = Fit(log, repays);
        BentLine net = Net(page, income, 6, repays);
        double Raw(double x) => (raw[0] * x) + raw[1];
        double Log(double x) => (prepared[0] * Math.Log(1 + (20 * x))) + prepared[1];
        double Learned(double x) => net.At((x - 6) / 6);
        (string Name, Func<double, double> F)[] models = [("linear in income", Raw), ("linear in ln income", Log), ("network, raw income", Learned)];
        page.Table("Predicted change of a score of repayment", ["model", "$0 -> $50,000", "$1,000,000 -> $1,050,000", "mean squared error"], [.. models.Select(model => new object[]
        {
            model.Name, page.Number($"Y02 {model.Name}, low", model.F(0.5) - model.F(0)), page.Number($"Y02 {model.Name}, high", model.F(10.5) - model.F(10)), page.Number($"Y04 loans, {model.Name}", Error(model.F, income, repays)),
        })]);
        page.Say("Linear means: the same for each dollar. More income should help, and help less and less: monotonic, which ln income is. Preparing an output is a cure too (a logistic one).");
        page.Plot("loans", "A loan's score against income", "income (100,000 $)", "score (no unit)", plot => Draw(plot, income, repays, models, 0, 12));

        // G08: descent ends where the normal equations are solved. In units of 600,000 dollars around the middle, so that one rate suits w and b.
        double[] scaled = [.. income.Select(x => (x - 6) / 6)], exact = Fit(scaled, repays);
        StraightLine descent = new();
        descent.Train(scaled, repays, new SGD(1), page.Pick(2000, 500));
        page.Table("Closed form and descent", ["", "w", "b"], ["normal equations", exact[0], exact[1]], ["descent", descent.Packed()[0], descent.Packed()[1]]);
        page.Number("G08 difference", Algebra.Difference(exact, descent.Packed()));
    }

    /// <summary>Danger grows on both sides of 37 °C: not even monotonic.</summary>
    private static void Fever(Page page)
    {
        PhiloxRandom random = new(2);
        double[] celsius = [.. Enumerable.Range(0, 200).Select(_ => random.NextUniform(33, 42))], danger = [.. celsius.Select(x => Math.Abs(x - 37) + random.NextNormal(0, 0.1))];
        double[] raw = Fit(celsius, danger), prepared = Fit([.. celsius.Select(x => Math.Abs(x - 37))], danger);
        BentLine net = Net(page, celsius, 37.5, danger, 4.5);
        (string Name, Func<double, double> F)[] models =
        [
            ("linear in temperature", x => (raw[0] * x) + raw[1]), ("linear in |temperature - 37|", x => (prepared[0] * Math.Abs(x - 37)) + prepared[1]), ("network, raw temperature", x => net.At((x - 37.5) / 4.5)),
        ];
        page.Table("Fever: danger by temperature", ["model", "mean squared error"], [.. models.Select(model => new object[] { model.Name, page.Number($"Y03 {model.Name}", Error(model.F, celsius, danger)) })]);
        page.Number("Y04 fever, network over prepared", Error(models[2].F, celsius, danger) / Error(models[1].F, celsius, danger));
        page.Say("The wish of the lectures: to learn such transformations and not to invent them. The network had the raw numbers, and is as good as the prepared ones in both cases.");
        page.Plot("", "Fever: a straight line cannot turn, a network can", "temperature (°C)", "danger (no unit)", plot => Draw(plot, celsius, danger, models, 33, 42));
    }

    private static BentLine Net(Page page, double[] xs, double centre, double[] targets, double? scale = null)
    {
        BentLine net = new(seed: 3);
        double[] scaled = [.. xs.Select(x => (x - centre) / (scale ?? centre))];
        new LBFGS { MaximumIterations = page.Pick(2000, 600) }.Minimize(net, scaled, targets);
        return net;
    }

    private static double[] Fit(double[] xs, double[] targets) => Algebra.LeastSquares([.. xs.Select(x => new[] { x, 1 })], targets);

    private static double Error(Func<double, double> f, double[] xs, double[] targets) => xs.Zip(targets).Average(pair => Math.Pow(f(pair.First) - pair.Second, 2));

    private static void Draw(ScottPlot.Plot plot, double[] xs, double[] ys, (string Name, Func<double, double> F)[] models, double from, double to)
    {
        plot.Dots("examples", xs, ys, ScottPlot.MarkerShape.OpenCircle, ScottPlot.Colors.Gray, 5);
        foreach ((int i, (string name, Func<double, double> f)) in models.Index())
            plot.Curve(name, from, to, f, ((ScottPlot.LinePattern[])[ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.Solid])[i]);
    }
}
