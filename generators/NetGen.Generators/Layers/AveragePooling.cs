using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The mean of each window: over its size, padding too, or over the elements that there are.</summary>
internal abstract class AveragePooling : Pooling
{
    public sealed override IEnumerable<Value> Keeps => [];

    protected sealed override string DeclaredCount => Spec.Arguments.Bool("CountPadding", true) ? "" : ", CountPadding = false";

    /// <summary>Whether the sum of a window that reaches beyond the input is divided by the number of elements that it has there.</summary>
    private bool CountsElements => IsClipped && (Spec.Arguments.Bool("Same", false) || !Spec.Arguments.Bool("CountPadding", true));

    /// <summary>What a sum is divided by, in the notation of comments.</summary>
    private string Divisor => CountsElements ? "(the number of its elements)" : Window.Size.ToString(CultureInfo.InvariantCulture);

    protected sealed override string Reduction(string element) =>
        Window.Size == 1 ? element : $"(Σ {element}) / {(CountsElements ? "their number" : Divisor)}, over {PlainLoop.Range(Places)} in order";

    protected sealed override string Equation => $"mean {Input.Symbol} of each {WindowSize}";

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Equation), ForwardLoop("example")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteWindows(code, () => chain.WriteAfterHead(code, "V", WriteReduction(code, "V", FirstElement, body => WriteElements(code, body)), "at"));
            chain.WriteLoop(code);
        }
    }

    protected sealed override string WriteReduction(KernelWriter code, string vector, string first, Action<Action<string, string>> elements)
    {
        if (IsUnrolled)
        {
            List<string> terms = [];
            elements((_, offset) => terms.Add($"{vector}.Load(ref {Input.Symbol}, {Sum("from", offset)})"));
            code.Line($"{vector} sum = {string.Join(" + ", terms)};");
        }
        else
        {
            code.Line($"{vector} sum = {vector}.Zero;");
            elements((_, offset) => code.Line($"sum += {vector}.Load(ref {Input.Symbol}, {Sum("from", offset)});"));
            if (IsClipped)
            {
                code.Blank();
            }
        }

        code.Line($"{vector} mean = sum / {(CountsElements ? $"{vector}.Broadcast({ElementsThere})" : $"{vector}.Constant({Window.Size})")};");
        return "mean";
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"{Output.Bar} / {Divisor}, summed over the windows"),
                GradientLoop($"{WindowOf(Output.Bar)} / {Divisor}", $"Σ {Output.Bar} / {Divisor}"),
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            WriteInputGradient(
                code,
                (k, l) => code.Line($"V g = V.Load(ref {Output.Gradient.Symbol}, at) / {(CountsElements ? $"V.Broadcast({ElementsOf(k, l)})" : $"V.Constant({Window.Size})")};"),
                _ => "g",
                (gradient, at) => sink.WriteStore(code, "V", gradient, at));
        }
    }
}

/// <summary>The mean of each window of an image.</summary>
internal sealed class AveragePool2D : AveragePooling
{
    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfImage(this, input, problems);
}

/// <summary>The mean of each window of a sequence.</summary>
internal sealed class AveragePool1D : AveragePooling
{
    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfSteps(this, input, problems);
}

/// <summary>The mean of each channel: one window, as large as the image.</summary>
internal sealed class GlobalAveragePool2D : AveragePooling
{
    public override string Declaration => "GlobalAveragePool2D";

    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfWholeImage(this, input, problems);
}
