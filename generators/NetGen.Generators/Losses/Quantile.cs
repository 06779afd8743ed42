using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>The pinball loss: along the last axis an output for each quantile q, and for each position one target; ℓ = max(q·e, (q − 1)·e) with e = t − y.</summary>
internal sealed class Quantile : Loss
{
    public override bool TakesLabels => false;

    public override OutputMeaning Outputs => OutputMeaning.Numbers;

    protected override int ElementsPerExample => Compared.Size;

    protected override Shape TargetShape => Output.Shape.Rank == 1 ? new Shape(1) : new Shape(Output.Shape.Axes.Take(Output.Shape.Rank - 1).ToEquatableArray());

    private EquatableArray<double> Quantiles => Spec.Arguments.Numbers("quantiles") ?? default;

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, t = Target!.Symbol, q = $"[{string.Join(", ", Quantiles.Select(Number))}]";
        IEnumerable<Buffer> lengths = Lengths is { } some ? [some] : [];
        return new Kernel(MethodName, [Output.Data, Target.Data, .. lengths], [Output.Gradient], Write)
        {
            Constants = [$"private static global::System.ReadOnlySpan<double> {MethodName}Quantiles => [{string.Join(", ", Quantiles.Select(CodeWriter.Literal))}];"],
            Equations =
            [
                $"e = {t} - {y},  sum = Σ weight·max(q·e, (q - 1)·e) with q = {q}",
                $"{Output.Bar} = weight·scale·(-q where e > 0, else 1 - q where e < 0, else 0)",
            ],
            Arguments = RowArguments(scalar),
            Returns = "double",
        };
    }

    private void Write(KernelWriter code)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol;
        int count = Quantiles.Count, positions = Target.Size;
        code.Line("double sum = 0;");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line("double weight = weights.IsEmpty ? 1 : weights[r], factor = weight * scale;");
            code.Row($"{y}Row", y, $"r * {Output.Stride}");
            code.Row($"{t}Row", t, $"r * {Target.Stride}");
            code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
            if (Lengths is { } lengths)
            {
                int ofStep = positions / Output.Shape.Axes[0];
                code.Line($"int count = {StepLengths.Of(code, lengths)}{(ofStep == 1 ? "" : $" * {ofStep}")}; // of steps that are no padding");
                code.Line($"{code.Names.Rows}.Clear(ref {dy}Row, {Output.Size});");
                using (code.Block("for (int position = 0; position < count; position++)"))
                {
                    WritePosition("position");
                }
            }
            else
            {
                code.Loop("position", positions, WritePosition);
            }
        }

        code.Blank();
        if (Output.Size != Output.Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {dy}, rows, {Output.Size}, {Output.Stride});");
        }

        code.Line("return sum;");

        void WritePosition(string position) => code.Loop("c", count, c =>
        {
            string at = LaneWriter.Sum(LaneWriter.Times(position, count), c);
            code.Line($"double q = {MethodName}Quantiles[{c}], e = (double){code.At($"{t}Row", position)} - {code.At($"{y}Row", at)};");
            code.Line("sum += weight * (e > 0 ? q * e : (q - 1) * e);");
            code.Line($"{code.At($"{dy}Row", at)} = {code.Round("factor * (e > 0 ? -q : e < 0 ? 1 - q : e)")}; // 0, or NaN, where e is");
        });
    }

    protected override bool Check(ProblemReporter problems)
    {
        if (Quantiles.Cast<double?>().FirstOrDefault(quantile => !(quantile > 0 && quantile < 1)) is { } wrong)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "a quantile", "greater than 0 and less than 1", Number(wrong));
            return false;
        }

        if (Quantiles.Count != Output.Shape.Last)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the number of quantiles", $"{Number(Output.Shape.Last)}, one for each output on the last axis of {Output.Shape}", Number(Quantiles.Count));
            return false;
        }

        return true;
    }
}
