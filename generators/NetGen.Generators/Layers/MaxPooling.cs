using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// The largest value of each window. The forward pass keeps which element of the window that is, the first where several are equal: the
/// gradient goes there. Padding is never it.
/// </summary>
internal abstract class MaxPooling : Pooling
{
    private Buffer? _numbers;

    public sealed override IEnumerable<Value> Keeps => [];

    public sealed override IEnumerable<Buffer> KeptBesides => [Numbers];

    /// <summary>For each window the number of its largest element.</summary>
    private Buffer Numbers => _numbers ??= new Buffer(Output.Symbol + "Place", Place.PerExample, Output.Stride);

    protected sealed override string Reduction(string element) => $"max {element}, the first of equal ones{(Window.Size == 1 ? "" : $", over {PlainLoop.Range(Places)}")}";

    protected sealed override string Equation => $"max {Input.Symbol} of each {WindowSize}";

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Numbers, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations(Equation), $"{Numbers.Symbol} = which of its elements that is", ForwardLoop("example")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteWindows(code, () =>
            {
                code.Line($"V max = V.Load(ref {Input.Symbol}, {FirstElement}), place = {(IsClipped ? $"V.Broadcast({FirstNumber})" : "V.Zero")};");
                WriteElements(code, (number, offset) =>
                {
                    if (number != "0")
                    {
                        code.Line($"{(IsUnrolled && number != "1" ? "" : "V ")}v = V.Load(ref {Input.Symbol}, {Sum("from", offset)});");
                        code.Line($"place = V.WhereGreater(v, max, V.{(IsClipped ? "Broadcast" : "Constant")}({number}), place);");
                        code.Line("max = V.Max(max, v);");
                    }
                });
                if (IsClipped)
                {
                    code.Blank();
                }

                code.Store("V", "place", Numbers.Symbol, "at");
                chain.WriteAfterHead(code, "V", "max", "at");
            });
            chain.WriteLoop(code);
        }
    }

    protected sealed override string WriteReduction(KernelWriter code, string vector, string first, Action<Action<string, string>> elements)
    {
        code.Line($"{vector} max = {vector}.Load(ref {Input.Symbol}, {first});");
        elements((number, offset) =>
        {
            if (number != "0")
            {
                code.Line($"max = {vector}.Max(max, {vector}.Load(ref {Input.Symbol}, {Sum("from", offset)}));");
            }
        });
        return "max";
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Numbers, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"({Output.Bar} at the place of the maximum, else 0)"),
                GradientLoop(
                    $"{WindowOf(Output.Bar)} where {WindowOf(Numbers.Symbol)} = {NumberInWindow}, else 0",
                    $"Σ {Output.Bar} where its number in the window is {Numbers.Symbol}"),
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            WriteInputGradient(
                code,
                (_, _) => code.Line($"V g = V.Load(ref {Output.Gradient.Symbol}, at), place = V.Load(ref {Numbers.Symbol}, at);"),
                number => $"V.WhereEqual(place, V.Constant({number}), g, V.Zero)",
                (gradient, at) => sink.WriteStore(code, "V", gradient, at));
        }
    }
}

/// <summary>The largest value of each window of an image.</summary>
internal sealed class MaxPool2D : MaxPooling
{
    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfImage(this, input, problems);
}

/// <summary>The largest value of each window of a sequence.</summary>
internal sealed class MaxPool1D : MaxPooling
{
    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfSteps(this, input, problems);
}

/// <summary>The largest value of each channel: one window, as large as the image.</summary>
internal sealed class GlobalMaxPool2D : MaxPooling
{
    public override string Declaration => "GlobalMaxPool2D";

    protected override PoolGeometry? Lay(Shape input, ProblemReporter problems) => PoolGeometry.OfWholeImage(this, input, problems);
}
