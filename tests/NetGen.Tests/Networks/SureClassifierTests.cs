using Xunit;

namespace NetGen.Tests;

/// <summary>The loss and the gradients of a classifier that is right and sure of it: small, and not 0.</summary>
public sealed partial class SureClassifierTests
{
    [Network, Input(3), Identity, SoftmaxCrossEntropy]
    internal sealed partial class Single;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy]
    internal sealed partial class Double;

    [Network, Input(90), Identity, SoftmaxCrossEntropy]
    internal sealed partial class ManyClasses;

    [Network<double>, Input(3), Identity, SoftmaxCrossEntropy(Targets = Targets.Probabilities)]
    internal sealed partial class Soft;

    [Network, Input(3), LogSoftmax]
    internal sealed partial class Logarithms;

    [Network<double>, Input(2, 3), LogSoftmax]
    internal sealed partial class LogarithmsOfRows;

    [Network, Input(1), Identity, BinaryCrossEntropy]
    internal sealed partial class YesOrNo;

    /// <summary>ln(1 + e⁻ᵃ + e⁻ᵇ) for a large a and b.</summary>
    private static double Loss(double a, double b)
    {
        double x = Math.Exp(-a) + Math.Exp(-b);
        return x - (x * x / 2) + (x * x * x / 3);
    }

    [Theory]
    [InlineData(12, 14)]
    [InlineData(20, 23)]
    [InlineData(60, 63)]
    public void Its_cross_entropy_is_right(float a, float b)
    {
        double first = Math.Exp(-a) / (1 + Math.Exp(-a) + Math.Exp(-b)), second = Math.Exp(-b) / (1 + Math.Exp(-a) + Math.Exp(-b));
        Single net = new();
        Workspace<float> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, [a, 0, a - b]);
        AssertClose(Loss(a, b), net.Loss(workspace, [0]), 1e-6);
        net.Backward(workspace);
        AssertClose(-(first + second), workspace.InputGradients[0], 1e-6);
        AssertClose(first, workspace.InputGradients[1], 1e-6);
        AssertClose(second, workspace.InputGradients[2], 1e-6);

        Double both = new();
        Workspace<double> wide = both.CreateWorkspace(1, inputGradients: true);
        both.Forward(wide, [0, a, a - b]);
        AssertClose(Loss(a, b), both.Loss(wide, [1]), 1e-13);
        both.Backward(wide);
        AssertClose(-(first + second), wide.InputGradients[1], 1e-13);

        Soft soft = new();
        wide = soft.CreateWorkspace(1);
        soft.Forward(wide, [a, 0, a - b]);
        AssertClose(Loss(a, b), soft.Loss(wide, [1, 0, 0]), 1e-13);
    }

    [Fact]
    public void So_it_is_among_many_classes()
    {
        ManyClasses net = new();
        Workspace<float> workspace = net.CreateWorkspace(70, inputGradients: true);
        float[] logits = new float[70 * 90];
        for (int r = 0; r < 70; r++)
            logits[r * 90 + 89 - r] = 40;
        net.Forward(workspace, logits);
        AssertClose(89 * Math.Exp(-40), net.Loss(workspace, [.. Enumerable.Range(0, 70).Select(r => 89 - r)]), 1e-6);
        net.Backward(workspace);
        AssertClose(-89 * Math.Exp(-40) / 70, workspace.InputGradients[89], 1e-6);
        AssertClose(Math.Exp(-40) / 70, workspace.InputGradients[0], 1e-6);
    }

    [Theory]
    [InlineData(12, 14)]
    [InlineData(20, 23)]
    [InlineData(60, 63)]
    public void So_is_the_logarithm_of_its_softmax(float a, float b)
    {
        float[] logarithms = new Logarithms().Predict([0, a, a - b]);
        AssertClose(-Loss(a, b), logarithms[1], 1e-6);
        Assert.Equal(-a, logarithms[0], 1e-5f);
        double[] rows = new LogarithmsOfRows().Predict([0, a, a - b, 5, 5, 5]);
        AssertClose(-Loss(a, b), rows[1], 1e-13);
        Assert.Equal(-Math.Log(3), rows[4], 1e-15);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(80)]
    public void So_is_its_binary_cross_entropy(float logit)
    {
        YesOrNo net = new();
        Workspace<float> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, [logit]);
        AssertClose(Math.Exp(-logit), net.Loss(workspace, [1]), 1e-6);
        net.Backward(workspace);
        AssertClose(-Math.Exp(-logit), workspace.InputGradients[0], 1e-6);
    }

    private static void AssertClose(double expected, double actual, double tolerance) => Assert.Equal(1, actual / expected, tolerance);
}
