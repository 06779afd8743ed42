namespace NetGen.Benchmarks.Workloads;

/// <summary>All workloads, in the order of the table.</summary>
internal static class Catalog
{
    private const ActivationKind Linear = ActivationKind.None;
    private const ActivationKind ReLU = ActivationKind.ReLU;
    private const ActivationKind Tanh = ActivationKind.Tanh;
    private const LossKind SquaredError = LossKind.MeanSquaredError;
    private const LossKind CrossEntropy = LossKind.SoftmaxCrossEntropy;

    private static readonly Scenario OneExample = new(Mode.Infer, 1);

    /// <summary>What <c>compare</c> runs without <c>--workload</c>.</summary>
    public static IReadOnlyList<Workload> Standard { get; } =
    [
        new NetworkWorkload<W1, float>("W1", new Chain([2, 8, 8, 1], Tanh, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(32), OneExample] },
        new NetworkWorkload<W2, float>("W2", new Chain([17, 64, 64, 6], ReLU, Tanh, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(256), OneExample] },
        new NetworkWorkload<W3, float>("W3", new Chain([1, 16, 16, 1], Tanh, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [OneExample] },
        new NetworkWorkload<W4, int>("W4", new Chain([784, 256, 10], ReLU, Linear, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), Train(128), OneExample, new(Mode.Infer, 64)] },
        new NetworkWorkload<W5, int>("W5", new Chain([784, 512, 512, 10], ReLU, Linear, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(128), Train(128) with { Threads = 2 }] },
        new NetworkWorkload<W6, int>("W6", new LeNet5(), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), OneExample] },
        new NetworkWorkload<W7, int>("W7", new Chain([24, 8, 2], Tanh, Linear, CrossEntropy, Dropout: 0.2), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [new(Mode.Gradient, 200)] },
        new NetworkWorkload<W8, float>("W8", new Chain([4, 32, 16, 4], Tanh, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(10_000)] },
        new NetworkWorkload<W9, float>("W9", new ResidualMLP(128, 6), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64)] },
        new NetworkWorkload<R1, float>("R1", new Recurrent(CellKind.LSTM, 64, 1, 32, 1, SquaredError) { EachStep = true }, static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(32)] },
        new NetworkWorkload<R2, float>("R2", new Recurrent(CellKind.GRU, 64, 1, 32, 1, SquaredError) { EachStep = true }, static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(32)] },
        new NetworkWorkload<R3, int>("R3", new Recurrent(CellKind.LSTM, 28, 28, 128, 10, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), Train(64) with { Threads = 2 }, OneExample, new(Mode.Infer, 64)] },
        new NetworkWorkload<R4, int>("R4", new Recurrent(CellKind.GRU, 28, 28, 128, 10, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), Train(64) with { Threads = 2 }, OneExample, new(Mode.Infer, 64)] },
        new NetworkWorkload<R5a, int>("R5a", new Recurrent(CellKind.LSTM, 64, 64, 256, 96, CrossEntropy) { EachStep = true, Tokens = 96 }, PredictTokens)
            { Scenarios = [Train(32), Train(32) with { Threads = 2 }] },
        new NetworkWorkload<R5b, int>("R5b", new Recurrent(CellKind.GRU, 64, 64, 256, 96, CrossEntropy) { EachStep = true, Tokens = 96 }, PredictTokens)
            { Scenarios = [Train(32), Train(32) with { Threads = 2 }] },
        new NetworkWorkload<T1, int>("T1", new CausalTransformer(Blocks: 4, Width: 128, Heads: 4, Steps: 64, Tokens: 96), PredictTokens)
            { Scenarios = [Train(12), Train(12) with { Threads = 2 }] },
        new NetworkWorkload<T2, int>("T2", new CausalTransformer(Blocks: 2, Width: 64, Heads: 4, Steps: 64, Tokens: 96), PredictTokens)
            { Scenarios = [Train(12), Train(12) with { Threads = 2 }] },
        new NetworkWorkload<T3, float>("T3", new CausalAttention(Steps: 64, Width: 64, Heads: 4), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [OneExample, new(Mode.Gradient, 1)] },
    ];

    /// <summary>Further chains of widths, by name only: so that nobody tunes to the list above alone.</summary>
    public static IReadOnlyList<Workload> Further { get; } =
    [
        new NetworkWorkload<Chain33x97x45x3, float>("33-97-45-3", new Chain([33, 97, 45, 3], ReLU, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(50), OneExample] },
        new NetworkWorkload<Chain10x32x32x5, float>("10-32-32-5", new Chain([10, 32, 32, 5], ReLU, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), OneExample] },
        new NetworkWorkload<Chain100x100x100x10, int>("100-100-100-10", new Chain([100, 100, 100, 10], ReLU, Linear, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), OneExample] },
        new NetworkWorkload<Chain64x128x1, float>("64-128-1", new Chain([64, 128, 1], ReLU, Linear, SquaredError), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), OneExample] },
        new NetworkWorkload<Chain784x300x100x10, int>("784-300-100-10", new Chain([784, 300, 100, 10], ReLU, Linear, CrossEntropy), static (net, x, y, n) => { while (n-- > 0) net.Predict(x, y); })
            { Scenarios = [Train(64), OneExample] },
    ];

    /// <summary>The workload of that name or with those widths, or null.</summary>
    public static Workload? Find(string name) => Standard.Concat(Further).FirstOrDefault(workload => workload.IsCalled(name));

    private static Scenario Train(int batch) => new(Mode.Train, batch);

    /// <summary>Tokens as every contender has them: as numbers.</summary>
    private static void PredictTokens(IPredictor<float> net, float[] inputs, float[] outputs, int count)
    {
        while (count-- > 0)
            net.Predict(inputs, outputs);
    }
}
