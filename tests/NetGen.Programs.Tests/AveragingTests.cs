namespace NetGen.Programs.Tests;

public sealed class AveragingTests : IDisposable
{
    private const double Decay = 0.9;
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;
    private readonly ArrayDataset<float, int> _train = Blobs.Create(40, seed: 1);
    private readonly ArrayDataset<float, int> _validation = Blobs.Create(12, seed: 2);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_average_is_that_of_the_parameters_after_each_update()
    {
        Classifier plain = new(seed: 3), averaged = new(seed: 3);
        using var byHand = plain.CreateTrainer(_train, null, Options());
        double[]? expected = null;
        while (!byHand.IsFinished)
        {
            while (byHand.NextBatch())
            {
                byHand.Step();
                double[] weights = [.. plain.Parameters.ToArray().Select(w => (double)w)];
                expected = expected is null ? weights : [.. expected.Zip(weights, (a, w) => a + (1 - Decay) * (w - a))];
            }

            byHand.EndEpoch();
        }

        averaged.Fit(_train, Options(averaging: true));
        float[] actual = averaged.Parameters.ToArray();
        Assert.All(expected!.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.NotEqual(plain.Parameters.ToArray(), actual);
        Assert.Equal(plain.State.ToArray(), averaged.State.ToArray());
    }

    [Fact]
    public void The_average_is_what_is_measured_and_what_early_stopping_restores()
    {
        Classifier net = new(seed: 3);
        TrainingHistory history = net.Fit(_train, _validation, Options(averaging: true));
        Assert.Equal(history.Last.ValidationLoss!.Value, net.Evaluate(_validation.Inputs, _validation.Targets), 1e-6);

        Classifier stopped = new(seed: 3);
        history = stopped.Fit(_train, _validation, new FitOptions { BatchSize = 8, Epochs = 30, Seed = 5, Optimizer = new Adam(0.3), Averaging = new(Decay), EarlyStopping = new() { Patience = 2 } });
        Assert.Equal(history.Best.ValidationLoss!.Value, stopped.Evaluate(_validation.Inputs, _validation.Targets), 1e-6);
    }

    [Fact]
    public void The_trainer_measures_averages_and_trains_on_with_the_last_parameters()
    {
        Classifier net = new(seed: 3), undisturbed = new(seed: 3);
        undisturbed.Fit(_train, _validation, Options(averaging: true));
        using var trainer = net.CreateTrainer(_train, _validation, Options(averaging: true));
        while (!trainer.IsFinished)
        {
            while (trainer.NextBatch())
            {
                trainer.Step();
                float[] last = net.Parameters.ToArray();
                double ofAverage = trainer.Evaluate(_validation).Loss;
                Assert.Equal(last, net.Parameters.ToArray());
                if (trainer.StepCount > 3)
                    Assert.NotEqual(net.Evaluate(_validation.Inputs, _validation.Targets), ofAverage, 1e-6);
            }

            trainer.EndEpoch();
        }

        Assert.Equal(undisturbed.Parameters.ToArray(), net.Parameters.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    public void Interrupted_and_resumed_a_training_ends_in_the_same_bits_and_its_checkpoints_load_as_averages(int steps)
    {
        Classifier whole = new(seed: 3), interrupted = new(seed: 3);
        using var straight = whole.CreateTrainer(_train, _validation, Options(averaging: true));
        straight.Run();

        using CancellationTokenSource stop = new();
        int reports = 0;
        FitOptions options = Options(averaging: true, checkpoint: _folder, progress: new Progress(_ =>
        {
            if (++reports == steps)
                stop.Cancel();
        }));
        TrainingHistory history = interrupted.Fit(_train, _validation, options, stop.Token);
        Assert.Equal(StopReason.Cancelled, history.StopReason);
        Classifier loaded = Classifier.FromFile(CheckpointFolder.Newest(_folder)!);
        Assert.Equal(interrupted.Parameters.ToArray(), loaded.Parameters.ToArray());

        Classifier resumed = new(seed: 3);
        using var rest = resumed.CreateTrainer(_train, _validation, Options(averaging: true, resume: _folder));
        rest.Run();
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
        Assert.Equal(straight.Save().Tensors["averaging.weights"], rest.Save().Tensors["averaging.weights"]);
        Assert.Equal(straight.History.Epochs.Select(epoch => epoch.ValidationLoss), rest.History.Epochs.Select(epoch => epoch.ValidationLoss));
    }

    [Fact]
    public void A_finished_training_goes_on_from_its_last_parameters_when_there_are_more_epochs()
    {
        Classifier whole = new(seed: 3), first = new(seed: 3), resumed = new(seed: 3);
        whole.Fit(_train, Options(averaging: true, epochs: 5));
        first.Fit(_train, Options(averaging: true, epochs: 3, checkpoint: _folder));
        resumed.Fit(_train, Options(averaging: true, epochs: 5, resume: _folder));
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
    }

    [Fact]
    public void A_state_saved_by_hand_goes_on_the_same_way()
    {
        Classifier whole = new(seed: 3), half = new(seed: 3);
        whole.Fit(_train, Options(averaging: true));
        using var trainer = half.CreateTrainer(_train, null, Options(averaging: true));
        for (int i = 0; i < 3; i++)
        {
            trainer.NextBatch();
            trainer.Step();
        }

        Classifier other = new(seed: 3);
        other.CopyFrom(half);
        using var rest = other.CreateTrainer(_train, null, Options(averaging: true));
        rest.Load(trainer.Save());
        rest.Run();
        Assert.Equal(whole.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void A_checkpoint_of_another_averaging_is_refused_and_changes_nothing()
    {
        Classifier net = new(seed: 3);
        net.Fit(_train, Options(averaging: true, checkpoint: _folder));
        string file = CheckpointFolder.Newest(_folder)!;
        foreach (FitOptions options in new[] { Options(), new FitOptions { BatchSize = 8, Epochs = 3, Seed = 5, Averaging = new(0.5) } })
        {
            Classifier other = new(seed: 9);
            using var trainer = other.CreateTrainer(_train, null, options);
            float[] before = other.Parameters.ToArray();
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => trainer.Resume(file));
            Assert.Contains("an ExponentialAverage of decay 0.9", e.Message, StringComparison.Ordinal);
            Assert.Equal(before, other.Parameters.ToArray());
        }
    }

    [Fact]
    public void A_state_without_the_average_or_with_one_too_many_is_refused()
    {
        Classifier net = new(seed: 3);
        using var trainer = net.CreateTrainer(_train, null, Options(averaging: true));
        trainer.NextBatch();
        trainer.Step();
        TrainerState<float> state = trainer.Save();
        float[] average = state.Tensors["averaging.average"];
        state.Tensors["averaging.weights"] = average;
        Assert.Contains("got both", Assert.Throws<InvalidDataException>(() => trainer.Load(state)).Message, StringComparison.Ordinal);
        state.Tensors.Remove("averaging.weights");
        state.Tensors.Remove("averaging.average");
        Assert.Contains("got none", Assert.Throws<InvalidDataException>(() => trainer.Load(state)).Message, StringComparison.Ordinal);
        state.Tensors["averaging.average"] = [float.NaN, .. average[1..]];
        Assert.Contains("finite", Assert.Throws<InvalidDataException>(() => trainer.Load(state)).Message, StringComparison.Ordinal);
        state.Tensors["averaging.average"] = average;
        trainer.Load(state);
        Assert.Equal(1, trainer.StepCount);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_decay_is_at_least_0_and_less_than_1(double decay) => Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialAverage(decay));

    [Fact]
    public void An_average_of_decay_0_is_the_last_parameters()
    {
        Classifier plain = new(seed: 3), averaged = new(seed: 3);
        plain.Fit(_train, Options());
        averaged.Fit(_train, new FitOptions { BatchSize = 8, Epochs = 3, Seed = 5, Optimizer = new Adam(0.02), Averaging = new(0) });
        Assert.Equal(plain.Parameters.ToArray(), averaged.Parameters.ToArray());
    }

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.5)]
    public void Blend_moves_parameters_by_a_share_and_copies_the_state(double share)
    {
        Classifier target = new(seed: 1), online = new(seed: 2);
        online.Fit(_train, Options());
        float[] before = target.Parameters.ToArray();
        target.Blend(online, share);
        Assert.All(Enumerable.Range(0, before.Length), i => Assert.Equal(before[i] + share * ((double)online.Parameters[i] - before[i]), target.Parameters[i], 1e-6));
        Assert.Equal(online.State.ToArray(), target.State.ToArray());
    }

    [Fact]
    public void Blend_by_0_and_1_is_exact_and_shares_beyond_are_refused()
    {
        Normalized target = new(seed: 1), online = new(seed: 2);
        online.Fit(_train, Options());
        float[] before = target.Parameters.ToArray();
        target.Blend(online, 0);
        Assert.Equal(before, target.Parameters.ToArray());
        Assert.True(target.IsAdapted);
        target.Blend(online, 1);
        Assert.Equal(online.Parameters.ToArray(), target.Parameters.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => target.Blend(online, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => target.Blend(online, double.NaN));
    }

    private static FitOptions Options(bool averaging = false, int epochs = 3, string? checkpoint = null, string? resume = null, IProgress<TrainingProgress>? progress = null) => new()
    {
        BatchSize = 8,
        Epochs = epochs,
        Seed = 5,
        Optimizer = new Adam(0.02),
        Averaging = averaging ? new ExponentialAverage(Decay) : null,
        Checkpoint = checkpoint is null ? null : new CheckpointOptions(checkpoint),
        Resume = resume,
        Progress = progress,
        ProgressInterval = TimeSpan.Zero,
    };

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
