using Xunit;

namespace NetGen.Tests;

/// <summary>The lectures' LayerNorm net, whose outputs do not depend on the size of the weights before the normalization.</summary>
public sealed partial class LayerNormLectureTests
{
    [Network<double>]
    [Input(5)]
    [Dense(9, Bias = false, Name = "hidden"), LayerNorm(Epsilon = 0), SiLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class LayerNormNet;

    private static readonly double[] s_inputs = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(1.7 * i))];
    private static readonly int[] s_labels = [0, 2, 1, 2];

    [Fact]
    public void Outputs_do_not_depend_on_the_scale_of_the_weights_and_gradients_fall_with_it()
    {
        const double Scale = 37;
        LayerNormNet net = new(seed: 4), scaled = new(seed: 4);
        double[] weight = new double[45];
        net.GetParameter("hidden.weight", weight);
        scaled.SetParameter("hidden.weight", [.. weight.Select(w => Scale * w)]);

        (double[] outputs, double[] gradient) = Run(net);
        (double[] scaledOutputs, double[] scaledGradient) = Run(scaled);
        Assert.True(GoldenCase.Error(scaledOutputs, outputs) < 1e-13);
        Assert.True(GoldenCase.Error([.. scaledGradient.Select(g => Scale * g)], gradient) < 1e-12);

        // So the gradient is perpendicular to the weights: gradient descent can only make them larger.
        Assert.Equal(0, weight.Zip(gradient, (w, g) => w * g).Sum(), 1e-13);
    }

    [Fact]
    public void A_step_of_gradient_descent_makes_the_weights_larger()
    {
        LayerNormNet net = new(seed: 4);
        double before = Norm(net);
        Workspace<double> workspace = net.CreateWorkspace(4);
        net.Forward(workspace, s_inputs);
        net.Loss(workspace, s_labels);
        net.Backward(workspace);
        new SGD(0.5).Step(net.Parameters, workspace.Gradients);
        Assert.True(Norm(net) > before);
    }

    private static double Norm(LayerNormNet net)
    {
        double[] weight = new double[45];
        net.GetParameter("hidden.weight", weight);
        return weight.Sum(w => w * w);
    }

    private static (double[] Outputs, double[] Gradient) Run(LayerNormNet net)
    {
        Workspace<double> workspace = net.CreateWorkspace(4);
        double[] outputs = net.Forward(workspace, s_inputs).ToArray(), gradient = new double[45];
        net.Loss(workspace, s_labels);
        net.Backward(workspace);
        net.GetGradient(workspace, "hidden.weight", gradient);
        return (outputs, gradient);
    }
}
