using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>A convolution of an image: [channels, height, width].</summary>
internal sealed class Conv2D : Convolution
{
    public override string Declaration => $"Conv2D({Channels}, {ImageLayer.Declare(Window)}{ImageLayer.DeclarePadding(Spec, Window)}{DeclaredGroups}{(HasBias ? "" : ", Bias = false")})";

    protected override (string Weight, string Bias, string Output) Symbols => ("K", "B", "c");

    public override string? SharedLetter => "c";

    protected override int[] KernelAxes => [Window.Rows.Kernel, Window.Columns.Kernel];

    protected override string PaddingArguments => string.Format(
        CultureInfo.InvariantCulture,
        "{0}, {1}, {2}, {{to}}, {3}, {4}, {5}, {6}",
        InputMaps.Channels, Window.Rows.Length, Window.Columns.Length, Window.Rows.Before, Window.Rows.After, Window.Columns.Before, Window.Columns.After);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(this, input, problems) || !HasChannels(input.Axes[0], problems)
            || WindowAxis.Read(this, "Height", "kernel", input.Axes[1], 1, problems) is not { } rows
            || WindowAxis.Read(this, "Width", "kernel", input.Axes[2], 1, problems) is not { } columns)
        {
            return null;
        }

        Window = new Window(rows, columns);
        UnpaddedMaps = Maps.Planes(input.Axes[0], rows.Length, columns.Length);
        InputMaps = Maps.Planes(input.Axes[0], rows.Padded, columns.Padded);
        OutputMaps = Maps.Planes(Channels, rows.Output, columns.Output);
        return Check(input, new Shape(Channels, rows.Output, columns.Output), problems);
    }
}
