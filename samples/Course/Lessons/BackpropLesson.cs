using NetGen;

namespace Course;

/// <summary>
/// z = wx + b, y = σ(z), L = ½(y − t)²: ȳ = y − t, z̄ = ȳσ′(z), w̄ = z̄x, b̄ = z̄. Layers: W̄2 = ȳ·hᵀ + λW2, h̄ = W2ᵀ·ȳ, z̄ = h̄ ⊙ φ′(z), W̄1 = z̄·xᵀ + λW1.
/// Why: it is how nearly all networks get their gradients; each deck's letters are here, beside what the compiler wrote. It is only a way to compute them.
/// </summary>
internal sealed partial class BackpropLesson() : Lesson("backprop", "error signals from the loss back to each weight: by hand, in loops, in matrices, generated", "G37", "G38", "G39", "K32", "K33", "K34", "K35", "K36", "K37", "Y19", "Y20", "Y21", "G40")
{
    private static readonly double[] X = [0.5, -1, 2];

    public override void Run(Page page)
    {
        Univariate(page);
        Loops(page);
        Sigmoids(page);
        Example(page);
        Matrices(page);
        Cost(page);
        double step = Difference(new SGD(0.1)) - Difference(new Adam(0.1));
        page.Number("G40 SGD and Adam step from gradients that differ by", step);
        page.Say("Backpropagation only computes gradients, which nearly all training uses, whatever the optimizer; as a model of brains it is held implausible (a slide says impossible).");
    }

    /// <summary>G37 and G38: w = 0.5, x = 2, b = 0.1, t = 1; with R = ½w² and λ = 0.1, w̄ gains λw (one deck prints ∂L/∂w where ∂z/∂w is meant).</summary>
    private static void Univariate(Page page)
    {
        List<object[]> rows = [];
        foreach ((string entry, double λ) in ((string, double)[])[("G37", 0), ("G38", 0.1)])
        {
            UnivariateUnit net = new() { L2Rate = λ };
            net.CopyParametersFrom([0.5, 0.1]);
            Workspace<double> workspace = Backward(net, [2], [1]);
            double z = net.Output(workspace, "z")[0], y = net.Output(workspace, "y")[0], zBar = net.OutputGradient(workspace, "z")[0], w = net.Gradient(workspace, "z.weight")[0], b = net.Gradient(workspace, "z.bias")[0];
            rows.Add([λ, page.Number($"{entry} z", z), page.Number($"{entry} y", y), y - 1, page.Number($"{entry} z bar", zBar), page.Number($"{entry} w bar", w), page.Number($"{entry} b bar", b)]);
            page.Number($"{entry} by hand minus generated", ((y - 1) * y * (1 - y) * 2) + (λ * 0.5) - w);
        }

        page.Table("One unit: a bar is an error signal, a number", ["λ", "z", "y", "ȳ", "z̄", "w̄", "b̄"], rows);
    }

    /// <summary>G39: the equations of two layers, index by index.</summary>
    private static void Loops(Page page)
    {
        MultiOutput net = new(seed: 1);
        double[] t = [1, -1];
        Workspace<double> workspace = Backward(net, X, t);
        double[] h = net.Output(workspace, "h"), y = net.Output(workspace, "y"), w2 = net.Get("y.weight"), w1Bar = new double[12], b1Bar = new double[4], w2Bar = new double[8], b2Bar = new double[2];
        for (int k = 0; k < 2; k++)
        {
            b2Bar[k] = y[k] - t[k];
            for (int i = 0; i < 4; i++)
                w2Bar[(4 * k) + i] = b2Bar[k] * h[i];
        }

        for (int i = 0; i < 4; i++)
        {
            double hBar = (b2Bar[0] * w2[i]) + (b2Bar[1] * w2[4 + i]);
            b1Bar[i] = hBar * h[i] * (1 - h[i]); // z̄
            for (int j = 0; j < 3; j++)
                w1Bar[(3 * i) + j] = b1Bar[i] * X[j];
        }

        page.Number("G39 loops minus generated", Algebra.Difference([.. w1Bar, .. b1Bar, .. w2Bar, .. b2Bar], net.Gradient(workspace)));
    }

    /// <summary>K32, K33: all sigmoid. ∂E/∂w2_kj = (y_k − d_k)y_k(1 − y_k)·h_j (some slides have w1 inside y_k: w2), ∂E/∂w1_jm through all k.</summary>
    private static void Sigmoids(Page page)
    {
        AllSigmoid net = new(seed: 2);
        double[] d = [1, 0];
        Workspace<double> workspace = Backward(net, X, d);
        double[] h = net.Output(workspace, "h"), y = net.Output(workspace, "y"), w2 = net.Get("dense2.weight"), δ = [.. y.Select((value, k) => (value - d[k]) * value * (1 - value))];
        double[] second = [.. from k in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 4) select δ[k] * h[j]];
        double[] first = [.. from j in Enumerable.Range(0, 4) from m in Enumerable.Range(0, 3) select ((δ[0] * w2[j]) + (δ[1] * w2[4 + j])) * h[j] * (1 - h[j]) * X[m]];
        page.Number("K32 formula minus generated", Algebra.Difference(second, net.Gradient(workspace, "dense2.weight")));
        page.Number("K33 formula minus generated", Algebra.Difference(first, net.Gradient(workspace, "dense1.weight")));
        page.Number("K33 generated minus central differences", net.CheckGradients(workspace, X, d));
        page.Say("Index by index (two linear outputs; all sigmoid) the formulas give the generated gradients to the last places; central differences agree.");
    }

    /// <summary>Y19, Y20: shapes and matrices, with the penalty; ∂o/∂W2 = h is shorthand, the product is ∂J/∂o·hᵀ. (A slide has l for 1 in the shapes, and "lost function".)</summary>
    private static void Matrices(Page page)
    {
        PenalizedNet net = new(seed: 3);
        double[] y = [1, -1];
        Workspace<double> workspace = Backward(net, X, y);
        double[,] x = Algebra.Matrix(X, 3), h = Algebra.Matrix(net.Output(workspace, "h"), 4), w1 = Algebra.Matrix(net.Get("z.weight"), 4), w2 = Algebra.Matrix(net.Get("o.weight"), 2);
        double[,] oBar = Algebra.Matrix([.. net.Output(workspace, "o").Zip(y, (o, target) => o - target)], 2), hBar = Algebra.Product(Algebra.Transposed(w2), oBar);
        double[,] zBar = Algebra.Matrix([.. hBar.Cast<double>().Zip(h.Cast<double>(), (bar, value) => bar * value * (1 - value))], 4);
        double[] w2Bar = Add(Algebra.Product(oBar, Algebra.Transposed(h)), w2), w1Bar = Add(Algebra.Product(zBar, Algebra.Transposed(x)), w1);
        page.Table("Shapes, d = 3, h = 4, q = 2", ["", "shape"], ["x", "3 x 1"], ["W1", $"{w1.GetLength(0)} x {w1.GetLength(1)}"], ["z, h", $"{h.GetLength(0)} x 1"], ["W2", $"{w2.GetLength(0)} x {w2.GetLength(1)}"], ["o, y", $"{oBar.GetLength(0)} x 1"], ["L, s, J", "numbers"], ["∂J/∂W2 = ∂J/∂o·hᵀ + λW2", "(2 x 1)(1 x 4)"], ["∂J/∂W1 = ∂J/∂z·xᵀ + λW1", "(4 x 1)(1 x 3)"]);
        page.Number("Y19 rows of W1", w1.GetLength(0));
        page.Number("Y19 columns of W2", w2.GetLength(1));
        double penalty = 0.05 * (w1.Cast<double>().Sum(w => w * w) + w2.Cast<double>().Sum(w => w * w));
        page.Number("Y19 penalty s minus the network's", penalty - workspace.Penalty);
        page.Number("Y20 matrices minus generated", Algebra.Difference([.. w1Bar, .. w2Bar], net.Gradient(workspace)));
    }

    private static double[] Add(double[,] gradient, double[,] w) => [.. gradient.Cast<double>().Zip(w.Cast<double>(), (g, value) => g + (0.1 * value))];

    private static Workspace<double> Backward<TNet>(ITrainableNetwork<TNet, double, double> net, double[] x, double[] targets)
        where TNet : class, ITrainableNetwork<TNet, double, double>
    {
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, x);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        return workspace;
    }
}
