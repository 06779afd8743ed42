using System.Globalization;
using NetGen;
using ScottPlot;
using ScottPlot.Plottables;

namespace Course;

/// <summary>What lessons draw: curves, points, surfaces, and lines of one level.</summary>
internal static class Plots
{
    /// <summary>A function.</summary>
    public static void Curve(this Plot plot, string legend, double from, double to, Func<double, double> f, LinePattern? pattern = null, int points = 401)
    {
        double[] xs = [.. Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1)))];
        plot.Line(legend, xs, [.. xs.Select(f)], pattern);
    }

    /// <summary>Points joined by a line, each with a marker of the shape that is given.</summary>
    public static Scatter Line(this Plot plot, string legend, double[] xs, double[] ys, LinePattern? pattern = null, MarkerShape marker = MarkerShape.None)
    {
        Scatter line = plot.Add.Scatter(xs, ys);
        line.LegendText = legend;
        line.LineWidth = 2;
        line.LinePattern = pattern ?? LinePattern.Solid;
        line.MarkerShape = marker;
        line.MarkerSize = 6;
        return line;
    }

    /// <summary>Points.</summary>
    public static Markers Dots(this Plot plot, string legend, double[] xs, double[] ys, MarkerShape shape = MarkerShape.FilledCircle, Color? color = null, float size = 7)
    {
        Markers dots = plot.Add.Markers(xs, ys, shape, size, color);
        dots.LegendText = legend;
        dots.MarkerLineWidth = 1.5f;
        return dots;
    }

    /// <summary>The examples of two classes, told apart by shape and colour.</summary>
    public static void Classes(this Plot plot, IReadOnlyList<double[]> points, IReadOnlyList<int> labels, string zero = "class 0", string one = "class 1")
    {
        foreach ((int label, string legend, MarkerShape shape, Color color) in ((int, string, MarkerShape, Color)[])[(0, zero, MarkerShape.OpenCircle, new Color(0x7A, 0x36, 0x00)), (1, one, MarkerShape.FilledTriangleUp, new Color(0x0B, 0x2E, 0x66))])
        {
            int[] chosen = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == label)];
            plot.Dots(legend, [.. chosen.Select(i => points[i][0])], [.. chosen.Select(i => points[i][1])], shape, color);
        }
    }

    /// <summary>A function of the plane: blue where it is high, orange where it is low, with a bar that says how much.</summary>
    public static void Surface(this Plot plot, string legend, (double From, double To) x, (double From, double To) y, Func<double, double, double> f, int cells = 80)
    {
        double[,] values = new double[cells, cells];
        for (int i = 0; i < cells; i++)
        {
            for (int j = 0; j < cells; j++)
                values[i, j] = f(At(x, j), At(y, cells - 1 - i));
        }

        Heatmap map = plot.Add.Heatmap(values);
        map.Extent = new CoordinateRect(x.From, x.To, y.From, y.To);
        map.Colormap = new Signs();
        ScottPlot.Panels.ColorBar bar = plot.Add.ColorBar(map);
        bar.Label = legend;

        double At((double From, double To) range, int cell) => range.From + ((range.To - range.From) * (cell + 0.5) / cells);
    }

    /// <summary>A matrix as an image, its first row on top, in the colours of a surface; numbers from −1 to 1.</summary>
    public static void Image(this Plot plot, string legend, double[,] values)
    {
        Heatmap map = plot.Add.Heatmap(values);
        map.Colormap = new Signs();
        map.Extent = new CoordinateRect(0, values.GetLength(1), 0, values.GetLength(0));
        map.ManualRange = new ScottPlot.Range(-1, 1);
        int rows = values.GetLength(0);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true, LabelFormatter = y => y >= 0 && y <= rows ? (rows - y).ToString("0", CultureInfo.InvariantCulture) : "" };
        plot.Add.ColorBar(map).Label = legend;
        plot.HideGrid();
        plot.Axes.Margins(0, 0);
    }

    /// <summary>Where a function of the plane has a value: the squares of a grid, each crossed by a straight line.</summary>
    public static void Level(this Plot plot, string legend, (double From, double To) x, (double From, double To) y, Func<double, double, double> f, double level, Color? color = null, int cells = 120)
    {
        List<double> xs = [], ys = [];
        double[,] values = new double[cells + 1, cells + 1];
        for (int i = 0; i <= cells; i++)
        {
            for (int j = 0; j <= cells; j++)
                values[i, j] = f(X(j), Y(i)) - level;
        }

        for (int i = 0; i < cells; i++)
        {
            for (int j = 0; j < cells; j++)
            {
                List<(double X, double Y)> ends = [];
                Cross(values[i, j], values[i, j + 1], t => (X(j + t), Y(i)));
                Cross(values[i, j + 1], values[i + 1, j + 1], t => (X(j + 1), Y(i + t)));
                Cross(values[i + 1, j], values[i + 1, j + 1], t => (X(j + t), Y(i + 1)));
                Cross(values[i, j], values[i + 1, j], t => (X(j), Y(i + t)));
                for (int end = 0; end + 1 < ends.Count; end += 2)
                {
                    xs.AddRange([ends[end].X, ends[end + 1].X, double.NaN]); // NaN lifts the pen
                    ys.AddRange([ends[end].Y, ends[end + 1].Y, double.NaN]);
                }

                void Cross(double a, double b, Func<double, (double X, double Y)> at)
                {
                    if (a > 0 != b > 0)
                        ends.Add(at(a / (a - b)));
                }
            }
        }

        if (xs.Count == 0)
            return;
        Scatter line = plot.Line(legend, [.. xs], [.. ys]);
        line.Color = color ?? Colors.Black;

        double X(double cell) => x.From + ((x.To - x.From) * cell / cells);
        double Y(double cell) => y.From + ((y.To - y.From) * cell / cells);
    }

    /// <summary>The part within a square of the line on which w1·x + w2·y + b = 0.</summary>
    public static void Straight(this Plot plot, string legend, double radius, ReadOnlySpan<double> w, LinePattern? pattern = null, Color? color = null)
    {
        List<(double X, double Y)> ends = [];
        foreach (double side in (double[])[-radius, radius])
        {
            ends.Add((side, -((w[0] * side) + w[2]) / w[1]));
            ends.Add((-((w[1] * side) + w[2]) / w[0], side));
        }

        (double X, double Y)[] inside = [.. ends.Where(end => Math.Abs(end.X) <= radius && Math.Abs(end.Y) <= radius).OrderBy(end => end.X).ThenBy(end => end.Y)];
        if (inside.Length < 2)
            return;
        Scatter line = plot.Line(legend, [inside[0].X, inside[^1].X], [inside[0].Y, inside[^1].Y], pattern);
        line.Color = color ?? line.Color;
    }

    /// <summary>Bars side by side, with their names below.</summary>
    public static void Bars(this Plot plot, string[] names, double[] values)
    {
        foreach ((int i, double value) in values.Index())
            plot.Add.Bar(i, value).Color = Colors.C0;
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, names.Length).Select(i => (double)i)], names);
        plot.Axes.Margins(bottom: 0);
    }

    /// <summary>A word at a place, on a background that dims what it covers.</summary>
    public static void Word(this Plot plot, string text, double x, double y, Alignment alignment = Alignment.MiddleCenter, float size = 13, bool background = true)
    {
        Text word = plot.Add.Text(text, x, y);
        (word.LabelFontSize, word.LabelAlignment, word.LabelFontColor, word.LabelBackgroundColor) = (size, alignment, Colors.Black, Colors.White.WithAlpha(background ? 0.7 : 0));
    }

    /// <summary>A vertical line.</summary>
    public static void At(this Plot plot, string legend, double x, Color? color = null)
    {
        VerticalLine line = plot.Add.VerticalLine(x, 1.5f, color ?? Colors.Black, LinePattern.Dashed);
        line.LegendText = legend;
    }

    /// <summary>Says powers of ten on an axis whose numbers are logarithms.</summary>
    public static void Powers(this IAxis axis) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = true,
        LabelFormatter = value => string.Create(CultureInfo.InvariantCulture, $"1e{value:0}"),
    };

    /// <summary>Orange for negative numbers, white for 0, blue for positive ones.</summary>
    private sealed class Signs : IColormap
    {
        public string Name => "signs";

        public Color GetColor(double position) => position < 0.5
            ? Colors.White.MixedWith(Colors.C1, 1.4 * (0.5 - position))
            : Colors.White.MixedWith(Colors.C0, 1.4 * (position - 0.5));
    }
}
