using System.Globalization;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Layers;

/// <summary>A product of elements, h = z ⊙ a ⊙ b: in the pass that computes z. The gradient of a factor is h̄ times the others.</summary>
internal sealed class Multiply : CombiningLayer
{
    public override bool KeepsInput => true;

    public override IEnumerable<Buffer> BackwardReads => Inputs.Select(input => input.Data);

    public override string DerivativeEquation => string.Join(" ⊙ ", FactorsOf(0).Select(factor => factor.Symbol));

    public override CombiningFactor FactorOf(int input)
    {
        Value[] factors = [.. FactorsOf(input)];
        return new CombiningFactor(
            [.. factors.Select(factor => factor.Data)],
            vector => string.Concat(factors.Select(factor => $" * {vector}.Load(ref {factor.Symbol}, at)")),
            string.Concat(factors.Select(factor => $" ⊙ {factor.Symbol}")));
    }

    private IEnumerable<Value> FactorsOf(int input) => Inputs.Where((_, i) => i != input);

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) =>
        Inputs.Skip(1).Aggregate(Factor(value), (product, other) => $"{product} * {vector}.Load(ref {other.Symbol}, {place.At})");

    public override string Derivative(string vector, VectorPlace place) =>
        string.Join(" * ", FactorsOf(0).Select(factor => $"{vector}.Load(ref {factor.Symbol}, {place.At})"));

    public override string Equation(string input) => string.Join(" ⊙ ", Inputs.Skip(1).Select(other => other.Symbol).Prepend(input));
}
