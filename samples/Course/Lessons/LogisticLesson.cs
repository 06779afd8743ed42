using NetGen;

namespace Course;

/// <summary>Logistic regression: y = σ(w·x + b), fitted by cross-entropy, which takes w·x + b.</summary>
[Network<double>]
[Input(2)]
[Dense(1, Init = Init.Zeros), BinaryCrossEntropy]
internal sealed partial class LogisticRegression;

/// <summary>The same as one unit of a network.</summary>
[Network<double>]
[Input(2)]
[Dense(1), Sigmoid]
internal sealed partial class SigmoidUnit;

/// <summary>A linear support vector machine: hinge loss and weight decay.</summary>
[Network<double>]
[Input(2)]
[Dense(1, Init = Init.Zeros), Hinge, L2(0.001)]
internal sealed partial class SupportVectorMachine;

/// <summary>
/// Logistic regression is one unit: f(x) = σ(θ0 + θ1·x1 + θ2·x2), whose boundary f = ½ is the line θ0 + θ1·x1 + θ2·x2 = 0.
/// Why: perceptron, logistic regression and linear SVM are one model; what they differ in is the loss, and so in which line they take.
/// </summary>
internal sealed class LogisticLesson() : Lesson("logistic", "logistic regression is one unit; perceptron, logistic and SVM draw three lines through one data set", "G04", "G05", "K10")
{
    public override void Run(Page page)
    {
        Examples clouds = Examples.From(SyntheticData.Gaussians(100, 0.06, seed: 2), 5);
        LogisticRegression logistic = new();
        logistic.Train(clouds.Inputs, clouds.Targets, new SGD(1), page.Pick(500, 300));
        Perceptron perceptron = new();
        while (clouds.Accuracy(perceptron, 0.5) < 1)
            Epoch(perceptron, clouds);
        SupportVectorMachine machine = new();
        SGD falling = new(1);
        for (int step = 1; step <= 20; step++)
        {
            falling.LearningRate = 1.0 / step;
            machine.Train(clouds.Inputs, clouds.Signs, falling, page.Pick(500, 200));
        }

        // G04: the weights of the regression, in a unit with φ = σ.
        double[] theta = logistic.Packed();
        SigmoidUnit unit = new();
        unit.CopyParametersFrom(theta);
        double[] formula = [.. clouds.Points.Select(x => Algebra.Sigma((theta[0] * x[0]) + (theta[1] * x[1]) + theta[2]))];
        page.Number("G04 largest difference", Algebra.Difference(formula, unit.Outputs(clouds.Inputs)));
        page.Say("Logistic regression's formula and the unit with φ = σ give the same outputs, to the last places.");

        (string Name, double[] Line, string Loss)[] lines = [("perceptron", perceptron.Packed(), "0-1, by its rule"), ("logistic regression", theta, "cross-entropy"), ("linear SVM", machine.Packed(), "hinge, weight decay")];
        page.Table("The same clouds, three losses (the margin is the distance of the nearest point)", ["model", "loss", "w1", "w2", "b", "right", "margin"], [.. lines.Select(line => new object[]
        {
            line.Name, line.Loss, line.Line[0], line.Line[1], line.Line[2], page.Number($"G05 {line.Name} right", Right(line.Line, clouds)), page.Number($"G05 {line.Name} margin", Margin(line.Line, clouds)),
        })]);

        // K10: the boundary is straight: two points of it, and f at their middle and far beyond.
        double X2(double x1) => -((theta[0] * x1) + theta[2]) / theta[1];
        page.Number("K10 f off 0.5 along the line", ((double[])[-3, -1, 0, 2, 100]).Max(x1 => Math.Abs(unit.At(x1, X2(x1)) - 0.5)));
        (double, double) range = (-0.9, 0.9);
        page.Plot("", "Three lines through one data set", "x1", "x2", plot =>
        {
            plot.Classes(clouds.Points, clouds.Labels);
            foreach ((int i, (string name, double[] w, _)) in lines.Index())
                plot.Straight(name, 0.9, w, ((ScottPlot.LinePattern[])[ScottPlot.LinePattern.Dotted, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.Solid])[i], ScottPlot.Colors.Category10[i + 2]);
        }, square: true);
        page.Plot("surface", "f(x) = σ(θ0 + θ1·x1 + θ2·x2)", "x1", "x2", plot =>
        {
            plot.Surface("f - 0.5", range, range, (x, y) => unit.At(x, y) - 0.5);
            plot.Level("f = 0.5", range, range, (x, y) => unit.At(x, y), 0.5);
        }, square: true);
    }

    private static void Epoch(Perceptron net, Examples examples)
    {
        Workspace<double> workspace = net.CreateWorkspace(1);
        SGD rule = new(0.1);
        foreach ((double[] x, int y) in examples.Points.Zip(examples.Labels))
        {
            net.Forward(workspace, x);
            net.Loss(workspace, [y]);
            net.Step(workspace, rule);
        }
    }

    private static double Right(double[] w, Examples examples) => Margins(w, examples).Count(margin => margin > 0) / (double)examples.Count;

    private static double Margin(double[] w, Examples examples) => Margins(w, examples).Min();

    private static IEnumerable<double> Margins(double[] w, Examples examples) =>
        examples.Points.Zip(examples.Signs, (x, sign) => sign * ((w[0] * x[0]) + (w[1] * x[1]) + w[2]) / Math.Sqrt((w[0] * w[0]) + (w[1] * w[1])));
}
