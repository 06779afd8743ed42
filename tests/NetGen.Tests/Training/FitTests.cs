using System.Text.Json;
using Xunit;

namespace NetGen.Tests;

/// <summary>Fit and the Trainer underneath.</summary>
public sealed partial class FitTests
{
    [Network]
    [Input(2)]
    [Dense(12), Tanh, Dropout(0.1)]
    [Dense(3)]
    [SoftmaxCrossEntropy, L2(1e-4)]
    internal sealed partial class FitNet;

    [Network<double>]
    [Input(1)]
    [Dense(8), Tanh]
    [Dense(1)]
    [MeanSquaredError]
    internal sealed partial class CurveNet;

    private static readonly ArrayDataset<float, int> s_train = Rings(301, 1), s_validation = Rings(90, 2);

    [Fact]
    public void It_learns_and_keeps_a_history()
    {
        FitNet net = new(seed: 3);
        double before = Accuracy(net);
        TrainingHistory history = net.Fit(s_train, s_validation, new FitOptions { Optimizer = new Adam(0.02), BatchSize = 16, Epochs = 30 });
        Assert.InRange(before, 0, 0.7);
        Assert.InRange(Accuracy(net), 0.9, 1);
        Assert.Equal(30, history.Epochs.Count);
        Assert.Equal(30 * 19, history.Steps);
        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.True(history.Last.Loss < history.Epochs[0].Loss / 2);
        Assert.Equal("accuracy", history.Last.Metrics[0].Name);
        Assert.Equal(Accuracy(net), history.Last.ValidationMetrics[0].Value);

        float[] inputs = new float[180];
        int[] labels = new int[90];
        s_validation.CopyTo([.. Enumerable.Range(0, 90)], inputs, labels);
        Assert.Equal(net.Evaluate(inputs, labels), history.Last.ValidationLoss!.Value, 1e-5);
    }

    [Fact]
    public void Arrays_are_fitted_too()
    {
        double[] x = [.. Enumerable.Range(0, 64).Select(i => i / 32.0 - 1)], y = [.. x.Select(v => Math.Sin(3 * v))];
        CurveNet net = new(seed: 1);
        TrainingHistory history = net.Fit(x, y, new FitOptions { Optimizer = new Adam(0.02), BatchSize = 8, Epochs = 150, ValidationFraction = 0.25, Metrics = [new R2(), new MAE()] });
        Assert.InRange(history.Last.ValidationMetrics[0].Value, 0.95, 1);
        Assert.Equal(["r2", "mae"], history.Last.Metrics.Select(metric => metric.Name));
        Assert.Equal(150 * 6, history.Steps);
        Assert.Throws<ArgumentException>(() => net.Fit(x, y[1..]));
        Assert.Single(net.Fit(new ArrayDataset<double, double>(x, y, 1), new FitOptions { Epochs = 1 }).Epochs);
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads_or_on_gathering_ahead()
    {
        float[] expected = Run(threads: 1);
        Assert.Equal(expected, Run(threads: 2));
        Assert.Equal(expected, Run(threads: 3));

        // The same by hand, with batches gathered in between.
        FitNet net = new(seed: 5);
        Workspace<float> workspace = net.CreateWorkspace(32);
        MiniBatches<float, int> batches = new(s_train, 32, seed: 7);
        Adam optimizer = new(0.01);
        CosineSchedule schedule = new(40);
        int step = 0;
        for (int epoch = 0; epoch < 4; epoch++)
        {
            batches.Shuffle(epoch);
            while (batches.Next())
            {
                optimizer.LearningRate = schedule.LearningRate(step++, 0.01);
                net.Forward(workspace, batches.Inputs);
                net.Loss(workspace, batches.Targets);
                net.Backward(workspace);
                GradientClipping.ByValue(workspace.Gradients, 0.5);
                GradientClipping.ByNorm(workspace.Gradients, 0.8);
                optimizer.Step(net.Parameters, workspace.Gradients);
            }
        }

        Assert.Equal(40, step);
        Assert.Equal(expected, net.Parameters.ToArray());

        static float[] Run(int threads)
        {
            FitNet net = new(seed: 5);
            using var trainer = net.CreateTrainer(s_train, null, new FitOptions { Optimizer = new Adam(0.01), BatchSize = 32, Epochs = 4, Seed = 7, Schedule = new CosineSchedule(40), ClipNorm = 0.8, ClipValue = 0.5, Threads = threads });
            trainer.Workspace.DividesAlways = true;
            trainer.Run();
            return net.Parameters.ToArray();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(19)]
    [InlineData(40)]
    [InlineData(75)]
    public void An_interrupted_training_ends_in_the_same_bits(int interruptedAt)
    {
        FitNet whole = new(seed: 5);
        TrainingHistory expected = whole.Fit(s_train, s_validation, Options());

        FitNet first = new(seed: 5);
        using var trainer = first.CreateTrainer(s_train, s_validation, Options());
        while (trainer.StepCount < interruptedAt)
        {
            if (trainer.NextBatch())
                trainer.Step();
            else
                trainer.EndEpoch();
        }

        TrainerState<float> state = trainer.Save();
        FitNet second = new(seed: 99);
        second.CopyFrom(first);
        second.SetRate("dropout1", 0.1);
        FitNet resumed = WithSeed(second, 5);
        using var later = resumed.CreateTrainer(s_train, s_validation, Options());
        later.Load(state);
        TrainingHistory history = later.Run();
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
        Assert.Equal(expected.Epochs.Select(WithoutTime), history.Epochs.Select(WithoutTime));
        Assert.Equal(expected.StopReason, history.StopReason);
        Assert.Equal(expected.Steps, history.Steps);

        static FitOptions Options() => new()
        {
            Optimizer = new NAdam(0.02),
            BatchSize = 16,
            Epochs = 5,
            Seed = 3,
            Schedule = new ReduceOnPlateauSchedule(0.5, patience: 0, threshold: 0.2),
            EarlyStopping = new EarlyStopping { Patience = 2, MinimumImprovement = 0.01 },
            Metrics = [new Accuracy(), new ZeroOneLoss(), new TopKAccuracy(2), new F1()],
        };

        static FitNet WithSeed(FitNet net, long seed)
        {
            FitNet other = new(seed);
            other.CopyFrom(net);
            return other;
        }
    }

    [Fact]
    public void A_resumed_training_must_be_the_same_training()
    {
        FitNet net = new();
        using var trainer = net.CreateTrainer(s_train, null, new FitOptions { Optimizer = new SGD(0.1), Seed = 1 });
        trainer.NextBatch();
        trainer.Step();
        TrainerState<float> state = trainer.Save();
        foreach ((FitOptions options, string name) in new (FitOptions, string)[]
        {
            (new() { Optimizer = new SGD(0.1), Seed = 2 }, "seed"),
            (new() { Optimizer = new SGD(0.1), Seed = 1, BatchSize = 8 }, "batchSize"),
            (new() { Optimizer = new Adam(0.1), Seed = 1 }, "Adam"),
        })
        {
            using var other = net.CreateTrainer(s_train, null, options);
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => other.Load(state)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Early_stopping_restores_the_best_parameters()
    {
        FitNet net = new(seed: 2);

        // A rate so high that the loss soon rises again.
        TrainingHistory history = net.Fit(s_train, s_validation, new FitOptions { Optimizer = new Adam(0.3), BatchSize = 16, Epochs = 60, EarlyStopping = new EarlyStopping { Patience = 3 } });
        Assert.Equal(StopReason.EarlyStopped, history.StopReason);
        Assert.InRange(history.Epochs.Count, 4, 59);
        Assert.Equal(history.Epochs.Count, history.Best.Epoch + 3);
        using var trainer = net.CreateTrainer(s_train);
        Assert.Equal(history.Best.ValidationLoss!.Value, trainer.Evaluate(s_validation).Loss, 1e-6);
    }

    [Fact]
    public void Cancellation_ends_within_one_step_and_the_training_goes_on()
    {
        FitNet whole = new(seed: 5), net = new(seed: 5);
        whole.Fit(s_train, Options(null));
        using CancellationTokenSource source = new();
        Report report = new(progress =>
        {
            if (progress.Step == 30 && progress.Completed is null)
                source.Cancel();
        });
        using var trainer = net.CreateTrainer(s_train, null, Options(report));
        TrainingHistory history = trainer.Run(source.Token);
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Assert.Equal(30, history.Steps);
        Assert.Single(history.Epochs);
        Assert.False(trainer.IsFinished);
        Assert.Equal(StopReason.Completed, trainer.Run().StopReason);
        Assert.Equal(whole.Parameters.ToArray(), net.Parameters.ToArray());

        static FitOptions Options(IProgress<TrainingProgress>? progress) =>
            new() { Optimizer = new SGD(0.05, 0.9), BatchSize = 16, Epochs = 3, Progress = progress, ProgressInterval = TimeSpan.Zero };
    }

    [Fact]
    public void Progress_tells_of_steps_and_epochs()
    {
        List<TrainingProgress> reports = [];
        new FitNet().Fit(s_train, s_validation, new FitOptions { BatchSize = 50, Epochs = 2, Progress = new Report(reports.Add), ProgressInterval = TimeSpan.Zero });
        Assert.Equal(2 * (7 + 1), reports.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 7], reports.Take(8).Select(report => report.StepInEpoch));
        Assert.All(reports, report => Assert.True(report is { Epochs: 2, StepsPerEpoch: 7, ExamplesPerSecond: > 0, LearningRate: 1e-3, Metrics.Count: 1 } && double.IsFinite(report.Loss)));
        Assert.NotNull(reports[7].Completed);
        Assert.True(reports[0].Remaining > TimeSpan.Zero && reports[^1].Remaining == TimeSpan.Zero);
    }

    [Fact]
    public void A_number_that_is_not_finite_stops_with_its_place_and_the_last_good_parameters()
    {
        float[] inputs = new float[20];
        inputs[7] = float.NaN;
        FitNet net = new(seed: 1);
        using var trainer = net.CreateTrainer(new ArrayDataset<float, int>(inputs, new int[10], 2), null, new FitOptions { BatchSize = 2, Shuffle = false });
        float[] good = [];
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() =>
        {
            while (trainer.NextBatch())
            {
                good = net.Parameters.ToArray();
                trainer.Step();
            }
        });
        Assert.Equal(2, exception.Step);
        Assert.Equal("input", exception.Layer);
        Assert.Contains("Input 1 of example 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(good, net.Parameters.ToArray());
        Assert.Equal(1, trainer.Optimizer.StepCount);
        Assert.Equal(1, trainer.Workspace.Step);
    }

    [Fact]
    public void Too_high_a_learning_rate_is_named_as_the_likely_cause()
    {
        FitNet net = new(seed: 1);
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => net.Fit(s_train, new FitOptions { Optimizer = new SGD(1e30), Epochs = 5 }));
        Assert.Contains("learning rate, 1E+30, is too high", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(exception.Layer);
        Assert.True(VectorReductions.AllFinite<float>(net.Parameters));
    }

    [Fact]
    public void Histories_become_csv_and_json_and_come_back()
    {
        FitNet net = new();
        TrainingHistory history = net.Fit(s_train, s_validation, new FitOptions { Epochs = 3, Health = true });
        string[] lines = history.ToCsv().Split('\n');
        Assert.Equal("epoch,step,learningRate,loss,validationLoss,accuracy,validationAccuracy,seconds,examplesPerSecond", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("3,30,0.001,", lines[3], StringComparison.Ordinal);
        Assert.All(lines[1..4], line => Assert.Equal(9, line.Split(',').Length));

        TrainingHistory copy = TrainingHistory.FromJson(history.ToJson());
        Assert.Equal(history.ToJson(), copy.ToJson());
        Assert.Equal(3, copy.Last.Epoch);
        Assert.Contains(copy.Last.Health, layer => layer is { Name: "dense1.weight", GradientNorm: > 0, ParameterNorm: > 0 });
        using JsonDocument document = JsonDocument.Parse(history.ToJson());
        Assert.Equal("Completed", document.RootElement.GetProperty("stopReason").GetString());
        foreach (string wrong in new[] { "", "{}", "[1]", "{\"stopReason\":\"Completed\",\"steps\":1.5,\"epochs\":[]}" })
            Assert.Throws<InvalidDataException>(() => TrainingHistory.FromJson(wrong));
    }

    [Fact]
    public void Cross_validation_holds_each_example_out_once()
    {
        CrossValidationResult result = FitNet.CrossValidate(s_train, 5, fold => new FitOptions { Optimizer = new Adam(0.02), Epochs = 15, BatchSize = 16 }, seed: 4);
        Assert.Equal(5, result.Folds.Count);
        Assert.Equal(Enumerable.Range(0, 301), result.Folds.SelectMany(fold => fold.HeldOut).Order());
        Assert.InRange(result.Mean("accuracy"), 0.8, 1);
        Assert.Equal(result.Folds.Average(fold => fold.Loss), result.Mean("loss"), 1e-12);
        Assert.InRange(result.StandardDeviation("accuracy"), 0, 0.2);
        Assert.Contains("accuracy 0.", result.ToString(), StringComparison.Ordinal);

        // Stratified: the classes differ by at most one between folds.
        int[] labels = new int[301];
        s_train.CopyTo([.. Enumerable.Range(0, 301)], new float[602], labels);
        for (int c = 0; c < 3; c++)
        {
            int[] counts = [.. result.Folds.Select(fold => fold.HeldOut.Count(i => labels[i] == c))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }

        Assert.Throws<ArgumentException>(() => result.Mean("f1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => FitNet.CrossValidate(s_train, 1));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        FitNet net = new();
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<float, int>(new float[9], new int[3], 3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Fit(s_train, new FitOptions { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Fit(s_train, new FitOptions { ClipNorm = 0 }));
        Assert.Throws<ArgumentException>(() => net.Fit(new ArrayDataset<float, int>([], [], 2)));
        using var trainer = net.CreateTrainer(s_train, null, new FitOptions { Epochs = 1 });
        Assert.Throws<InvalidOperationException>(() => trainer.Step());
        Assert.Throws<InvalidOperationException>(() => trainer.EndEpoch());
        trainer.Run();
        Assert.Throws<InvalidOperationException>(() => trainer.NextBatch());
    }

    [Fact]
    public void A_data_set_that_fails_is_reported_where_its_batch_is_asked_for()
    {
        using var trainer = new FitNet().CreateTrainer(new Failing());
        Assert.True(trainer.NextBatch());
        Exception exception = Assert.Throws<InvalidOperationException>(() => trainer.NextBatch());
        Assert.Contains("disk on fire", exception.Message, StringComparison.Ordinal);
        Assert.IsType<IOException>(exception.InnerException);
    }

    [Fact]
    public void A_slow_data_set_is_read_by_another_thread_with_the_same_bits()
    {
        FitNet net = new(seed: 5), twin = new(seed: 5);
        Slow slow = new();
        using (var trainer = net.CreateTrainer(slow, null, new FitOptions { BatchSize = 8, Epochs = 2 }))
            Assert.Equal(StopReason.Completed, trainer.Run().StopReason);
        Assert.Contains(slow.Threads, thread => thread != Environment.CurrentManagedThreadId);
        twin.Fit(s_train, new FitOptions { BatchSize = 8, Epochs = 2 });
        Assert.Equal(twin.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Network]
    [Input(2)]
    [Dense(16), ReLU]
    [Dense(6), Sigmoid(Name = "gate")]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class HealthNet;

    [Fact]
    public void Health_shows_gradients_dead_units_and_saturation()
    {
        HealthNet net = new(seed: 1);
        float[] bias = new float[16], gate = [50, -50, 0, 0, 0, 0];
        bias.AsSpan(0, 4).Fill(-100); // four of sixteen units never pass anything on
        net.SetParameter("dense1.bias", bias);
        net.SetParameter("dense2.bias", gate); // two of six are at the ends of the sigmoid
        net.SetParameter("dense2.weight", new float[96]);
        TrainingHistory history = net.Fit(s_train, new FitOptions { Optimizer = new SGD(0), BatchSize = 301, Epochs = 1, Health = true });
        IReadOnlyList<LayerHealth> health = history.Last.Health;
        Assert.Equal(2 / 6.0, health.Single(layer => layer.Name == "gate").SaturatedShare!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(4 * 100.0 * 100), health.Single(layer => layer.Name == "dense1.bias").ParameterNorm!.Value, 1e-3);
        Assert.Equal(0, health.Single(layer => layer.Name == "dense1.weight").GradientNorm); // nothing comes through weights of 0
        Assert.Equal(1, health.Single(layer => layer.Name == "reLU1").DeadShare);

        float[] weights = [.. Enumerable.Range(0, 96).Select(i => MathF.Sin(i))];
        net.SetParameter("dense2.weight", weights);
        history = net.Fit(s_train, new FitOptions { Optimizer = new SGD(0), BatchSize = 301, Epochs = 1, Health = true });
        double dead = history.Last.Health.Single(layer => layer.Name == "reLU1").DeadShare!.Value;
        Assert.InRange(dead, 4 / 16.0, 8 / 16.0);
        Assert.True(history.Last.Health.Single(layer => layer.Name == "dense1.weight").GradientNorm > 0);
    }

    [Network]
    [Input(2)]
    [Dense(4), Tanh, Dropout(0.5)]
    [Dense(4), Sigmoid]
    [Dense(4), Softsign]
    [Dense(4), HardSigmoid]
    [Dense(4), HardTanh(-2, 3)]
    [Dense(4), ReLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    internal sealed partial class SaturationNet;

    [Fact]
    public void Saturation_is_counted_for_every_activation_that_saturates_named_or_not()
    {
        SaturationNet net = new(seed: 1);
        (string Name, float[] Bias, double Share)[] expected =
        [
            ("tanh1", [10, -10, 0, 0.5f], 2 / 4.0),
            ("sigmoid1", [10, 0, 0, 1], 1 / 4.0),
            ("softsign1", [200, -200, 300, 40], 3 / 4.0), // 40 / 41 is not within 1 %
            ("hardSigmoid1", [3.5f, -3.5f, 4, -4], 4 / 4.0),
            ("hardTanh1", [1, -1, 3, 0], 1 / 4.0), // 1 and -1 are no ends here
        ];
        for (int i = 0; i < expected.Length; i++)
        {
            net.SetParameter($"dense{i + 1}.weight", new float[i == 0 ? 8 : 16]);
            net.SetParameter($"dense{i + 1}.bias", expected[i].Bias);
        }

        IReadOnlyList<LayerHealth> health = net.Fit(s_train, s_validation, new FitOptions { Optimizer = new SGD(0), BatchSize = 301, Epochs = 1, Health = true, Threads = 2 }).Last.Health;
        foreach ((string name, _, double share) in expected)
            Assert.Equal(share, health.Single(layer => layer.Name == name).SaturatedShare!.Value, 1e-12);
        Assert.Null(health.Single(layer => layer.Name == "reLU1").SaturatedShare);
    }

    [Fact]
    public void A_second_training_starts_its_schedule_where_the_first_did()
    {
        FitNet net = new(seed: 1);
        FitOptions options = new() { Optimizer = new Adam(0.02), BatchSize = 16, Epochs = 2, Schedule = new CosineSchedule(38) };
        TrainingHistory first = net.Fit(s_train, options), second = net.Fit(s_train, options);
        Assert.Equal(first.Epochs.Select(epoch => epoch.LearningRate), second.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(0.02, options.Optimizer.LearningRate);
    }

    private static double Accuracy(FitNet net)
    {
        float[] inputs = new float[180];
        int[] labels = new int[90];
        s_validation.CopyTo([.. Enumerable.Range(0, 90)], inputs, labels);
        return new Accuracy().Compute<float>(net.Predict(inputs), labels);
    }

    private static EpochRecord WithoutTime(EpochRecord epoch) =>
        epoch with { Seconds = 0, ExamplesPerSecond = 0, Metrics = new Values(epoch.Metrics), ValidationMetrics = new Values(epoch.ValidationMetrics), Health = [] };

    /// <summary>Points in three rings, or nearly.</summary>
    private static ArrayDataset<float, int> Rings(int count, int seed)
    {
        Random random = new(seed);
        float[] inputs = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(3);
            double radius = labels[i] + (0.7 * random.NextDouble()), angle = random.NextDouble() * Math.Tau;
            (inputs[2 * i], inputs[(2 * i) + 1]) = ((float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle)));
        }

        return new(inputs, labels, 2);
    }

    /// <summary>A list that is equal to one with equal items.</summary>
    private sealed class Values(IReadOnlyList<MetricValue> items) : List<MetricValue>(items)
    {
        public override bool Equals(object? obj) => obj is Values other && this.SequenceEqual(other);

        public override int GetHashCode() => Count;
    }

    private sealed class Report(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        void IProgress<TrainingProgress>.Report(TrainingProgress value) => action(value);
    }

    private sealed class Slow : IDataset<float, int>
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Threads { get; } = [];

        public int Count => s_train.Count;

        public int InputSize => s_train.InputSize;

        public int TargetSize => s_train.TargetSize;

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            Thread.Sleep(1);
            s_train.CopyTo(indices, inputs, targets);
        }
    }

    private sealed class Failing : IDataset<float, int>
    {
        private int _batches;

        public int Count => 100;

        public int InputSize => 2;

        public int TargetSize => 1;

        public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
        {
            if (++_batches == 2)
                throw new IOException("disk on fire");
            inputs.Clear();
            targets.Clear();
        }
    }
}
