using System.Globalization;
using NetGen;
using ScottPlot;

namespace Forecasting;

/// <summary>Draws what was forecast and what came.</summary>
internal static class Plots
{
    private const int Width = 1100, Height = 480, MostValues = 300;

    /// <summary>Writes a plot of the held-out values as PNG and as SVG.</summary>
    /// <returns>The paths.</returns>
    public static (string Png, string Svg) Write(SeriesData series, Comparison comparison, int lead, string folder)
    {
        int[] rows = [.. comparison.Rows(lead).TakeLast(MostValues)];
        double[] times = [.. rows.Select(row => series.Times[row])];
        using Plot plot = new();
        Add(plot, times, [.. rows.Select(row => series.Values[row])], "what came", Colors.Black, 1.5f, LinePattern.Solid);
        Add(plot, times, Last(comparison.Forecasts[1], lead, rows.Length), comparison.Forecasts[1].Name, Colors.C1, 1.5f, LinePattern.Dashed);
        Add(plot, times, Last(comparison.Forecasts[0], lead, rows.Length), comparison.Forecasts[0].Name, Colors.C0, 2, LinePattern.Solid);
        plot.Title($"Held out: forecast {lead} {(lead == 1 ? "step" : "steps")} ahead");
        plot.XLabel(series.TimeName);
        plot.YLabel(series.Name);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = value => value.ToString("G10", CultureInfo.InvariantCulture) }; // years have no commas
        plot.ShowLegend(Alignment.UpperRight, Orientation.Horizontal);
        plot.Axes.Margins(bottom: 0.05, top: 0.2);
        Directory.CreateDirectory(folder);
        string png = Path.GetFullPath(Path.Combine(folder, "forecast.png")), svg = Path.ChangeExtension(png, ".svg");
        AtomicFile.Write(png, stream => stream.Write(plot.GetImageBytes(Width, Height, ImageFormat.Png)));
        AtomicFile.Write(svg, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height))));
        return (png, svg);
    }

    private static double[] Last(Forecast forecast, int lead, int count) => [.. forecast.Values.Select(values => values[lead - 1]).TakeLast(count)];

    private static void Add(Plot plot, double[] times, double[] values, string name, Color color, float width, LinePattern pattern)
    {
        var line = plot.Add.ScatterLine(times, values, color);
        line.LegendText = name;
        line.LineWidth = width;
        line.LinePattern = pattern;
    }
}
