using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>How the windows of a pool lie in its input.</summary>
/// <param name="Window">How the window moves.</param>
/// <param name="X">How the input lies.</param>
/// <param name="Y">How the output lies.</param>
/// <param name="Output">The output's shape.</param>
internal sealed record PoolGeometry(Window Window, Maps X, Maps Y, Shape Output)
{
    /// <summary>Windows of an image; null after reporting what is wrong.</summary>
    public static PoolGeometry? OfImage(Layer layer, Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(layer, input, problems)
            || Read(layer, "Height", input.Axes[1], problems) is not { } rows
            || Read(layer, "Width", input.Axes[2], problems) is not { } columns)
        {
            return null;
        }

        Window window = new(rows, columns);
        return window.Fits(layer, input, problems) ? OfPlanes(window, input.Axes[0], new Shape(input.Axes[0], rows.Output, columns.Output)) : null;
    }

    /// <summary>One window, as large as the image.</summary>
    public static PoolGeometry? OfWholeImage(Layer layer, Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(layer, input, problems))
        {
            return null;
        }

        (int height, int width) = (input.Axes[1], input.Axes[2]);
        Window window = new(new WindowAxis(height, height, height, 0, 0), new WindowAxis(width, width, width, 0, 0));
        return OfPlanes(window, input.Axes[0], new Shape(input.Axes[0]));
    }

    /// <summary>Windows of a sequence, likewise.</summary>
    public static PoolGeometry? OfSteps(Layer layer, Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", layer.Spec.Attribute, layer.Name, "two axes (steps, features)", input.ToString());
            return null;
        }

        if (Read(layer, "", input.Axes[0], problems) is not { } steps)
        {
            return null;
        }

        Window window = new(WindowAxis.One, steps);
        Maps maps = Maps.Steps(input.Axes[1]);
        return window.Fits(layer, input, problems) ? new PoolGeometry(window, maps, maps, new Shape(steps.Output, input.Axes[1])) : null;
    }

    private static PoolGeometry OfPlanes(Window window, int channels, Shape output) =>
        new(window, Maps.Planes(channels, window.Rows.Length, window.Columns.Length), Maps.Planes(channels, window.Rows.Output, window.Columns.Output), output);

    /// <summary>An axis with at most half a window of padding on either side, so that every window has an element of the input.</summary>
    private static WindowAxis? Read(Layer layer, string suffix, int length, ProblemReporter problems)
    {
        if (WindowAxis.Read(layer, suffix, "size", length, null, problems) is not { } axis)
        {
            return null;
        }

        bool isSame = layer.Spec.Arguments.Bool("Same", false);
        if (!isSame && axis.Before > axis.Kernel / 2)
        {
            string of = suffix.Length == 0 ? "" : suffix == "Height" ? " along the height" : " along the width";
            string most = string.Format(CultureInfo.InvariantCulture, "at most half the window, {0}", axis.Kernel / 2);
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, $"the padding{of}", most, axis.Before.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return axis;
    }
}
