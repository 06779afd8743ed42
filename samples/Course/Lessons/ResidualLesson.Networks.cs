using NetGen;

#pragma warning disable NG0101 // the first layer only widens, so that plain and residual networks differ in nothing but the way past

namespace Course;

/// <summary>A block of two tanh layers, for networks with and without a way past it.</summary>
[Block]
[Dense(8), Tanh, Dense(8), Tanh]
internal sealed class TwoTanhLayers;

/// <summary>2 plain layers.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Sequence<TwoTanhLayers>, Dense(1), BinaryCrossEntropy]
internal sealed partial class Plain2;

/// <summary>10 plain layers.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Sequence<TwoTanhLayers>(Repeat = 5), Dense(1), BinaryCrossEntropy]
internal sealed partial class Plain10;

/// <summary>50 plain layers.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Sequence<TwoTanhLayers>(Repeat = 25), Dense(1), BinaryCrossEntropy]
internal sealed partial class Plain50;

/// <summary>2 layers in a residual block.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Residual<TwoTanhLayers>, Dense(1), BinaryCrossEntropy]
internal sealed partial class Residual2;

/// <summary>10 layers in residual blocks.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Residual<TwoTanhLayers>(Repeat = 5), Dense(1), BinaryCrossEntropy]
internal sealed partial class Residual10;

/// <summary>50 layers in residual blocks.</summary>
[Network<double>]
[Input(2)]
[Dense(8, Name = "first"), Residual<TwoTanhLayers>(Repeat = 25), Dense(1), BinaryCrossEntropy]
internal sealed partial class Residual50;

/// <summary>Plain and residual networks by depth.</summary>
internal sealed partial class ResidualLesson
{
    /// <summary>K41: weights that are a little small, as after a careless start: a plain product of 50 matrices vanishes, 1 + … does not.</summary>
    private static void Depths(Page page)
    {
        Examples circles = Examples.From(SyntheticData.Circle(150, seed: 1), 5);
        int steps = page.Pick(300, 100);
        (int Depth, (double Gradient, double[] Losses) Plain, (double Gradient, double[] Losses) Residual)[] results =
            [(2, Train(new Plain2(1)), Train(new Residual2(1))), (10, Train(new Plain10(1)), Train(new Residual10(1))), (50, Train(new Plain50(1)), Train(new Residual50(1)))];
        page.Table($"First-layer gradient at the start, and the loss on circles after {steps} steps of Adam", ["layers", "gradient, plain", "gradient, residual", "loss, plain", "loss, residual"], [.. results.Select(result => new object[]
        {
            result.Depth, page.Number($"K41 gradient, plain {result.Depth}", result.Plain.Gradient), page.Number($"K41 gradient, residual {result.Depth}", result.Residual.Gradient),
            page.Number($"K41 loss, plain {result.Depth}", result.Plain.Losses[^1]), page.Number($"K41 loss, residual {result.Depth}", result.Residual.Losses[^1]),
        })]);
        page.Plot("", "50 layers: without a way past them, nothing is learned", "step", "loss", plot =>
        {
            double[] at = [.. Enumerable.Range(0, steps).Select(step => (double)step)];
            plot.Line("plain, 10", at, results[1].Plain.Losses, ScottPlot.LinePattern.Dotted);
            plot.Line("plain, 50", at, results[2].Plain.Losses, ScottPlot.LinePattern.Dashed);
            plot.Line("residual, 10", at, results[1].Residual.Losses, ScottPlot.LinePattern.DenselyDashed);
            plot.Line("residual, 50", at, results[2].Residual.Losses);
        });

        (double Gradient, double[] Losses) Train<TNet>(ITrainableNetwork<TNet, double, double> net)
            where TNet : class, ITrainableNetwork<TNet, double, double>
        {
            foreach (ParameterDescription weight in TNet.Description.Parameters.Where(parameter => parameter.IsWeight && parameter.Shape is [8, 8]))
                net.SetParameter(weight.Name, [.. net.Get(weight.Name).Select(w => 0.6 * w)]);
            Workspace<double> workspace = net.CreateWorkspace(circles.Count);
            net.Forward(workspace, circles.Inputs);
            net.Loss(workspace, circles.Targets);
            net.Backward(workspace);
            double[] gradient = net.Gradient(workspace, "first.weight");
            return (Math.Sqrt(Algebra.Dot(gradient, gradient)), net.Train(circles.Inputs, circles.Targets, new Adam(0.003), steps));
        }
    }
}
