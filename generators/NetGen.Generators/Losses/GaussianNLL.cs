using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Losses;

/// <summary>The negative log-likelihood of normal distributions, of which two values are the mean μ and v = ln σ²: ℓ = ½·(v + (t − μ)²·e^−v).</summary>
internal sealed class GaussianNLL : GaussianLoss
{
    public override IReadOnlyList<string> ValueArguments => [From, "LogVariance"];

    protected override string ValueEquation => $"½·({V} + ({Target!.Symbol} - {M})²·exp(-{V}))";

    protected override string MeanDerivative => $"({M} - {Target!.Symbol})·exp(-{V})";

    protected override string VarianceDerivative => $"½·(1 - ({Target!.Symbol} - {M})²·exp(-{V}))";

    protected override string WriteValue(KernelWriter code, string vector, string mean, string logVariance, string at)
    {
        code.Line($"{vector} v = {logVariance}, error = {mean} - {vector}.Load(ref {Target!.Symbol}Row, {at});");
        return $"(v + error * error * global::NetGen.SimdMath.Exp(-v)) * {vector}.Constant(0.5)";
    }

    protected override (string Mean, string LogVariance) WriteDerivatives(KernelWriter code, string vector, string mean, string logVariance, string at)
    {
        code.Line($"{vector} distance = {mean} - {vector}.Load(ref {Target!.Symbol}Row, {at}), ofMean = distance * global::NetGen.SimdMath.Exp(-{logVariance});");
        return ("ofMean", $"({vector}.One - distance * ofMean) * {vector}.Constant(0.5)");
    }
}
