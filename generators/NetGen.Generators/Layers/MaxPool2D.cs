using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// The largest value of each window. The forward pass keeps which element of the window that is, the first where several are equal: the
/// gradient goes there.
/// </summary>
internal sealed class MaxPool2D : Pooling
{
    private Buffer? _numbers;

    public override IEnumerable<Value> Keeps => [];

    public override IEnumerable<Buffer> KeptBesides => [Numbers];

    /// <summary>For each window the number of its largest element.</summary>
    private Buffer Numbers => _numbers ??= new Buffer(Output.Symbol + "Place", Place.PerExample, Output.Stride);

    protected override string Reduction(string element) => $"max {element}, the first of equal ones{(Window.Size == 1 ? "" : $", over {PlainLoop.Range(Places)}")}";

    protected override string Equation => $"max {Input.Symbol} of each {Window.Rows.Kernel}x{Window.Columns.Kernel} window";

    public override Kernel Forward(Stage stage)
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
                code.Line($"V max = V.Load(ref {Input.Symbol}, from), place = V.Zero;");
                WriteElements(code, (number, offset) =>
                {
                    if (number != "0")
                    {
                        code.Line($"{(IsUnrolled && number != "1" ? "" : "V ")}v = V.Load(ref {Input.Symbol}, {Sum("from", offset)});");
                        code.Line($"place = V.WhereGreater(v, max, V.Constant({number}), place);");
                        code.Line("max = V.Max(max, v);");
                    }
                });
                code.Store("V", "place", Numbers.Symbol, "at");
                chain.WriteAfterHead(code, "V", "max", "at");
            });
            chain.WriteLoop(code);
        }
    }

    protected override string WriteReduction(KernelWriter code, string vector, Action<Action<string, string>> elements)
    {
        code.Line($"{vector} max = {vector}.Load(ref {Input.Symbol}, from);");
        elements((number, offset) =>
        {
            if (number != "0")
            {
                code.Line($"max = {vector}.Max(max, {vector}.Load(ref {Input.Symbol}, {Sum("from", offset)}));");
            }
        });
        return "max";
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
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
                () => code.Line($"V g = V.Load(ref {Output.Gradient.Symbol}, at), place = V.Load(ref {Numbers.Symbol}, at);"),
                number => $"V.WhereEqual(place, V.Constant({number}), g, V.Zero)",
                (gradient, at) => sink.WriteStore(code, "V", gradient, at));
        }
    }
}
