using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Losses;

/// <summary>The negative log-likelihood of log-probabilities: ℓ = −w_t·y_t, ȳ = −w_t·onehot(t).</summary>
internal sealed class NegativeLogLikelihood : Loss
{
    public override bool TakesLabels => true;

    public override OutputMeaning Outputs => OutputMeaning.ClassLogProbabilities;

    protected override int ElementsPerExample => Compared.Size / Compared.Shape.Last;

    public override bool HasClassWeights => true;

    public override Kernel Kernel(string scalar)
    {
        ClassLoss rows = new(this);
        string w = ClassWeights is null ? "" : $"{ClassWeightsParameter}[label]·";
        return new Kernel(MethodName, rows.Reads, rows.Writes, Write)
        {
            Equations = [$"sum = -Σ weight·{w}{Output.Symbol}[label],  {Output.Bar} = -weight·scale·{w}onehot(label)"],
            Arguments = rows.Arguments(scalar),
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4, y = rows.Outputs, dy = rows.Gradient;
            rows.WriteCopyIn(code);
            code.Line("double sum = 0;");
            rows.WriteRows(code, () =>
            {
                code.Line($"weight *= {ClassWeightsParameter}.IsEmpty ? 1 : {ClassWeightsParameter}[label];");
                code.Row($"{dy}Row", dy, $"r * {rows.Stride}");
                code.Line($"sum -= weight * {code.At(y, $"r * {rows.Stride} + label")};");
                code.FourLanes("o", rows.Stride, o => code.Store(vector, $"{vector}.Zero", $"{dy}Row", o));
                code.Line($"{code.At($"{dy}Row", "label")} = {code.Round("-(weight * scale)")};");
            });
            if (rows.IsCopied)
            {
                rows.WriteCopyOut(code);
            }

            code.Line("return sum;");
        }
    }

    protected override bool Check(ProblemReporter problems) =>
        CheckClasses(problems) && CheckWeights("ClassWeights", allowsOne: false, problems);
}
