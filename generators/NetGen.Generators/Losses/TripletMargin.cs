using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>The triplet loss of three values, ℓ = max(0, ‖a − p‖ − ‖a − n‖ + margin), and no target.</summary>
internal sealed class TripletMargin : Loss
{
    public override IReadOnlyList<string> ValueArguments => ["Anchor", "Positive", "Negative"];

    public override bool TakesTarget => false;

    public override bool TakesLabels => false;

    public override OutputMeaning Outputs => OutputMeaning.Numbers;

    protected override int ElementsPerExample => 1;

    /// <summary>Distances are of whole values, with their padding.</summary>
    public override Buffer? Lengths => null;

    private double Margin => Spec.Arguments.Double("Margin") ?? 1;

    public override Kernel Kernel(string scalar)
    {
        string a = Values[0].Symbol, p = Values[1].Symbol, n = Values[2].Symbol;
        return new Kernel(MethodName, Values.Select(value => value.Data), Values.Select(value => value.Gradient), Write)
        {
            Equations =
            [
                $"near = √(Σ ({a} - {p})²),  far = √(Σ ({a} - {n})²),  sum = Σ weight·max(0, near - far + {Number(Margin)})",
                $"{Values[1].Bar} = -weight·scale·({a} - {p})/near,  {Values[2].Bar} = weight·scale·({a} - {n})/far,  {Values[0].Bar} = -({Values[1].Bar} + {Values[2].Bar}),  or 0",
            ],
            Arguments = RowArguments(scalar),
            Returns = "double",
        };
    }

    private void Write(KernelWriter code)
    {
        code.Line("double sum = 0;");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
            code.Line($"int at = r * {Output.Stride};");
            string values = string.Join(", ", Values.Select(value => $"ref {code.At(value.Symbol, "at")}"));
            string gradients = string.Join(", ", Values.Select(value => $"ref {code.At(value.Gradient.Symbol, "at")}"));
            code.Line($"sum += weight * global::NetGen.CompilerServices.Distances.Triplet({values}, {gradients}, {Output.Size}, {CodeWriter.Literal(Margin)}, weight * scale);");
        }

        code.Blank();
        foreach (Value value in Values.Where(value => value.Size != value.Stride))
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {value.Gradient.Symbol}, rows, {value.Size}, {value.Stride});");
        }

        code.Line("return sum;");
    }

    protected override bool Check(ProblemReporter problems)
    {
        if (!(Margin >= 0) || double.IsInfinity(Margin))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Margin", "a finite number of at least 0", Number(Margin));
            return false;
        }

        return CheckShapes(problems);
    }
}
