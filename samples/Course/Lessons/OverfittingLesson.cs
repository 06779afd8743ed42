using NetGen;

namespace Course;

/// <summary>
/// J = L + (λ/2)(‖W1‖²_F + ‖W2‖²_F), ∂s/∂W = λW, no biases in s: weight decay. Beside it: early stopping, dropout, noise on the inputs.
/// Why: a model that can fit everything also fits the noise; when and how networks do so is not well understood, what helps is.
/// </summary>
internal sealed partial class OverfittingLesson() : Lesson("overfitting", "many perfect fits; weight decay, early stopping, dropout and noise on one data set; noise as ridge", "G26", "G27", "G28", "Y13", "Y14", "Y15", "Y16")
{
    public override void Run(Page page)
    {
        Polynomials(page);
        (double[] xs, double[] ys) = Sine(20, 1);
        (double[] vx, double[] vy) = Sine(400, 2);
        Decay(page, xs, ys);
        Lambda(page, xs, ys, vx, vy);
        Regularizers(page, xs, ys, vx, vy);
        Bishop(page);
    }

    private static (double[] Inputs, double[] Targets) Sine(int count, int seed)
    {
        PhiloxRandom random = new((ulong)seed);
        double[] xs = [.. Enumerable.Range(0, count).Select(i => (2 * (i + random.NextDouble()) / count) - 1)];
        return (xs, [.. xs.Select(x => Math.Sin(3 * x) + random.NextNormal(0, 0.5))]);
    }

    /// <summary>G27: the penalty can be added to any cost; too little fits noise, too much fits nothing.</summary>
    private static void Lambda(Page page, double[] xs, double[] ys, double[] vx, double[] vy)
    {
        double[] rates = [0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
        List<double> train = [], validation = [];
        foreach (double rate in rates)
        {
            Overfitter net = Spread(new Overfitter(seed: 1) { L2Rate = rate });
            new LBFGS { MaximumIterations = page.Pick(2000, 500) }.Minimize(net, xs, ys);
            train.Add(net.Evaluate(xs, ys));
            validation.Add(net.Evaluate(vx, vy));
        }

        page.Table("20 examples of a noisy sine, 1-50-50-1 (2701 parameters), weight decay λ", ["λ", "training loss", "validation loss"], [.. rates.Select((rate, i) => new object[] { rate, train[i], validation[i] })]);
        page.Number("G27 training loss without", train[0]);
        page.Number("G27 validation loss without", validation[0]);
        page.Number("G27 validation loss at best", validation.Min());
        page.Number("G27 validation loss with too much", validation[^1]);
        page.Plot("decay", "Too little weight decay fits noise, too much nothing", "λ", "loss", plot =>
        {
            double[] logs = [.. rates.Skip(1).Select(Math.Log10)];
            plot.Line("training", logs, [.. train.Skip(1)], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenCircle);
            plot.Line("validation", logs, [.. validation.Skip(1)], marker: ScottPlot.MarkerShape.FilledSquare);
            plot.Axes.Bottom.Powers();
        });
    }

    /// <summary>G28, Y13, Y15: the same training with each; early stopping adds no term R(θ) to the cost.</summary>
    private static void Regularizers(Page page, double[] xs, double[] ys, double[] vx, double[] vy)
    {
        Overfitter plain = Spread(new Overfitter(seed: 1)), decayed = Spread(new Overfitter(seed: 1) { L2Rate = 0.01 });
        WithDropout dropout = Spread(new WithDropout(seed: 1));
        WithNoise noise = Spread(new WithNoise(seed: 1));
        (double[] Train, double[] Validation, double[] Best)[] runs = [Follow(page, plain, xs, ys, vx, vy), Follow(page, decayed, xs, ys, vx, vy), Follow(page, dropout, xs, ys, vx, vy), Follow(page, noise, xs, ys, vx, vy)];
        double[] steps = [.. Enumerable.Range(0, runs[0].Train.Length).Select(i => 20.0 * i)];
        int best = Array.IndexOf(runs[0].Validation, runs[0].Validation.Min());
        double end = runs[0].Validation[^1], stopped = runs[0].Validation[best];
        double Sensitivity<TNet>(INetwork<TNet, double> net)
            where TNet : class, INetwork<TNet, double> => Math.Sqrt(net.Outputs([.. vx.Select(x => x + 0.02)]).Zip(net.Outputs([.. vx.Select(x => x - 0.02)])).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        Overfitter early = new(seed: 1);
        early.CopyParametersFrom(runs[0].Best);
        page.Table($"The same training, {20 * (steps.Length - 1)} steps of Adam", ["with", "validation loss", "change of the output for ±0.02 at the input"],
            ["nothing", page.Number("Y13 nothing", end), page.Number("Y15 nothing", Sensitivity(plain))],
            [$"early stopping, at step {steps[best]}", page.Number("Y13 early stopping", stopped), page.Number("Y15 early stopping", Sensitivity(early))],
            ["weight decay, λ = 0.01", page.Number("Y13 weight decay", runs[1].Validation[^1]), page.Number("Y15 weight decay", Sensitivity(decayed))],
            ["dropout, 0.2", page.Number("Y13 dropout", runs[2].Validation[^1]), page.Number("Y15 dropout", Sensitivity(dropout))],
            ["noise on the input, 0.15", page.Number("Y13 noise", runs[3].Validation[^1]), page.Number("Y15 noise", Sensitivity(noise))]);
        page.Say("A simpler function is a smoother one: it changes less when its input does. (A slide on early stopping lacks its verb: overfitting typically increases with training.)");
        page.Number("G28 best step over the last", steps[best] / steps[^1]);
        page.Number("G28 training loss at the end over that of the best step", runs[0].Train[^1] / runs[0].Train[best]);
        page.Plot("", "Early stopping: validation turns while training goes on", "step", "loss", plot =>
        {
            plot.Line("training", steps, runs[0].Train, ScottPlot.LinePattern.Dashed);
            plot.Line("validation", steps, runs[0].Validation);
            plot.At("best step", steps[best]);
        });
        page.Plot("regularizers", "Four regularizers on the same data", "x", "y", plot =>
        {
            plot.Dots("20 examples", xs, ys);
            plot.Curve("nothing", -1, 1, x => plain.At(x), ScottPlot.LinePattern.Dotted);
            plot.Curve("early stopping", -1, 1, x => early.At(x), ScottPlot.LinePattern.Dashed);
            plot.Curve("weight decay", -1, 1, x => decayed.At(x));
            plot.Curve("dropout", -1, 1, x => dropout.At(x), ScottPlot.LinePattern.DenselyDashed);
            plot.Curve("noise", -1, 1, x => noise.At(x));
            plot.Curve("truth", -1, 1, x => Math.Sin(3 * x), ScottPlot.LinePattern.Dotted);
        });
    }

    private static (double[] Train, double[] Validation, double[] Best) Follow<TNet>(Page page, ITrainableNetwork<TNet, double, double> net, double[] xs, double[] ys, double[] vx, double[] vy)
        where TNet : class, ITrainableNetwork<TNet, double, double>
    {
        Adam adam = new(0.0005);
        List<double> train = [net.Evaluate(xs, ys)], validation = [net.Evaluate(vx, vy)];
        double[] best = net.Packed();
        for (int round = 0; round < page.Pick(150, 100); round++)
        {
            net.Train(xs, ys, adam, 20);
            train.Add(net.Evaluate(xs, ys));
            validation.Add(net.Evaluate(vx, vy));
            if (validation[^1] <= validation.Min())
                best = net.Packed();
        }

        return ([.. train], [.. validation], best);
    }
}
