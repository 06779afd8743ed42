using System.Globalization;
using NetGen;
using Spectre.Console;

namespace Tabular;

/// <summary>Shows how it goes: with a table where somebody looks, plainly in a file or a pipe.</summary>
internal sealed class Screen
{
    private readonly bool _isTerminal = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };

    public void ShowTable(TableData data, Learner learner, TrainingOptions options)
    {
        string kind = data.Encoder.TargetLabels is { } labels ? $"classes {string.Join(", ", labels.Names)}" : "numbers";
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            {data.Table.Path}: {data.Table.RowCount:N0} rows, {data.Encoder.InputSize} inputs, target '{data.Encoder.Target}' ({kind})
            {data.Task.ToString().ToLowerInvariant()} by {learner.Architecture}; Adam with learning rate {options.LearningRate}, batch size {options.BatchSize}, at most {options.Epochs} epochs, seed {options.Seed}
            """);
        if (_isTerminal)
            AnsiConsole.Write(new Rule("[bold]Tabular[/]").LeftJustified());
        Console.WriteLine(text);
    }

    /// <summary>Shows each fold when it is there.</summary>
    public IReadOnlyList<FoldResult> ShowFolds(TableTask task, IEnumerable<FoldResult> folds)
    {
        List<FoldResult> results = [];
        if (!_isTerminal)
        {
            foreach (FoldResult fold in folds)
            {
                results.Add(fold);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fold {fold.Fold}: {fold.TrainingRows} rows trained on, {fold.HeldOutRows} held out, {fold.Epochs} epochs, {Score(task, fold.Score)}"));
            }

            return results;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("fold", "trained on", "held out", "epochs", task == TableTask.Classification ? "accuracy" : "R2");
        foreach (TableColumn column in table.Columns)
            column.RightAligned();
        AnsiConsole.Live(table).Start(live =>
        {
            foreach (FoldResult fold in folds)
            {
                results.Add(fold);
                table.AddRow($"{fold.Fold}", $"{fold.TrainingRows}", $"{fold.HeldOutRows}", $"{fold.Epochs}", $"[green]{Number(task, fold.Score)}[/]");
                live.Refresh();
            }
        });
        return results;
    }

    public static string Score(TableTask task, double score) => $"{(task == TableTask.Classification ? "accuracy" : "R2")} {Number(task, score)}";

    private static string Number(TableTask task, double score) => task == TableTask.Classification
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * score:F2} %")
        : score.ToString("F2", CultureInfo.InvariantCulture);
}
