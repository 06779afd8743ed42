using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>Standardized inputs: y = (x − mean) / √variance, by statistics that Adapt fits; nothing is trained.</summary>
internal sealed class Normalization : ChannelNorm, IFittedLayer
{
    public override bool WorksStepByStep => true;

    public override string Declaration => Spec.Kind;

    public override long Flops => 2L * Output.Size;

    public override IEnumerable<Value> Keeps => [];

    public override IEnumerable<Buffer> KeptBesides => [InverseDeviations];

    protected override bool UsesBatchStatistics => false;

    protected override IEnumerable<string> StatisticsEquations => [$"{Means.Symbol} and {InverseDeviations.Symbol} = 1 / √variance for each element, 1 where the variance is 0"];

    public override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        if (inputs[0].Root.Producer is { IsInput: false })
        {
            problems.Report("NG0009", Spec.Attribute, "[Normalization]", "it standardizes inputs, so it comes right after an [Input]");
            return null;
        }

        return inputs[0].Shape;
    }

    public override string? SharedLetter => "n";

    public override string OutputSymbol(Value input) => "n" + Index;

    public override void DeclareParameters(ParameterContext context)
    {
        base.DeclareParameters(context);
        StateMean = ParameterTensor.State("mean" + Index, $"{Name}.mean", ChannelCount, 0);
        StateVariance = ParameterTensor.State("variance" + Index, $"{Name}.variance", ChannelCount, 1);
    }

    protected override void WriteInvert(KernelWriter code) =>
        code.Line($"{code.Names.Channels}.InvertDeviationOrOne(ref {InverseDeviations.Symbol}, {Geometry});");

    /// <summary>Where the input begins among all inputs of an example.</summary>
    private int FirstColumn => Input.Root.Producer?.Spec.Arguments.Int("start") ?? 0;

    public string Fitting
    {
        get
        {
            (int distance, int step) = Input.Shape.Rank == 2 ? (1, ChannelCount) : (ChannelSize, 1);
            return $"new({CodeWriter.Literal(Name)}, mean: {StateMean.Data.Offset}, variance: {StateVariance.Data.Offset}, first: {FirstColumn}, channels: {ChannelCount}, size: {ChannelSize}, distance: {distance}, step: {step})";
        }
    }
}
