using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>y = x + P, with a row of P for each step. P lies as an example does.</summary>
internal sealed class PositionalEmbedding : PositionsLayer
{
    private ParameterTensor _weight = null!;

    public override string Declaration => "PositionalEmbedding";

    public override IReadOnlyList<ParameterTensor> Parameters => [_weight];

    protected override string Positions => _weight.Symbol;

    protected override IEnumerable<Buffer> PositionReads => [_weight.Data];

    public override void DeclareParameters(ParameterContext context)
    {
        int steps = Steps, features = Output.Shape.Last;
        _weight = new ParameterTensor($"P{Index}", $"{Name}.weight", 1, steps * features, [steps, features], [features, 1], isWeight: false, context.EmbeddingInitialization(this, features));
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => base.Backward(sink, context).Prepend(WeightGradient());

    private Kernel WeightGradient()
    {
        return new Kernel($"{MethodName}WeightGradient", [Output.Gradient], [_weight.Gradient], Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [$"{_weight.Bar} = Σ {Output.Bar} over the examples, in order"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code) => code.Columns("at", Output.Stride, true, (vector, at, _) =>
        {
            code.Line($"{vector} sum = {vector}.Zero;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"sum += {vector}.Load(ref {Output.Gradient.Symbol}, r * {Output.Stride} + {at});");
            }

            code.Blank();
            code.Store(vector, "sum", _weight.Gradient.Symbol, at);
        });
    }
}
