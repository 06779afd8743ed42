using NetGen;

namespace Course;

/// <summary>A network whose values between are worth counting: 784 + 256 + 10 numbers an example, and as many error signals.</summary>
[Network<double>]
[Input(784)]
[Dense(256), ReLU, Dense(10)]
[SoftmaxCrossEntropy]
internal sealed partial class CountedNetwork;

/// <summary>A small one, to follow step by step.</summary>
[Network<double>]
[Input(2)]
[Dense(3), Tanh(Name = "h"), Dense(1, Name = "y")]
[HalfSquaredError]
internal sealed partial class FollowedNetwork;

/// <summary>
/// Forward keeps h, backward uses it: W̄2 = ȳ·hᵀ; then the weights change, and h is out of date. With B examples, each of these values is B times as large.
/// Why: training needs the memory of every value between, for the whole batch; predicting does not.
/// </summary>
internal sealed class BatchLesson() : Lesson("batch", "forward keeps what backward uses; a minibatch multiplies it", "Y22", "Y23")
{
    public override void Run(Page page)
    {
        Order(page);
        Memory(page);
    }

    /// <summary>Y22: forward, loss, backward, update; and each backward pass with the values and weights of its own step.</summary>
    private static void Order(Page page)
    {
        Examples clouds = Examples.From(SyntheticData.Gaussians(16, 0.1, seed: 1), 5);
        FollowedNetwork net = new(seed: 1);
        Workspace<double> workspace = net.CreateWorkspace(16);
        page.Number("Y22 backward without forward is refused", Refused(net));
        SGD descent = new(0.5);
        List<object[]> rows = [];
        double worst = 0, stale = 0;
        double[] before = [];
        for (int step = 0; step < 4; step++)
        {
            net.Forward(workspace, clouds.Inputs); // 1. keeps h and y
            double loss = net.Loss(workspace, clouds.Signs); // 2. keeps ȳ
            double[] h = net.Output(workspace, "h"), y = net.Output(workspace, "y");
            net.Backward(workspace); // 3. uses them
            double[] gradient = net.Gradient(workspace, "y.weight");
            worst = Math.Max(worst, Algebra.Difference(gradient, ByHand(h, y, clouds.Signs)));
            if (step > 0)
                stale = Math.Max(stale, Algebra.Difference(gradient, ByHand(before, y, clouds.Signs)));
            before = h;
            net.Step(workspace, descent); // 4. the weights change: h belongs to the past now
            rows.Add([step + 1, loss, h[0], gradient[0]]);
        }

        page.Table("Four steps of forward, loss, backward, update", ["step", "loss", "h1 of the first example", "∂J/∂w2_1"], rows);
        page.Number("Y22 gradient minus ȳ·hᵀ of the values kept", worst);
        page.Number("Y22 gradient minus ȳ·hᵀ of the step before", stale);
        page.Say("The gradient is that of the values kept in the same step; with those of the step before it would be wrong. Backward before any forward is refused.");
    }

    private static double Refused(FollowedNetwork net)
    {
        try
        {
            net.Backward(net.CreateWorkspace(1), [1]);
            return 0;
        }
        catch (InvalidOperationException)
        {
            return 1;
        }
    }

    private static double[] ByHand(double[] h, double[] y, double[] targets) =>
        [.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, targets.Length).Average(example => (y[example] - targets[example]) * h[(3 * example) + i]))];

    /// <summary>Y23: what a workspace takes for each example of its batch, and what predicting takes.</summary>
    private static void Memory(Page page)
    {
        CountedNetwork net = new();
        int[] batches = [64, 128, 256, 512, 1024];
        double[] training = [.. batches.Select(batch => Allocated(() => net.CreateWorkspace(batch)))], predicting = [.. batches.Select(batch => Allocated(() => net.Predict(new double[batch * 784], new double[batch * 10])) - (8.0 * batch * 794))];
        double perExample = (training[^1] - training[0]) / (batches[^1] - batches[0]), fixedPart = training[0] - (64 * perExample);
        page.Table("784-256-10, double precision: memory in kilobytes", ["examples", "training (workspace)", "of it for the examples", "predicting"], [.. batches.Select((batch, i) => new object[] { batch, Kilobytes(training[i]), Kilobytes(batch * perExample), Kilobytes(predicting[i]) })]);
        page.Table("Per example", ["", "numbers"], ["h1 and z2, kept for backward", 256 + 10], ["counted by the compiler: x, h1, z2, and error signals of h1, z2", CountedNetwork.Description.BytesPerExample / 8.0], ["measured", perExample / 8]);
        page.Number("Y23 measured over counted", perExample / CountedNetwork.Description.BytesPerExample);
        page.Number("Y23 examples' part of 128 over that of 64", (training[1] - fixedPart) / (training[0] - fixedPart));
        page.Number("Y23 predicting over training, 1024 examples", predicting[^1] / training[^1]);
        page.Say("The part that grows doubles with the batch; the rest is the gradient, as large as the weights. Predicting goes through the examples in blocks, and keeps nothing.");
        page.Plot("", "Training keeps every value between, for the whole batch", "examples in the batch", "memory (kilobytes)", plot =>
        {
            double[] at = [.. batches.Select(batch => (double)batch)];
            plot.Line("training", at, [.. training.Select(Kilobytes)], marker: ScottPlot.MarkerShape.FilledSquare);
            plot.Line("predicting", at, [.. predicting.Select(Kilobytes)], ScottPlot.LinePattern.Dashed, ScottPlot.MarkerShape.OpenCircle);
        });
    }

    private static double Kilobytes(double bytes) => Math.Round(bytes / 1024);

    /// <summary>The bytes that something allocates on a thread of its own, which has no memory from before to use again.</summary>
    private static double Allocated(Action action)
    {
        long bytes = 0;
        Thread thread = new(() =>
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = GC.GetAllocatedBytesForCurrentThread() - start;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }
}
