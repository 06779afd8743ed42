using Xunit;

namespace NetGen.Tests;

/// <summary>Weights of examples and of classes: in the loss, its divisor, epochs and data sets.</summary>
public sealed partial class LossWeightTests
{
    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh, Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class Classes;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh, Dense(3)]
    [SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5])]
    internal sealed partial class WeightedClasses;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh, Dense(3)]
    [BinaryCrossEntropy(PositiveWeight = [3], ClassWeights = [1, 2, 0.5])]
    internal sealed partial class WeightedFlags;

    [Network<double>]
    [Input(4)]
    [Dense(5), Tanh, Dense(3)]
    [BinaryCrossEntropy]
    internal sealed partial class Flags;

    private static readonly double[] s_weights = [1, 2, 0.5];
    private static readonly double[] s_inputs = [.. Enumerable.Range(0, 80).Select(i => Math.Sin(i * 1.3))];
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 20).Select(i => i % 7 % 3)];

    [Fact]
    public void Set_weights_are_those_of_the_attribute_until_they_are_taken_back()
    {
        Classes net = new(1);
        double before = net.Evaluate(s_inputs, s_labels);
        net.SetClassWeights("softmaxCrossEntropy", s_weights);
        Assert.Equal(new WeightedClasses(1).Evaluate(s_inputs, s_labels), net.Evaluate(s_inputs, s_labels));
        Assert.Equal(net.Evaluate(s_inputs, s_labels), net.Clone().Evaluate(s_inputs, s_labels));
        Assert.InRange(net.CheckGradients(net.CreateWorkspace(20), s_inputs, s_labels), 0, 1e-8);
        net.SetClassWeights("softmaxCrossEntropy", []);
        Assert.Equal(before, net.Evaluate(s_inputs, s_labels));

        Flags flags = new(1);
        double[] targets = [.. Enumerable.Range(0, 60).Select(i => i % 5 % 2)];
        double plain = flags.Evaluate(s_inputs, targets);
        flags.SetClassWeights("binaryCrossEntropy", s_weights);
        flags.SetPositiveWeight("binaryCrossEntropy", 3);
        Assert.Equal(new WeightedFlags(1).Evaluate(s_inputs, targets), flags.Evaluate(s_inputs, targets));
        Assert.InRange(flags.CheckGradients(flags.CreateWorkspace(20), s_inputs, targets), 0, 1e-8);
        flags.SetClassWeights("binaryCrossEntropy", []);
        flags.SetPositiveWeight("binaryCrossEntropy", []);
        Assert.Equal(plain, flags.Evaluate(s_inputs, targets));
    }

    [Fact]
    public void Weights_that_cannot_be_are_refused_and_nothing_changes()
    {
        Classes net = new(1);
        double before = net.Evaluate(s_inputs, s_labels);
        Assert.Contains("3 weights", Assert.Throws<ArgumentException>(() => net.SetClassWeights("softmaxCrossEntropy", [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("got -1", Assert.Throws<ArgumentException>(() => net.SetClassWeights("softmaxCrossEntropy", [1, 2, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("got 0 for all", Assert.Throws<ArgumentException>(() => net.SetClassWeights("softmaxCrossEntropy", [0, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("no loss 'other'", Assert.Throws<ArgumentException>(() => net.SetClassWeights("other", s_weights)).Message, StringComparison.Ordinal);
        Assert.Contains("no positive part", Assert.Throws<ArgumentException>(() => net.SetPositiveWeight("softmaxCrossEntropy", 2)).Message, StringComparison.Ordinal);
        Assert.Equal(before, net.Evaluate(s_inputs, s_labels));
    }

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        Assert.Equal([7 / 12.0, 7 / 6.0, 7 / 3.0], ClassWeights.Balanced([0, 0, 0, 0, 1, 1, 2]));
        Assert.Equal([2 / 3.0, 0, 2 / 3.0], ClassWeights.Balanced([0, 2, -1], 3));
        Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([-1]));
        Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([3], 3));
    }

    /// <summary>Σ w·c·ℓ / Σ c over the whole set, however it is divided into batches.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(1)]
    public void Evaluation_and_epochs_are_of_the_whole_set(int batchSize)
    {
        Classes net = new(1);
        net.SetClassWeights("softmaxCrossEntropy", s_weights);
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => (double)(i % 4))];
        WeightedDataset<double, int> data = new ArrayDataset<double, int>(s_inputs, s_labels, 4).WithWeights(weights);
        double expected = 0, divisor = 0;
        for (int i = 0; i < 20; i++)
        {
            double[] y = net.Predict(s_inputs.AsSpan(4 * i, 4));
            double c = s_weights[s_labels[i]];
            expected += weights[i] * c * (Math.Log(y.Sum(Math.Exp)) - y[s_labels[i]]);
            divisor += c;
        }

        using Trainer<Classes, double, int> trainer = net.CreateTrainer(data, options: new FitOptions { BatchSize = batchSize, Optimizer = new SGD(1e-300), Shuffle = batchSize == 7 });
        Assert.Equal(expected / divisor, trainer.Evaluate(data).Loss, 1e-12);
        while (trainer.NextBatch())
            trainer.Step();
        Assert.Equal(expected / divisor, trainer.Loss, 1e-12);
        Subset<double, int> part = data.Subset([3, 5]);
        Assert.NotEqual(trainer.Evaluate(part).Loss, trainer.Evaluate(new ArrayDataset<double, int>(s_inputs, s_labels, 4).Subset([3, 5])).Loss);
    }

    [Fact]
    public void A_weight_of_zero_leaves_an_example_out_and_two_counts_it_twice()
    {
        double[] weights = [2, 0, 1];
        ArrayDataset<double, int> three = new(s_inputs[..12], [0, 1, 2], 4), twice = new([.. s_inputs[..4], .. s_inputs[..4], .. s_inputs[8..12]], [0, 0, 2], 4);
        Classes a = new(1), b = new(1);
        a.Fit(three.WithWeights(weights), new FitOptions { Epochs = 5, BatchSize = 3, Shuffle = false, Optimizer = new SGD(0.1) });
        b.Fit(twice, new FitOptions { Epochs = 5, BatchSize = 3, Shuffle = false, Optimizer = new SGD(0.1) });
        Assert.All(a.Parameters.ToArray().Zip(b.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        Assert.Equal(three.WithWeights([0, 1, 2], [2, 0, 1]).Weights.ToArray(), three.WithWeights(weights).Weights.ToArray());
        Assert.Throws<ArgumentException>(() => three.WithWeights([1, -1, 1]));
        Assert.Throws<ArgumentException>(() => three.WithWeights([1, 1]));
        Assert.Throws<ArgumentException>(() => three.WithWeights([0, 0, 0]));
    }

    [Fact]
    public void Images_have_weights_in_either_precision()
    {
        ImageDataset images = new(new byte[3 * 4], [0, 1, 1], 2, 2);
        Assert.Equal([0.5f, 0, 2], Weights(images.WithWeights(new float[] { 0.5f, 0, 2 })));
        Assert.Equal([0.5, 0, 2], Weights(images.WithWeights(new double[] { 0.5, 0, 2 })));
        Assert.Equal([3f, 0.25f, 0.25f], Weights(images.WithWeights([0, 1, 1], [3, 0.25])));
        Assert.Throws<ArgumentException>(() => images.WithWeights(new float[2]));

        static T[] Weights<T>(WeightedDataset<T, int> data)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            T[] weights = new T[data.Count];
            ((IExampleWeights<T>)data).CopyWeightsTo([0, 1, 2], weights);
            return weights;
        }
    }
}
