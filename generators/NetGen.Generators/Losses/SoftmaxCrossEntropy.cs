using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Losses;

/// <summary>
/// Softmax and cross-entropy in one: ℓ = −ln softmax(y)ₜ, ȳ = softmax(y) − onehot(t). Targets that are not one class alone,
/// for they are distributions or smoothed, are in <see cref="SoftTargets"/>.
/// </summary>
internal sealed class SoftmaxCrossEntropy : Loss
{
    private const int Probabilities = 1; // of the enumeration NetGen.Targets
    private const int BlockRows = 64;

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
            Equations = IsOneClass ? [Equation] : targets.Equations,
            Arguments = TakesLabels ? ClassLoss.Arguments(scalar) : [.. ClassLoss.Arguments(scalar).Skip(1)],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            code.Line("double sum = 0;");
            if (IsOneClass)
            {
                WriteOneClass(code, scalar);
                return;
            }

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

    private string Equation
    {
        get
        {
            string w = ClassWeights is null ? "" : "w[label]·";
            return $"Σ weight·{w}(ln Σ exp({Output.Symbol} - max) - ({Output.Symbol}[label] - max)),  {Output.Bar} = weight·scale·{w}(softmax({Output.Symbol}) - onehot(label))";
        }
    }

    /// <summary>Writes blocks of rows: the exponentials and logarithms of a block are computed in vectors.</summary>
    private void WriteOneClass(KernelWriter code, string scalar)
    {
        string vector = code.Names.V4, y = Output.Symbol, dy = Output.Gradient.Symbol;
        code.Line($"global::System.Span<{scalar}> largest = stackalloc {scalar}[{BlockRows}], totals = stackalloc {scalar}[{BlockRows}];");
        code.Line($"global::System.Span<double> losses = stackalloc double[{BlockRows}];");
        using (code.Block($"for (int first = 0; first < rows; first += {BlockRows})"))
        {
            code.Line($"int count = global::System.Math.Min({BlockRows}, rows - first);");
            code.Line($"// {dy} holds the exponentials first, for their totals");
            code.Line($"{code.Names.Probabilities}.CrossEntropy(ref {code.At(y, $"first * {Output.Stride}")}, ref {code.At(dy, $"first * {Output.Stride}")}, labels.Slice(first, count), {Output.Size}, {Output.Stride}, largest, totals, losses);");
            using (code.Block("for (int i = 0; i < count; i++)"))
            {
                code.Line("int r = first + i;");
                ClassLoss.WriteWeight(code, ClassWeights is null ? null : ClassWeightsName);
                code.Line("sum += weight * losses[i];");
                code.Blank();
                code.Line("// then softmax - onehot");
                code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
                code.Line($"{scalar} factor = {code.Round("weight * scale")};");
                code.Line($"{vector} divisors = {vector}.Broadcast(totals[i]), factors = {vector}.Broadcast(factor);");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{vector}.Load(ref {dy}Row, {o}) / divisors * factors", $"{dy}Row", o));
                code.Line($"{code.At($"{dy}Row", "label")} -= factor;");
            }
        }

        code.Blank();
        code.Line("return sum;");
    }

    protected override string MeanDivisor(string rows, string labels) =>
        TakesLabels && ClassWeights is not null ? ClassLoss.WeightOfLabels(labels, ClassWeightsName) : rows;

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
