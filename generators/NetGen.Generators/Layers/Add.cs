using System.Globalization;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Layers;

/// <summary>A sum, h = z + a + b: in the pass that computes z, and its gradient is that of every term, without a copy.</summary>
internal sealed class Add : CombiningLayer
{
    public override IEnumerable<Buffer> BackwardReads => [];

    public override string DerivativeEquation => "1";

    public override CombiningFactor? FactorOf(int input) => null;

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) =>
        Inputs.Skip(1).Aggregate(value, (sum, other) => $"{sum} + {vector}.Load(ref {other.Symbol}, {place.At})");

    public override string Derivative(string vector, VectorPlace place) => $"{vector}.One";

    public override string Equation(string input) => string.Join(" + ", Inputs.Skip(1).Select(other => other.Symbol).Prepend(input));
}
