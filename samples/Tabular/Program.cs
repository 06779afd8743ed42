using System.CommandLine;
using System.Globalization;
using NetGen;
using Tabular;

// Bad options are one line on stderr and exit code 1; --help and --version are handled by the command line itself.
ParseResult arguments = CommandLine.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{arguments.Errors[0].Message} Try --help.");
    return 1;
}

return await arguments.InvokeAsync();

/// <summary>The program in the order of its output.</summary>
internal static partial class Program
{
    /// <summary>Cross-validates, trains on all rows, saves; returns the exit code.</summary>
    public static int Train(TrainingOptions options, CancellationToken cancellation) => Guarded(() =>
    {
        TableData data = ReadForFolds(options);
        Learner learner = Learner.Create(data.Encoder);
        Screen screen = new();
        screen.ShowTable(data, learner, options);
        IReadOnlyList<FoldResult> folds = screen.ShowFolds(data.Task, learner.CrossValidate(data.Table, options, cancellation));

        TrainingHistory history = learner.Train(data.Table, options, cancellation);
        learner.Save(options.Model);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trained on all rows in {history.Epochs.Count} epochs: {Path.GetFullPath(options.Model)}"));
        Console.WriteLine(Summary(data.Task, folds));
    });

    /// <summary>Tries learning rates and batch sizes; returns the exit code.</summary>
    public static int Sweep(SweepingOptions options, CancellationToken cancellation) => Guarded(() =>
    {
        TrainingOptions training = options.Training;
        TableData data = ReadForFolds(training);
        SweepResult result = NetGen.Sweep.Run(
            new SweepSpace().LogRange("learning-rate", 3e-4, 3e-2).Values("batch-size", 8, 16, 32, 64).Random(options.Trials, training.Seed),
            configuration => Trial.Of((epochs, stop) =>
            {
                TrainingOptions own = training with { Epochs = epochs, LearningRate = configuration.Number("learning-rate"), BatchSize = configuration.Whole("batch-size") };
                return Learner.Create(data.Encoder).CrossValidate(data.Table, own, stop).Average(fold => fold.Score); // a learner has a network of its own
            }),
            new SweepOptions
            {
                Epochs = training.Epochs,
                Maximize = true,
                HalvingFrom = options.Halve ? Math.Max(1, training.Epochs / 9) : null,
                Parallelism = options.Jobs,
                ResultFile = options.Results,
                Shard = options.Shard,
                Shards = options.Shards,
                Progress = Console.IsErrorRedirected ? null : new TrialLines(data.Task),
            },
            cancellation);
        Console.Write(result);
        cancellation.ThrowIfCancellationRequested();
        if (result.Lines.Count > 0)
            Console.WriteLine($"best: {result.Best.Configuration}: {training.Folds}-fold {Screen.Score(data.Task, result.Best.Score)}");
    });

    private static TableData ReadForFolds(TrainingOptions options)
    {
        TableData data = TableData.Read(options.Data, options.Target);
        return data.Table.RowCount >= 2 * options.Folds
            ? data
            : throw new InvalidDataException($"{options.Data}: expected at least {2 * options.Folds} rows for {options.Folds} folds, got {data.Table.RowCount}.");
    }

    /// <summary>A line for each trial that has ended, where somebody looks.</summary>
    private sealed class TrialLines(TableTask task) : IProgress<SweepLine>
    {
        public void Report(SweepLine value) =>
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trial {value.Configuration.Trial}, {value.Epochs} epochs: {value.Configuration}: {value.Error ?? Screen.Score(task, value.Score)}"));
    }

    /// <summary>Writes the predictions for a table; returns the exit code.</summary>
    public static int Predict(string model, string data) => Guarded(() =>
    {
        if (!File.Exists(model))
            throw new FileNotFoundException($"{model}: there is no such file.", model);
        Learner learner = Learner.Load(model);
        CsvTable table = learner.Encoder.Read(data);
        Console.WriteLine(string.Join(',', learner.PredictionColumns.Select(Field)));
        foreach (string[] row in learner.Predict(table))
            Console.WriteLine(string.Join(',', row.Select(Field)));
    });

    private static string Summary(TableTask task, IReadOnlyList<FoldResult> folds)
    {
        double mean = folds.Average(fold => fold.Score), deviation = Math.Sqrt(folds.Average(fold => (fold.Score - mean) * (fold.Score - mean)));
        return task == TableTask.Classification
            ? string.Create(CultureInfo.InvariantCulture, $"{folds.Count}-fold accuracy {100 * mean:F2} % ± {100 * deviation:F2}")
            : string.Create(CultureInfo.InvariantCulture, $"{folds.Count}-fold R2 {mean:F2} ± {deviation:F2}");
    }

    /// <summary>A field of CSV, quoted where it must be.</summary>
    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static int Guarded(Action run)
    {
        try
        {
            run();
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return 130; // what a shell reports for a program ended by Ctrl+C
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
