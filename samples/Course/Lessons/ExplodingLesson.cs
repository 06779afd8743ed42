using NetGen;

namespace Course;

/// <summary>Twenty layers of sixteen tanh units, whose weights can be scaled.</summary>
[Network<double>]
[Input(16)]
[Sequence<TanhLayer>(Repeat = 20, Name = "layer"), HalfSquaredError]
internal sealed partial class TwentyLayers;

/// <summary>One of them: Xavier's variance, 1/16.</summary>
[Block]
[Dense(16, Init = Init.XavierNormal), Tanh]
internal sealed class TanhLayer;

/// <summary>
/// o = (f_L ∘ … ∘ f_1)(x): ∂o/∂W_l = M_L ⋯ M_(l+1)·v_l with M_k = ∂h_k/∂h_(k−1) and v_l = ∂h_l/∂W_l, a product of L − l matrices.
/// Why: a product of many matrices is tiny or huge unless each is just right; then early layers learn nothing, or everything breaks.
/// </summary>
internal sealed partial class ExplodingLesson() : Lesson("exploding", "gradients as products of matrices: vanishing, exploding, almost of rank one; saturated sigmoids", "Y25", "Y26", "Y27", "Y28")
{
    public override void Run(Page page)
    {
        Depth(page);
        Products(page);
        Saturation(page);
    }

    /// <summary>Y25: the error signal of each layer, which is its biases' gradient, at three scales; of a recurrent layer by step.</summary>
    private static void Depth(Page page)
    {
        (string Name, double Scale)[] scales = [("small (0.5)", 0.5), ("Xavier (1)", 1), ("large (3)", 3)];
        double[][] norms = [.. scales.Select(scale => Norms(scale.Scale))];
        int[] shown = [1, 5, 10, 15, 20];
        page.Table("Norm of the error signal ∂L/∂b by layer, 20 tanh layers", ["layer", .. scales.Select(scale => scale.Name)], [.. shown.Select(layer => (object[])[layer, .. norms.Select(norm => (object)norm[layer - 1])])]);
        page.Number("Y25 small: first layer over last", norms[0][0] / norms[0][^1]);
        page.Number("Y25 Xavier: first layer over last", norms[1][0] / norms[1][^1]);
        page.Number("Y25 large: first layer over last", norms[2][0] / norms[2][^1]);
        page.Number("Y25 product of matrices minus generated", MatrixProduct());
        double[] steps = Recurrent(0.3), growing = Recurrent(1.5);
        page.Table("A recurrent layer: the same matrix each step (a slide has \"Recursive\"): slope of the end by an input", ["steps before the end", "small", "larger"], [.. ((int[])[0, 5, 10, 20, 29]).Select(back => new object[] { back, steps[29 - back], growing[29 - back] })]);
        page.Number("Y25 recurrent, small: first step over last", steps[0] / steps[^1]);
        page.Plot("", "Gradients through 20 layers: vanishing, steady, exploding", "layer", "norm of ∂L/∂b", plot =>
        {
            ScottPlot.MarkerShape[] shapes = [ScottPlot.MarkerShape.FilledTriangleDown, ScottPlot.MarkerShape.FilledCircle, ScottPlot.MarkerShape.FilledTriangleUp];
            foreach ((int i, double[] norm) in norms.Index())
                plot.Line(scales[i].Name, [.. Enumerable.Range(1, 20).Select(layer => (double)layer)], [.. norm.Select(Math.Log10)], marker: shapes[i]);
            plot.Axes.Left.Powers();
        });
    }

    private static TwentyLayers Scaled(double scale)
    {
        TwentyLayers net = new(seed: 1);
        for (int layer = 1; layer <= 20; layer++)
            net.SetParameter($"layer.{layer}.dense1.weight", [.. net.Get($"layer.{layer}.dense1.weight").Select(w => scale * w)]);
        return net;
    }

    private static double[] Norms(double scale)
    {
        TwentyLayers net = Scaled(scale);
        double[] x = Algebra.Normals(new PhiloxRandom(3), 16, 0.1);
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, x);
        net.Backward(workspace, [.. Enumerable.Repeat(1.0, 16)]);
        return [.. Enumerable.Range(1, 20).Select(layer => net.Gradient(workspace, $"layer.{layer}.dense1.bias")).Select(gradient => Math.Sqrt(Algebra.Dot(gradient, gradient)))];
    }

    /// <summary>The input's gradient by twenty matrices M_k = diag(1 − h²)·W, and the generated one.</summary>
    private static double MatrixProduct()
    {
        TwentyLayers net = Scaled(1);
        double[] x = Algebra.Normals(new PhiloxRandom(3), 16, 0.1), h = x;
        double[,] product = Algebra.Matrix([.. Enumerable.Range(0, 256).Select(i => i % 17 == 0 ? 1.0 : 0)], 16);
        for (int layer = 1; layer <= 20; layer++)
        {
            double[,] w = Algebra.Matrix(net.Get($"layer.{layer}.dense1.weight"), 16);
            h = [.. Algebra.Product(w, Algebra.Matrix(h, 16)).Cast<double>().Select(Math.Tanh)];
            for (int i = 0; i < 256; i++)
                w[i / 16, i % 16] *= 1 - (h[i / 16] * h[i / 16]);
            product = Algebra.Product(w, product);
        }

        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, x);
        net.Backward(workspace, [.. Enumerable.Repeat(1.0, 16)]);
        double[,] ones = Algebra.Matrix([.. Enumerable.Repeat(1.0, 16)], 1);
        return Algebra.Difference([.. Algebra.Product(ones, product).Cast<double>()], workspace.InputGradients);
    }

    private static double[] Recurrent(double scale)
    {
        ThirtySteps net = new(seed: 1);
        string hidden = ThirtySteps.Description.Parameters.Single(parameter => parameter.Shape is [16, 16]).Name;
        net.SetParameter(hidden, Algebra.Normals(new PhiloxRandom(2), 256, scale / 4));
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, new double[30]);
        net.Backward(workspace, [.. Enumerable.Repeat(1.0, 16)]);
        return [.. workspace.InputGradients.ToArray().Select(Math.Abs)];
    }
}
