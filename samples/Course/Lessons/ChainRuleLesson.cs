using NetGen;

namespace Course;

/// <summary>g(x) = x² + 3.</summary>
[Network<double>]
[Input(1)]
[Square, Scale(1, Offset = 3)]
internal sealed partial class SquarePlusThree;

/// <summary>g(x, y) = x²·y.</summary>
[Network<double>]
[Input(2)]
[Slice(1, 1, Name = "y"), Slice(0, 1, From = "input", Name = "x"), Square, Multiply("y")]
internal sealed partial class SquareTimes;

/// <summary>sin(e^(x²)): three functions, one in the other.</summary>
[Network<double>]
[Input(1)]
[Square(Name = "u"), Exp(Name = "v"), Sin]
internal sealed partial class ThreeFunctions;

/// <summary>f = y + e^(xy) along x = cos t, y = t².</summary>
[Network<double>]
[Input(1, Name = "t")]
[Cos(Name = "x"), Square(From = "t", Name = "y"), Multiply("x", Name = "xy"), Exp, Add("y")]
internal sealed partial class AlongACurve;

/// <summary>
/// d/dt f(x(t), y(t)) = f_x·dx/dt + f_y·dy/dt; in bars t̄ = x̄·dx/dt + ȳ·dy/dt. For tensors ∂Z/∂X = ∂Z/∂Y·∂Y/∂X.
/// Why: applied again and again it is a fixed procedure, which a compiler can follow; backpropagation is nothing else.
/// </summary>
internal sealed partial class ChainRuleLesson() : Lesson("chain-rule", "derivatives of what is inside what: numbers, bars, Jacobians", "K28", "K29", "K30", "G31", "G32", "G33", "Y17")
{
    public override void Run(Page page)
    {
        (SquarePlusThree square, SquareTimes times, ThreeFunctions three, AlongACurve curve) = (new(), new(), new(), new());
        double[] two = Slopes(times, [0.5, 0.5]), twoByDifferences = Differences(times, [0.5, 0.5]);
        double inner = Math.Exp(0.49), byHand = Math.Cos(inner) * inner * 1.4; // cos(e^(x²))·e^(x²)·2x at 0.7
        double generated = Slopes(three, [0.7])[0], slope = Slopes(curve, [1])[0];
        (double x, double y) = (Math.Cos(1), 1);
        double xy = Math.Exp(x * y), formula = (y * xy * -Math.Sin(1)) + ((1 + (x * xy)) * 2);
        page.Table("Derivatives: by the rule, by the generated backward pass, by differences of 1e-5", ["", "rule", "generated", "differences"],
            ["x² + 3 at 5", 10, page.Number("K28 slope at 5", Slopes(square, [5])[0]), page.Number("K28 by differences", Differences(square, [5])[0])],
            ["x²y at (0.5, 0.5), along x", 0.5, page.Number("K29 along x", two[0]), page.Number("K29 along x by differences", twoByDifferences[0])],
            ["x²y at (0.5, 0.5), along y", 0.25, page.Number("K29 along y", two[1]), page.Number("K29 along y by differences", twoByDifferences[1])],
            ["sin(e^(x²)) at 0.7", byHand, generated, Differences(three, [0.7])[0]],
            ["y + e^(xy), x = cos t, y = t², at t = 1", formula, page.Number("G32 slope at t = 1", slope), page.Number("G32 by differences", Differences(curve, [1])[0])]);
        page.Say("(A slide prints ∂f where g is meant: the gradient of g(x, y) = x²y is (2xy, x²), all partial derivatives as a vector.)");
        page.Number("K30 generated minus rule", generated - byHand);
        page.Number("G32 generated minus rule", slope - formula);
        Procedure(page, three);

        // G33: bars are numbers that are already there; dx/dt and dy/dt are expressions to evaluate.
        Workspace<double> workspace = curve.CreateWorkspace(1, inputGradients: true);
        curve.Forward(workspace, [1]);
        curve.Backward(workspace, [1]);
        double xBar = curve.OutputGradient(workspace, "x")[0], yBar = curve.OutputGradient(workspace, "y")[0];
        page.Table("In bars, at t = 1", ["", "value"], ["x̄ = y·e^(xy)", xBar], ["ȳ = 1 + x·e^(xy)", yBar], ["dx/dt = -sin t", -Math.Sin(1)], ["dy/dt = 2t", 2], ["t̄ = x̄·dx/dt + ȳ·dy/dt", workspace.InputGradients[0]]);
        page.Number("G33 x bar minus y·e^(xy)", xBar - (y * xy));
        page.Number("G33 y bar minus 1 + x·e^(xy)", yBar - (1 + (x * xy)));
        page.Number("G33 t bar minus the sum", workspace.InputGradients[0] - ((xBar * -Math.Sin(1)) + (yBar * 2)));
        Jacobians(page);
        page.Plot("", "f(t) = y + e^(xy) with x = cos t, y = t², and its derivative", "t", "value", plot =>
        {
            plot.Curve("f(t)", -1.5, 1.5, t => curve.At(t));
            plot.Curve("f′(t), generated", -1.5, 1.5, t => Slopes(curve, [t])[0], ScottPlot.LinePattern.Dashed);
            plot.Curve("f′(t), by differences", -1.5, 1.5, t => Differences(curve, [t])[0], ScottPlot.LinePattern.Dotted);
        });
    }

    /// <summary>K30 and G31: df/dt = df/dx·dx/dt, from the outside in, with the values of the way forward.</summary>
    private static void Procedure(Page page, ThreeFunctions net)
    {
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, [0.7]);
        net.Backward(workspace, [1]);
        double u = net.Output(workspace, "u")[0], v = net.Output(workspace, "v")[0], vBar = net.OutputGradient(workspace, "v")[0], uBar = net.OutputGradient(workspace, "u")[0];
        page.Table("sin(e^(x²)) at 0.7, from the outside in", ["value", "forward", "derivative of the whole by it"],
            ["v = e^u", v, vBar], ["u = x²", u, uBar], ["x", 0.7, workspace.InputGradients[0]]);
        page.Number("G31 u bar minus v bar times dv/du", uBar - (vBar * v));
        page.Number("G31 x bar minus u bar times du/dx", workspace.InputGradients[0] - (uBar * 1.4));
    }

    private static double[] Slopes<TNet>(INetwork<TNet, double> net, double[] x)
        where TNet : class, INetwork<TNet, double>
    {
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, x);
        net.Backward(workspace, [1]);
        return workspace.InputGradients.ToArray();
    }

    private static double[] Differences<TNet>(INetwork<TNet, double> net, double[] x)
        where TNet : class, INetwork<TNet, double> =>
        [.. x.Select((_, i) => (net.At([.. x.Select((value, j) => value + (i == j ? 1e-5 : 0))]) - net.At([.. x.Select((value, j) => value - (i == j ? 1e-5 : 0))])) / 2e-5)];
}
