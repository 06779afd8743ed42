using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>A convolution of a sequence along its steps: [steps, channels].</summary>
internal sealed class Conv1D : Convolution
{
    public override string Declaration
    {
        get
        {
            WindowAxis steps = Window.Columns;
            string stride = steps.Stride == 1 ? "" : $", Stride = {steps.Stride}";
            string dilation = steps.Dilation == 1 ? "" : $", Dilation = {steps.Dilation}";
            string padding = Spec.Arguments.Bool("Same", false) ? ", Same = true" : Spec.Arguments.Bool("Causal", false) ? ", Causal = true" : steps.Before == 0 ? "" : $", Padding = {steps.Before}";
            return string.Format(CultureInfo.InvariantCulture, "Conv1D({0}, {1}{2}{3}{4}{5}{6})", Channels, steps.Kernel, stride, dilation, padding, DeclaredGroups, HasBias ? "" : ", Bias = false");
        }
    }

    /// <summary>Up to so many, every integer is a number of single precision, as which a stream keeps the place of the newest step.</summary>
    private const int MostSteps = 1 << 24;

    public override bool WorksStepByStep => Spec.Arguments.Bool("Causal", false) && Window.Columns is { Stride: 1, Span: <= MostSteps };

    /// <summary>A stream has one step of few sequences: their channels lie in lanes.</summary>
    public override Arrangement Arrangement => Stream is null ? base.Arrangement : Arrangement.Rows;

    public override IEnumerable<Kernel> Step(Stage stage) => [new ConvolutionStep(this, Stream!).Kernel(stage)];

    protected override (string Weight, string Bias, string Output) Symbols => ("F", "D", "f");

    public override string? SharedLetter => "f";

    protected override int[] KernelAxes => [Window.Columns.Kernel];

    // The steps are the rows of one plane, whose columns are the channels.
    protected override string PaddingArguments => string.Format(
        CultureInfo.InvariantCulture,
        "1, {0}, {1}, {{to}}, {2}, {3}, 0, 0",
        Window.Columns.Length, InputMaps.Channels, Window.Columns.Before, Window.Columns.After);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes (steps, features)", input.ToString());
            return null;
        }

        if (!HasChannels(input.Axes[1], problems) || WindowAxis.Read(this, "", "kernel", input.Axes[0], 1, problems) is not { } steps)
        {
            return null;
        }

        Window = new Window(WindowAxis.One, steps);
        UnpaddedMaps = InputMaps = Maps.Steps(input.Axes[1]);
        OutputMaps = Maps.Steps(Channels);
        return Check(input, new Shape(steps.Output, Channels), problems);
    }
}
