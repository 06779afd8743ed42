using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>What the layers that move a window over images have in common.</summary>
internal static class ImageLayer
{
    /// <summary>Whether an input has three axes, after reporting if it has not.</summary>
    public static bool IsImage(Layer layer, Shape input, ProblemReporter problems)
    {
        if (input.Rank == 3)
        {
            return true;
        }

        problems.Report("NG0010", layer.Spec.Attribute, layer.Name, "three axes (channels, height, width)", input.ToString());
        return false;
    }

    /// <summary>Size and stride of a window as its attribute spells them.</summary>
    public static string Declare(Window window, bool isPool = false)
    {
        (WindowAxis rows, WindowAxis columns) = (window.Rows, window.Columns);
        string text = Number(rows.Kernel);
        text += columns.Kernel == rows.Kernel ? "" : $", KernelWidth = {Number(columns.Kernel)}";
        bool isDefault = isPool ? window.IsPartition : rows.Stride == 1 && columns.Stride == 1;
        text += isDefault ? "" : $", Stride = {Number(rows.Stride)}";
        text += isDefault || columns.Stride == rows.Stride ? "" : $", StrideWidth = {Number(columns.Stride)}";
        text += rows.Dilation == 1 && columns.Dilation == 1 ? "" : $", Dilation = {Number(rows.Dilation)}";
        return text + (columns.Dilation == rows.Dilation ? "" : $", DilationWidth = {Number(columns.Dilation)}");
    }

    /// <summary>The padding likewise.</summary>
    public static string DeclarePadding(LayerSpec spec, Window window)
    {
        int rows = window.Rows.Before, columns = window.Columns.Before;
        return spec.Arguments.Bool("Same", false) ? ", Same = true"
            : rows == columns ? (rows == 0 ? "" : $", Padding = {Number(rows)}")
            : $", PaddingHeight = {Number(rows)}, PaddingWidth = {Number(columns)}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
