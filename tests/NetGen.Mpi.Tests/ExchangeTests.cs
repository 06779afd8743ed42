using NetGen.Mpi.Rank;

namespace NetGen.Mpi.Tests;

public sealed class ExchangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mlp", 2, 3, 5, 11)]
    [InlineData("lenet", 3)]
    [InlineData("mixed", 2, 3, 4, 8)]
    public void Any_number_of_ranks_and_threads_ends_in_the_same_bits(string name, params int[] ranks)
    {
        string expected = Workload.Train(name, Workload.Options(new LocalExchange(Workload.Parts)));
        Assert.Equal(expected, Workload.Train(name, Workload.Options(new LocalExchange(Workload.Parts), threads: 3)));
        foreach (int size in ranks)
            AssertAll(expected, ThreadExchange.Run(size, Workload.Parts, exchange => Workload.Train(name, Workload.Options(exchange))));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(6, 4)]
    [InlineData(7, 3)]
    public void So_it_is_with_parts_that_are_no_power_of_two(int parts, int ranks) => AssertAll(
        Workload.Train("mixed", Workload.Options(new LocalExchange(parts))),
        ThreadExchange.Run(ranks, parts, exchange => Workload.Train("mixed", Workload.Options(exchange))));

    [Fact]
    public void Parts_decide_the_bits()
    {
        string one = Workload.Train("mixed", Workload.Options(new LocalExchange(1)));
        Assert.Equal(Workload.Train("mixed", Workload.Options(null)), one); // that of a whole batch
        Assert.NotEqual(one, Workload.Train("mixed", Workload.Options(new LocalExchange(2))));
    }

    /// <summary>In double precision, the parts of a batch are the batch but for rounding: divisors, penalties and weights of examples are those of the whole.</summary>
    [Theory]
    [InlineData("class weights")]
    [InlineData("ignored labels")]
    [InlineData("sums")]
    [InlineData("several losses")]
    public void Parts_add_up_to_the_gradient_of_the_batch(string kind)
    {
        double[] whole = Trained(kind, null);
        Assert.All(whole.Zip(Trained(kind, new LocalExchange(8))), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.All(ThreadExchange.Run(3, 8, exchange => Trained(kind, exchange)), ranks => Assert.Equal(Trained(kind, new LocalExchange(8)), ranks));
        if (kind != "sums")
            Assert.NotEqual(whole, Trained(kind, new LocalExchange(8)));
    }

    /// <summary>Batches of which no label counts have the gradient of the penalties.</summary>
    [Fact]
    public void A_batch_of_which_nothing_counts_has_the_gradient_of_penalties()
    {
        (ArrayDataset<double, int> points, _) = Points();
        ArrayDataset<double, int> ignored = new(points.Inputs.ToArray(), [.. Enumerable.Repeat(-1, points.Count)], 6);
        double[] whole = After(null);
        Assert.All(whole.Zip(After(new LocalExchange(4))), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(ThreadExchange.Run(2, 4, After), ranks => Assert.Equal(After(new LocalExchange(4)), ranks));

        double[] After(IGradientExchange? exchange)
        {
            Ignoring net = new(seed: 1);
            net.Fit(ignored, new FitOptions { Exchange = exchange, BatchSize = 10, Epochs = 1, Optimizer = new SGD(0.1), Metrics = [] });
            return net.Parameters.ToArray();
        }
    }

    [Fact]
    public void Running_statistics_are_the_mean_over_parts()
    {
        ArrayDataset<float, int> points = Workload.Points(12, 6, 3);
        Running net = new(seed: 1);
        net.Fit(points, new FitOptions { Exchange = new LocalExchange(3), BatchSize = 12, Epochs = 1, Shuffle = false });
        float[] mean = new float[net.State.Length];
        for (int part = 0; part < 3; part++)
        {
            Running alone = new(seed: 1);
            Workspace<float> workspace = alone.CreateWorkspace(4);
            alone.Forward(workspace, points.Inputs.Slice(part * 24, 24));
            for (int i = 0; i < mean.Length; i++)
                mean[i] += alone.State[i] / 3;
        }

        Assert.All(mean.Zip(net.State.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.NotEqual(new Running(seed: 1).State.ToArray(), net.State.ToArray());
    }

    [Fact]
    public void A_training_goes_on_with_another_number_of_ranks_and_ends_in_the_same_bits()
    {
        string expected = Workload.Train("mixed", Workload.Options(new LocalExchange(Workload.Parts)));
        ThreadExchange.Run(3, Workload.Parts, exchange => Workload.Train("mixed", Workload.Options(exchange, checkpoints: _folder)));
        string[] checkpoints = [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal)];
        Assert.Equal(12, checkpoints.Length); // in steps 4, 8, … 48, by rank 0
        string middle = checkpoints[5];
        Assert.Equal(expected, Workload.Train("mixed", Workload.Options(new LocalExchange(Workload.Parts), resume: middle)));
        AssertAll(expected, ThreadExchange.Run(2, Workload.Parts, exchange => Workload.Train("mixed", Workload.Options(exchange, resume: middle))));

        string message = Assert.Throws<InvalidDataException>(() => Workload.Train("mixed", Workload.Options(new LocalExchange(4), resume: middle))).Message;
        Assert.Contains("interrupted with parts = 8, and would be resumed with 4", message, StringComparison.Ordinal);
        Assert.Contains("resumed with 1", Assert.Throws<InvalidDataException>(() => Workload.Train("mixed", Workload.Options(null, resume: middle))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("options", "Rank 1 has optimizer.learningRate 0.02, and rank 0 has optimizer.learningRate 0.01")]
    [InlineData("data", "Rank 1 has training data of 100 examples")]
    [InlineData("parameters", "Rank 1 has parameters")]
    public void Ranks_that_would_train_something_else_are_refused_by_name(string what, string expected)
    {
        (_, Exception?[] exceptions) = ThreadExchange.TryRun(3, 8, exchange =>
        {
            bool differs = exchange.Rank == 1;
            ArrayDataset<float, int> points = Workload.Points(100, 12, 4);
            int[] labels = points.Targets.ToArray();
            labels[0] = what == "data" && differs ? 3 : 0;
            return new Mlp(seed: what == "parameters" && differs ? 9 : 1).Fit(points.Inputs.ToArray(), labels, new FitOptions { Exchange = exchange, Optimizer = new Adam(what == "options" && differs ? 0.02 : 0.01) });
        });
        Assert.All(exceptions, exception => Assert.Contains(expected, Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_that_is_none_stops_all_and_names_the_rank()
    {
        ArrayDataset<float, int> points = Workload.Points(100, 12, 4);
        float[] inputs = points.Inputs.ToArray(), parameters = new Mlp(seed: 1).Parameters.ToArray();
        inputs[(15 * 12) + 3] = float.NaN; // of part 5
        (_, Exception?[] exceptions) = ThreadExchange.TryRun(4, 8, exchange =>
        {
            Mlp net = new(seed: 1);
            try
            {
                return net.Fit(inputs, points.Targets.ToArray(), new FitOptions { Exchange = exchange, BatchSize = 24, Shuffle = false });
            }
            finally
            {
                Assert.Equal(parameters, net.Parameters.ToArray());
            }
        });
        Assert.All(exceptions, exception => Assert.Contains("Rank 2: Step 1 (epoch 1, batch 1): the loss is NaN, first in input. Input 3 of example 15 of the data set is NaN.", Assert.IsType<TrainingDivergedException>(exception).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_of_one_rank_ends_the_others()
    {
        (_, Exception?[] exceptions) = ThreadExchange.TryRun(3, 8, exchange =>
        {
            ArrayDataset<float, int> points = Workload.Points(100, 12, 4);
            int[] labels = points.Targets.ToArray();
            labels[50] = exchange.Rank == 1 ? 77 : 0; // that nobody looks at before
            return new Mlp(seed: 1).Fit(points.Inputs.ToArray(), labels, new FitOptions { Exchange = exchange, BatchSize = 24 });
        });
        Assert.Contains(exceptions, exception => exception is ArgumentException && exception.Message.Contains("77", StringComparison.Ordinal));
        Assert.All(exceptions, Assert.NotNull);
    }

    [Fact]
    public void A_cancellation_or_OnEpoch_of_one_rank_ends_all_after_the_same_step()
    {
        TrainingHistory[] histories = ThreadExchange.Run(3, 8, exchange =>
        {
            using CancellationTokenSource cancellation = new();
            int reports = 0;
            FitOptions options = new()
            {
                Exchange = exchange,
                BatchSize = 24,
                ProgressInterval = TimeSpan.Zero,
                Progress = new Reports(() =>
                {
                    if (++reports == 7)
                        cancellation.Cancel();
                }),
            };
            TrainingHistory history = new Mlp(seed: 1).Fit(Workload.Points(100, 12, 4), null, options, cancellation.Token);
            Assert.Equal(exchange.Rank == 0, reports > 0);
            return history;
        });
        Assert.All(histories, history => Assert.Equal((StopReason.Cancelled, histories[0].Steps), (history.StopReason, history.Steps)));
        Assert.InRange(histories[0].Steps, 6, 8);

        int calls = 0;
        histories = ThreadExchange.Run(2, 8, exchange => new Mlp(seed: 1).Fit(Workload.Points(100, 12, 4), Workload.Options(exchange, onEpoch: record =>
        {
            Interlocked.Increment(ref calls);
            return record.Epoch < 3;
        })));
        Assert.All(histories, history => Assert.Equal((StopReason.Stopped, 3), (history.StopReason, history.Epochs.Count)));
        Assert.Equal(3, calls); // on rank 0
    }

    [Fact]
    public void A_rank_sends_twice_the_gradients_at_most_and_a_step_allocates_nothing()
    {
        long[] sent = ThreadExchange.Run(4, 8, exchange =>
        {
            using var trainer = new LeNet(seed: 1).CreateTrainer(Workload.Points(48, 784, 10), null, new FitOptions { Exchange = exchange, BatchSize = 24, Metrics = [] });
            trainer.NextBatch();
            long before = exchange.Sent;
            trainer.Step();
            return exchange.Sent - before;
        });
        long gradients = 4L * new LeNet(seed: 1).Parameters.Length;
        Assert.All(sent, bytes => Assert.InRange(bytes, gradients, 2 * gradients));

        using var alone = new Mlp(seed: 1).CreateTrainer(Workload.Points(96, 12, 4), null, new FitOptions { Exchange = new LocalExchange(), BatchSize = 24 });
        alone.NextBatch();
        alone.Step();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        alone.NextBatch();
        alone.Step();
        alone.NextBatch();
        alone.Step();
        Assert.Equal(allocated, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Evaluate_measures_the_parts_of_all_ranks()
    {
        ArrayDataset<float, int> points = Workload.Points(70, 12, 4);
        Evaluation[] ofRanks = ThreadExchange.Run(3, 8, exchange =>
        {
            using var trainer = new Mlp(seed: 1).CreateTrainer(points, null, new FitOptions { Exchange = exchange, BatchSize = 24, Metrics = [new Accuracy(), new RocAuc()] });
            return trainer.Evaluate(points);
        });
        using var whole = new Mlp(seed: 1).CreateTrainer(points, null, new FitOptions { BatchSize = 24, Metrics = [new Accuracy(), new RocAuc()] });
        Evaluation expected = whole.Evaluate(points);
        Assert.Equal(expected.Metrics, ofRanks[0].Metrics);
        Assert.All(ofRanks, evaluation => Assert.Equal(ofRanks[0].Loss, evaluation.Loss));
        Assert.Equal(expected.Loss, ofRanks[0].Loss, 1e-6);
    }

    [Fact]
    public void Exchange_and_accumulation_are_not_for_each_other() => Assert.Contains(
        "take more parts",
        Assert.Throws<ArgumentException>(() => new Mlp(seed: 1).Fit(Workload.Points(100, 12, 4), new FitOptions { Exchange = new LocalExchange(), GradientAccumulation = 2 })).Message,
        StringComparison.Ordinal);

    private static void AssertAll(string expected, string[] ranks)
    {
        Assert.Equal(expected, ranks[0]);
        Assert.All(ranks, rank => Assert.Equal(expected[..16], rank[..16])); // metrics are those of rank 0
    }

    private static (ArrayDataset<double, int> Labelled, ArrayDataset<double, double> Valued) Points()
    {
        PhiloxRandom random = new(7);
        double[] inputs = [.. Enumerable.Range(0, 46 * 6).Select(_ => (2 * random.NextDouble()) - 1)], values = [.. Enumerable.Range(0, 46 * 2).Select(_ => random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 46).Select(i => i % 3)];
        return (new(inputs, labels, 6), new(inputs, values, 6, 2));
    }

    private static double[] Trained(string kind, IGradientExchange? exchange)
    {
        (ArrayDataset<double, int> labelled, ArrayDataset<double, double> valued) = Points();
        FitOptions options = new() { Exchange = exchange, BatchSize = 20, Epochs = 4, Optimizer = new SGD(kind == "sums" ? 0.01 : 0.1), Metrics = [] };
        WeightedDataset<double, int> weighted = new(labelled, [.. Enumerable.Range(0, 46).Select(i => 0.5 + (i % 4))]);
        switch (kind)
        {
            case "class weights":
                Weighing weighing = new(seed: 1);
                weighing.Fit(weighted, options);
                return weighing.Parameters.ToArray();
            case "ignored labels":
                Ignoring ignoring = new(seed: 1);
                ignoring.Fit(new ArrayDataset<double, int>(labelled.Inputs.ToArray(), [.. Enumerable.Range(0, 46).Select(i => i % 5 == 0 ? -1 : i % 3)], 6), options);
                return ignoring.Parameters.ToArray();
            case "sums":
                Summing summing = new(seed: 1);
                summing.Fit(valued, options);
                return summing.Parameters.ToArray();
            default:
                Several several = new(seed: 1);
                double[] rows = [.. Enumerable.Range(0, 46).SelectMany(i => (double[])[i % 5 == 0 ? -1 : i % 3, valued.Targets[2 * i], valued.Targets[(2 * i) + 1]])];
                several.Fit(new ArrayDataset<double, double>(labelled.Inputs.ToArray(), rows, 6, 3), options);
                return several.Parameters.ToArray();
        }
    }

    private sealed class Reports(Action report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report();
    }
}
