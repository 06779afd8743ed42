using NetGen.Generators.Graph;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The parametric ReLU: f(x) = x where x > 0, else α·x, with a slope α for each feature or channel, or one for all.</summary>
internal sealed class PReLU : ChannelWiseLayer
{
    private const double StartOfSlope = 0.25;

    // He's number in the enumeration NetGen.Init.
    private const int He = 3;

    public override string Declaration => IsShared ? "PReLU(Shared = true)" : "PReLU";

    public override int? PreferredInit => He;

    public override int ForwardOperations => 4;

    public override bool KeepsInput => true;

    public override IEnumerable<string> Locals => [$"global::NetGen.CompilerServices.ParametricReLU {LocalName} = default;"];

    public override IEnumerable<Buffer> BackwardReads => [Input.Data, ReadInLoop(0)];

    public override string DerivativeEquation => Formula.Factor($"1 where {Input.Symbol} > 0, else {Slope}");

    protected override bool IsShared => Spec.Arguments.Bool("Shared", false);

    private string Slope => Parameters[0].Symbol;

    public override string OutputSymbol(Value input) => Activation.OutputSymbolOf(input);

    public override void DeclareParameters(ParameterContext context) => Declare(("α", "weight", StartOfSlope));

    public override string Forward(string vector, string value, VectorPlace place) => $"{LocalName}.Forward({value}, {Load(0, vector, place)})";

    public override string Derivative(string vector, VectorPlace place) =>
        $"{LocalName}.Derivative({vector}.Load(ref {Input.Symbol}, {place.At}), {Load(0, vector, place)})";

    public override string Equation(string input) => $"{input} where {input} > 0, else {Slope}·{input}";

    protected override string Term(int parameter, string g, string x) => $"{g} * {LocalName}.SlopeDerivative({x})";

    protected override string TermEquation(int parameter) => $"{Output.Bar} ⊙ min(0, {Input.Symbol})";
}
