using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The mean of each window.</summary>
internal class AveragePool2D : Pooling
{
    public sealed override IEnumerable<Value> Keeps => [];

    protected sealed override string Reduction(string element) =>
        Window.Size == 1 ? element : $"(Σ {element}) / {Window.Size}, over {PlainLoop.Range(Places)} in order";

    protected sealed override string Equation => $"mean {Input.Symbol} of each {Window.Rows.Kernel}x{Window.Columns.Kernel} window";

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
            WriteWindows(code, () =>
            {
                chain.WriteAfterHead(code, "V", WriteReduction(code, "V", body => WriteElements(code, body)), "at");
            });
            chain.WriteLoop(code);
        }
    }

    protected sealed override string WriteReduction(KernelWriter code, string vector, Action<Action<string, string>> elements)
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
        }

        code.Line($"{vector} mean = sum / {vector}.Constant({Window.Size});");
        return "mean";
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"{Output.Bar} / {Window.Size}, summed over the windows"),
                GradientLoop($"{WindowOf(Output.Bar)} / {Window.Size}", $"Σ {Output.Bar} / {Window.Size}"),
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            WriteInputGradient(
                code,
                () => code.Line($"V g = V.Load(ref {Output.Gradient.Symbol}, at) / V.Constant({Window.Size});"),
                _ => "g",
                (gradient, at) => sink.WriteStore(code, "V", gradient, at));
        }
    }
}
