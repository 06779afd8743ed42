using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>The focal loss: the cross-entropy of a softmax times (1 − p)^γ, p the label's share. Its gradient is the cross-entropy's times a number for each row.</summary>
internal sealed class Focal : Loss
{
    private const double UsualGamma = 2;

    public override bool TakesLabels => true;

    public override OutputMeaning Outputs => OutputMeaning.ClassLogits;

    protected override int ElementsPerExample => Compared.Size / Compared.Shape.Last;

    public override bool HasClassWeights => true;

    private double Gamma => Spec.Arguments.Double("Gamma") ?? UsualGamma;

    public override Kernel Kernel(string scalar)
    {
        ClassLoss rows = new(this);
        string y = Output.Symbol, w = ClassWeights is null ? "" : $"{ClassWeightsParameter}[label]·";
        string power = Power(Gamma), slope = Gamma == 0 ? "1" : $"{power} - {Number(Gamma)}·{Power(Gamma - 1)}·p·ln p";
        return new Kernel(MethodName, rows.Reads, rows.Writes, Write)
        {
            Equations =
            [
                $"p = softmax({y})[label],  sum = -Σ weight·{w}{power}·ln p",
                $"{Output.Bar} = weight·scale·{w}({slope})·(softmax({y}) - onehot(label))",
            ],
            Arguments = rows.Arguments(scalar),
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            rows.WriteCopyIn(code);
            code.Line("double sum = 0;");
            rows.WriteRows(code, () => WriteRow(code, rows));
            rows.WriteCopyOut(code);
            code.Line("return sum;");
        }
    }

    private void WriteRow(KernelWriter code, ClassLoss rows)
    {
        string vector = code.Names.V4, y = rows.Outputs, dy = rows.Gradient;
        string ofLabel = code.At($"{dy}Row", "label");
        code.Line($"weight *= {ClassWeightsParameter}.IsEmpty ? 1 : {ClassWeightsParameter}[label];");
        code.Line($"// {dy} holds the exponentials first, for their sum");
        SoftmaxRow.WriteExponentials(code, y, dy, $"r * {rows.Stride}", rows.Classes);
        code.Line($"double exponential = {ofLabel};");
        code.Line($"{ofLabel} = 0;");
        code.Line($"double others = {code.Names.Sums}.Sum(ref {dy}Row, {rows.Classes});");
        code.Line($"sum += weight * global::NetGen.CompilerServices.ScalarMath.Focal(exponential, others, (double)max - {code.At($"{y}Row", "label")}, {CodeWriter.Literal(Gamma)}, out double slope);");
        code.Blank();
        code.Line("// then their shares");
        code.Line("double total = exponential + others, factor = weight * scale * slope;");
        code.Line($"{vector} totals = {vector}.Broadcast({code.Round("total")}), factors = {vector}.Broadcast({code.Round("factor")});");
        code.FourLanes("o", rows.Stride, o => code.Store(vector, $"{vector}.Load(ref {dy}Row, {o}) / totals * factors", $"{dy}Row", o));
        code.Line($"{ofLabel} = {code.Round("-(factor * (others / total))")};");
    }

    /// <summary>A power of 1 − p in the lectures' notation.</summary>
    private static string Power(double exponent) => exponent switch { 0 => "1", 1 => "(1 - p)", 2 => "(1 - p)²", < 0 => $"(1 - p)^({Number(exponent)})", _ => $"(1 - p)^{Number(exponent)}" };

    protected override bool Check(ProblemReporter problems)
    {
        if (!(Gamma >= 0) || double.IsInfinity(Gamma))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Gamma", "a finite number of at least 0", Number(Gamma));
            return false;
        }

        return CheckClasses(problems) && CheckWeights("ClassWeights", allowsOne: false, problems);
    }
}
