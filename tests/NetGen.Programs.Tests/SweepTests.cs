using System.Globalization;
using System.Text.Json;

namespace NetGen.Programs.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;
    private readonly ArrayDataset<float, int> _train = Blobs.Create(48, seed: 1);
    private readonly ArrayDataset<float, int> _validation = Blobs.Create(24, seed: 2);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_grid_has_all_combinations_the_last_name_changing_first()
    {
        IReadOnlyList<SweepConfiguration> grid = new SweepSpace().Values("rate", 0.1, 0.01).Texts("kind", "a", "b", "c").Grid();
        Assert.Equal(["rate 0.1, kind a", "rate 0.1, kind b", "rate 0.1, kind c", "rate 0.01, kind a", "rate 0.01, kind b", "rate 0.01, kind c"], grid.Select(configuration => configuration.ToString()));
        Assert.Equal(Enumerable.Range(0, 6), grid.Select(configuration => configuration.Trial));
        Assert.Equal((0.01, "b", "0.01"), (grid[4].Number("rate"), grid[4].Text("kind"), grid[4].Text("rate")));
        Assert.Throws<ArgumentException>(() => grid[0].Number("kind"));
        Assert.Throws<ArgumentException>(() => grid[0].Whole("rate"));
        Assert.Throws<ArgumentException>(() => grid[0].Text("other"));
        Assert.Throws<InvalidOperationException>(() => new SweepSpace().Range("x", 0, 1).Grid());
        Assert.Throws<InvalidOperationException>(() => new SweepSpace().Grid());
        Assert.Throws<ArgumentException>(() => new SweepSpace().Values("x", 1, 1));
        Assert.Throws<ArgumentException>(() => new SweepSpace().Values("x", 1).Values("x", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SweepSpace().LogRange("x", 0, 1));
    }

    [Fact]
    public void Random_samples_are_in_their_ranges_even_and_the_same_for_a_seed()
    {
        SweepSpace space = new SweepSpace().LogRange("rate", 1e-4, 1).WholeRange("width", 3, 5).Range("dropout", 0.25, 0.5).Texts("kind", "a", "b");
        IReadOnlyList<SweepConfiguration> samples = space.Random(trials: 2000, seed: 7);
        Assert.Equal(samples.Take(50).Select(All), space.Random(trials: 50, seed: 7).Select(All));
        Assert.NotEqual(samples.Take(50).Select(All), space.Random(trials: 50, seed: 8).Select(All));
        Assert.All(samples, sample => Assert.InRange(sample.Number("rate"), 1e-4, 1));
        Assert.InRange(samples.Count(sample => sample.Number("rate") < 1e-2), 900, 1100);
        Assert.All(Enumerable.Range(3, 3), width => Assert.InRange(samples.Count(sample => sample.Whole("width") == width), 580, 760));
        Assert.InRange(samples.Average(sample => sample.Number("dropout")), 0.37, 0.38);
        Assert.InRange(samples.Count(sample => sample.Text("kind") == "a"), 900, 1100);

        static string All(SweepConfiguration configuration) => string.Join(' ', configuration.Names.Select(configuration.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_lines_are_the_same_whatever_the_number_of_cores(bool halves)
    {
        string[] texts = [.. new[] { 1, 2, 5 }.Select(cores =>
        {
            string file = Path.Combine(_folder, $"{halves}{cores}.jsonl");
            SweepResult result = Sweep.Run(Rates(9), Train, new() { Epochs = 9, HalvingFrom = halves ? 1 : null, Parallelism = cores, ResultFile = file });
            Assert.True(result.IsComplete);
            return File.ReadAllText(file) + result;
        })];
        Assert.All(texts, text => Assert.Equal(texts[0], text));
        string[] lines = File.ReadAllLines(Path.Combine(_folder, $"{halves}1.jsonl"));
        Assert.Equal(halves ? 1 + 9 + 3 + 1 : 10, lines.Length);
        Assert.Equal(Enumerable.Range(0, 9), lines[1..10].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("trial").GetInt32()));
    }

    [Fact]
    public void The_score_is_that_of_a_training_by_hand_and_the_ranking_begins_with_the_best()
    {
        SweepResult result = Sweep.Run(Rates(6), Train, new() { Epochs = 4 });
        foreach (SweepLine line in result.Lines)
        {
            TrainingHistory history = new Rectified(seed: 1).Fit(_train, _validation, new FitOptions { Epochs = 4, Optimizer = new Adam(line.Configuration.Number("rate")), BatchSize = 16 });
            Assert.Equal(history.Best.ValidationLoss, line.Score);
            Assert.Equal(["epoch", "loss", "accuracy", "validationAccuracy"], line.Values.Select(value => value.Name));
            Assert.Equal(history.Best.ValidationMetrics[0].Value, line.Values[3].Value);
        }

        Assert.Equal(result.Lines.Min(line => line.Score), result.Best.Score);
        Assert.Equal(result.Lines.Select(line => line.Score).Order(), result.Ranking.Select(line => line.Score));
        string[] table = result.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^trial\s+rate\s+epochs\s+score\s+epoch\s+loss\s+accuracy\s+validationAccuracy$", table[0]);
        Assert.StartsWith(result.Best.Configuration.Trial.ToString(CultureInfo.InvariantCulture), table[1].TrimStart(), StringComparison.Ordinal);
        Assert.Equal("6 trials", table[^1]);
    }

    [Fact]
    public void Halving_trains_the_best_third_on()
    {
        Dictionary<int, List<int>> trained = [];
        SweepResult result = Sweep.Run(
            new SweepSpace().Values("x", 5, 3, 8, 1, 9, 2, 7, 4, 6).Grid(),
            configuration => Trial.Of((epochs, _) =>
            {
                if (!trained.TryGetValue(configuration.Trial, out List<int>? calls))
                    trained[configuration.Trial] = calls = [];
                calls.Add(epochs);
                return configuration.Number("x");
            }),
            new() { Epochs = 20, HalvingFrom = 2, HalvingFactor = 3, Maximize = true, Parallelism = 1 });
        Assert.Equal([2, 6, 18, 20], trained[4]); // 9, the largest
        Assert.Equal([2, 6], trained[2]);
        Assert.Equal([2, 6], trained[6]);
        Assert.All([0, 1, 3, 5, 7, 8], trial => Assert.Equal([2], trained[trial]));
        Assert.Equal(4, result.Best.Configuration.Trial);
        Assert.Equal(20, result.Best.Epochs);
    }

    [Fact]
    public void Cancelled_and_continued_a_sweep_ends_in_the_same_lines_and_runs_nothing_twice()
    {
        string whole = Path.Combine(_folder, "whole.jsonl"), cut = Path.Combine(_folder, "cut.jsonl");
        SweepOptions options = new() { Epochs = 9, HalvingFrom = 1, Parallelism = 2, ResultFile = whole };
        string table = Sweep.Run(Rates(9), Train, options).ToString();
        for (int stopAfter = 1; stopAfter <= 12; stopAfter += 4)
        {
            File.Delete(cut);
            using CancellationTokenSource stop = new();
            int lines = 0;
            SweepOptions stopped = new() { Epochs = 9, HalvingFrom = 1, Parallelism = 2, ResultFile = cut, Progress = new Progress(_ => { if (++lines == stopAfter) stop.Cancel(); }) };
            SweepResult part = Sweep.Run(Rates(9), Train, stopped, stop.Token);
            Assert.False(part.IsComplete);
            Assert.InRange(part.Lines.Count, stopAfter, stopAfter + 1);
            Assert.EndsWith("not complete\n", part.ToString(), StringComparison.Ordinal);
            Assert.Equal(part.Lines.Count + 1, File.ReadAllLines(cut).Length);

            int again = 0;
            SweepResult rest = Sweep.Run(Rates(9), Train, new() { Epochs = 9, HalvingFrom = 1, Parallelism = 2, ResultFile = cut, Progress = new Progress(_ => again++) });
            Assert.Equal(File.ReadAllText(whole), File.ReadAllText(cut));
            Assert.Equal(table, rest.ToString());
            Assert.Equal(13 - part.Lines.Count, again);
        }
    }

    [Fact]
    public void A_file_that_a_killed_program_left_is_continued()
    {
        string file = Path.Combine(_folder, "killed.jsonl");
        SweepOptions options = new() { Epochs = 2, ResultFile = file };
        Sweep.Run(Rates(5), Train, options);
        string complete = File.ReadAllText(file);
        string[] lines = File.ReadAllLines(file);
        File.WriteAllText(file, $"{lines[0]}\n{lines[4]}\n{lines[2]}\n{lines[3][..20]}"); // in the order of their ends, the last one cut off
        Sweep.Run(Rates(5), Train, options);
        Assert.Equal(complete, File.ReadAllText(file));
    }

    [Fact]
    public void A_file_of_another_sweep_is_refused_and_stays()
    {
        string file = Path.Combine(_folder, "other.jsonl");
        Sweep.Run(Rates(5), Train, new() { Epochs = 2, ResultFile = file });
        string before = File.ReadAllText(file);
        Assert.Contains("line 1", Assert.Throws<InvalidDataException>(() => Sweep.Run(Rates(6), Train, new() { Epochs = 2, ResultFile = file })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Sweep.Run(Rates(5), Train, new() { Epochs = 3, ResultFile = file }));
        Assert.Throws<InvalidDataException>(() => Sweep.Run(Rates(5), Train, new() { Epochs = 2, Maximize = true, ResultFile = file }));
        Assert.Equal(before, File.ReadAllText(file));
        File.AppendAllText(file, "{\"trial\":77,\"epochs\":2}\n");
        Assert.Contains("line 7: expected a trial of a sweep: trial 77", Assert.Throws<InvalidDataException>(() => Sweep.Run(Rates(5), Train, new() { Epochs = 2, ResultFile = file })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_that_throws_is_recorded_and_not_fatal()
    {
        string file = Path.Combine(_folder, "thrown.jsonl");
        int made = 0;
        SweepOptions options = new() { Epochs = 4, HalvingFrom = 1, ResultFile = file, Parallelism = 1 };
        SweepResult result = Run();
        Assert.True(result.IsComplete);
        Assert.Equal("InvalidOperationException: No luck.", result.Lines[1].Error);
        Assert.Equal(double.NaN, result.Lines[1].Score);
        Assert.NotEqual(1, result.Best.Configuration.Trial);
        Assert.Contains("InvalidOperationException: No luck.\n", result.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("4 trials, of which 1 threw\n", result.ToString(), StringComparison.Ordinal);
        string text = File.ReadAllText(file);
        made = 0;
        Assert.Equal(result.ToString(), Run().ToString());
        Assert.Equal(0, made);
        Assert.Equal(text, File.ReadAllText(file));

        SweepResult Run() => Sweep.Run(Rates(4), configuration =>
        {
            made++;
            return configuration.Trial == 1 ? throw new InvalidOperationException("No luck.") : Train(configuration);
        }, options);
    }

    [Fact]
    public void Trials_without_a_number_for_a_score_come_last()
    {
        SweepResult result = Sweep.Run(new SweepSpace().Values("x", 0, 1, 2).Grid(), configuration => Trial.Of((_, _) => configuration.Trial == 0 ? double.NaN : configuration.Number("x")), new() { ResultFile = Path.Combine(_folder, "nan.jsonl") });
        Assert.Equal([1, 2, 0], result.Ranking.Select(line => line.Configuration.Trial));
        Assert.Equal(double.NaN, Sweep.Run(new SweepSpace().Values("x", 0, 1, 2).Grid(), _ => throw new NotSupportedException(), new() { ResultFile = Path.Combine(_folder, "nan.jsonl") }).Lines[0].Score);
    }

    [Fact]
    public void Parts_of_a_sweep_put_one_after_the_other_are_the_whole()
    {
        string whole = Path.Combine(_folder, "whole.jsonl"), all = Path.Combine(_folder, "all.jsonl");
        string table = Sweep.Run(Rates(7), Train, new() { Epochs = 2, ResultFile = whole }).ToString();
        for (int shard = 2; shard >= 0; shard--)
        {
            string file = Path.Combine(_folder, $"{shard}.jsonl");
            SweepResult part = Sweep.Run(Rates(7), Train, new() { Epochs = 2, ResultFile = file, Shard = shard, Shards = 3 });
            Assert.All(part.Lines, line => Assert.Equal(shard, line.Configuration.Trial % 3));
            File.AppendAllText(all, File.ReadAllText(file));
        }

        SweepResult merged = Sweep.Run(Rates(7), _ => throw new NotSupportedException(), new() { Epochs = 2, ResultFile = all });
        Assert.Equal(table, merged.ToString());
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(all));
        Assert.Throws<ArgumentException>(() => Sweep.Run(Rates(7), Train, new() { Shards = 2, HalvingFrom = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sweep.Run(Rates(7), Train, new() { Shards = 2, Shard = 2 }));
        Assert.Throws<ArgumentException>(() => Sweep.Run([], Train));
    }

    [Fact]
    public void Trials_run_at_the_same_time_and_no_more_than_asked_for()
    {
        int running = 0, most = 0;
        using Barrier pair = new(2);
        Sweep.Run(new SweepSpace().WholeRange("x", 0, 100).Random(8), _ => Trial.Of((_, stop) =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            Assert.True(pair.SignalAndWait(TimeSpan.FromMinutes(1), stop)); // one alone would wait in vain
            Interlocked.Decrement(ref running);
            return 0;
        }), new() { Parallelism = 2 });
        Assert.Equal(2, most);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Folds_at_the_same_time_have_the_bits_of_folds_one_after_the_other(int parallelism)
    {
        CrossValidationResult one = Classifier.CrossValidate(_train, 4, Options, seed: 3);
        CrossValidationResult several = CrossValidation.Run<Classifier, float, int>(_train, 4, parallelism, Options, seed: 3);
        Assert.Equal(one.ToString(), several.ToString());
        Assert.Equal(one.Folds.Select(fold => fold.Loss), several.Folds.Select(fold => fold.Loss));
        Assert.Equal(one.Folds.SelectMany(fold => fold.HeldOut), several.Folds.SelectMany(fold => fold.HeldOut));
        Adam shared = new();
        Assert.Contains("share a Adam", Assert.Throws<InvalidOperationException>(() => CrossValidation.Run<Classifier, float, int>(_train, 4, 2, _ => new FitOptions { Optimizer = shared })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CrossValidation.Run<Classifier, float, int>(_train, 4, 2, _ => new FitOptions { Metrics = [new MAE()] }));

        static FitOptions Options(int fold) => new() { Epochs = 3, BatchSize = 8, Optimizer = new Adam(0.01), Seed = fold };
    }

    private static IReadOnlyList<SweepConfiguration> Rates(int trials) => new SweepSpace().LogRange("rate", 1e-4, 1e-1).Random(trials, seed: 5);

    private Trial Train(SweepConfiguration configuration) => Trial.Of(new Rectified(seed: 1).CreateTrainer(_train, _validation, new FitOptions
    {
        Epochs = 9,
        BatchSize = 16,
        Optimizer = new Adam(configuration.Number("rate")),
    }));

    private static void InterlockedMax(ref int location, int value)
    {
        for (int seen = Volatile.Read(ref location); value > seen;)
        {
            int before = Interlocked.CompareExchange(ref location, value, seen);
            if (before == seen)
                return;
            seen = before;
        }
    }

    private sealed class Progress(Action<SweepLine> report) : IProgress<SweepLine>
    {
        public void Report(SweepLine value) => report(value);
    }
}
