using System.Globalization;
using NetGen.Benchmarks.Measurement;
using Spectre.Console;

namespace NetGen.Benchmarks.Reporting;

/// <summary>The rows as a table, scenario after scenario.</summary>
internal sealed class ResultTable
{
    private readonly Table _table = new Table()
        .Border(TableBorder.Markdown)
        .AddColumns("workload", "mode", "batch", "threads", "contender")
        .AddColumns(
            [
                Number("examples/s"), Number("us, median"), Number("us, best"), Number("x NetGen"), Number("FMA limit"), Number("bytes/step"),
            ]);

    /// <summary>Adds the contenders of a scenario, NetGen first.</summary>
    /// <param name="mode">What the table calls the mode.</param>
    /// <param name="rows">The rows.</param>
    public void Add(string mode, IReadOnlyList<Measured> rows)
    {
        foreach (Measured row in rows)
        {
            _table.AddRow(
                Markup.Escape(row.Workload),
                mode,
                $"{row.Batch}",
                $"{row.Threads}",
                row.Contender,
                row.ExamplesPerSecond.ToString("N0", CultureInfo.InvariantCulture),
                Microseconds(row.Microseconds),
                Microseconds(row.Best),
                (row.Microseconds / rows[0].Microseconds).ToString("F2", CultureInfo.InvariantCulture),
                row.ShareOfLimit.ToString("P1", CultureInfo.InvariantCulture),
                row.AllocatedBytes.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes the table.</summary>
    public void Write(IAnsiConsole console) => console.Write(_table);

    private static TableColumn Number(string header) => new TableColumn(header).RightAligned();

    /// <summary>Four digits, but no more than the nanosecond's tenth.</summary>
    private static string Microseconds(double value) =>
        value.ToString(value < 1 ? "F4" : value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture);
}
