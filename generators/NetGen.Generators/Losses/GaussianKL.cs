using NetGen.Generators.Kernels;

namespace NetGen.Generators.Losses;

/// <summary>The divergence of normal distributions from the standard normal one: ℓ = ½·Σ(μ² + (eᵛ − 1) − v), of values and no target.</summary>
internal sealed class GaussianKL : GaussianLoss
{
    // The number of NetGen.Reduction.BatchMean.
    private const int BatchMean = 2;

    public override IReadOnlyList<string> ValueArguments => ["Mean", "LogVariance"];

    public override bool TakesTarget => false;

    protected override int DefaultReduction => BatchMean;

    protected override string ValueEquation => $"½·({M}² + exp({V}) - 1 - {V})";

    protected override string MeanDerivative => M;

    protected override string VarianceDerivative => $"½·(exp({V}) - 1)";

    protected override string WriteValue(KernelWriter code, string vector, string mean, string logVariance, string at)
    {
        code.Line($"{vector} m = {mean}, v = {logVariance};");
        return $"(m * m + (global::NetGen.SimdMath.ExpM1(v) - v)) * {vector}.Constant(0.5)";
    }

    protected override (string Mean, string LogVariance) WriteDerivatives(KernelWriter code, string vector, string mean, string logVariance, string at) =>
        (mean, $"global::NetGen.SimdMath.ExpM1({logVariance}) * {vector}.Constant(0.5)");
}
