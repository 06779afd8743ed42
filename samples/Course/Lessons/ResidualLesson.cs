using NetGen;

namespace Course;

/// <summary>What is added: σ(MM(σ(MM(z)))), with σ = ReLU.</summary>
[Block]
[Dense(8), ReLU, Dense(8), ReLU]
internal sealed class TwoReLULayers;

/// <summary>The same with the logistic function, whose value at 0 is 0.5.</summary>
[Block]
[Dense(8), Sigmoid, Dense(8), Sigmoid]
internal sealed class TwoSigmoidLayers;

/// <summary>ResNet-S(x) = MM(Res(Res(… Res(x)))), as written.</summary>
[Network<double>]
[Input(8)]
[Residual<TwoReLULayers>(Repeat = 3, Name = "res"), Dense(2)]
internal sealed partial class ResNetS;

/// <summary>One residual block of ReLUs alone.</summary>
[Network<double>]
[Input(8)]
[Residual<TwoReLULayers>(Name = "res")]
internal sealed partial class OneResidual;

/// <summary>One residual block of sigmoids alone.</summary>
[Network<double>]
[Input(8)]
[Residual<TwoSigmoidLayers>(Name = "res")]
internal sealed partial class OneSigmoidResidual;

/// <summary>
/// Res(z) = z + σ(MM(σ(MM(z)))); ResNet-S(x) = MM(Res(Res(… Res(x)))), if dimensions are equal. ∂Res/∂z = 1 + …: the gradient has a way past every block.
/// Why: to do nothing is easy for a block (zero weights), so that deep networks start near shallow ones and train.
/// </summary>
internal sealed partial class ResidualLesson() : Lesson("residual", "blocks that add to what comes in: identity is easy, and gradients reach the first of 50 layers", "K39", "K40", "K41")
{
    public override void Run(Page page)
    {
        Written(page);
        Identity(page);
        Depths(page);
        page.Say("A simplification: the classic ResNet has convolutions, with batch norm between convolution and activation. Residual blocks are in vision (ResNet), language (transformers), reinforcement learning (policy and value nets).");
    }

    /// <summary>K39: three blocks and a matrix, by hand.</summary>
    private static void Written(Page page)
    {
        ResNetS net = new(seed: 1);
        double[] x = [1, -1, 0.5, 2, 0, -0.5, 1, 0.3], z = x;
        for (int block = 1; block <= 3; block++)
        {
            double[] inside = Layer(net, $"res.{block}.dense1", z, true);
            z = [.. z.Zip(Layer(net, $"res.{block}.dense2", inside, true), (a, b) => a + b)];
        }

        double[] byHand = Layer(net, "dense1", z, false), generated = net.Outputs(x);
        page.Table("ResNet-S of three blocks", ["", "y1", "y2"], ["MM(Res(Res(Res(x))))", byHand[0], byHand[1]], ["generated", generated[0], generated[1]]);
        page.Number("K39 by hand minus generated", Algebra.Difference(byHand, generated));
    }

    /// <summary>K40: zero weights and biases, if σ(0) = 0.</summary>
    private static void Identity(Page page)
    {
        OneResidual relu = new();
        OneSigmoidResidual sigmoid = new();
        relu.CopyParametersFrom(new double[OneResidual.ParameterCount]);
        sigmoid.CopyParametersFrom(new double[OneSigmoidResidual.ParameterCount]);
        double[] z = [1, -1, 0.5, 2, 0, -0.5, 1, 0.3], r = relu.Outputs(z), s = sigmoid.Outputs(z);
        page.Table("Blocks of zero weights and biases", ["z", "ReLU: Res(z)", "sigmoid: Res(z)"], [z[0], r[0], s[0]], [z[1], r[1], s[1]], [z[2], r[2], s[2]]);
        page.Number("K40 ReLU: values that differ from z", r.Zip(z).Count(pair => pair.First != pair.Second));
        page.Number("K40 sigmoid: values that differ from z + 0.5", s.Zip(z).Count(pair => pair.First != pair.Second + 0.5));
    }

    private static double[] Layer(ResNetS net, string name, double[] x, bool relu)
    {
        double[] b = net.Get($"{name}.bias"), z = [.. Algebra.Product(Algebra.Matrix(net.Get($"{name}.weight"), b.Length), Algebra.Matrix(x, x.Length)).Cast<double>().Zip(b, (sum, bias) => sum + bias)];
        return relu ? [.. z.Select(value => Math.Max(0, value))] : z;
    }
}
