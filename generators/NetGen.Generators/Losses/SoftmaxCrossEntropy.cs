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

    public EquatableArray<double>? ClassWeights => Spec.Arguments.Numbers("ClassWeights");

    /// <summary>The member that holds the weights of the classes.</summary>
    public string ClassWeightsName => $"{MethodName}ClassWeights";

    protected override int ElementsPerExample => 1;

    private bool IsOneClass => TakesLabels && Smoothing == 0;

    public override Kernel Kernel(string scalar)
    {
        SoftTargets targets = new(this);
        return new Kernel(MethodName, Target is null ? [Output.Data] : [Output.Data, Target.Data], [Output.Gradient], Write)
        {
            Constants = ClassWeights is { } weights ? [.. Constant("double", ClassWeightsName, weights)] : [],
            Equations = IsOneClass ? [.. Equations] : targets.Equations,
            Arguments = TakesLabels ? ClassLoss.Arguments(scalar) : [.. ClassLoss.Arguments(scalar).Skip(1)],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            if (IsOneClass)
            {
                string classWeights = ClassWeights is null ? "default" : ClassWeightsName;
                code.Line($"return {code.Names.Probabilities}.CrossEntropy(ref {Output.Symbol}, ref {Output.Gradient.Symbol}, labels.Slice(0, rows), weights, {classWeights}, {Output.Size}, {Output.Stride}, scale);");
                return;
            }

            code.Line("double sum = 0;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                targets.Write(code);
            }

            code.Blank();
            if (Output.Size != Output.Stride)
            {
                code.Line($"{code.Names.Rows}.ClearPadding(ref {Output.Gradient.Symbol}, rows, {Output.Size}, {Output.Stride});");
            }

            code.Line("return sum;");
        }
    }

    private IEnumerable<string> Equations
    {
        get
        {
            string y = Output.Symbol, w = ClassWeights is null ? "" : $"{ClassWeightsName}[label]·";
            return Notation.Lines([$"sum = Σ weight·{w}(ln Σ exp({y} - max {y}) - ({y}[label] - max {y}))", $"{Output.Bar} = weight·scale·{w}(softmax({y}) - onehot(label))"]);
        }
    }

    /// <summary>Not all distributions sum to 1 exactly, nor must they: a sum is the weight of its example.</summary>
    public override TargetRange TargetRange => TargetRange.NonNegative;

    protected override string? ClassWeightsOfLabels => TakesLabels && ClassWeights is not null ? ClassWeightsName : null;

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
