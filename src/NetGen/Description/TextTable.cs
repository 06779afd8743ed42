using System.Globalization;

namespace NetGen;

/// <summary>A table as text: columns as wide as they must be, the first ones to the left and the others to the right.</summary>
internal static class TextTable
{
    /// <summary>Lines that end in a line feed, without spaces before it.</summary>
    /// <param name="rows">The rows, as many cells each; the first may be titles.</param>
    /// <param name="leftColumns">How many columns are of text, to the left.</param>
    public static string Of(IReadOnlyList<string[]> rows, int leftColumns = 0)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return string.Concat(rows.Select(row =>
            string.Join("  ", row.Select((cell, column) => column < leftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd() + "\n"));
    }

    /// <summary>A number for people: four digits that count; empty where there is none.</summary>
    public static string Number(double? value) => value is { } number ? number.ToString("G4", CultureInfo.InvariantCulture) : "";
}
