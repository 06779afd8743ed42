using System.Globalization;

namespace NetGen;

/// <summary>What a sweep came to.</summary>
public sealed class SweepResult
{
    private readonly bool _maximizes;

    internal SweepResult(IReadOnlyList<SweepLine> lines, bool maximizes, bool isComplete) => (Lines, _maximizes, IsComplete) = (lines, maximizes, isComplete);

    /// <summary>All lines: in the order of the trials, round after round.</summary>
    public IReadOnlyList<SweepLine> Lines { get; }

    /// <summary>Whether all trials have ended: false where the sweep was cancelled.</summary>
    public bool IsComplete { get; }

    /// <summary>The last line of each trial, the best first: of more epochs before of fewer, then by score, those without one at the end, then by number.</summary>
    public IReadOnlyList<SweepLine> Ranking =>
    [
        .. Lines.GroupBy(line => line.Configuration.Trial).Select(lines => lines.MaxBy(line => line.Epochs)!)
            .OrderBy(line => line.Error is null ? 0 : 1).ThenByDescending(line => line.Epochs).ThenBy(line => Sweep.Cost(line, _maximizes)).ThenBy(line => line.Configuration.Trial),
    ];

    /// <summary>The best trial.</summary>
    /// <exception cref="InvalidOperationException">No trial has ended, or all threw.</exception>
    public SweepLine Best => Ranking.FirstOrDefault(line => line.Error is null) ?? throw new InvalidOperationException("No trial has ended without an error.");

    /// <summary>A table of the trials, the best first, and a line that says how many have ended.</summary>
    public override string ToString()
    {
        if (Lines.Count == 0)
            return "no trial has ended\n";
        IReadOnlyList<SweepLine> ranking = Ranking;
        IReadOnlyList<string> names = ranking[0].Configuration.Names, others = [.. ranking[0].Values.Select(value => value.Name)];
        string[] title = ["trial", .. names, "epochs", "score", .. others, ""];
        int failed = ranking.Count(line => line.Error is not null);
        string table = TextTable.Of(
        [
            title,
            .. ranking.Select<SweepLine, string[]>(line =>
            [
                line.Configuration.Trial.ToString(CultureInfo.InvariantCulture),
                .. line.Configuration.Values.Select(value => value.Value.Shown),
                line.Epochs.ToString(CultureInfo.InvariantCulture),
                line.Error is null ? TextTable.Number(line.Score) : "",
                .. others.Select(name => TextTable.Number(line.Values.FirstOrDefault(value => value.Name == name) is { Name: not null } found ? found.Value : null)),
                line.Error ?? "",
            ]),
        ]);
        return table + string.Create(CultureInfo.InvariantCulture, $"{ranking.Count} trials{(failed > 0 ? $", of which {failed} threw" : "")}{(IsComplete ? "" : "; not complete")}\n");
    }
}
