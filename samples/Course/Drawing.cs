using ScottPlot;
using ScottPlot.Plottables;

namespace Course;

/// <summary>Graphs: circles with words in them, and arrows between.</summary>
internal static class Drawing
{
    private const double Radius = 0.33;

    /// <summary>Draws nodes and edges; of an edge the nodes by name, and what is written on it.</summary>
    public static void Graph(this Plot plot, IReadOnlyDictionary<string, (double X, double Y)> nodes, params (string From, string To, string Label)[] edges)
    {
        foreach ((string from, string to, string label) in edges)
            plot.Edge(nodes[from], nodes[to], label);
        foreach ((string name, (double x, double y)) in nodes)
        {
            Ellipse circle = plot.Add.Circle(x, y, Radius);
            (circle.FillColor, circle.LineColor, circle.LineWidth) = (Colors.LightYellow, Colors.Black, 1.5f);
            plot.Word(name, x, y, size: name.Length > 5 ? 10 : 14, background: false);
        }

        plot.Axes.SquareUnits();
        plot.Axes.SetLimits(nodes.Values.Min(at => at.X) - 0.7, nodes.Values.Max(at => at.X) + 0.7, nodes.Values.Min(at => at.Y) - 0.7, nodes.Values.Max(at => at.Y) + 0.7);
    }

    private static void Edge(this Plot plot, (double X, double Y) from, (double X, double Y) to, string label)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
        (double ux, double uy) = (dx / length, dy / length);
        Arrow arrow = plot.Add.Arrow(from.X + (Radius * ux), from.Y + (Radius * uy), to.X - (Radius * ux), to.Y - (Radius * uy));
        (arrow.ArrowFillColor, arrow.ArrowLineColor, arrow.ArrowLineWidth, arrow.ArrowWidth, arrow.ArrowheadWidth, arrow.ArrowheadLength) = (Colors.Gray, Colors.Gray, 0, 1.5f, 9, 11);
        if (label.Length > 0)
            plot.Word(label, from.X + (0.42 * dx) - (0.16 * uy), from.Y + (0.42 * dy) + (0.16 * ux), size: 12);
    }
}
