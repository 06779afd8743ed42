using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>Softmax over the last axis: p = exp(z − max z) / Σ exp(z − max z).</summary>
internal sealed class Softmax : RowSoftmax
{
    protected override string GradientEquation => $"{Output.Symbol} ⊙ ({Output.Bar} - Σ {Output.Symbol}·{Output.Bar})";

    protected override bool GradientNeedsClearing => false;

    public override string OutputSymbol(Value input) => "p" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations($"exp({Input.Symbol} - max {Input.Symbol}) / Σ exp({Input.Symbol} - max {Input.Symbol})")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4, p = Output.Symbol;
            chain.WriteLocals(code);
            WriteRows(code, row =>
            {
                SoftmaxRow.WriteExponentials(code, Input.Symbol, p, row, Size, EndsOnVector);
                code.Line($"{vector} sum = {vector}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {p}Row, {Size})")});");
                code.FourLanes("o", Size, EndsOnVector, (o, rest) => code.StoreFirst(vector, $"{vector}.Load(ref {p}Row, {o}) / sum", $"{p}Row", o, rest));
            });
            WriteClearOutputPadding(code);
            chain.WriteLoop(code);
        }
    }

    protected override void WriteGradient(KernelWriter code, GradientSink sink)
    {
        string p = Output.Symbol, dp = Output.Gradient.Symbol, target = sink.Target.Gradient.Symbol, vector = code.Names.V4;
        WriteGradientColumns(code, (at, rest) => code.StoreFirst(vector, $"{vector}.Load(ref {p}, {at}) * {vector}.Load(ref {dp}, {at})", target, at, rest));
        code.Blank();
        code.Line($"{vector} sum = {vector}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {code.At(target, "row")}, {Size})")});");
        WriteGradientColumns(code, (at, rest) =>
        {
            code.Line($"{vector} g = {vector}.Load(ref {p}, {at}) * ({vector}.Load(ref {dp}, {at}) - sum);");
            WriteGradientStore(code, sink, "g", at, rest);
        });
    }
}
