using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>y = γ ⊙ x + β, with γ and, where it is wanted, β for each feature or channel.</summary>
internal sealed class LearnedScale : ChannelWiseLayer
{
    public override string Declaration
    {
        get
        {
            string[] arguments = [.. Initial == 1 ? [] : new[] { $"Initial = {Notation.Real(Initial)}" }, .. HasBias ? new[] { "Bias = true" } : []];
            return arguments.Length == 0 ? "LearnedScale" : $"LearnedScale({string.Join(", ", arguments)})";
        }
    }

    public override string Definition => Equation(Input.Symbol);

    public override bool IsTransparentToInit => true;

    public override int ForwardOperations => Parameters.Count;

    public override long Flops => (long)Parameters.Count * Output.Size;

    public override bool KeepsInput => TrainsParameters;

    public override IEnumerable<Buffer> BackwardReads => [ReadInLoop(0)];

    public override IEnumerable<string> Locals => [];

    public override string DerivativeEquation => Parameters[0].Symbol;

    private bool HasBias => Spec.Arguments.Bool("Bias", false);

    private double Initial => Spec.Arguments.Double("Initial") ?? 1;

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (double.IsNaN(Initial) || double.IsInfinity(Initial))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Initial", "a finite number", Notation.Real(Initial));
            return null;
        }

        return input;
    }

    public override string? SharedLetter => "n";

    public override string OutputSymbol(Value input) => "n" + Index;

    public override void DeclareParameters(ParameterContext context)
    {
        if (HasBias)
        {
            Declare(("γ", "weight", Initial), ("β", "bias", 0));
        }
        else
        {
            Declare(("γ", "weight", Initial));
        }
    }

    public override string Forward(string vector, string value, VectorPlace place) => HasBias
        ? $"{vector}.MultiplyAdd({value}, {Load(0, vector, place)}, {Load(1, vector, place)})"
        : $"{Factor(value)} * {Load(0, vector, place)}";

    public override string Derivative(string vector, VectorPlace place) => Load(0, vector, place);

    public override string Equation(string input) => $"{Parameters[0].Symbol} ⊙ {input}{(HasBias ? $" + {Parameters[1].Symbol}" : "")}";

    protected override string Term(int parameter, string g, string x) => parameter == 0 ? $"{g} * {x}" : g;

    protected override string TermEquation(int parameter) => parameter == 0 ? $"{Output.Bar} ⊙ {Input.Symbol}" : Output.Bar;
}
