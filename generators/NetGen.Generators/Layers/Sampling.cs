using System.Globalization;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Layers;

/// <summary>
/// A sample of normal distributions whose means and logarithms of variances are two values: h = m + exp(½·v) ⊙ e in training, with e normal; h = m in
/// inference. The gradient of m is h̄ without a copy, v̄ = h̄ ⊙ ½·exp(½·v) ⊙ e.
/// </summary>
internal sealed class Sampling : CombiningLayer, IRandomLayer
{
    private const string Functions = "global::NetGen.CompilerServices.NormalSample";

    private Buffer? _numbers;

    public override bool Combines => false;

    public override IReadOnlyList<string> InputArguments => ["mean", "logVariance"];

    public override string Declaration => $"Sampling({string.Join(", ", Inputs.Select(input => input.Name))})";

    /// <summary>As the random numbers lie.</summary>
    public override Arrangement Arrangement => Arrangement.Rows;

    public override bool IsTrainingOnly => true;

    public override bool IsForwardCheap => false;

    public override int ForwardOperations => 24;

    public double Rate => 1;

    public string RatesOfKind => "noise";

    public string NumbersOfKind => "Noises";

    public int Index { get; set; }

    public Buffer Numbers => _numbers ??= new Buffer("noiseOf" + Output.Symbol, Place.PerExample, Input.Stride);

    public override RandomNumbers Fill(string scalar) => new(Numbers, $"frame.FillNoise({Index}, _rates.Noise({Index}), _seed, first, rows)");

    public override IEnumerable<Buffer> ForwardReads => [LogVariance.Data, Numbers];

    public override IEnumerable<Buffer> BackwardReads => [];

    public override string DerivativeEquation => "1";

    private Value LogVariance => Inputs[1];

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) =>
        $"{Functions}.Of({value}, {vector}.Load(ref {LogVariance.Symbol}, {place.At}), {vector}.Load(ref {Numbers.Symbol}, {place.At}))";

    public override string Derivative(string vector, VectorPlace place) => $"{vector}.One";

    public override string Equation(string input) => $"{input} + exp(½·{LogVariance.Symbol}) ⊙ {Numbers.Symbol}";

    public override CombiningFactor? FactorOf(int input) => input == 0 ? null : new CombiningFactor(
        [LogVariance.Data, Numbers],
        vector => $" * {Functions}.DerivativeByLogVariance({vector}.Load(ref {LogVariance.Symbol}, at), {vector}.Load(ref {Numbers.Symbol}, at))",
        $" ⊙ ½·exp(½·{LogVariance.Symbol}) ⊙ {Numbers.Symbol}");
}
