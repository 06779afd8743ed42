using System.Globalization;
using System.Text;
using NetGen;
using ScottPlot;

namespace Course;

/// <summary>Where a lesson writes: sentences, tables and plots, and the numbers that its claims rest on.</summary>
/// <param name="writer">Receives the text.</param>
/// <param name="folder">Receives the plots; null: none are drawn.</param>
/// <param name="lesson">The name that the files begin with.</param>
/// <param name="brief">Whether a small budget will do, enough for the claims to hold; plots are smoother with the full one.</param>
internal sealed class Page(TextWriter writer, string? folder, string lesson, bool brief = false)
{
    private const int Width = 720, Height = 440;

    private readonly Dictionary<string, double> _numbers = [];
    private readonly List<string> _pictures = [];

    /// <summary>The numbers by name, which begins with the entry of the list that they belong to.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>The paths of the plots.</summary>
    public IReadOnlyList<string> Pictures => _pictures;

    /// <summary>A number for the full budget, or for the small one.</summary>
    public int Pick(int full, int small) => brief ? small : full;

    /// <summary>Keeps a number that a claim of the lectures rests on.</summary>
    /// <param name="name">The entry of the list and what the number is: <c>K35 w1</c>.</param>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    public double Number(string name, double value)
    {
        _numbers.Add(name, value);
        return value;
    }

    /// <summary>Writes a sentence.</summary>
    public void Say(string text) => writer.WriteLine(text);

    /// <summary>Writes a table: columns of texts to the left, of numbers to the right.</summary>
    public void Table(string title, string[] columns, params IEnumerable<object[]> rows)
    {
        object[][] values = [.. rows];
        string[][] cells = [columns, .. values.Select(row => row.Select(Cell).ToArray())];
        int[] widths = [.. columns.Select((_, column) => cells.Max(row => Letters(row[column])))];
        bool[] right = [.. columns.Select((_, column) => values.All(row => row[column] is not string))];
        writer.WriteLine();
        writer.WriteLine(title);
        foreach (string[] row in cells)
            writer.WriteLine(("  " + string.Join("  ", row.Select((cell, column) => Padded(cell, widths[column], right[column])))).TrimEnd());
        writer.WriteLine();
    }

    /// <summary>Draws a plot, as PNG and as SVG.</summary>
    /// <param name="name">What the file is called after the lesson's name; nothing for its main picture.</param>
    /// <param name="title">The title.</param>
    /// <param name="x">The horizontal axis, with its unit where it has one; null: there is none, as in a drawing.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="draw">Draws.</param>
    /// <param name="square">Whether one unit is as long on both axes.</param>
    public void Plot(string name, string title, string? x, string? y, Action<Plot> draw, bool square = false)
    {
        if (folder is null)
            return;
        using Plot plot = new();
        plot.Font.Set("DejaVu Sans"); // has the letters of equations; where it is missing, the system's own comes in
        draw(plot);
        plot.Title(title, size: 15);
        if (x is null)
            plot.Layout.Frameless();
        else
            plot.XLabel(x);
        if (y is not null)
            plot.YLabel(y);
        if (x is null)
            plot.HideGrid();
        if (plot.Legend.GetItems().Length > 0)
            plot.ShowLegend(Edge.Bottom).Legend.Orientation = Orientation.Horizontal;
        int width = square ? Height + 100 : Width, height = square ? Height + 80 : Height;
        if (square)
            plot.Axes.SquareUnits();
        Directory.CreateDirectory(folder);
        string png = Path.Combine(folder, $"{lesson}{(name.Length > 0 ? "-" : "")}{name}.png"), svg = Path.ChangeExtension(png, ".svg");
        AtomicFile.Write(png, stream => stream.Write(plot.GetImageBytes(width, height, ImageFormat.Png)));
        AtomicFile.Write(svg, stream => stream.Write(Encoding.UTF8.GetBytes(plot.GetSvgXml(width, height))));
        _pictures.Add(png);
        _pictures.Add(svg);
    }

    /// <summary>A bar over a letter takes no place of its own.</summary>
    private static int Letters(string text) => new StringInfo(text).LengthInTextElements;

    private static string Padded(string cell, int width, bool right)
    {
        string space = new(' ', width - Letters(cell));
        return right ? space + cell : cell + space;
    }

    private static string Cell(object value) => value switch
    {
        double number => Format(number),
        float number => Format(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Format(double number) => Math.Abs(number) switch
    {
        0 => "0",
        >= 1e7 or < 1e-4 => number.ToString("0.####e+0", CultureInfo.InvariantCulture),
        >= 1000 => number.ToString("0.##", CultureInfo.InvariantCulture),
        _ => number.ToString("0.######", CultureInfo.InvariantCulture),
    };
}
