using NetGen;

namespace Course;

/// <summary>A small network, whose weight space has many dimensions.</summary>
[Network<double>]
[Input(2)]
[Dense(8), Tanh, Dense(8), Tanh, Dense(1)]
[HalfSquaredError]
internal sealed partial class ManyWeights;

/// <summary>Descent in a weight space of many dimensions.</summary>
internal sealed partial class DescentLesson
{
    /// <summary>G29: in 105 dimensions, no random direction is as steep as the opposite of the gradient. G30: that gradient is a mean.</summary>
    private static void Directions(Page page, Examples clouds)
    {
        ManyWeights net = new(seed: 1);
        double[] gradient = Gradient(net, clouds.Inputs, clouds.Signs), mean = new double[gradient.Length];
        double steepest = Math.Sqrt(Algebra.Dot(gradient, gradient));
        PhiloxRandom random = new(2);
        double best = Enumerable.Range(0, 1000).Max(_ =>
        {
            double[] direction = Algebra.Normals(random, gradient.Length);
            return -Algebra.Dot(direction, gradient) / Math.Sqrt(Algebra.Dot(direction, direction));
        });
        foreach ((double[] x, double t) in clouds.Points.Zip(clouds.Signs))
        {
            foreach ((int i, double value) in Gradient(net, x, [t]).Index())
                mean[i] += value / clouds.Count;
        }

        page.Table("How fast the cost falls, per unit of length, in the weight space of 2-8-8-1", ["direction", "slope"], ["against the gradient", steepest], ["the best of 1000 random ones", best]);
        page.Number("G29 dimensions", gradient.Length);
        page.Number("G29 best random direction over steepest", best / steepest);
        page.Number("G30 gradient of the mean minus mean of the gradients", Algebra.Difference(gradient, mean));
        page.Say("The gradient of J is the mean of those of L (slides print dJ/dw for both), so one example is enough to derive it.");
    }

    private static double[] Gradient(ManyWeights net, double[] inputs, double[] targets)
    {
        Workspace<double> workspace = net.CreateWorkspace(targets.Length);
        net.Forward(workspace, inputs);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        return net.Gradient(workspace);
    }
}
