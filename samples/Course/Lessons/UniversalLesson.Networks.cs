using NetGen;

namespace Course;

/// <summary>One hidden layer of thresholds, of which a lesson uses as many as it likes.</summary>
[Network<double>]
[Input(1)]
[Dense(UniversalLesson.Units), HardThreshold(Name = "h"), Dense(1)]
internal sealed partial class HiddenThresholds;

/// <summary>One hidden layer of sigmoids.</summary>
[Network<double>]
[Input(1)]
[Dense(UniversalLesson.Units), Sigmoid(Name = "h"), Dense(1)]
internal sealed partial class HiddenSigmoids;

/// <summary>One hidden layer of ReLUs.</summary>
[Network<double>]
[Input(1)]
[Dense(UniversalLesson.Units), ReLU(Name = "h"), Dense(1)]
[HalfSquaredError]
internal sealed partial class HiddenReLUs;

/// <summary>Three hidden units.</summary>
[Network<double>]
[Input(2)]
[Dense(3), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class ThreeUnits;

/// <summary>Six hidden units.</summary>
[Network<double>]
[Input(2)]
[Dense(6), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class SixUnits;

/// <summary>Twenty hidden units.</summary>
[Network<double>]
[Input(2)]
[Dense(20), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class TwentyUnits;

/// <summary>What more units do to a boundary.</summary>
internal sealed partial class UniversalLesson
{
    /// <summary>K21: more units follow more detail, and noise too.</summary>
    private static void Boundaries(Page page)
    {
        Examples train = Examples.From(SyntheticData.Moons(40, 0.35, seed: 6)), test = Examples.From(SyntheticData.Moons(1000, 0.35, seed: 7));
        (int Units, Func<double, double, double> F, double Train, double Test)[] nets = [Learn(new ThreeUnits(1), 3), Learn(new SixUnits(1), 6), Learn(new TwentyUnits(1), 20)];
        page.Table("Two noisy moons, 40 examples", ["units", "train error", "test error"], [.. nets.Select(net => new object[] { net.Units, page.Number($"K21 train error, {net.Units} units", net.Train), page.Number($"K21 test error, {net.Units} units", net.Test) })]);
        page.Plot("boundaries", "More units follow more detail", "x1", "x2", plot =>
        {
            plot.Classes(train.Points, train.Labels);
            foreach ((int i, (int units, Func<double, double, double> f, _, _)) in nets.Index())
                plot.Level($"{units} units", (-2, 3), (-1.5, 2), f, 0, ScottPlot.Colors.Category10[2 * i]);
        }, square: true);

        (int, Func<double, double, double>, double, double) Learn<TNet>(ITrainableNetwork<TNet, double, double> net, int units)
            where TNet : class, ITrainableNetwork<TNet, double, double>
        {
            new LBFGS { MaximumIterations = 3000 }.Minimize(net, train.Inputs, train.Targets);
            return (units, (x, y) => net.At(x, y), 1 - train.Accuracy(net, 0), 1 - test.Accuracy(net, 0));
        }
    }
}
