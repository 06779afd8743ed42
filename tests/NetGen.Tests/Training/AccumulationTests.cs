using Xunit;

namespace NetGen.Tests;

/// <summary>The gradients of several batches as one: those of a batch so many times as large.</summary>
public sealed partial class AccumulationTests
{
    [Network<double>]
    [Input(4)]
    [Dense(6), Tanh, Dropout(0.3), GaussianNoise(0.1), Dense(3)]
    [SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.25], IgnoreLabel = -1)]
    [L2(0.01)]
    internal sealed partial class Unequal;

    [Network<double>]
    [Input(4)]
    [Dense(6), Tanh, Dropout(0.3), Dense(3)]
    [HalfSquaredError(Reduction = Reduction.Sum)]
    [L2(0.01)]
    internal sealed partial class Summed;

    [Network<double>]
    [Input(4)]
    [Dense(6), Tanh, Dense(3, Name = "a"), Dense(2, Name = "b", From = "tanh1")]
    [SoftmaxCrossEntropy(From = "a", ClassWeights = [1, 2, 0.25])]
    [MeanSquaredError(From = "b", Weight = 0.5)]
    [MeanAbsoluteError(From = "b", Name = "pull", Weight = 0.1, Reduction = Reduction.Sum)]
    [L1(0.001)]
    internal sealed partial class Several;

    private const int Examples = 23;
    private static readonly double[] s_inputs = [.. Enumerable.Range(0, Examples * 4).Select(i => Math.Sin(i * 1.3))];
    private static readonly int[] s_labels = [.. Enumerable.Range(0, Examples).Select(i => (i % 7 % 4) - 1)];

    [Theory]
    [InlineData(4, 2)]
    [InlineData(3, 3)]
    [InlineData(1, 5)]
    [InlineData(5, 100)]
    public void Parameters_are_those_of_large_batches(int batch, int accumulation)
    {
        ArrayDataset<double, int> labels = new(s_inputs, s_labels, 4);
        Check(() => new Unequal(1), labels, batch, accumulation);
        Check(() => new Unequal(1), labels.WithWeights([.. Enumerable.Range(0, Examples).Select(i => i % 3 * 0.5)]), batch, accumulation);
        double[] numbers = [.. Enumerable.Range(0, Examples * 3).Select(i => Math.Cos(i))];
        Check(() => new Summed(1), new ArrayDataset<double, double>(s_inputs, numbers, 4, 3), batch, accumulation);
        double[] rows = [.. Enumerable.Range(0, Examples * 5).Select(i => i % 5 == 0 ? i % 3 : Math.Cos(i))];
        Check(() => new Several(1), new ArrayDataset<double, double>(s_inputs, rows, 4, 5), batch, accumulation);
    }

    [Fact]
    public void An_interrupted_training_ends_in_the_same_bits_and_only_with_the_same_groups()
    {
        ArrayDataset<double, int> data = new(s_inputs, s_labels, 4);
        FitOptions Options(int parts = 3) => new() { Epochs = 3, BatchSize = 2, GradientAccumulation = parts };
        Unequal whole = new(1), half = new(1);
        whole.Fit(data, Options());
        using Trainer<Unequal, double, int> first = half.CreateTrainer(data, options: Options());
        for (int i = 0; i < 2; i++)
        {
            Assert.True(first.NextBatch());
            first.Step();
        }

        Unequal other = half.Clone();
        using Trainer<Unequal, double, int> second = other.CreateTrainer(data, options: Options());
        second.Load(first.Save());
        second.Run();
        Assert.Equal(whole.Parameters.ToArray(), other.Parameters.ToArray());

        using Trainer<Unequal, double, int> third = new Unequal(1).CreateTrainer(data, options: new FitOptions { Epochs = 3, BatchSize = 6 });
        Assert.Contains("gradientAccumulation", Assert.Throws<InvalidDataException>(() => third.Load(first.Save())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_refused_leaves_all_as_before_the_step()
    {
        double[] rows = [.. Enumerable.Range(0, Examples * 5).Select(i => i % 5 == 0 ? i % 3 : Math.Cos(i))];
        rows[5 * 7] = 9; // in the second part
        Several net = new(1);
        double[] before = net.Parameters.ToArray();
        using Trainer<Several, double, double> trainer = net.CreateTrainer(new ArrayDataset<double, double>(s_inputs, rows, 4, 5), options: new FitOptions { BatchSize = 6, GradientAccumulation = 2, Shuffle = false });
        Assert.True(trainer.NextBatch());
        Assert.Contains("got 9 for example 7 of the data set", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step()).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (trainer.Workspace.FirstExample, trainer.Workspace.Step));
        Assert.Equal(before, net.Parameters.ToArray());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_in_any_part_updates_nothing()
    {
        double[] inputs = [.. s_inputs];
        inputs[1] = 1e300; // in the first part of two
        Summed net = new(1);
        double[] before = net.Parameters.ToArray(), targets = new double[Examples * 3];
        targets[0] = 1e200;
        Assert.Throws<TrainingDivergedException>(() => net.Fit(inputs, targets, new FitOptions { BatchSize = 12, GradientAccumulation = 2, Shuffle = false, Epochs = 1 }));
        Assert.Equal(before, net.Parameters.ToArray());
    }

    private static void Check<TNetwork, TTarget>(Func<TNetwork> create, IDataset<double, TTarget> data, int batch, int accumulation)
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        TNetwork large = create(), small = create(), onThreads = create();
        TrainingHistory expected = large.Fit(data, new FitOptions { Epochs = 2, BatchSize = batch * accumulation, Optimizer = new SGD(0.05) });
        TrainingHistory actual = small.Fit(data, new FitOptions { Epochs = 2, BatchSize = batch, GradientAccumulation = accumulation, Optimizer = new SGD(0.05) });
        onThreads.Fit(data, new FitOptions { Epochs = 2, BatchSize = batch, GradientAccumulation = accumulation, Optimizer = new SGD(0.05), Threads = 3 });
        Assert.Equal(small.Parameters.ToArray(), onThreads.Parameters.ToArray());
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.All(large.Parameters.ToArray().Zip(small.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        Assert.Equal(expected.Last.Loss, actual.Last.Loss, 1e-11);
    }
}
