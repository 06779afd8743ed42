using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>The margin loss of several classes: ℓ = Σ_c max(0, margin − y_t + y_c)^p / C over all c but t.</summary>
internal sealed class MultiMargin : Loss
{
    public override bool TakesLabels => true;

    public override OutputMeaning Outputs => OutputMeaning.ClassScores;

    protected override int ElementsPerExample => Compared.Size / Compared.Shape.Last;

    private int Power => Spec.Arguments.Int("Power") ?? 1;

    private double Margin => Spec.Arguments.Double("Margin") ?? 1;

    public override Kernel Kernel(string scalar)
    {
        ClassLoss rows = new(this);
        string y = Output.Symbol, margin = Number(Margin);
        string excess = $"{margin} - {y}[label] + {y}", others = "(1 - onehot(label))", size = Number(rows.Classes);
        string value = $"max(0, {excess}){(Power == 2 ? "²" : "")}", derivative = Power == 2 ? $"2·max(0, {excess})" : $"1[{excess} > 0]";
        return new Kernel(MethodName, rows.Reads, rows.Writes, Write)
        {
            Equations =
            [
                $"sum = Σ weight/{size}·Σ {others} ⊙ {value}",
                $"{Output.Bar} = weight·scale/{size}·(d - onehot(label)·Σ d) with d = {others} ⊙ {derivative}",
            ],
            Arguments = rows.Arguments(scalar),
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            rows.WriteCopyIn(code);
            code.Line("double sum = 0;");
            rows.WriteRows(code, () => WriteRow(code, rows, scalar));
            rows.WriteCopyOut(code);
            code.Line("return sum;");
        }
    }

    private void WriteRow(KernelWriter code, ClassLoss rows, string scalar)
    {
        string vector = code.Names.V4, y = rows.Outputs, dy = rows.Gradient, size = Number(rows.Classes);
        string Excess(string o) => $"{vector}.AtLeast({vector}.Load(ref {y}Row, {o}) + lead, {vector}.Zero)";
        code.Row($"{y}Row", y, $"r * {rows.Stride}");
        code.Row($"{dy}Row", dy, $"r * {rows.Stride}");
        code.Line($"{vector} lead = {vector}.Broadcast({CodeWriter.Literal(Margin)}{(scalar == "float" ? "f" : "")} - {code.At($"{y}Row", "label")});");
        code.Line($"// {Output.Gradient.Symbol} holds the losses first, for their sum");
        code.FourLanes("o", rows.Stride, o =>
        {
            code.Line($"{vector} excess = {Excess(o)};");
            code.Store(vector, Power == 2 ? "excess * excess" : "excess", $"{dy}Row", o);
        });
        code.Line($"{code.At($"{dy}Row", "label")} = 0;");
        code.Line($"sum += weight * {code.Names.Sums}.Sum(ref {dy}Row, {size}) / {size};");
        code.Blank();
        code.Line("// then their derivatives");
        code.Line($"{vector} factor = {vector}.Broadcast({code.Round($"weight * scale / {size}")});");
        code.FourLanes("o", rows.Stride, o =>
        {
            code.Line($"{vector} lag = {vector}.Load(ref {y}Row, {o}) + lead;");
            code.Store(vector, Power == 2 ? $"{vector}.AtLeast(lag + lag, {vector}.Zero) * factor" : $"{vector}.WhereGreater(lag, {vector}.Zero, factor, {vector}.Zero)", $"{dy}Row", o);
        });
        code.Line($"{code.At($"{dy}Row", "label")} = 0;");
        code.Line($"{code.At($"{dy}Row", "label")} = {code.Round($"-{code.Names.Sums}.Sum(ref {dy}Row, {size})")};");
    }

    protected override bool Check(ProblemReporter problems)
    {
        if (Power is not (1 or 2))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Power", "1 or 2", Number(Power));
            return false;
        }

        if (double.IsNaN(Margin) || double.IsInfinity(Margin))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Margin", "a finite number", Number(Margin));
            return false;
        }

        return CheckClasses(problems);
    }
}
