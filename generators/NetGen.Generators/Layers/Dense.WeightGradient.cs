using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Layers;

/// <summary>The gradients of the weight and the bias: sums over the examples.</summary>
internal sealed partial class Dense
{
    /// <summary>The gradients by way of rows, of the weight and of the bias.</summary>
    private WeightGradient Gradients => new(_weight, InputBuffer, InputStride, OutputGradientBuffer, Positions)
    {
        Biases = _bias is null ? [] : [_bias],
        Rows = $"{Output.Bar}, summed over the examples",
    };

    private Kernel WeightGradient(PassContext context)
    {
        VectorPlan plan = VectorPlan.Choose(OutputStride), transposed = VectorPlan.Choose(InputStride);
        bool hasPenalty = new WeightPenalty(context, _weight).Start is not null;
        return !hasPenalty && transposed.CyclesOfTerm(Units) < MostOfDirect * plan.CyclesOfTerm(FanIn)
            ? TransposedWeightGradient(context)
            : Gradients.Kernel($"{MethodName}WeightGradient", context, penalty => [GradientEquation(penalty), GradientLoop]);
    }

    /// <summary>
    /// The weight gradient by way of its transpose, where there are fewer outputs than a vector has lanes and many inputs: the same
    /// sums, in lanes that are all used.
    /// </summary>
    private Kernel TransposedWeightGradient(PassContext context)
    {
        WeightGradient gradients = Gradients;
        LeftMatrix left = new(OutputGradientBuffer.Symbol, RowStride: 1, OutputStride);
        ProductPlan product = ProductPlan.Choose(new MatrixProduct(left, new RightMatrix(InputBuffer.Symbol, InputStride, RightPlace.Caches))
        {
            Rows = Units,
            Columns = InputStride,
            TermsOfExample = Positions,
            IsTransposed = true,
            ScalarBytes = context.ScalarBytes,
            Result = _transposedGradient.Symbol,
            RowSums = _bias?.Gradient.Symbol,
            Letters = new ProductLetters(Row: "o", Column: "i", Term: "r", Sum: "g", Right: "v"),
        });
        return new Kernel($"{MethodName}WeightGradient", [InputBuffer, OutputGradientBuffer], [_transposedGradient, .. Parameters.Select(parameter => parameter.Gradient)], Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [GradientEquation(penalty: ""), GradientLoop],
            Arguments = [KernelArgument.Rows],
            Split = KernelSplit.None,
            Products = [product],
        };

        void Write(KernelWriter code)
        {
            WriteBeginPositions(code);
            ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => code.Store(vector, value, _transposedGradient.Symbol, at))
            {
                EachPart = _bias is null ? null : () => gradients.WriteBiases(code, isPart: true, isDivided: false),
            });
            code.Blank();
            code.Line($"{code.Names.Rows}.Transpose(ref {_transposedGradient.Symbol}, 0, {Units}, {Units}, {FanIn}, {InputStride}, ref {_weight.Gradient.Symbol}, {_weight.Stride});");
            gradients.WriteBiasesAfter(code, product, isDivided: false);
        }
    }

    private string GradientLoop =>
        $"for each i and o: ({Output.Bar}·{Input.Symbol}ᵀ)[o][i] = Σ {Input.Symbol}[i]·{Output.Bar}[o], over the {(Positions == 1 ? "examples" : "rows of all examples")} in order";

    private string GradientEquation(string penalty) =>
        $"{_weight.Bar} = {penalty}{Output.Bar}·{Input.Symbol}ᵀ{(HasBias ? $",  {_bias!.Bar} = {Output.Bar}" : "")},  summed over the examples";
}
