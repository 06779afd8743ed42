using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>
/// Softmax and cross-entropy in one: ℓ = −ln softmax(y)ₜ, ȳ = softmax(y) − onehot(t). Targets that are not one class alone,
/// for they are distributions or smoothed, are in <see cref="SoftTargets"/>.
/// </summary>
internal sealed class SoftmaxCrossEntropy : Loss
{
    private const int Probabilities = 1; // of the enumeration NetGen.Targets

    public override bool TakesLabels => Spec.Arguments.Int("Targets") != Probabilities;

    public override OutputMeaning Outputs => OutputMeaning.ClassLogits;

    /// <summary>The share of every target that is spread evenly over the classes.</summary>
    public double Smoothing => Spec.Arguments.Double("LabelSmoothing") ?? 0;

    public override bool HasClassWeights => true;

    protected override int ElementsPerExample => Compared.Size / Compared.Shape.Last;

    private bool IsOneClass => TakesLabels && Smoothing == 0;

    public override Kernel Kernel(string scalar)
    {
        ClassLoss rows = new(this);
        SoftTargets targets = new(this, rows);
        return new Kernel(MethodName, rows.Reads, rows.Writes, Write)
        {
            Equations = IsOneClass ? [.. Equations] : targets.Equations,
            Arguments = rows.Arguments(scalar),
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            rows.WriteCopyIn(code);
            if (IsOneClass)
            {
                WriteCall(code, rows);
                return;
            }

            code.Line("double sum = 0;");
            rows.WriteRows(code, () => targets.Write(code));
            rows.WriteCopyOut(code);
            code.Line("return sum;");
        }
    }

    /// <summary>The runtime's, which has several rows at a time; it clears the padding of rows.</summary>
    private static void WriteCall(KernelWriter code, ClassLoss rows)
    {
        string steps = rows.Steps == 1 ? "" : $" * {rows.Steps}";
        string perExample = rows.Steps == 1 ? "" : $", {rows.Steps}";
        string call = $"{code.Names.Probabilities}.CrossEntropy(ref {rows.Outputs}, ref {rows.Gradient}, labels.Slice(0, rows{steps}), weights, {ClassWeightsParameter}, {rows.Classes}, {rows.Stride}, scale{perExample});";
        if (rows.IsCopied)
        {
            code.Line($"double sum = {call}");
            rows.WriteCopyOut(code);
            code.Line("return sum;");
        }
        else
        {
            code.Line($"return {call}");
        }
    }

    private IEnumerable<string> Equations
    {
        get
        {
            string y = Output.Symbol, w = ClassWeights is null ? "" : $"{ClassWeightsParameter}[label]·";
            return Notation.Lines([$"sum = Σ weight·{w}(ln Σ exp({y} - max {y}) - ({y}[label] - max {y}))", $"{Output.Bar} = weight·scale·{w}(softmax({y}) - onehot(label))"]);
        }
    }

    /// <summary>Not all distributions sum to 1 exactly, nor must they: a sum is the weight of its example.</summary>
    public override TargetRange TargetRange => TargetRange.NonNegative;

    protected override bool Check(ProblemReporter problems)
    {
        if (!(Smoothing >= 0 && Smoothing <= 1))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "LabelSmoothing", "at least 0 and at most 1", Number(Smoothing));
            return false;
        }

        if (Spec.Arguments.Int("Targets") is { } targets and (< 0 or > Probabilities))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Targets", "a value of the enumeration Targets", Number(targets));
            return false;
        }

        return CheckClasses(problems) && CheckWeights("ClassWeights", allowsOne: false, problems);
    }
}
