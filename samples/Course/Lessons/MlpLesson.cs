using NetGen;

namespace Course;

/// <summary>The notebooks' network, to our memory: 784-256-10, batches of 256, rate 0.1.</summary>
[Network<double>]
[Input(784)]
[Dense(256), ReLU, Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class NotebookNetwork;

/// <summary>
/// H = ReLU(X·W1 + b1), O = H·W2 + b2, softmax cross-entropy; Ō = (softmax(O) − onehot)/B, W̄2 = Hᵀ·Ō, H̄ = Ō·W2ᵀ, W̄1 = Xᵀ·(H̄ ⊙ [H > 0]); w ← w − 0.1·w̄.
/// Why: a network from scratch is thirty lines, and what the compiler writes computes the same, loss by loss.
/// </summary>
internal sealed class MlpLesson() : Lesson("mlp", "a network from scratch in thirty lines against generated code, loss by loss; a tape against its backward pass", "Y35", "Y36")
{
    public override void Run(Page page)
    {
        (int batch, int steps) = (page.Pick(256, 32), page.Pick(20, 4));
        ArrayDataset<double, int> digits = DropoutLesson.Digits(batch * 4, 1);
        NotebookNetwork net = new(seed: 1);
        double[] w1 = net.Get("dense1.weight"), b1 = net.Get("dense1.bias"), w2 = net.Get("dense2.weight"), b2 = net.Get("dense2.bias");
        Workspace<double> workspace = net.CreateWorkspace(batch);
        SGD descent = new(0.1);
        double[] plain = new double[steps], generated = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<double> x = digits.Inputs.Slice(step % 4 * batch * 784, batch * 784);
            ReadOnlySpan<int> labels = digits.Targets.Slice(step % 4 * batch, batch);
            plain[step] = FromScratch(x, labels, w1, b1, w2, b2, 0.1);
            net.Forward(workspace, x);
            generated[step] = net.Loss(workspace, labels);
            net.Step(workspace, descent);
        }

        page.Number("Y35 parameters", NotebookNetwork.ParameterCount);
        page.Number("Y35 largest difference of the losses", Algebra.Difference(plain, generated));
        page.Number("Y35 largest difference of the weights after", Math.Max(Algebra.Difference(w1, net.Get("dense1.weight")), Algebra.Difference(w2, net.Get("dense2.weight"))));
        page.Number("Y35 last loss over first", generated[^1] / generated[0]);
        int[] shown = [.. Enumerable.Range(0, steps).Where(step => step % Math.Max(1, steps / 5) == 0)];
        page.Table($"784-256-10, {NotebookNetwork.ParameterCount:N0} parameters, batches of {batch}, rate 0.1: loss by step", ["step", "thirty plain lines", "generated"], [.. shown.Select(step => new object[] { step + 1, plain[step].ToString("R", System.Globalization.CultureInfo.InvariantCulture), generated[step].ToString("R", System.Globalization.CultureInfo.InvariantCulture) })]);
        page.Plot("", "From scratch and generated: the same losses", "step", "loss", plot =>
        {
            double[] at = [.. Enumerable.Range(1, steps).Select(step => (double)step)];
            plot.Line("generated", at, generated);
            plot.Dots("thirty plain lines", at, plain, ScottPlot.MarkerShape.OpenCircle);
        });
        Taped(page);
    }

    /// <summary>One step, from scratch; returns the loss before it.</summary>
    private static double FromScratch(ReadOnlySpan<double> x, ReadOnlySpan<int> labels, double[] w1, double[] b1, double[] w2, double[] b2, double rate)
    {
        double loss = 0;
        double[] dw1 = new double[w1.Length], db1 = new double[256], dw2 = new double[w2.Length], db2 = new double[10], h = new double[256], dz = new double[256], o = new double[10];
        for (int example = 0; example < labels.Length; example++)
        {
            ReadOnlySpan<double> row = x.Slice(784 * example, 784);
            for (int i = 0; i < 256; i++)
                h[i] = Math.Max(0, b1[i] + Algebra.Dot(w1.AsSpan(784 * i, 784), row));
            for (int k = 0; k < 10; k++)
                o[k] = b2[k] + Algebra.Dot(w2.AsSpan(256 * k, 256), h);
            double sum = o.Sum(Math.Exp);
            loss += Math.Log(sum) - o[labels[example]];
            Array.Clear(dz);
            for (int k = 0; k < 10; k++)
            {
                double error = ((Math.Exp(o[k]) / sum) - (k == labels[example] ? 1 : 0)) / labels.Length;
                db2[k] += error;
                for (int i = 0; i < 256; i++)
                    (dw2[(256 * k) + i], dz[i]) = (dw2[(256 * k) + i] + (error * h[i]), dz[i] + (h[i] > 0 ? error * w2[(256 * k) + i] : 0));
            }

            for (int i = 0; i < 256; i++)
            {
                db1[i] += dz[i];
                for (int j = 0; dz[i] != 0 && j < 784; j++)
                    dw1[(784 * i) + j] += dz[i] * row[j];
            }
        }

        foreach ((double[] w, double[] dw) in ((double[], double[])[])[(w1, dw1), (b1, db1), (w2, dw2), (b2, db2)])
        {
            for (int i = 0; i < w.Length; i++)
                w[i] -= rate * dw[i];
        }

        return loss / labels.Length;
    }

    /// <summary>Y36: 3-4-2 on the tape, number by number, and the generated backward pass.</summary>
    private static void Taped(Page page)
    {
        MultiOutput net = new(seed: 4);
        double[] x = [0.5, -1, 2], targets = [1, -1];
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, x);
        net.Loss(workspace, targets);
        net.Backward(workspace);
        Tape tape = new();
        Tape.Node[] w1 = Inputs(net.Get("z.weight")), b1 = Inputs(net.Get("z.bias")), w2 = Inputs(net.Get("y.weight")), b2 = Inputs(net.Get("y.bias")), at = Inputs(x);
        Tape.Node[] h = [.. Enumerable.Range(0, 4).Select(i => tape.Sigma("h", Sum(b1[i], w1[(3 * i)..((3 * i) + 3)], at)))];
        tape.Sum("L", tape.HalfSquare("L1", Sum(b2[0], w2[..4], h), targets[0]), tape.HalfSquare("L2", Sum(b2[1], w2[4..], h), targets[1]));
        tape.Backward();
        double[] taped = [.. w1.Concat(b1).Concat(w2).Concat(b2).Select(node => node.Bar)];
        page.Number("Y36 tape minus generated", Algebra.Difference(taped, net.Gradient(workspace)));
        page.Say($"3-4-2 on a tape: {tape.Nodes.Count} nodes, made anew for each example; the generated backward pass is code, and its gradients are the same to {Algebra.Difference(taped, net.Gradient(workspace)):0.0e+0}.");

        Tape.Node[] Inputs(double[] values) => [.. values.Select(value => tape.Input("", value))];
        Tape.Node Sum(Tape.Node bias, Tape.Node[] w, Tape.Node[] v) => w.Zip(v).Aggregate(bias, (sum, pair) => tape.Sum("", sum, tape.Product("", pair.First, pair.Second)));
    }
}
