using NetGen;

namespace Course;

/// <summary>Six sigmoid layers of 16, and a line.</summary>
[Network<double>]
[Input(2)]
[Dense(16), Sigmoid, Dense(16), Sigmoid, Dense(16), Sigmoid, Dense(16), Sigmoid, Dense(16), Sigmoid, Dense(16), Sigmoid, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class SixSigmoidLayers;

/// <summary>Six tanh layers of 16, and a line.</summary>
[Network<double>]
[Input(2)]
[Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(16), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class SixTanhLayers;

/// <summary>Six ReLU layers of 16, and a line.</summary>
[Network<double>]
[Input(2)]
[Dense(16), ReLU, Dense(16), ReLU, Dense(16), ReLU, Dense(16), ReLU, Dense(16), ReLU, Dense(16), ReLU, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class SixReLULayers;

/// <summary>Training from five kinds of weights.</summary>
internal sealed partial class InitLesson
{
    /// <summary>Y32: Glorot and Bengio (2010) blamed sigmoids and fixed scales: a slide says normal; to our memory, their standard one was uniform ±1/√n.</summary>
    private static void Train(Page page)
    {
        int steps = page.Pick(400, 200);
        Examples circles = Examples.From(SyntheticData.Circle(200, seed: 1), 5);
        (string Name, Func<double, double, double> Deviation)[] kinds = [("zero", (_, _) => 0), ("small, 0.01", (_, _) => 0.01), ("large, 3", (_, _) => 3), ("Xavier", (a, b) => Math.Sqrt(2 / (a + b))), ("He", (a, _) => Math.Sqrt(2 / a))];
        (string Name, Func<Func<double, double, double>, double> Loss)[] nets = [("sigmoid", d => Loss(new SixSigmoidLayers(), d)), ("tanh", d => Loss(new SixTanhLayers(), d)), ("ReLU", d => Loss(new SixReLULayers(), d))];
        page.Table($"Training loss of 2-16-16-16-16-16-16-1 on circles after {steps} steps of SGD with rate 0.1 (ln 2 = 0.6931: nothing learned)", ["first weights", .. nets.Select(net => net.Name)], [.. kinds.Select(kind =>
            (object[])[kind.Name, .. nets.Select(net => (object)page.Number($"Y32 {kind.Name}, {net.Name}", net.Loss(kind.Deviation)))])]);
        page.Say("Zero and small weights pass no gradient through six layers, nor do Xavier's and He's through sigmoids, whose slope is at most 1/4; large ones saturate tanh and break ReLU. Xavier and He suit tanh and ReLU.");

        double Loss<TNet>(ITrainableNetwork<TNet, double, double> net, Func<double, double, double> deviation)
            where TNet : class, ITrainableNetwork<TNet, double, double>
        {
            PhiloxRandom random = new(3);
            foreach (ParameterDescription weight in TNet.Description.Parameters.Where(parameter => parameter.IsWeight))
                net.SetParameter(weight.Name, Algebra.Normals(random, weight.Count, deviation(weight.Shape[1], weight.Shape[0])));
            return net.Train(circles.Inputs, circles.Targets, new SGD(0.1, momentum: 0.9), steps)[^1];
        }
    }
}
