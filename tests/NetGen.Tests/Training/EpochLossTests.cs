using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>The loss of an epoch is that of all its examples as one batch, however they are divided into batches.</summary>
public sealed partial class EpochLossTests
{
    [Network, Input(1), Dense(1), MeanAbsoluteError(Reduction = Reduction.Sum)]
    internal sealed partial class SumInSingle;

    [Network<double>, Input(1), Dense(1), MeanAbsoluteError(Reduction = Reduction.Sum)]
    internal sealed partial class SumInDouble;

    [Network<double>, Input(3), Dense(2), MeanSquaredError(Reduction = Reduction.BatchMean), L2(0.3)]
    internal sealed partial class BatchMean;

    [Network<double>, Input(3), Dense(2), Huber(0.2, Weight = 0.5), L1(0.1), L2(0.3)]
    internal sealed partial class Mean;

    [Network<double>, Input(3), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0.1, 1, 20 })]
    internal sealed partial class Weighted;

    [Network, Input(3), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0.1, 1, 20 }, LabelSmoothing = 0.1)]
    internal sealed partial class WeightedInSingle;

    [Network<double>, Input(3), Dense(3), LogSoftmax, NegativeLogLikelihood(ClassWeights = new[] { 0.0, 1, 20 })]
    internal sealed partial class Likelihood;

    [Network<double>, Input(3), Dense(3), SoftmaxCrossEntropy(ClassWeights = new[] { 0.1, 1, 20 }, Reduction = Reduction.Sum)]
    internal sealed partial class WeightedSum;

    [Network<double>, Input(3), Dense(2), BinaryCrossEntropy(PositiveWeight = new[] { 4.0 }, ClassWeights = new double[] { 3, 0.1 })]
    internal sealed partial class Binary;

    public static TheoryData<int> BatchSizes => new(1, 2, 3, 5, 64);

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void Five_errors_of_1_sum_to_5(int batchSize)
    {
        SumInSingle single = new();
        single.SetParameter("dense1.weight", [0]);
        FitOptions options = new() { Optimizer = new SGD(0), Epochs = 2, BatchSize = batchSize };
        ArrayDataset<float, float> data = new([1, 2, 3, 4, 5], [1, 1, 1, 1, 1], 1);
        TrainingHistory history = single.Fit(data, data, options);
        Assert.All(history.Epochs, epoch => Assert.Equal((5, 5), (epoch.Loss, epoch.ValidationLoss)));
        Assert.Equal(5, single.Evaluate([1, 2, 3, 4, 5], [1, 1, 1, 1, 1]));

        SumInDouble both = new();
        both.SetParameter("dense1.weight", [0]);
        CrossValidationResult folds = SumInDouble.CrossValidate(new ArrayDataset<double, double>(new double[6], [1, 1, 1, 1, 1, 1], 1), 2, _ => new FitOptions { Optimizer = new SGD(0), Epochs = 1, BatchSize = batchSize });
        Assert.All(folds.Folds, fold => Assert.Equal((3, 3), (fold.Loss, fold.History.Last.Loss)));
        Assert.Equal(300, both.Evaluate(new double[300], [.. Enumerable.Repeat(1.0, 300)])); // more than a batch of Predict
    }

    [Theory]
    [MemberData(nameof(BatchSizes))]
    public void Every_reduction_gives_what_Evaluate_does(int batchSize)
    {
        Check<BatchMean, double, double>(batchSize, 1e-14);
        Check<Mean, double, double>(batchSize, 1e-14);
        Check<Weighted, double, int>(batchSize, 1e-14);
        Check<WeightedInSingle, float, int>(batchSize, 1e-6);
        Check<Likelihood, double, int>(batchSize, 1e-14);
        Check<WeightedSum, double, int>(batchSize, 1e-14);
        Check<Binary, double, double>(batchSize, 1e-14);
    }

    [Fact]
    public void Class_weights_divide_by_their_sum_over_the_epoch()
    {
        // Outputs 0: every example costs ln 3, so the mean does, too; with a bias the classes differ.
        Weighted net = new();
        net.SetParameter("dense1.weight", new double[9]);
        net.SetParameter("dense1.bias", [Math.Log(2), 0, 0]);
        int[] labels = [0, 0, 0, 2, 1, 0, 0, 0];
        double sum = (6 * 0.1 * -Math.Log(0.5)) + (-Math.Log(0.25) * 21), expected = sum / (0.6 + 21);
        for (int batchSize = 1; batchSize <= 8; batchSize++)
        {
            TrainingHistory history = net.Fit(new double[24], labels, new FitOptions { Optimizer = new SGD(0), Epochs = 1, BatchSize = batchSize });
            Assert.Equal(expected, history.Last.Loss, 1e-14);
        }
    }

    [Fact]
    public void Early_stopping_and_the_best_epoch_do_not_depend_on_the_batches()
    {
        // One example to train on, so that every batch size takes the same steps; to class 0, which makes class 2 worse and worse.
        ArrayDataset<double, int> train = new([1, 0, 0], [0], 3), validation = new([1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 2], 3);
        TrainingHistory[] histories = [.. ((int[])[1, 2, 5]).Select(batchSize =>
        {
            Weighted net = new(seed: 5);
            FitOptions options = new() { Optimizer = new SGD(0.5), Epochs = 50, BatchSize = batchSize, EarlyStopping = new() { Patience = 3 } };
            using Trainer<Weighted, double, int> trainer = net.CreateTrainer(train, validation, options);
            TrainingHistory history = trainer.Run();
            Assert.Equal(history.Best.ValidationLoss, trainer.Evaluate(validation).Loss); // the best epoch's parameters are back
            return history;
        })];
        Assert.Equal(StopReason.EarlyStopped, histories[0].StopReason);
        foreach (TrainingHistory history in histories)
        {
            Assert.Equal(histories[0].Best.Epoch, history.Best.Epoch);
            Assert.Equal(histories[0].Epochs.Select(epoch => epoch.ValidationLoss!.Value), history.Epochs.Select(epoch => epoch.ValidationLoss!.Value), (x, y) => Math.Abs(x - y) < 1e-14);
        }
    }

    [Fact]
    public void It_goes_on_in_the_middle_of_an_epoch_and_reads_states_of_before()
    {
        (double[] inputs, int[] labels) = Data<double, int>(10, 3);
        ArrayDataset<double, int> data = new(inputs, labels, 3);
        using Trainer<Weighted, double, int> trainer = new(new(seed: 1), data, null, Options());
        for (int i = 0; i < 2; i++)
        {
            trainer.NextBatch();
            trainer.Step();
        }

        TrainerState<double> state = trainer.Save();
        Weighted net = new(seed: 1);
        net.CopyFrom(trainer.Network);
        using Trainer<Weighted, double, int> resumed = new(net, data, null, Options());
        resumed.Load(state);
        Assert.Equal(trainer.Loss, resumed.Loss);
        Assert.Equal(trainer.Run().Last.Loss, resumed.Run().Last.Loss);

        Assert.True(state.Values.Remove("trainer.lossDivisor") && state.Values.Remove("trainer.penaltySum"));
        state.Set("trainer.lossSum", 8.0); // 2 for each of 4 examples
        using Trainer<Weighted, double, int> old = new(new(seed: 1), data, null, Options());
        old.Load(state);
        Assert.Equal(2, old.Loss);
        old.Run();

        static FitOptions Options() => new() { Optimizer = new SGD(0.1), Epochs = 1, BatchSize = 2 };
    }

    [Fact]
    public void Before_the_first_step_it_is_not_a_number()
    {
        using Trainer<Weighted, double, int> trainer = new(new(), new ArrayDataset<double, int>(new double[6], [0, 1], 3));
        Assert.True(double.IsNaN(trainer.Loss));
    }

    private static void Check<TNetwork, T, TTarget>(int batchSize, double tolerance)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, System.Numerics.INumberBase<TTarget>
    {
        TNetwork net = TNetwork.Create(7);
        int perTarget = typeof(TTarget) == typeof(int) ? 1 : net.OutputSize;
        (T[] inputs, TTarget[] targets) = Data<T, TTarget>(67, perTarget);
        ArrayDataset<T, TTarget> data = new(inputs, targets, net.InputSize, perTarget);
        FitOptions options = new() { Optimizer = new SGD(0), Epochs = 1, BatchSize = batchSize, Metrics = [] };
        using Trainer<TNetwork, T, TTarget> trainer = new(net, data, data, options);
        EpochRecord record = trainer.Run().Last;

        Workspace<T> workspace = net.CreateWorkspace(67);
        net.Forward(workspace, inputs);
        double cost = double.CreateChecked(net.Loss(workspace, targets)), loss = double.CreateChecked(net.Evaluate(inputs, targets));
        Assert.Equal(loss, record.ValidationLoss!.Value, tolerance * Math.Abs(loss));
        Assert.Equal(loss, trainer.Evaluate(data).Loss, tolerance * Math.Abs(loss));
        Assert.Equal(cost, record.Loss, tolerance * Math.Abs(cost)); // penalties included
    }

    private static (T[] Inputs, TTarget[] Targets) Data<T, TTarget>(int examples, int perTarget)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, System.Numerics.INumberBase<TTarget>
    {
        Random random = new(11);
        T[] inputs = [.. Enumerable.Range(0, examples * 3).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))];
        TTarget[] targets = [.. Enumerable.Range(0, examples * (typeof(TTarget) == typeof(int) ? 1 : perTarget))
            .Select(i => typeof(TTarget) == typeof(int) ? TTarget.CreateChecked(i % 7 == 3 ? 2 : i % 2) : TTarget.CreateChecked(random.NextDouble()))];
        return (inputs, targets);
    }
}
