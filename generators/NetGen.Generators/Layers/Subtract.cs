using System.Globalization;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Layers;

/// <summary>A difference, h = z − a: in the pass that computes z. The gradient of z is h̄ without a copy, that of a is −h̄.</summary>
internal sealed class Subtract : CombiningLayer
{
    public override bool Combines => false;

    public override bool TakesOther => true;

    public override string Declaration => $"Subtract({Spec.Arguments.Text("other")})";

    public override IEnumerable<Buffer> BackwardReads => [];

    public override string DerivativeEquation => "1";

    public override CombiningFactor? FactorOf(int input) => null;

    public override bool IsNegated(int input) => input > 0;

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) => $"{value} - {vector}.Load(ref {Inputs[1].Symbol}, {place.At})";

    public override string Derivative(string vector, VectorPlace place) => $"{vector}.One";

    public override string Equation(string input) => $"{input} - {Inputs[1].Symbol}";
}
