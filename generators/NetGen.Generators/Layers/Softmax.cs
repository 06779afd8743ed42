using System.Globalization;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Layers;

/// <summary>Softmax over the last axis: p = exp(z − max z) / Σ exp(z − max z).</summary>
internal sealed class Softmax : HeadLayer
{
    public override string Declaration => "Softmax";

    public override long Flops => 5L * Output.Size;

    public override IEnumerable<Value> Keeps => [Output];

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 1)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "one axis", input.ToString());
            return null;
        }

        return input;
    }

    public override string OutputSymbol(Value input) => "p" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            IsGeneric = chain.HasLoop,
            Equations = [.. chain.Equations($"exp({Input.Symbol} - max {Input.Symbol}) / Σ exp({Input.Symbol} - max {Input.Symbol})")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                SoftmaxRow.WriteExponentials(code, Input.Symbol, Output.Symbol, Output.Size, Output.Stride);
                code.Line($"{code.Names.V4} sum = {code.Names.V4}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {Output.Symbol}Row, {Output.Size})")});");
                code.FourLanes("o", Output.Stride, o => code.Store(code.Names.V4, $"{code.Names.V4}.Load(ref {Output.Symbol}Row, {o}) / sum", $"{Output.Symbol}Row", o));
            }

            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Data, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Symbol} ⊙ ({Output.Bar} - Σ {Output.Symbol}·{Output.Bar})")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string p = Output.Symbol, dp = Output.Gradient.Symbol, target = sink.Target.Gradient.Symbol, vector = code.Names.V4;
            sink.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"int row = r * {Output.Stride};");
                using (code.Block($"for (int at = row; at < row + {Output.Stride}; at += 4)"))
                {
                    code.Store(vector, $"{vector}.Load(ref {p}, at) * {vector}.Load(ref {dp}, at)", target, "at");
                }

                code.Line($"{vector} sum = {vector}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {code.At(target, "row")}, {Output.Size})")});");
                using (code.Block($"for (int at = row; at < row + {Output.Stride}; at += 4)"))
                {
                    code.Line($"{vector} g = {vector}.Load(ref {p}, at) * ({vector}.Load(ref {dp}, at) - sum);");
                    sink.WriteStore(code, vector, "g", "at");
                }
            }

            sink.WriteClearPadding(code);
        }
    }
}
