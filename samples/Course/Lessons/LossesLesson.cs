using NetGen;

namespace Course;

/// <summary>One linear unit with ½(y − t)².</summary>
[Network<double>]
[Input(2)]
[Dense(1, Init = Init.Zeros), HalfSquaredError]
internal sealed partial class SquaredUnit;

/// <summary>Three linear outputs with ½Σ(y_k − t_k)².</summary>
[Network<double>]
[Input(2)]
[Dense(3), HalfSquaredError]
internal sealed partial class SquaredUnits;

/// <summary>
/// L = ½(y − t)², L = ½Σ_k(y_k − t_k)², log loss −ln p(t), 0-1 loss [y ≠ t], hinge max(0, 1 − t·y); the cost J is the mean of L over the examples.
/// Why: the loss is what training minimizes, so it decides what is learned, and whether there is a gradient to learn by.
/// </summary>
internal sealed class LossesLesson() : Lesson("losses", "squared, 0-1, cross-entropy and hinge loss; a cost is a mean, and so is its gradient", "G06", "K11", "K12", "G07")
{
    public override void Run(Page page)
    {
        page.Table("What is chosen before training", ["task", "model", "loss", "optimizer"],
            ["regression", "linear, MLP", "squared", "closed form (linear model) or descent"],
            ["binary", "linear, MLP", "cross-entropy, hinge; 0-1 to judge", "descent"],
            ["multi-class", "MLP with an output for each class", "softmax and cross-entropy", "descent"]);
        (string Name, Func<double, double> F)[] losses = [("0-1", m => m <= 0 ? 1 : 0), ("cross-entropy", m => Math.Log(1 + Math.Exp(-m))), ("hinge", m => Math.Max(0, 1 - m)), ("squared, of t = 1", m => 0.5 * (m - 1) * (m - 1))];
        double[] margins = [-2, -1, 0, 1, 2, 4];
        page.Table("Each loss against the margin t·z (above 0: right)", ["margin", .. losses.Select(loss => loss.Name)], [.. margins.Select(m => (object[])[m, .. losses.Select(loss => (object)loss.F(m))])]);
        page.Number("G06 hinge at -1", losses[2].F(-1));
        page.Number("G06 cross-entropy at 0", losses[1].F(0));
        page.Number("G06 squared at 4", losses[3].F(4));
        page.Plot("", "Each loss against the margin", "margin t·z", "loss", plot =>
        {
            foreach ((int i, (string name, Func<double, double> f)) in losses.Index())
                plot.Curve(name, -2, 4, f, ((ScottPlot.LinePattern[])[ScottPlot.LinePattern.Solid, ScottPlot.LinePattern.Dashed, ScottPlot.LinePattern.DenselyDashed, ScottPlot.LinePattern.Dotted])[i]);
        });

        Examples clouds = Examples.From(SyntheticData.Gaussians(100, 0.2, seed: 4), 5);
        Train(page, clouds);
        MeanGradient(page, clouds);
    }

    /// <summary>K11: predict, compare, minimize over the weights. K12: log loss is −ln of the likelihood, and the 0-1 loss of the same weights gives no direction.</summary>
    private static void Train(Page page, Examples clouds)
    {
        LogisticRegression net = new();
        double[] history = net.Train(clouds.Inputs, clouds.Targets, new SGD(1), 100);
        int[] shown = [0, 1, 3, 10, 30, 99];
        page.Table("1. predict, 2. compare by a loss, 3. minimize; again and again", ["step", "loss"], [.. shown.Select(step => new object[] { step, history[step] })]);
        page.Number("K11 first loss", history[0]);
        page.Number("K11 steps that make it worse", history.Zip(history.Skip(1)).Count(pair => pair.Second > pair.First));

        double likelihood = 1;
        foreach ((double[] x, int label) in clouds.Points.Zip(clouds.Labels))
            likelihood *= label == 1 ? Algebra.Sigma(net.At(x)) : 1 - Algebra.Sigma(net.At(x));
        double loss = net.Evaluate(clouds.Inputs, clouds.Targets);
        page.Table("Log loss, from maximum likelihood, of 100 examples", ["", "value"],
            ["likelihood of the labels", likelihood], ["-ln likelihood, per example", -Math.Log(likelihood) / 100], ["the network's cross-entropy", loss]);
        page.Number("K12 log loss minus -ln likelihood", loss + (Math.Log(likelihood) / 100));

        // The number of wrong points hardly ever changes when a weight does a little: its derivative is 0, and says nothing.
        PhiloxRandom random = new(1);
        int flat = 0, sloped = 0;
        double[] start = net.Packed();
        for (int i = 0; i < 1000; i++)
        {
            double[] w = [.. start.Select(weight => weight + random.NextNormal())];
            net.CopyParametersFrom(w);
            (double wrong, double log) = (clouds.Accuracy(net, 0), net.Evaluate(clouds.Inputs, clouds.Targets));
            net.CopyParametersFrom([w[0] + 1e-6, w[1], w[2]]);
            flat += clouds.Accuracy(net, 0) == wrong ? 1 : 0;
            sloped += net.Evaluate(clouds.Inputs, clouds.Targets) != log ? 1 : 0;
        }

        page.Table("A weight changed by 1e-6, at 1000 places", ["loss", "unchanged", "changed"], ["0-1", flat, 1000 - flat], ["log loss", 1000 - sloped, sloped]);
        page.Number("K12 places where the 0-1 loss is flat", flat);
        page.Number("K12 places where the log loss is not", sloped);
    }

    /// <summary>G07: J is the mean of L, and so ∂J/∂w the mean of ∂L/∂w.</summary>
    private static void MeanGradient(Page page, Examples clouds)
    {
        SquaredUnit net = new(seed: 1);
        net.SetParameter("dense1.weight", [0.3, -0.2]);
        double[] together = Gradient(net, clouds.Inputs, clouds.Signs), mean = new double[3];
        foreach ((double[] x, double t) in clouds.Points.Zip(clouds.Signs))
        {
            double[] one = Gradient(net, x, [t]);
            for (int i = 0; i < 3; i++)
                mean[i] += one[i] / clouds.Count;
        }

        page.Table("Gradient of the mean and mean of the gradients, ½(y − t)², 100 examples", ["", "∂/∂w1", "∂/∂w2", "∂/∂b"], ["of J", together[0], together[1], together[2]], ["mean of L's", mean[0], mean[1], mean[2]]);
        page.Number("G07 difference of the gradients", Algebra.Difference(together, mean));
        SquaredUnits three = new(seed: 2);
        double[] y = three.Outputs([0.5, -1]), t3 = [1, 0, -1];
        page.Number("G07 three outputs minus ½Σ(y − t)²", three.Evaluate([0.5, -1], t3) - (0.5 * y.Zip(t3).Sum(pair => Math.Pow(pair.First - pair.Second, 2))));
    }

    private static double[] Gradient(SquaredUnit net, double[] inputs, double[] targets)
    {
        Workspace<double> workspace = net.CreateWorkspace(targets.Length);
        net.Forward(workspace, inputs);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        return net.Gradient(workspace);
    }
}
