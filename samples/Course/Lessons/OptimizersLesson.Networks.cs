using NetGen;

namespace Course;

/// <summary>A network that can follow wrong labels.</summary>
[Network<double>]
[Input(2)]
[Dense(60), Tanh, Dense(60), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class NoisyMoons;

/// <summary>The noise of small batches.</summary>
internal sealed partial class OptimizersLesson
{
    /// <summary>Y24: the same epochs; smaller batches make noisier steps, and end where the test error is lower. A finding, not a theorem.</summary>
    private static void Batches(Page page)
    {
        Examples train = Examples.From(SyntheticData.Moons(128, 0.35, seed: 1)), test = Examples.From(SyntheticData.Moons(2000, 0.35, seed: 2));
        int[] sizes = [4, 16, 64, 128];
        int seeds = page.Pick(5, 2);
        double[] errors = [.. sizes.Select(size => Enumerable.Range(1, seeds).Average(seed =>
        {
            NoisyMoons net = new(seed);
            net.Fit(train.Inputs, train.Targets, new FitOptions { Optimizer = new SGD(0.1), Epochs = page.Pick(300, 150), BatchSize = size, Threads = 1, Seed = seed });
            return 1 - test.Accuracy(net, 0);
        }))];
        page.Table("Batch size against test error, SGD of rate 0.1, equal epochs", ["batch", "test error"], [.. sizes.Select((size, i) => new object[] { size, errors[i] })]);
        page.Number("Y24 test error, batch 4", errors[0]);
        page.Number("Y24 test error, batch 128", errors[^1]);
    }
}
