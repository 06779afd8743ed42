using System.Globalization;

namespace Playground;

/// <summary>Points as text: in addresses, and as people have them in tables.</summary>
public static class PointText
{
    /// <summary>As addresses have them: <c>1.5_-2_1</c>, one point after the other, with two decimals.</summary>
    public static string Write(IEnumerable<Point> points) =>
        string.Join('~', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##}_{point.Y:0.##}_{point.Target:0.##}")));

    /// <summary>The inverse of <see cref="Write"/>; null where the text is none.</summary>
    public static IReadOnlyList<Point>? Read(string text)
    {
        if (text.Length == 0)
            return [];
        string[] parts = text.Split('~');
        List<Point> points = [];
        foreach (string part in parts.Take(OwnPoints.Max))
        {
            if (part.Split('_') is not [{ } x, { } y, { } target] || Coordinate(x) is not { } a || Coordinate(y) is not { } b || target is not ("1" or "-1"))
                return null;
            points.Add(new(a, b, target == "1" ? 1 : -1));
        }

        return points;
    }

    /// <summary>
    /// Points of a table: two numbers and a class in each line, separated by commas, semicolons or tabs; a first line without numbers is a heading. Of two classes the
    /// one that comes first in order is −1. Coordinates beyond ±6 are scaled down to fit, all by one factor.
    /// </summary>
    /// <exception cref="FormatException">The text is none: the message names the line.</exception>
    public static IReadOnlyList<Point> ReadTable(string text)
    {
        List<(float X, float Y, string Class)> rows = [];
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            string[] cells = [.. line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal) ? ';' : ',').Select(cell => cell.Trim().Trim('"'))];
            if (cells.Length != 3)
                throw new FormatException($"Line {number} has {cells.Length} cells; expected three: x, y and the class.");
            if (Number(cells[0]) is not { } x || Number(cells[1]) is not { } y)
            {
                if (number == 1)
                    continue;
                throw new FormatException($"Line {number}: '{(Number(cells[0]) is null ? cells[0] : cells[1])}' is no number.");
            }

            rows.Add((x, y, cells[2]));
            if (rows.Count > OwnPoints.Max)
                throw new FormatException($"There are more than {OwnPoints.Max} points.");
        }

        string[] classes = [.. rows.Select(row => row.Class).Distinct().Order(StringComparer.Ordinal)];
        if (classes.Length != 2)
            throw new FormatException($"There {(classes.Length == 1 ? "is 1 class" : $"are {classes.Length} classes")}; expected two.");
        if (Number(classes[0]) is { } first && Number(classes[1]) is { } second && first > second)
            Array.Reverse(classes);
        float reach = rows.Max(row => Math.Max(Math.Abs(row.X), Math.Abs(row.Y))), scale = reach > OwnPoints.Reach ? OwnPoints.Reach / reach : 1;
        return [.. rows.Select(row => new Point(row.X * scale, row.Y * scale, row.Class == classes[1] ? 1 : -1))];
    }

    private static float? Coordinate(string text) => Number(text) is { } value && Math.Abs(value) <= OwnPoints.Reach ? value : null;

    private static float? Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : null;
}
