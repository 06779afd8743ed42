using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// Any element-wise activation, ours and users': what it computes is in the struct that its attribute names, and what the
/// generator must know is in the attribute on that struct.
/// </summary>
internal sealed class Activation : ElementWiseLayer
{
    public override string Declaration => Operator.Assignments.Count == 0
        ? Spec.Kind
        : $"{Spec.Kind}({string.Join(", ", Operator.Assignments.Select(a => $"{a.Property} = {a.Literal}"))})";

    public override Arrangement Arrangement => Arrangement.Any;

    public override bool IsForwardCheap => Operator.Traits.Bool("IsForwardCheap", false);

    public override int ForwardOperations => IsForwardCheap ? 6 : Operator.Traits.Int("ForwardOperations") ?? 40;

    public override bool IsDerivativeCheap => Operator.Traits.Bool("IsDerivativeCheap", false);

    public override bool KeepsInput => Needs == NeedsInput;

    public override bool KeepsOutput => Needs == NeedsOutput;

    public override IEnumerable<Buffer> BackwardReads => Kept is { } kept ? [kept.Data] : [];

    /// <summary>Whether the outputs have ends near which the derivative vanishes, so that a training can count those that are there.</summary>
    public bool Saturates => Spec.Kind is "Sigmoid" or "Tanh" or "Softsign" or "HardSigmoid" or "HardTanh";

    public override int? PreferredInit => Operator.Traits.Int("Init");

    /// <summary>f′ in terms of what it reads; where the struct does not say, its name alone.</summary>
    public override string DerivativeEquation => IsPassedInBackward ? "1"
        : Operator.Traits.Text("Derivative") is { } formula ? Formula.Factor(Formula.Of(formula, name => Operator.Property(Local, name), Kept?.Symbol ?? ""))
        : KeepsOutput ? $"({Names.CamelCase(Spec.Kind)}′ in terms of {Output.Symbol})"
        : $"{Names.CamelCase(Spec.Kind)}′({Input.Symbol})";

    // The values of the enumeration NetGen.Needs.
    private const int NeedsOutput = 0;
    private const int NeedsInput = 1;

    private StructSpec Operator => Spec.Operator!;

    private int Needs => Operator.Traits.Int("needs") ?? NeedsOutput;

    /// <summary>What the derivative reads.</summary>
    public Value? Kept => Needs switch { NeedsOutput => Output, NeedsInput => Input, _ => null };

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        double min = Spec.Arguments.Double("Min") ?? -1, max = Spec.Arguments.Double("Max") ?? 1;
        if (Operator.Type == "global::NetGen.HardTanh" && min >= max)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Max", $"greater than Min, {Notation.Real(min)}", Notation.Real(max));
            return null;
        }

        return input;
    }

    public override string OutputSymbol(Value input) => OutputSymbolOf(input);

    /// <summary>An activation of z is h.</summary>
    public static string OutputSymbolOf(Value input) =>
        input.Producer is Dense && input.Symbol[0] == 'z' ? "h" + input.Symbol.Substring(1) : "a";

    // Locals of kernels, with numbers.
    private static readonly string[] s_taken = ["copy", "dxRows", "inverseCount", "joined", "kept", "mean", "noise", "noisy", "product", "sum", "total", "variance", "xRows"];

    /// <summary>The struct as a local variable, which no local of the kernels around it is called like.</summary>
    private string Local
    {
        get
        {
            string kind = Names.CamelCase(Spec.Kind);
            return kind.TrimEnd("0123456789".ToCharArray()) is var stem && (stem.Length <= 2 || s_taken.Contains(stem)) ? Names.Numbered(kind + "Function", Number) : LocalName;
        }
    }

    public override IEnumerable<string> Locals => [$"{Operator.Type} {Local} = new(){Operator.Initializer};"];

    public override IEnumerable<string> DerivativeLocals => IsPassedInBackward ? [] : Locals;

    public override string Forward(string vector, string value, VectorPlace place) => $"{Local}.Forward({value})";

    public override string Derivative(string vector, VectorPlace place) => IsPassedInBackward ? $"{vector}.One"
        : $"{Local}.Derivative({(Kept is { } kept ? $"{vector}.Load(ref {kept.Symbol}, {place.At})" : $"{vector}.Zero")})";

    public override string Equation(string input) => Formula.Of(Operator.Traits.Text("Equation") ?? $"{Names.CamelCase(Spec.Kind)}({{0}})", name => Operator.Property(Local, name), input);
}
