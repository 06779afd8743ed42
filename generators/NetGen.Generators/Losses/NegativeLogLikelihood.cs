using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Losses;

/// <summary>The negative log-likelihood of log-probabilities: ℓ = −w_t·y_t, ȳ = −w_t·onehot(t).</summary>
internal sealed class NegativeLogLikelihood : Loss
{
    public override bool TakesLabels => true;

    public override OutputMeaning Outputs => OutputMeaning.ClassLogProbabilities;

    protected override int ElementsPerExample => 1;

    private EquatableArray<double>? ClassWeights => Spec.Arguments.Numbers("ClassWeights");

    private string ClassWeightsName => $"{MethodName}ClassWeights";

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, dy = Output.Gradient.Symbol;
        string w = ClassWeights is null ? "" : $"{ClassWeightsName}[label]·";
        return new Kernel(MethodName, [Output.Data], [Output.Gradient], Write)
        {
            Constants = ClassWeights is { } constants ? [.. Constant("double", ClassWeightsName, constants)] : [],
            Equations = [$"sum = -Σ weight·{w}{y}[label],  {Output.Bar} = -weight·scale·{w}onehot(label)"],
            Arguments = ClassLoss.Arguments(scalar),
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4;
            code.Line("double sum = 0;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                ClassLoss.WriteWeight(code, ClassWeights is null ? null : ClassWeightsName);
                code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
                code.Line($"sum -= weight * {code.At(y, $"r * {Output.Stride} + label")};");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{vector}.Zero", $"{dy}Row", o));
                code.Line($"{code.At($"{dy}Row", "label")} = {code.Round("-(weight * scale)")};");
            }

            code.Blank();
            code.Line("return sum;");
        }
    }

    protected override string? ClassWeightsOfLabels => ClassWeights is null ? null : ClassWeightsName;

    protected override bool Check(ProblemReporter problems) =>
        CheckClasses(problems) && CheckWeights("ClassWeights", allowsOne: false, problems);
}
