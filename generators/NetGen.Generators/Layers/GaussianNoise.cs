using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>Gaussian noise: h = x + e in training, with e normal; h = x in inference.</summary>
internal sealed class GaussianNoise : RandomLayer
{
    /// <summary>The standard deviation.</summary>
    public override double Rate => Spec.Arguments.Double("standardDeviation") ?? 0;

    public override string Declaration => $"GaussianNoise({Notation.Real(Rate)})";

    public override string RatesOfKind => "noise";

    public override string NumbersOfKind => "Noises";

    protected override string NumbersSymbol => "noise";

    protected override (string Id, string[] Arguments)? WrongRate =>
        Rate >= 0 && !double.IsInfinity(Rate) ? null : ("NG0017", ["the standard deviation", "a finite number of at least 0", Notation.Real(Rate)]);

    public override RandomNumbers Fill(string scalar) => new(Numbers, $"frame.FillNoise({Index}, _rates.Noise({Index}), _seed, first, rows)");

    public override IEnumerable<Buffer> BackwardReads => [];

    public override string OutputSymbol(Value input) => "noisy" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) => $"({value} + {vector}.Load(ref {Numbers.Symbol}, {place.At}))";

    public override string Equation(string input) => $"{input} + {Numbers.Symbol}";

    public override string? Derivative(string vector, VectorPlace place) => null;

    public override string DerivativeEquation => "1";
}
