using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>A transposed convolution of an image: [channels, height, width].</summary>
internal sealed class ConvTranspose2D : TransposedConvolution
{
    public override string Declaration => $"ConvTranspose2D({Channels}, {ImageLayer.Declare(Window)}{ImageLayer.DeclarePadding(Spec, Window)}{DeclaredOutputPadding}{(HasBias ? "" : ", Bias = false")})";

    protected override (string Weight, string Bias, string Output) Symbols => ("K", "B", "c");

    protected override int[] KernelAxes => [Window.Rows.Kernel, Window.Columns.Kernel];

    private string DeclaredOutputPadding
    {
        get
        {
            int rows = More(Window.Rows), columns = More(Window.Columns);
            return rows == columns
                ? (rows == 0 ? "" : string.Format(CultureInfo.InvariantCulture, ", OutputPadding = {0}", rows))
                : string.Format(CultureInfo.InvariantCulture, ", OutputPaddingHeight = {0}, OutputPaddingWidth = {1}", rows, columns);
        }
    }

    protected override string PaddingArguments => string.Format(
        CultureInfo.InvariantCulture,
        "{0}, {1}, {2}, {{to}}, {3}, {4}, {5}, {6}",
        Channels, Window.Rows.Length, Window.Columns.Length, Window.Rows.Before, Window.Rows.After, Window.Columns.Before, Window.Columns.After);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(this, input, problems) || !HasChannels(problems)
            || ReadAxis("Height", input.Axes[1], problems) is not { } rows
            || ReadAxis("Width", input.Axes[2], problems) is not { } columns)
        {
            return null;
        }

        Window = new Window(rows, columns);
        InputMaps = Maps.Planes(input.Axes[0], input.Axes[1], input.Axes[2]);
        ImageMaps = Maps.Planes(Channels, rows.Length, columns.Length);
        PaddedMaps = Maps.Planes(Channels, rows.Padded, columns.Padded);
        return Check(new Shape(Channels, rows.Length, columns.Length), problems);
    }
}
