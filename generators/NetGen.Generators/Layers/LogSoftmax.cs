using System.Globalization;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Layers;

/// <summary>The logarithm of the softmax over the last axis: l = z − max z − ln Σ exp(z − max z).</summary>
internal sealed class LogSoftmax : HeadLayer
{
    public override string Declaration => "LogSoftmax";

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

    public override string OutputSymbol(Value input) => "l" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            IsGeneric = chain.HasLoop,
            Equations = [.. chain.Equations($"{Input.Symbol} - max {Input.Symbol} - ln Σ exp({Input.Symbol} - max {Input.Symbol})")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4, l = Output.Symbol;
            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"// {l} holds the exponentials first, for their sum");
                SoftmaxRow.WriteExponentials(code, Input.Symbol, l, Output.Size, Output.Stride);
                code.Line($"double total = {code.Names.Sums}.Sum(ref {l}Row, {Output.Size});");
                code.Line($"{vector} logarithm = {vector}.Broadcast({code.Round("global::NetGen.CompilerServices.ScalarMath.Log(total)")});");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{vector}.Load(ref {Input.Symbol}Row, {o}) - largest - logarithm", $"{l}Row", o));
            }

            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Data, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar} - exp({Output.Symbol})·Σ {Output.Bar}")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4;
            sink.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"int row = r * {Output.Stride};");
                code.Line($"{vector} sum = {vector}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {code.At(Output.Gradient.Symbol, "row")}, {Output.Size})")});");
                using (code.Block($"for (int at = row; at < row + {Output.Stride}; at += 4)"))
                {
                    code.Line($"{vector} g = {vector}.Load(ref {Output.Gradient.Symbol}, at) - global::NetGen.SimdMath.Exp({vector}.Load(ref {Output.Symbol}, at)) * sum;");
                    sink.WriteStore(code, vector, "g", "at");
                }
            }

            sink.WriteClearPadding(code, always: true);
        }
    }
}
