using System.Globalization;
using System.Net;
using System.Text;

namespace NetGen;

/// <summary>A small chart of lines as SVG, which browsers and editors show; the same text for the same numbers, whatever the culture.</summary>
internal sealed class LineChart
{
    private const int Width = 640, Height = 360, Left = 70, Right = 20, Top = 30, Bottom = 45, Ticks = 4;

    private static readonly string[] s_colors = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd"];
    private readonly List<(string Name, (double X, double Y)[] Points)> _lines = [];

    /// <summary>What stands below the horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>Whether equal distances on the horizontal axis are equal factors.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Adds a line; points that are not finite are left out.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] finite = [.. points.Where(point => double.IsFinite(point.Y)).Select(point => (IsLogarithmic ? PortableMath.Log(point.X) : point.X, point.Y))];
        if (finite.Length > 0)
            _lines.Add((name, finite));
    }

    public override string ToString()
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="{Height}" fill="white"/>

            """);
        (double first, double last) = Range(point => point.X);
        (double least, double most) = Range(point => point.Y);
        for (int i = 0; i <= Ticks; i++)
        {
            double x = first + (last - first) * i / Ticks, y = least + (most - least) * i / Ticks;
            double column = Left + (double)(Width - Left - Right) * i / Ticks, row = Height - Bottom - (double)(Height - Top - Bottom) * i / Ticks;
            svg.Append(CultureInfo.InvariantCulture, $"""
                <line x1="{Left}" y1="{row:F1}" x2="{Width - Right}" y2="{row:F1}" stroke="#dddddd"/>
                <text x="{Left - 8}" y="{row + 4:F1}" text-anchor="end">{TextTable.Number(y)}</text>
                <text x="{column:F1}" y="{Height - Bottom + 18}" text-anchor="middle">{TextTable.Number(IsLogarithmic ? PortableMath.Exp(x) : x)}</text>

                """);
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{WebUtility.HtmlEncode(XTitle)}</text>\n");
        for (int i = 0; i < _lines.Count; i++)
            AppendLine(svg, i, point => Left + (Width - Left - Right) * (point.X - first) / (last - first), point => Height - Bottom - (Height - Top - Bottom) * (point.Y - least) / (most - least));
        return svg.Append("</svg>\n").ToString();
    }

    private void AppendLine(StringBuilder svg, int index, Func<(double X, double Y), double> column, Func<(double X, double Y), double> row)
    {
        (string name, (double X, double Y)[] points) = _lines[index];
        string color = s_colors[index % s_colors.Length];
        string places = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{column(point):F1},{row(point):F1}")));
        svg.Append(CultureInfo.InvariantCulture, $"""
            <polyline points="{places}" fill="none" stroke="{color}" stroke-width="2"/>
            <text x="{Left + 10 + 160 * index}" y="20" fill="{color}">{WebUtility.HtmlEncode(name)}</text>

            """);
        if (points.Length == 1)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{column(points[0]):F1}\" cy=\"{row(points[0]):F1}\" r=\"3\" fill=\"{color}\"/>\n");
    }

    /// <summary>From the least to the largest, or about the only one.</summary>
    private (double Least, double Most) Range(Func<(double X, double Y), double> of)
    {
        double[] values = [.. _lines.SelectMany(line => line.Points).Select(of)];
        (double least, double most) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());
        return least < most && most - least > 0 ? (least, most) : (least - 0.5, least + 0.5);
    }
}
