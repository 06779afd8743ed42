using System.Globalization;

namespace NetGen;

/// <content>For people.</content>
public sealed partial class TrainingHistory
{
    private const int MostLines = 20;

    /// <summary>
    /// A table of the epochs, at most about twenty of them, evenly taken, with the first, the last and the best, which has a star; then how the training ended, with notes and
    /// hints. <see cref="ToCsv"/> has all epochs and all digits.
    /// </summary>
    public override string ToString()
    {
        string summary = string.Create(CultureInfo.InvariantCulture, $"{Ending} after {Count(_epochs.Count, "epoch")}, {Count(Steps, "step")}{(_epochs.Count > 0 ? $"; best epoch {Best.Epoch}" : "")}\n");
        return (_epochs.Count > 0 ? Table() : "") + summary + string.Concat(Notes.Select(note => $"note: {note}\n")) + string.Concat(Hints.Select(hint => $"hint: {hint}\n"));
    }

    /// <summary>The losses by epoch as a small chart, an SVG file's text.</summary>
    /// <example>
    /// <code>
    /// File.WriteAllText("training.svg", history.ToSvg());
    /// </code>
    /// </example>
    public string ToSvg()
    {
        LineChart chart = new() { XTitle = "epoch" };
        chart.Add("training loss", _epochs.Select(epoch => ((double)epoch.Epoch, epoch.Loss)));
        chart.Add("validation loss", _epochs.Where(epoch => epoch.ValidationLoss is not null).Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss!.Value)));
        return chart.ToString();
    }

    private string Ending => StopReason switch
    {
        StopReason.Completed => "completed",
        StopReason.EarlyStopped => "stopped early",
        StopReason.Cancelled => "cancelled",
        StopReason.Stopped => "stopped by OnEpoch",
        _ => "going on",
    };

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private string Table()
    {
        EpochRecord best = Best;
        bool isValidated = _epochs.Any(epoch => epoch.ValidationLoss is not null);
        string[] losses = [.. _epochs[0].Losses.Select(loss => loss.Name)], metrics = [.. _epochs[0].Metrics.Select(metric => metric.Name)];
        List<string[]> rows = [[.. Titles("epoch", "loss", isValidated, losses, metrics), "rate", "seconds", ""]];
        foreach (EpochRecord epoch in _epochs.Where((epoch, i) => _epochs.Count <= MostLines || i == 0 || i == _epochs.Count - 1 || epoch == best || IsTaken(i)))
        {
            rows.Add(
            [
                epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                TextTable.Number(epoch.Loss),
                .. Numbers(epoch.Losses),
                .. Numbers(epoch.Metrics),
                .. isValidated ? [TextTable.Number(epoch.ValidationLoss), .. Numbers(epoch.ValidationLosses), .. Numbers(epoch.ValidationMetrics)] : Array.Empty<string>(),
                TextTable.Number(epoch.LearningRate),
                epoch.Seconds.ToString("F2", CultureInfo.InvariantCulture),
                epoch == best ? "*" : "",
            ]);
        }

        int columns = rows[0].Length; // an epoch may lack a value that the first has
        return TextTable.Of([.. rows.Select(row => row.Length == columns ? row : [.. row.Concat(Enumerable.Repeat("", columns)).Take(columns)])]);
    }

    /// <summary>Whether a part of MostLines begins with an epoch.</summary>
    private bool IsTaken(int index) => (long)index * MostLines / _epochs.Count != (long)(index - 1) * MostLines / _epochs.Count;

    private static IEnumerable<string> Titles(string epoch, string loss, bool isValidated, string[] losses, string[] metrics)
    {
        string[] names = [loss, .. losses.Select(name => name + " loss"), .. metrics];
        return [epoch, .. names, .. isValidated ? names.Select(name => "val. " + name) : []];
    }

    private static IEnumerable<string> Numbers(IReadOnlyList<MetricValue> values) => values.Select(value => TextTable.Number(value.Value));
}
