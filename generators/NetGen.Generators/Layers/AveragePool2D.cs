using NetGen.Generators.Emission;
using NetGen.Generators.Planning;
using static NetGen.Generators.Emission.LaneWriter;

namespace NetGen.Generators.Layers;

/// <summary>The mean of each window.</summary>
internal class AveragePool2D : Pooling
{
    public sealed override IEnumerable<Value> Keeps => [];

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            IsGeneric = true,
            Equations = [.. chain.Equations($"mean {Input.Symbol} of each {Window.Rows.Kernel}x{Window.Columns.Kernel} window")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteWindows(code, () =>
            {
                if (IsUnrolled)
                {
                    List<string> terms = [];
                    WriteElements(code, (_, offset) => terms.Add($"V.Load(ref {Input.Symbol}, {Sum("from", offset)})"));
                    code.Line($"V sum = {string.Join(" + ", terms)};");
                }
                else
                {
                    code.Line("V sum = V.Zero;");
                    WriteElements(code, (_, offset) => code.Line($"sum += V.Load(ref {Input.Symbol}, {Sum("from", offset)});"));
                }

                code.Line($"V mean = sum / V.Constant({Window.Size});");
                chain.WriteAfterHead(code, "V", "mean", "at");
            });
            chain.WriteLoop(code);
        }
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            IsGeneric = true,
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar} / {Window.Size}, summed over the windows")],
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
