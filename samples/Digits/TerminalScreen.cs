using System.Diagnostics;
using System.Globalization;
using NetGen;
using Spectre.Console;

namespace Digits;

/// <summary>A terminal with colours: a table that grows while a bar shows the epoch, then pictures.</summary>
internal sealed class TerminalScreen(IAnsiConsole console) : IScreen
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(100);

    private readonly Table _epochs = new Table()
        .Border(TableBorder.Rounded)
        .AddColumns("epoch", "training loss", "test loss", "test accuracy", "seconds");

    private readonly Stopwatch _sinceRefresh = Stopwatch.StartNew();
    private LiveDisplayContext? _live;
    private int _epochCount;

    /// <inheritdoc/>
    public void ShowHeader(string text)
    {
        console.Write(new Rule("[bold]784 → 256 ReLU → 10[/]").LeftJustified());
        console.WriteLine(text);
    }

    /// <inheritdoc/>
    public void Train(int epochs, Action training)
    {
        _epochCount = epochs;
        foreach (TableColumn column in _epochs.Columns)
            column.RightAligned();

        // When there are more epochs than lines, the last ones and the bar stay in sight.
        console.Live(_epochs).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).Start(live =>
        {
            _live = live;
            training();
            live.UpdateTarget(_epochs);
        });
    }

    /// <inheritdoc/>
    public void ShowBatch(BatchProgress progress)
    {
        if (_sinceRefresh.Elapsed < RefreshInterval)
            return; // drawing takes longer than a step
        _sinceRefresh.Restart();
        _live!.UpdateTarget(new Rows(_epochs, Bar(progress)));
    }

    /// <inheritdoc/>
    public void ShowEpoch(EpochResult result)
    {
        _epochs.AddRow(
            Format($"{result.Epoch}"),
            Format($"{result.TrainingLoss:F4}"),
            Format($"{result.TestLoss:F4}"),
            Format($"[green]{100 * result.Accuracy:F2} %[/]"),
            Format($"{result.Seconds:F1}"));
        _live!.UpdateTarget(_epochs);
    }

    /// <inheritdoc/>
    public void ShowConfusion(ConfusionMatrix matrix)
    {
        console.WriteLine();
        console.Write(TerminalPictures.Matrix(matrix));
    }

    /// <inheritdoc/>
    public void ShowExamples(Example[] right, Example[] wrong)
    {
        ShowRow("recognized", right);
        ShowRow("mistaken, and most sure of it", wrong);
    }

    /// <inheritdoc/>
    public void ShowNote(string text)
    {
        console.WriteLine();
        console.WriteLine(text);
    }

    private void ShowRow(string title, Example[] examples)
    {
        if (examples.Length == 0)
            return;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");

        // As many as fit, with a space between them.
        int count = Math.Max(1, (console.Profile.Width + 1) / (TerminalPictures.ImageWidth + 1));
        Example[] shown = [.. examples.Take(count)];
        var grid = new Grid();
        for (int i = 0; i < shown.Length; i++)
            grid.AddColumn(new GridColumn().Width(TerminalPictures.ImageWidth).Padding(i > 0 ? 1 : 0, 0, 0, 0));
        grid.AddRow([.. shown.Select(example => TerminalPictures.Image(example.Pixels))]);
        grid.AddRow([.. shown.Select(example => new Text(example.Caption, example.IsRight ? Color.Green : Color.Red))]);
        console.Write(grid);
    }

    private Markup Bar(BatchProgress progress)
    {
        const int Width = 30;
        int full = (int)((long)Width * progress.Done / progress.Total);
        return new(Format($"epoch {progress.Epoch} of {_epochCount} [green]{new string('━', full)}[/][grey]{new string('━', Width - full)}[/] loss {progress.Loss:F4}, {progress.ExamplesPerSecond:N0} examples/s"));
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
