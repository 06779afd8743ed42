using NetGen;

namespace Course;

/// <summary>Two sigmoid layers of two units and one: 9 parameters with the biases.</summary>
[Network<double>]
[Input(2)]
[Dense(2), Sigmoid, Dense(1), Sigmoid]
[HalfSquaredError]
internal sealed partial class NineParameters;

/// <summary>3-2-1 without biases: 8 weights.</summary>
[Network<double>]
[Input(3)]
[Dense(2, Bias = false), Sigmoid(Name = "h"), Dense(1, Bias = false), Sigmoid]
internal sealed partial class EightWeights;

/// <summary>A multilayer perceptron: dense layers stacked, nothing after the last.</summary>
[Network<double>]
[Input(3)]
[Dense(4, Name = "layer1"), Sigmoid]
[Dense(5, Name = "layer2"), Sigmoid]
[Dense(2, Name = "layer3")]
internal sealed partial class DeepNetwork;

/// <summary>A unit in a cycle, for as many steps as its input has: what unrolls it in time has no cycle any more.</summary>
[Network<double>]
[Input(3, 1)]
[RNN(1)]
internal sealed partial class Recurrent;

/// <summary>The two small networks that one deck writes out in full.</summary>
internal sealed partial class LayersLesson
{
    /// <summary>K13: here w_ij leads from i to j, the reverse of w(j,i). K14: as vectors times matrices, with their shapes.</summary>
    private static void EightWeightsOfThreeUnits(Page page, double[] x)
    {
        EightWeights net = new(seed: 5);
        double[,] first = Algebra.Transposed(Algebra.Matrix(net.Get("dense1.weight"), 2)), second = Algebra.Transposed(Algebra.Matrix(net.Get("dense2.weight"), 1));
        double h1 = Algebra.Sigma((first[0, 0] * x[0]) + (first[1, 0] * x[1]) + (first[2, 0] * x[2])), h2 = Algebra.Sigma((first[0, 1] * x[0]) + (first[1, 1] * x[1]) + (first[2, 1] * x[2]));
        double nested = Algebra.Sigma((second[0, 0] * h1) + (second[1, 0] * h2));
        double[,] row = Algebra.Matrix(x, 1), h = Map(Algebra.Product(row, first), (_, _, z) => Algebra.Sigma(z)), y = Map(Algebra.Product(h, second), (_, _, z) => Algebra.Sigma(z));
        page.Table("K14: σ(x·W_layer1) = h, σ(h·W_layer2) = y (one slide says weight vector: they are matrices)", ["", "shape"],
            ["x", Shape(row)], ["W_layer1", Shape(first)], ["h", Shape(h)], ["W_layer2", Shape(second)], ["y", Shape(y)]);
        page.Table("K13: 3-2-1 without biases", ["", "y"], ["nested formula", nested], ["matrices", y[0, 0]], ["generated code", net.At(x)]);
        page.Number("K13 weights", EightWeights.ParameterCount);
        page.Number("K13 nested minus network", nested - net.At(x));
        page.Number("K14 matrices minus network", y[0, 0] - net.At(x));
        page.Number("K14 columns of h", h.GetLength(1));
    }

    /// <summary>K15: θ0 … θ8, and a boundary that is no straight line.</summary>
    private static void Nine(Page page)
    {
        NineParameters net = new();
        double[] θ = [-2, 6, 1, -4, 1, 6, 6, -5, -5];
        net.SetParameter("dense1.weight", [θ[1], θ[2], θ[4], θ[5]]);
        net.SetParameter("dense1.bias", [θ[0], θ[3]]);
        net.SetParameter("dense2.weight", [θ[7], θ[8]]);
        net.SetParameter("dense2.bias", [θ[6]]);
        double F(double x1, double x2) => Algebra.Sigma(θ[6] + (θ[7] * Algebra.Sigma(θ[0] + (θ[1] * x1) + (θ[2] * x2))) + (θ[8] * Algebra.Sigma(θ[3] + (θ[4] * x1) + (θ[5] * x2))));
        page.Number("K15 parameters", NineParameters.ParameterCount);
        page.Number("K15 formula minus network", F(0.3, -0.7) - net.At(0.3, -0.7));

        // A straight boundary would put the middle of two of its points on the boundary, too.
        double Root(double x1) => Enumerable.Range(0, 60).Aggregate((Low: -9.0, High: 9.0), (at, _) => F(x1, (at.Low + at.High) / 2) > 0.5 ? ((at.Low + at.High) / 2, at.High) : (at.Low, (at.Low + at.High) / 2)).Low;
        page.Number("K15 bend of the boundary", Math.Abs(((Root(0.2) + Root(1.2)) / 2) - Root(0.7)));
        page.Say($"f = σ(θ6 + θ7·h1 + θ8·h2) has {NineParameters.ParameterCount} parameters; its boundary is bent.");
        page.Plot("nine", "Nine parameters bend the boundary", "x1", "x2", plot =>
        {
            plot.Surface("f - 0.5", (-2, 2), (-2, 2), (a, b) => F(a, b) - 0.5);
            plot.Level("f = 0.5", (-2, 2), (-2, 2), F, 0.5);
        }, square: true);
    }

    private static string Shape(double[,] matrix) => $"({matrix.GetLength(0)}, {matrix.GetLength(1)})";
}
