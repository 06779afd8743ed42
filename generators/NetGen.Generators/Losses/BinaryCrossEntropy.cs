using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
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

    public override bool HasClassWeights => true;

    /// <summary>The weights that the attribute gives targets that are yes.</summary>
    public EquatableArray<double>? PositiveWeight => Spec.Arguments.Numbers("PositiveWeight");

    private string Weighted(string equation) => ClassWeights is null ? equation : $"outputWeights·({equation})";

    protected override bool Check(ProblemReporter problems) =>
        CheckWeights("PositiveWeight", allowsOne: true, problems) && CheckWeights("ClassWeights", allowsOne: false, problems);

    protected override IEnumerable<KernelArgument> MoreArguments(string scalar) => [new($"global::NetGen.CompilerServices.LossWeight<{scalar}>", WeightsParameter)];

    protected override void WriteBody(KernelWriter code)
    {
        using (code.Block($"if ({WeightsParameter}.IsSet) // weights of the outputs, and of their positive part"))
        {
            string scalar = code.Scalar;
            code.Line($"ref {scalar} positiveWeights = ref {WeightsParameter}.Positive;");
            code.Line($"ref {scalar} outputWeights = ref {WeightsParameter}.Outputs;");
            WriteRows(code, (method, vector, y, t, at) => $"loss.{method}({y}, {t}, {vector}.Load(ref positiveWeights, {at})) * {vector}.Load(ref outputWeights, {at})");
        }

        using (code.Block("else"))
        {
            base.WriteBody(code);
        }

        code.Blank();
    }

    private string Positive(string target) => PositiveWeight switch
    {
        null => target,
        { Count: 1 } one => $"{Number(one[0])}·{target}",
        _ => $"positiveWeights·{target}",
    };
}
