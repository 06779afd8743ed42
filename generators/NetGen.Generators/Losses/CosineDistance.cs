using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Losses;

/// <summary>The cosine distance along the last axis, of an example or of each of its steps: ℓ = 1 − y·t / max(‖y‖·‖t‖, 10⁻⁸).</summary>
internal sealed class CosineDistance : Loss
{
    public override bool TakesLabels => false;

    public override OutputMeaning Outputs => OutputMeaning.Numbers;

    protected override int ElementsPerExample => Compared.Size / Compared.Shape.Last;

    private int Steps => Output.Size / Output.Shape.Last;

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, t = Target!.Symbol;
        IEnumerable<Buffer> lengths = Lengths is { } some ? [some] : [];
        return new Kernel(MethodName, [Output.Data, Target.Data, .. lengths], [Output.Gradient], Write)
        {
            Equations =
            [
                $"size = max(√(Σ {y}²)·√(Σ {t}²), 1e-8),  sum = Σ weight·(1 - Σ {y}·{t}/size){(Steps == 1 ? "" : ",  at each step")}",
                $"{Output.Bar} = weight·scale·((Σ {y}·{t})·{y}/(Σ {y}²) - {t})/size where size > 1e-8, else -weight·scale·{t}/size",
            ],
            Arguments = RowArguments(scalar),
            Returns = "double",
        };
    }

    private void Write(KernelWriter code)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol;
        int features = Output.Shape.Last;
        code.Line("double sum = 0;");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
            if (Steps == 1 && Lengths is null)
            {
                WriteRow($"r * {Output.Stride}");
            }
            else
            {
                string steps = Lengths is { } lengths ? StepLengths.Of(code, lengths) : Number(Steps);
                if (Lengths is not null)
                {
                    code.Line($"int steps = {steps}; // that are no padding");
                    code.Line($"{code.Names.Rows}.Clear(ref {code.At(dy, $"r * {Output.Stride}")}, {Output.Size});");
                    steps = "steps";
                }

                using (code.Block($"for (int s = 0; s < {steps}; s++)"))
                {
                    code.Line($"int at = r * {Output.Stride} + s * {features};");
                    WriteRow("at");
                }
            }
        }

        code.Blank();
        if (Output.Size != Output.Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {dy}, rows, {Output.Size}, {Output.Stride});");
        }

        code.Line("return sum;");

        void WriteRow(string at) =>
            code.Line($"sum += weight * global::NetGen.CompilerServices.Distances.Cosine(ref {code.At(y, at)}, ref {code.At(t, at)}, ref {code.At(dy, at)}, {features}, weight * scale);");
    }

    protected override bool Check(ProblemReporter problems)
    {
        if (Output.Shape.Rank <= 2)
        {
            return true;
        }

        problems.Report("NG0010", Spec.Attribute, Name, "one axis, the features, or two, steps and features (put [Flatten] before the loss)", Output.Shape.ToString());
        return false;
    }
}
