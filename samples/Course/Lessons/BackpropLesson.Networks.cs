using NetGen;

namespace Course;

/// <summary>One sigmoid unit; its weight decay can be switched on.</summary>
[Network<double>]
[Input(1)]
[Dense(1, Name = "z"), Sigmoid(Name = "y")]
[HalfSquaredError, L2(0)]
internal sealed partial class UnivariateUnit;

/// <summary>Sigmoid hidden units, linear outputs.</summary>
[Network<double>]
[Input(3)]
[Dense(4, Name = "z"), Sigmoid(Name = "h"), Dense(2, Name = "y")]
[HalfSquaredError]
internal sealed partial class MultiOutput;

/// <summary>Sigmoids throughout, without biases.</summary>
[Network<double>]
[Input(3)]
[Dense(4, Bias = false), Sigmoid(Name = "h"), Dense(2, Bias = false), Sigmoid(Name = "y")]
[HalfSquaredError]
internal sealed partial class AllSigmoid;

/// <summary>The worked example: two inputs, two hidden units, one output, no biases.</summary>
[Network<double>]
[Input(2)]
[Dense(2, Bias = false, Name = "net1"), Sigmoid(Name = "h"), Dense(1, Bias = false, Name = "net2"), Sigmoid(Name = "y")]
[HalfSquaredError]
internal sealed partial class WorkedExample;

/// <summary>The worked example, step by step; and what it costs.</summary>
internal sealed partial class BackpropLesson
{
    private static void Example(Page page)
    {
        WorkedExample net = new();
        net.SetParameter("net1.weight", [0.1, 0.8, 0.4, 0.6]); // top from A, B; bottom from A, B
        net.SetParameter("net2.weight", [0.3, 0.9]);
        double[] x = [0.35, 0.9], target = [0.5];
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, x);
        double before = net.Loss(workspace, target);
        double[] nets = net.Output(workspace, "net1"), h = net.Output(workspace, "h");
        double net3 = net.Output(workspace, "net2")[0], y = net.Output(workspace, "y")[0];
        net.Backward(workspace);
        double δ = net.OutputGradient(workspace, "net2")[0];
        page.Table("K34: forward", ["", "exact", "slide"], ["net top", page.Number("K34 net top", nets[0]), 0.755], ["net bottom", page.Number("K34 net bottom", nets[1]), 0.68],
            ["h top", page.Number("K34 h top", h[0]), 0.68], ["h bottom", page.Number("K34 h bottom", h[1]), 0.6637], ["net out", page.Number("K34 net out", net3), 0.80133], ["y", page.Number("K34 y", y), 0.69]);

        double rounded = Math.Round(δ, 4), unrounded = (0.69 - 0.5) * 0.69 * (1 - 0.69);
        net.Step(workspace, new SGD(1));
        double[] after = net.Get("net2.weight"), hidden = net.Get("net1.weight");
        page.Table("K35: δ = (y - t)·y·(1 - y) and the output weights, rate 1", ["", "exact", "slide: δ rounded to 0.0406", "y = 0.69, δ not rounded"],
            ["δ", page.Number("K35 delta", δ), 0.0406, unrounded],
            ["w1", page.Number("K35 w1", after[0]), page.Number("K35 w1 as on the slide", 0.3 - (0.0406 * 0.68)), page.Number("K35 w1 with y = 0.69", 0.3 - (unrounded * 0.68))],
            ["w2", page.Number("K35 w2", after[1]), page.Number("K35 w2 as on the slide", 0.9 - (0.0406 * 0.6637)), page.Number("K35 w2 with y = 0.69", 0.9 - (unrounded * 0.6637))]);
        page.Say($"(δ to four places is {rounded}; the slide's 0.0406 comes from y = 0.69.)");

        // K36, the deck's exercise: through the old w1, w2 that the forward pass used. Through the new ones it would be another function's gradient.
        string[] names = ["top, from A", "top, from B", "bottom, from A", "bottom, from B"];
        double[] old = [0.1, 0.8, 0.4, 0.6];
        page.Table("K36: hidden weights, w - δ·w_out·h(1 - h)·input", ["", "exact (old w1, w2)", "through the new ones: wrong"], [.. names.Select((name, i) => new object[]
        {
            name, page.Number($"K36 {name}", hidden[i]), page.Number($"K36 {name}, wrong", old[i] - (δ * after[i / 2] * h[i / 2] * (1 - h[i / 2]) * x[i % 2])),
        })]);
        net.Forward(workspace, x);
        double later = net.Loss(workspace, target), y2 = net.Output(workspace, "y")[0];
        page.Table("K37: once more forward", ["", "before", "after"], ["y", y, page.Number("K37 y", y2)], ["y - t", page.Number("K37 y - t before", y - 0.5), page.Number("K37 y - t", y2 - 0.5)], ["E", page.Number("K37 E before", before), page.Number("K37 E", later)]);
        page.Plot("", "The worked example, and on: E falls step by step", "step of rate 1", "E = ½(y - t)²", plot =>
        {
            double[] losses = net.Train(x, target, new SGD(1), 60);
            plot.Line("E", [.. Enumerable.Range(0, 61).Select(i => (double)i)], [before, .. losses], marker: ScottPlot.MarkerShape.FilledCircle);
        });
    }

    /// <summary>Y21: backward, each layer costs the product for its weights and, but for the first, one for its input. Differences go forward twice a weight.</summary>
    private static void Cost(Page page)
    {
        double forward = MultiOutput.Description.Flops, weights = 2 * 20, inputs = 2 * 8;
        page.Table("Cost of all gradients of 3-4-2, in operations", ["", "operations", "forward passes"], ["forward", forward, 1], ["forward and backward", forward + weights + inputs, page.Number("Y21 forward passes of backpropagation", (forward + weights + inputs) / forward)], ["central differences", 2 * MultiOutput.ParameterCount * forward, page.Number("Y21 forward passes of differences", 2 * MultiOutput.ParameterCount)]);
    }

    /// <summary>The size of the gradient that an optimizer's first step is made from.</summary>
    private static double Difference(Optimizer optimizer)
    {
        MultiOutput net = new(seed: 1);
        Workspace<double> workspace = Backward(net, X, [1, -1]);
        double[] gradient = net.Gradient(workspace);
        net.Step(workspace, optimizer);
        return Math.Sqrt(Algebra.Dot(gradient, gradient));
    }
}
