using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Trainings that go on from what is no sound checkpoint: refused as a whole, and nothing has changed.</summary>
public sealed partial class DamagedCheckpointTests : IDisposable
{
    [Network, Input(2), Normalization, Dense(4), BatchNorm, Tanh, Dropout(0.2), Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Net;

    private const string Value = "netgen.value.";

    private static readonly ArrayDataset<float, int> Data = SyntheticData.Moons(30, 0.1, seed: 1);

    private readonly TemporaryFolder _folder = new();
    private readonly ITestOutputHelper _output;
    private readonly string _sound;

    public DamagedCheckpointTests(ITestOutputHelper output)
    {
        _output = output;
        _sound = _folder["sound"];

        // Three epochs of six steps, and two steps.
        Run run = new(null);
        using Trainer<Net, float, int> trainer = new(run.Net, Data, null, run.Options);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            while (trainer.NextBatch())
                trainer.Step();
            trainer.EndEpoch();
        }

        for (int step = 0; step < 2; step++)
        {
            trainer.NextBatch();
            trainer.Step();
        }

        trainer.SaveCheckpoint(_sound);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sound_one_goes_on()
    {
        Run run = new(_sound);
        Assert.Equal(5, run.Fit().Epochs.Count);
        using SafetensorsFile file = SafetensorsFile.Open(_sound);
        Assert.True(file.MetadataKeys.Count(key => key.StartsWith(Value, StringComparison.Ordinal)) >= 19);
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "schedule.reductions", "-9223372036854775808", "from 0 to 3, got -9223372036854775808" },
        { "schedule.reductions", "4", "from 0 to 3, got 4" },
        { "schedule.waited", "-1", "from 0 to 3, got -1" },
        { "schedule.waited", "9223372036854775807", "from 0 to 3" },
        { "schedule.cooling", "-1", "from 0 to 2147483647" },
        { "schedule.best", "NaN", "got NaN" },
        { "schedule.best", "-Infinity", "got -Infinity" },
        { "trainer.baseLearningRate", "-0.001", "got -0.001" },
        { "trainer.baseLearningRate", "NaN", "got NaN" },
        { "trainer.baseLearningRate", "Infinity", "got Infinity" },
        { "optimizer.learningRate", "-1", "got -1" },
        { "optimizer.learningRate", "1e999", "got Infinity" },
        { "optimizer.step", "-1", "from 0 to 9007199254740992, got -1" },
        { "optimizer.step", "9223372036854775807", "got 9223372036854775807" },
        { "optimizer.step", "0", "'optimizer.step' of at least 1" },
        { "optimizer.length", "5", "'optimizer.length' to be" },
        { "optimizer.length", "-5", "'optimizer.length' to be" },
        { "optimizer", "SGD", "Adam, got that of SGD" },
        { "trainer.epoch", "2", "to be 3, the number of epochs" },
        { "trainer.epoch", "-1", "from 0 to 2147483647, got -1" },
        { "trainer.epoch", "4294967299", "from 0 to 2147483647" },
        { "trainer.stepInEpoch", "1", "to have 1 steps after the 18" },
        { "trainer.stepInEpoch", "7", "from 0 to 6, got 7" },
        { "trainer.stepInEpoch", "4294967298", "from 0 to 6" },
        { "trainer.workspaceStep", "-20", "got -20" },
        { "trainer.workspaceStep", "9223372036854775807", "got 9223372036854775807" },
        { "trainer.lossSum", "NaN", "got NaN" },
        { "trainer.lossSum", "-Infinity", "got -Infinity" },
        { "trainer.lossExamples", "0", "the loss of 2 steps" },
        { "trainer.lossExamples", "-10", "got -10" },
        { "trainer.lossExamples", "11", "from 0 to 10, got 11" },
        { "trainer.lossDivisor", "-1", "got -1" },
        { "trainer.lossDivisor", "NaN", "got NaN" },
        { "trainer.penaltySum", "Infinity", "got Infinity" },
        { "optimizer.missedSteps", "0:21", "of 20, as start:steps" },
        { "optimizer.missedSteps", "0:-1", "of 20, as start:steps" },
        { "optimizer.missedSteps", "0:0 9223372036854775807:1", "of 20, as start:steps" },
        { "optimizer.missedSteps", "0:20", "'optimizer.step' of at least 1" },
        { "trainer.seed", "4", "interrupted with seed = 4" },
        { "trainer.examples", "-30", "interrupted with examples = -30" },
        { "trainer.metric.0", "", "trainer.metric.0" },
        { "trainer.metric.0", "NaN 10", "metric" },
        { "trainer.metric.0", "1.5 10", "metric" },
        { "trainer.metric.0", "1e300 10", "metric" },
        { "trainer.metric.0", "a b", "Expected numbers in 'trainer.metric.0', got 'a'" },
        { "earlyStopping.bestLoss", "NaN", "got NaN" },
        { "earlyStopping.bestLoss", "Infinity", "no tensor 'earlyStopping.bestParameters'" },
        { "earlyStopping.waited", "-1", "from 0 to 3, got -1" },
        { "earlyStopping.waited", "2147483647", "from 0 to 3" },
        { "trainer.history", "", "Expected the history of a training in 'trainer.history'" },
        { "trainer.history", "{}", "Expected the history of a training" },
        { "trainer.history", "[]", "Expected the history of a training" },
        { "trainer.history", "null", "Expected the history of a training" },
        { "trainer.history", """{"stopReason":"None","steps":20,"epochs":[]}""", "'trainer.epoch' to be 0" },
        { "trainer.history", """{"stopReason":"None","steps":2,"epochs":[]}""", "'trainer.epoch' to be 0" },
        { "trainer.history", """{"stopReason":"17","steps":2,"epochs":[]}""", "one of None, Completed, EarlyStopped, Cancelled, Stopped, got '17'" },
        { "trainer.history", """{"stopReason":"None, Completed","steps":2,"epochs":[]}""", "got 'None, Completed'" },
        { "trainer.history", """{"stopReason":"None","steps":-2,"epochs":[]}""", "'steps' of at least 0, got -2" },
        { "trainer.history", """{"stopReason":"None","steps":9223372036854775808,"epochs":[]}""", "trainer.history" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_that_cannot_be_is_refused(string name, string value, string message)
    {
        string path = Rewrite(metadata => metadata[Value + name] = value);
        Assert.Contains(message, new Run(path).Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_of_what_was_never_fitted_is_none()
    {
        string layer = Net.Description.State[0].Name.Split('.')[0];
        foreach ((string value, string message) in ((string, string)[])[(layer, "after 20 steps"), ("dense1", "got 'dense1'"), ("", "got ''"), (layer + " x", "got 'x'")])
            Assert.Contains(message, new Run(Rewrite(metadata => metadata["netgen.unfitted"] = value)).Refused().Message, StringComparison.Ordinal);

        // Before the first step it says what is so.
        Run run = new(null);
        using (Trainer<Net, float, int> trainer = new(run.Net, Data, null, run.Options))
            trainer.SaveCheckpoint(_folder["start"]);
        Assert.Equal(5, new Run(_folder["start"]).Fit().Epochs.Count);
    }

    public static TheoryData<string, string, string> WrongHistories => new()
    {
        { "\"epoch\":2", "\"epoch\":3", "epoch 2 as the next one, got 3" },
        { "\"epoch\":1", "\"epoch\":-1", "epoch 1 as the next one, got -1" },
        { "\"step\":12", "\"step\":6", "at a step from 7 to 20, got 6" },
        { "\"step\":18", "\"step\":21", "got 21" },
        { "\"step\":6", "\"step\":0", "from 1 to 20, got 0" },
        { "\"step\":6", "\"step\":7", "trainer.history" },
        { "\"learningRate\":", "\"learningRate\":-", "a learning rate of at least 0, got -" },
        { "\"learningRate\":", "\"learningRate\":\"NaN\",\"x\":", "a learning rate of at least 0, got NaN" },
        { "\"seconds\":", "\"seconds\":-1,\"x\":", "seconds of at least 0, got -1" },
        { "\"examplesPerSecond\":", "\"examplesPerSecond\":\"NaN\",\"x\":", "examples per second of at least 0, got NaN" },
        { "\"metrics\":{", "\"metrics\":{\"\":1,", "names of at least 1 character, got 0" },
        { "\"loss\":", "\"loss\":null,\"x\":", "trainer.history" },
        { "\"epochs\":[", "\"epochs\":[null,", "trainer.history" },
    };

    [Theory]
    [MemberData(nameof(WrongHistories))]
    public void A_history_that_is_none_is_refused(string text, string replacement, string message)
    {
        string path = Rewrite(metadata =>
        {
            string history = metadata[Value + "trainer.history"];
            int at = history.IndexOf(text, StringComparison.Ordinal);
            metadata[Value + "trainer.history"] = history[..at] + replacement + history[(at + text.Length)..];
        });
        Assert.Contains(message, new Run(path).Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_at_every_extreme_is_refused_or_harmless()
    {
        string[] names = [.. Metadata(_sound).Keys.Where(key => key.StartsWith("netgen.", StringComparison.Ordinal))];
        string[] extremes = ["-9223372036854775808", "9223372036854775807", "-1", "0", "1", "2147483648", "0.5", "1e308", "1e999", "-1e999", "NaN", "Infinity", "-Infinity", "", " ", "x", "{}", new('9', 1000)];
        int refused = 0;
        foreach (string name in names)
        {
            foreach (string extreme in extremes)
                refused += new Run(Rewrite(metadata => metadata[name] = extreme)).RefusedOrDone($"{name} = {extreme}") ? 1 : 0;
            Assert.True(name.EndsWith("architecture", StringComparison.Ordinal) || new Run(Rewrite(metadata => metadata.Remove(name))).RefusedOrDone($"no {name}"), name);
        }

        _output.WriteLine($"{refused} of {names.Length * extremes.Length} refused");
    }

    [Fact]
    public void Tensors_that_are_missing_over_or_not_numbers_are_refused()
    {
        Tensor("optimizer.m", values => null, "tensors 'optimizer.m', 'optimizer.v', 'optimizer.largestV', got optimizer.v");
        Tensor("optimizer.v", values => null, "got optimizer.m");
        Tensor("optimizer.v", values => [.. values, 0], "values of 'optimizer.v'");
        Tensor("optimizer.m", values => [float.NaN, .. values[1..]], "finite number at 0 of 'optimizer.m', got NaN");
        Tensor("optimizer.m", values => [.. values[..^1], float.PositiveInfinity], "of 'optimizer.m', got Infinity");
        Tensor("optimizer.v", values => [-1e-30f, .. values[1..]], "at least 0 at 0 of 'optimizer.v', got -1");
        Tensor("earlyStopping.bestParameters", values => values[1..], "earlyStopping.bestParameters");
        Tensor("earlyStopping.bestParameters", values => [float.NaN, .. values[1..]], "at 0 of 'earlyStopping.bestParameters', got NaN");
        Tensor("earlyStopping.bestParameters", values => null, "tensor 'earlyStopping.bestParameters'");
        Tensor("earlyStopping.bestState", values => null, "a tensor 'earlyStopping.bestState', got none");
        Tensor("earlyStopping.bestState", values => [0, .. values], "earlyStopping.bestState");
        string path = Rewrite(_ => { }, (name, values) => name == "dense1.weight" ? [values[0], float.NegativeInfinity, .. values[2..]] : values);
        Assert.Contains("finite number at 1 of 'dense1.weight', got -Infinity", new Run(path).Refused().Message, StringComparison.Ordinal);

        // A state too many: of another optimizer.
        path = Rewrite(_ => { }, more: ("netgen.tensor.optimizer.largestV", new float[Metadata(_sound)[Value + "optimizer.length"] is string length ? int.Parse(length, CultureInfo.InvariantCulture) : 0]));
        Assert.Contains("Expected 2 of the tensors", new Run(path).Refused().Message, StringComparison.Ordinal);

        void Tensor(string name, Func<float[], float[]?> change, string message) => Assert.Contains(
            message,
            new Run(Rewrite(_ => { }, (own, values) => own == "netgen.tensor." + name ? change(values) : values)).Refused().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_a_metric_of_other_classes_are_refused()
    {
        using Trainer<Net, float, int> trainer = new(new Net(seed: 2), Data, null, new FitOptions { BatchSize = 5, Metrics = [new Accuracy(), new F1()] });
        trainer.NextBatch();
        trainer.Step();
        TrainerState<float> state = trainer.Save();
        string sound = state.Values["trainer.metric.1"];
        MetricValue[] before = [.. trainer.Metrics];
        foreach (string counts in (string[])["0 3" + string.Concat(Enumerable.Repeat(" 1", 12)), "1 1 1 1 1 1 1 1", "0 2 1 1 1 1 1", "0 2 -1 1 1 1 1 1", "7 7"])
        {
            state.Values["trainer.metric.1"] = counts;
            Assert.Contains("'trainer.metric.1'", Assert.Throws<InvalidDataException>(() => trainer.Load(state)).Message, StringComparison.Ordinal);
            Assert.Equal(before, trainer.Metrics);
        }

        state.Values["trainer.metric.1"] = sound;
        trainer.Load(state);
        Assert.Equal(before, trainer.Metrics);
        trainer.NextBatch();
        trainer.Step();
    }

    [Fact]
    public void Two_thousand_damaged_files_are_refused_or_harmless()
    {
        const int Seed = 20_007, Count = 2000;
        _output.WriteLine($"seed {Seed}");
        Mutator mutator = new(new Random(Seed));
        byte[] original = File.ReadAllBytes(_sound);
        int refused = 0;
        for (int i = 0; i < Count; i++)
        {
            File.WriteAllBytes(_folder["damaged"], mutator.Mutate(original));
            refused += new Run(_folder["damaged"]).RefusedOrDone($"mutation {i}") ? 1 : 0;
        }

        _output.WriteLine($"{refused} of {Count} refused");
        Assert.InRange(refused, Count / 10, Count);
    }

    [Fact]
    public void A_folder_falls_back_to_the_one_before_and_says_so()
    {
        string run = _folder["run"];
        Run first = new(null, checkpoint: run);
        first.Fit();
        string[] files = [.. CheckpointFolder.Files(run)];
        Assert.Equal(3, files.Length);
        File.Move(Rewrite(metadata => metadata[Value + "schedule.reductions"] = "-9223372036854775808", from: files[0]), files[0], overwrite: true);

        Run second = new(run);
        TrainingHistory history = second.Fit();
        Assert.Equal(5, history.Epochs.Count);
        Assert.Equal(first.Net.Parameters.ToArray(), second.Net.Parameters.ToArray());
        string note = Assert.Single(history.Notes);
        Assert.Contains(files[0], note, StringComparison.Ordinal);
        Assert.Contains(files[1], note, StringComparison.Ordinal);
        Assert.Contains("-9223372036854775808", note, StringComparison.Ordinal);
        Assert.Equal([note], TrainingHistory.FromJson(history.ToJson()).Notes);

        // All of them: the error of the newest, and nothing has changed.
        foreach (string file in files[1..])
            File.WriteAllBytes(file, [1, 2, 3]);
        Assert.Contains("schedule.reductions", new Run(run).Refused(files[0]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(SGD))]
    [InlineData(typeof(Adam))]
    [InlineData(typeof(AdamW))]
    [InlineData(typeof(NAdam))]
    [InlineData(typeof(RAdam))]
    [InlineData(typeof(Adamax))]
    [InlineData(typeof(RMSProp))]
    [InlineData(typeof(Adagrad))]
    [InlineData(typeof(Adadelta))]
    public void Every_optimizer_checks_its_state(Type kind)
    {
        Optimizer New() => kind.Name switch
        {
            nameof(SGD) => new SGD(0.01, momentum: 0.9), nameof(Adam) => new Adam(amsgrad: true), nameof(AdamW) => new AdamW(), nameof(NAdam) => new NAdam(), nameof(RAdam) => new RAdam(),
            nameof(Adamax) => new Adamax(), nameof(RMSProp) => new RMSProp(centered: true, momentum: 0.9), nameof(Adagrad) => new Adagrad(), _ => new Adadelta(),
        };
        Optimizer optimizer = New();
        float[] parameters = [1, 2, 3], expected = [1, 2, 3];
        for (int step = 0; step < 3; step++)
            optimizer.Step(parameters, [0.5f, -1, 2]);
        TrainerState<float> State()
        {
            TrainerState<float> state = new();
            optimizer.Save(state);
            return state;
        }

        // The longest of all trainings, at once.
        TrainerState<float> endless = State();
        endless.Set("optimizer.step", 1L << 52);
        Optimizer late = New();
        late.Load(endless);
        late.Step(expected, [0.5f, -1, 2]);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));

        foreach (string name in State().Tensors.Keys)
        {
            Refuse(state => state.Tensors.Remove(name));
            Refuse(state => state.Tensors[name][1] = float.NaN);
            Refuse(state => state.Tensors[name] = [0, 0]);
        }

        foreach (string step in (string[])["-1", "0", "9223372036854775807", "x", "1.5"])
            Refuse(state => state.Values["optimizer.step"] = step);
        Refuse(state => state.Values.Remove("optimizer.length"));

        void Refuse(Action<TrainerState<float>> damage)
        {
            TrainerState<float> state = State(), before = new(), after = new();
            damage(state);
            Optimizer other = New();
            other.Save(before);
            Assert.Throws<InvalidDataException>(() => other.Load(state));
            other.Save(after);
            Assert.Equal(before.Values, after.Values);
            Assert.Empty(after.Tensors);
        }
    }

    private static Dictionary<string, string> Metadata(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return file.MetadataKeys.ToDictionary(key => key, key => file.Metadata(key)!);
    }

    /// <summary>A checkpoint with other values, and other tensors, where null leaves one out.</summary>
    private string Rewrite(Action<IDictionary<string, string>> change, Func<string, float[], float[]?>? tensors = null, (string Name, float[] Values)? more = null, string? from = null)
    {
        SafetensorsWriter writer = new();
        foreach ((string key, string value) in Metadata(from ?? _sound))
            writer.Metadata[key] = value;
        change(writer.Metadata);
        using SafetensorsFile file = SafetensorsFile.Open(from ?? _sound);
        foreach (SafetensorsTensor tensor in file.Tensors)
        {
            float[] own = file.Read<float>(tensor.Name);
            if ((tensors is null ? own : tensors(tensor.Name, own)) is { } values)
                writer.Add<float>(tensor.Name, values.Length == own.Length ? [.. tensor.Shape] : [values.Length], values);
        }

        if (more is { } extra)
            writer.Add<float>(extra.Name, [extra.Values.Length], extra.Values);
        using MemoryStream stream = new();
        writer.Save(stream);
        File.WriteAllBytes(_folder["rewritten"], stream.ToArray());
        return _folder["rewritten"];
    }

    /// <summary>A network, an optimizer and a schedule that have a past, and a training that goes on from a file.</summary>
    private sealed class Run
    {
        private readonly Adam _optimizer = new(1e-2);
        private readonly ReduceOnPlateauSchedule _schedule = new(patience: 0, gamma: 0.5) { Unit = ScheduleUnit.Epoch };
        private readonly string? _resume;

        public Run(string? resume, string? checkpoint = null)
        {
            _resume = resume;
            foreach (double loss in (double[])[1, 2, 3])
                _schedule.Report(loss);
            Options = new()
            {
                BatchSize = 5,
                Epochs = 5,
                Seed = 3,
                Optimizer = _optimizer,
                Schedule = _schedule,
                EarlyStopping = new EarlyStopping { Patience = 50 },
                Metrics = [new Accuracy()],
                Resume = resume,
                Checkpoint = checkpoint is null ? null : new CheckpointOptions(checkpoint),
            };
        }

        public Net Net { get; } = new(seed: 2);

        public FitOptions Options { get; }

        public TrainingHistory Fit() => Net.Fit(Data, Options);

        /// <summary>The error, which names the file; network, optimizer and schedule are as they were.</summary>
        public InvalidDataException Refused(string? file = null)
        {
            string before = Everything();
            InvalidDataException error = Assert.Throws<InvalidDataException>(Fit);
            Assert.StartsWith(file ?? _resume!, error.Message, StringComparison.Ordinal);
            Assert.InRange(error.Message.Length, 20, 5000);
            Assert.Equal(before, Everything());
            return error;
        }

        /// <summary>Whether it was refused as it should be; the training ends, or diverges, otherwise.</summary>
        public bool RefusedOrDone(string what)
        {
            string before = Everything();
            try
            {
                Fit();
                return false;
            }
            catch (TrainingDivergedException)
            {
                return false;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(_resume!, e.Message, StringComparison.Ordinal);
                Assert.InRange(e.Message.Length, 20, 5000);
                Assert.Equal(before, Everything());
                return true;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(what, e);
            }
        }

        private string Everything()
        {
            TrainerState<float> state = new();
            _optimizer.Save(state);
            _schedule.Save(state);
            return string.Join('\n', state.Values.Concat(state.Tensors.Select(tensor => KeyValuePair.Create(tensor.Key, string.Join(' ', tensor.Value)))))
                + string.Join(' ', Net.Parameters.ToArray()) + string.Join(' ', Net.State.ToArray());
        }
    }
}
