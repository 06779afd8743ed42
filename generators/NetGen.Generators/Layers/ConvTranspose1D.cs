using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>A transposed convolution of a sequence along its steps: [steps, channels].</summary>
internal sealed class ConvTranspose1D : TransposedConvolution
{
    public override string Declaration
    {
        get
        {
            WindowAxis steps = Window.Columns;
            string stride = steps.Stride == 1 ? "" : $", Stride = {steps.Stride}", padding = steps.Before == 0 ? "" : $", Padding = {steps.Before}";
            string more = More(steps) == 0 ? "" : $", OutputPadding = {More(steps)}";
            return string.Format(CultureInfo.InvariantCulture, "ConvTranspose1D({0}, {1}{2}{3}{4}{5})", Channels, steps.Kernel, stride, padding, more, HasBias ? "" : ", Bias = false");
        }
    }

    protected override (string Weight, string Bias, string Output) Symbols => ("F", "D", "f");

    protected override int[] KernelAxes => [Window.Columns.Kernel];

    // The steps are the rows of one plane, whose columns are the channels.
    protected override string PaddingArguments => string.Format(
        CultureInfo.InvariantCulture,
        "1, {0}, {1}, {{to}}, {2}, {3}, 0, 0",
        Window.Columns.Length, Channels, Window.Columns.Before, Window.Columns.After);

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes (steps, features)", input.ToString());
            return null;
        }

        if (!HasChannels(problems) || ReadAxis("", input.Axes[0], problems) is not { } steps)
        {
            return null;
        }

        Window = new Window(WindowAxis.One, steps);
        InputMaps = Maps.Steps(input.Axes[1]);
        ImageMaps = PaddedMaps = Maps.Steps(Channels);
        return Check(new Shape(steps.Length, Channels), problems);
    }
}
