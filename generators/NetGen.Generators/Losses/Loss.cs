using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>What a network is trained to minimize. A loss that is more than its struct is one class, named like its attribute.</summary>
internal abstract class Loss
{
    /// <summary>The argument that names a value; without it, it is the output of the network.</summary>
    public const string From = "From";

    // The values of the enumeration NetGen.Reduction.
    private const int Mean = 1;
    private const int Sum = 3;

    private Value[] _values = [];

    public LossSpec Spec { get; private set; } = null!;

    /// <summary>The values that it reads, each with the gradient that it writes: most losses read one.</summary>
    public IReadOnlyList<Value> Values => _values;

    /// <summary>The first of them: the one that is compared with the target, where there is one.</summary>
    public Value Output => _values[0];

    /// <summary>The number among several losses of this kind; 0 for the only one.</summary>
    public int Ordinal { get; private set; }

    public string Name => Names.CamelCase(Spec.Kind) + Suffix;

    public string MethodName => $"{Spec.Kind}{Suffix}Loss";

    /// <summary>The factor in the cost.</summary>
    public double CostFactor => Spec.Arguments.Double("Weight") ?? 1;

    private string Suffix => Ordinal == 0 ? "" : Names.Numbered(Spec.Kind, Ordinal).Substring(Spec.Kind.Length);

    public string Declaration => Spec.Arguments.Items.Count == 0 ? Spec.Kind
        : $"{Spec.Kind}({string.Join(", ", Spec.Arguments.Items.Select(item => $"{item.Name} = {Text(item)}"))})";

    /// <summary>The arguments that name the values, in their order. Known from the declaration alone, as the next are.</summary>
    public virtual IReadOnlyList<string> ValueArguments => [From];

    /// <summary>Whether it compares with a target, rather than values with each other.</summary>
    public virtual bool TakesTarget => true;

    /// <summary>Whether targets are class labels rather than numbers.</summary>
    public abstract bool TakesLabels { get; }

    /// <summary>What outputs mean, and so how they become probabilities and labels.</summary>
    public abstract OutputMeaning Outputs { get; }

    /// <summary>Whether outputs on the last axis are of classes.</summary>
    public bool IsOfClasses => Outputs is OutputMeaning.ClassLogits or OutputMeaning.ClassLogProbabilities or OutputMeaning.ClassScores;

    /// <summary>Which targets that are numbers are taken; others are refused.</summary>
    public virtual TargetRange TargetRange => TargetRange.Numbers;

    /// <summary>The value as it was declared, wherever its gradient is written to.</summary>
    public Value Compared { get; private set; } = null!;

    /// <summary>Whether what Backward starts from is the derivative of the loss's value.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>Where targets that are numbers are kept.</summary>
    public Value? Target { get; private set; }

    /// <summary>The shape of targets that are numbers.</summary>
    protected virtual Shape TargetShape => Output.Shape;

    /// <summary>The divisor of <see cref="Reduction"/> Mean beside the number of examples.</summary>
    protected abstract int ElementsPerExample { get; }

    /// <summary>The length of each example, where the value's steps may be padding, which does not count.</summary>
    public virtual Buffer? Lengths => Compared.Lengths;

    /// <summary>The number of class labels of one example: one, or one for each step.</summary>
    public int LabelsPerExample => TakesLabels ? Compared.Size / Compared.Shape.Last : 1;

    /// <summary>The label of what does not count; null where every label is a class.</summary>
    public int? IgnoreLabel => Spec.Arguments.Int("IgnoreLabel");

    /// <summary>Whether labels may be -1 in the code: of what does not count.</summary>
    public bool HasIgnoredLabels => TakesLabels && (IgnoreLabel is not null || Lengths is not null);

    /// <summary>Whether the mean divides by what depends on the batch, not on its size alone: the rows that count, or the weights of their classes.</summary>
    public bool HasVaryingDivisor => Reduction == Mean && (HasIgnoredLabels || Lengths is not null || ClassWeightsOfLabels is not null);

    protected virtual int DefaultReduction => Mean;

    private int Reduction => Spec.Arguments.Int("Reduction") is { } reduction and not 0 ? reduction : DefaultReduction;

    /// <summary>A part of the whole, as an expression: divided by what the reduction divides by.</summary>
    /// <param name="part">What is divided.</param>
    /// <param name="rows">The expression of the number of examples.</param>
    /// <param name="labels">The expression of the class labels, where targets are labels.</param>
    public string Reduced(string part, string rows, string labels) => Divisor(rows, labels) is { } divisor ? Divided(part, divisor) : part;

    /// <summary>What the sum over examples is divided by, as an expression; null: by nothing.</summary>
    /// <param name="rows">The expression of the number of examples.</param>
    /// <param name="labels">The expression of the class labels, where targets are labels.</param>
    public string? Divisor(string rows, string labels) => Reduction switch
    {
        Sum => null,
        Mean when ClassWeightsOfLabels is { } weights => $"global::NetGen.CompilerServices.Sums.OfLabels({labels}, {weights})",
        Mean when HasIgnoredLabels => $"global::NetGen.CompilerServices.Sums.Counted({labels})",
        Mean when Lengths is { } lengths => $"global::NetGen.CompilerServices.Sums.OfLengths(ref {lengths.Symbol}, {rows}) * {(ElementsPerExample / Compared.Shape.Axes[0]).ToString(CultureInfo.InvariantCulture)}",
        Mean when ElementsPerExample > 1 => $"{rows} * {ElementsPerExample.ToString(CultureInfo.InvariantCulture)}.0",
        _ => rows,
    };

    /// <summary>A part of the sum divided by an expression.</summary>
    public string Divided(string part, string divisor) =>
        HasVaryingDivisor ? $"global::NetGen.CompilerServices.Sums.Share({part}, {divisor})"
        : divisor.IndexOf(' ') >= 0 ? $"{part} / ({divisor})"
        : $"{part} / {divisor}";

    /// <summary>Binds it to the values that it reads; false after reporting what is wrong.</summary>
    /// <param name="values">The values.</param>
    /// <param name="number">The number among several losses of this kind; 0 for the only one.</param>
    /// <param name="target">What targets are called in the code.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public bool Bind(IEnumerable<Value> values, int number, string target, ProblemReporter problems)
    {
        _values = [.. values];
        Compared = Output;
        Ordinal = number;
        if (!Check(problems))
        {
            return false;
        }

        Target = TakesLabels || !TakesTarget ? null : new Value(target, TargetShape, null);
        return true;
    }

    /// <summary>Writes the gradient of one of its values to where the backward pass begins: to that of the value, or to a contribution to it.</summary>
    public void StartFrom(int index, Value adjoint) => _values[index] = adjoint;

    /// <summary>Whether it reads a value, of whatever shape.</summary>
    public bool Reads(Value value) => _values.Any(own => own.Root == value.Root);

    /// <summary>Whether the targets of a declared loss are class labels, whatever else is wrong with the network.</summary>
    public static bool DeclaresLabels(LossSpec spec) => Create(spec)?.TakesLabels ?? false;

    /// <summary>Whether a declared loss has targets, likewise.</summary>
    public static bool DeclaresTarget(LossSpec spec) => Create(spec)?.TakesTarget ?? true;

    /// <summary>
    /// The method that returns Σ weight·ℓ over the batch and writes ȳ = weight·∂ℓ/∂y·scale.
    /// </summary>
    public abstract Kernel Kernel(string scalar);

    protected virtual bool Check(ProblemReporter problems) => true;

    /// <summary>Whether classes, or outputs, may have weights: those of the attribute, or set later.</summary>
    public virtual bool HasClassWeights => false;

    /// <summary>The weights that the attribute gives the classes, or outputs.</summary>
    public EquatableArray<double>? ClassWeights => Spec.Arguments.Numbers("ClassWeights");

    /// <summary>The parameter with the weights of the classes.</summary>
    public const string ClassWeightsParameter = "classWeights";

    /// <summary>The weights of the classes whose sum over the labels the mean divides by; null where it divides by a number.</summary>
    private string? ClassWeightsOfLabels => TakesLabels && HasClassWeights ? ClassWeightsParameter : null;

    /// <summary>Requires outputs for two classes or more, on the only axis or for each step.</summary>
    protected bool CheckClasses(ProblemReporter problems)
    {
        if (Output.Shape.Rank > 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "one axis, the classes, or two, steps and classes (a label belongs to a whole example or to a step: put [Flatten] and a [Dense] of as many outputs as there are classes before the loss)", Output.Shape.ToString());
            return false;
        }

        if (IgnoreLabel is not null && !TakesLabels)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "IgnoreLabel", "left out where targets are probabilities", Number(IgnoreLabel.Value));
            return false;
        }

        if (Output.Shape.Last < 2)
        {
            problems.Report("NG0013", Spec.Attribute, Name, Output.Shape.ToString());
            return false;
        }

        return true;
    }

    /// <summary>Requires weights, where there are any, to be finite, at least 0 and one for each output.</summary>
    /// <param name="argument">The attribute's property.</param>
    /// <param name="allowsOne">Whether one number for all will do.</param>
    /// <param name="problems">Receives what is wrong.</param>
    protected bool CheckWeights(string argument, bool allowsOne, ProblemReporter problems)
    {
        if (Spec.Arguments.Numbers(argument) is not { } weights)
        {
            return true;
        }

        int count = IsOfClasses ? Output.Shape.Last : Output.Size;
        string expected = $"{(allowsOne ? "one number, or " : "")}{Number(count)} numbers of at least 0, one for each {(count == Output.Size ? "output" : "class")}";
        double? wrong = weights.Cast<double?>().FirstOrDefault(weight => !(weight >= 0) || double.IsInfinity(weight!.Value));
        if (wrong is not null || (weights.Count != count && !(allowsOne && weights.Count == 1)))
        {
            string given = wrong is { } number ? Number(number) : $"{Number(weights.Count)} of them";
            problems.Report(new Problem("NG0017", Spec.Attribute, Name, argument, expected, given)
            {
                // As many outputs as weights, where the outputs are a dense layer's.
                Suggestion = wrong is null && Output.Producer is { HasFreeSize: true } ? Number(weights.Count) : null,
            });
            return false;
        }

        if (weights.All(weight => weight == 0))
        {
            problems.Report("NG0017", Spec.Attribute, Name, argument, "greater than 0 for one output at least", "0 for all");
            return false;
        }

        return true;
    }

    protected static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Requires all its values to have the shape of the first.</summary>
    protected bool CheckShapes(ProblemReporter problems)
    {
        if (Values.FirstOrDefault(value => !value.Shape.Equals(Output.Shape)) is not { } other)
        {
            return true;
        }

        problems.Report("NG0032", Spec.Attribute, Name, Output.Name, Output.Shape.ToString(), other.Name, other.Shape.ToString());
        return false;
    }

    /// <summary>What a method takes that goes through rows: a weight for each, their number, and the factor of the gradient.</summary>
    protected static IReadOnlyList<KernelArgument> RowArguments(string scalar) =>
        [new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"), KernelArgument.Rows, new KernelArgument("double", "scale")];

    /// <summary>The loss of an attribute, of no values yet; null where there is none of this kind.</summary>
    public static Loss? Create(LossSpec spec)
    {
        // A user's loss may have the name of one of ours.
        Type? own = spec.Operator is null || spec.Operator.Type == $"global::NetGen.{spec.Kind}" ? typeof(Loss).Assembly.GetType($"{typeof(Loss).Namespace}.{spec.Kind}") : null;
        Type? type = own ?? (spec.Operator is null ? null : typeof(ElementWiseLoss));
        if (type is null || type.IsAbstract || !typeof(Loss).IsAssignableFrom(type))
        {
            return null;
        }

        Loss loss = (Loss)Activator.CreateInstance(type);
        loss.Spec = spec;
        return loss;
    }

    private string Text(Argument argument) => argument switch
    {
        { Name: "Reduction" } => Reduction switch { Mean => "Mean", Sum => "Sum", _ => "BatchMean" },
        { Name: "Targets" } => argument.Value is 1 ? "Probabilities" : "Labels",
        { Value: EquatableArray<double> values } => $"[{string.Join(", ", values.Select(Number))}]",
        { Value: double number } => Number(number),
        { Value: bool flag } => flag ? "true" : "false",
        _ => Convert.ToString(argument.Value, CultureInfo.InvariantCulture),
    };
}
