using NetGen;

namespace Course;

/// <summary>Z = g(Y), Y = f(X), each a layer.</summary>
[Network<double>]
[Input(4)]
[Dense(3), Tanh(Name = "Y"), Dense(2), Tanh(Name = "Z")]
internal sealed partial class TwoTensors;

/// <summary>The chain rule of tensors.</summary>
internal sealed partial class ChainRuleLesson
{
    /// <summary>Y17: the fitting multiplication of the two Jacobians.</summary>
    private static void Jacobians(Page page)
    {
        TwoTensors net = new(seed: 1);
        double[] x = [0.3, -0.5, 0.8, 0.1];
        Workspace<double> workspace = net.CreateWorkspace(1, inputGradients: true);
        net.Forward(workspace, x);
        double[,] whole = new double[2, 4];
        for (int k = 0; k < 2; k++)
        {
            net.Backward(workspace, k == 0 ? [1, 0] : [0, 1]);
            for (int j = 0; j < 4; j++)
                whole[k, j] = workspace.InputGradients[j];
        }

        double[,] outer = Layer("dense2.weight", "Z", 2), inner = Layer("dense1.weight", "Y", 3), product = Algebra.Product(outer, inner);
        page.Table("∂Z/∂X = ∂Z/∂Y·∂Y/∂X: (2 x 3)(3 x 4) = 2 x 4", ["row", "x1", "x2", "x3", "x4"],
            [.. Enumerable.Range(0, 2).SelectMany(k => new object[][] { [$"z{k + 1}, product", product[k, 0], product[k, 1], product[k, 2], product[k, 3]], [$"z{k + 1}, generated", whole[k, 0], whole[k, 1], whole[k, 2], whole[k, 3]] })]);
        page.Number("Y17 product minus generated", Algebra.Difference([.. product.Cast<double>()], [.. whole.Cast<double>()]));

        // Of a layer y = tanh(Wx + b): each row of W times 1 - y².
        double[,] Layer(string weight, string value, int rows)
        {
            double[,] jacobian = Algebra.Matrix(net.Get(weight), rows);
            double[] y = net.Output(workspace, value);
            for (int i = 0; i < jacobian.Length; i++)
                jacobian[i / jacobian.GetLength(1), i % jacobian.GetLength(1)] *= 1 - Math.Pow(y[i / jacobian.GetLength(1)], 2);
            return jacobian;
        }
    }
}
