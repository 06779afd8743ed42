using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The logarithm of the softmax over the last axis: l = z − max z − ln Σ exp(z − max z).</summary>
internal sealed class LogSoftmax : RowSoftmax
{
    protected override string GradientEquation => $"{Output.Bar} - exp({Output.Symbol})·Σ {Output.Bar}";

    protected override bool GradientNeedsClearing => true;

    public override string OutputSymbol(Value input) => "l" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations($"{Input.Symbol} - max {Input.Symbol} - ln Σ exp({Input.Symbol} - max {Input.Symbol})")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4, l = Output.Symbol;
            chain.WriteLocals(code);
            WriteRows(code, row =>
            {
                code.Line($"// {l} holds the exponentials first, for their sum");
                SoftmaxRow.WriteExponentials(code, Input.Symbol, l, row, Size, EndsOnVector);
                code.Line($"double total = {code.Names.Sums}.Sum(ref {l}Row, {Size});");
                code.Line($"{vector} logarithm = {vector}.Broadcast({code.Round($"global::NetGen.CompilerServices.ScalarMath.LogOfTotal(ref {l}Row, {Size}, total)")});");
                code.FourLanes("o", Size, EndsOnVector, (o, rest) => code.StoreFirst(vector, $"{vector}.Load(ref {Input.Symbol}Row, {o}) - largest - logarithm", $"{l}Row", o, rest));
            });
            WriteClearOutputPadding(code);
            chain.WriteLoop(code);
        }
    }

    protected override void WriteGradient(KernelWriter code, GradientSink sink)
    {
        string l = Output.Symbol, dl = Output.Gradient.Symbol, vector = code.Names.V4;
        code.Line($"{vector} sum = {vector}.Broadcast({code.Round($"{code.Names.Sums}.Sum(ref {code.At(dl, "row")}, {Size})")});");
        WriteGradientColumns(code, (at, rest) =>
        {
            code.Line($"{vector} g = {vector}.Load(ref {dl}, {at}) - global::NetGen.SimdMath.Exp({vector}.Load(ref {l}, {at})) * sum;");
            WriteGradientStore(code, sink, "g", at, rest);
        });
    }
}
