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
        TableData data = TableData.Read(options.Data, options.Target);
        if (data.Table.RowCount < 2 * options.Folds)
            throw new InvalidDataException($"{options.Data}: expected at least {2 * options.Folds} rows for {options.Folds} folds, got {data.Table.RowCount}.");
        Learner learner = Learner.Create(data.Encoder);
        Screen screen = new();
        screen.ShowTable(data, learner, options);
        IReadOnlyList<FoldResult> folds = screen.ShowFolds(data.Task, learner.CrossValidate(data.Table, options, cancellation));

        TrainingHistory history = learner.Train(data.Table, options, cancellation);
        learner.Save(options.Model);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trained on all rows in {history.Epochs.Count} epochs: {Path.GetFullPath(options.Model)}"));
        Console.WriteLine(Summary(data.Task, folds));
    });

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
