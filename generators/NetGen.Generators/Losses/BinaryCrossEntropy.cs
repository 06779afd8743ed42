using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>Binary cross-entropy of logits or of probabilities, with weights of the positive part and of the outputs.</summary>
internal sealed class BinaryCrossEntropy : ElementWiseLoss
{
    public override OutputMeaning Outputs => FromLogits ? OutputMeaning.BinaryLogits : OutputMeaning.BinaryProbabilities;

    protected override string Struct => FromLogits ? base.Struct : $"{base.Struct}OfProbability";

    protected override string ValueEquation =>
        Weighted(FromLogits
            ? $"{Positive("{1}")}·softplus(-{{0}}) + (1 - {{1}})·softplus({{0}})"
            : $"-{Positive("{1}")}·max(ln {{0}}, -100) - (1 - {{1}})·max(ln(1 - {{0}}), -100)");

    protected override string DerivativeEquation =>
        Weighted(!FromLogits ? $"(1 - {{1}})/max(1 - {{0}}, 1e-12) - {Positive("{1}")}/max({{0}}, 1e-12)"
            : PositiveWeight is null ? "sigmoid({0}) - {1}"
            : $"(1 - {{1}})·sigmoid({{0}}) - {Positive("{1}")}·sigmoid(-{{0}})");

    private bool FromLogits => Spec.Arguments.Bool("FromLogits", true);

    private EquatableArray<double>? PositiveWeight => Spec.Arguments.Numbers("PositiveWeight");

    private EquatableArray<double>? ClassWeights => Spec.Arguments.Numbers("ClassWeights");

    private string Weighted(string equation) => ClassWeights is null ? equation : $"classWeights·({equation})";

    protected override bool Check(ProblemReporter problems) =>
        CheckWeights("PositiveWeight", allowsOne: true, problems) && CheckWeights("ClassWeights", allowsOne: false, problems);

    protected override IEnumerable<string> Constants(string scalar) =>
    [
        .. PositiveWeight is { Count: > 1 } positive ? Constant(scalar, $"{MethodName}PositiveWeights", Padded(positive)) : [],
        .. ClassWeights is { } weights ? Constant(scalar, $"{MethodName}ClassWeights", Padded(weights)) : [],
    ];

    protected override IEnumerable<string> Locals(string scalar)
    {
        if (PositiveWeight is { Count: > 1 })
        {
            yield return Reference("positiveWeights", "PositiveWeights");
        }

        if (ClassWeights is not null)
        {
            yield return Reference("classWeights", "ClassWeights");
        }

        string Reference(string local, string constant) =>
            $"ref {scalar} {local} = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({MethodName}{constant});";
    }

    protected override string LossOf(string vector, string y, string t, string at) =>
        $"loss.Value({y}, {t}{PositiveOperand(vector, at)}){ClassFactor(vector, at)}";

    protected override string DerivativeOf(string vector, string y, string t, string at) =>
        $"loss.Derivative({y}, {t}{PositiveOperand(vector, at)}){ClassFactor(vector, at)}";

    private string Positive(string target) => PositiveWeight switch
    {
        null => target,
        { Count: 1 } one => $"{Number(one[0])}·{target}",
        _ => $"positiveWeights·{target}",
    };

    private string PositiveOperand(string vector, string at) => PositiveWeight switch
    {
        null => "",
        { Count: 1 } one => $", {vector}.Constant({CodeWriter.Literal(one[0])})",
        _ => $", {vector}.Load(ref positiveWeights, {at})",
    };

    private string ClassFactor(string vector, string at) => ClassWeights is null ? "" : $" * {vector}.Load(ref classWeights, {at})";

    private IEnumerable<double> Padded(EquatableArray<double> weights) => weights.Concat(Enumerable.Repeat(0.0, Output.Stride - Output.Size));
}
