using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

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
        VectorPlan plan = VectorPlan.Choose(OutputStride, reduction: null), transposed = VectorPlan.Choose(InputStride, reduction: null);
        bool hasPenalty = new WeightPenalty(context, _weight).Start is not null;
        return !hasPenalty && transposed.CyclesOfTerm(Units) < MostOfDirect * plan.CyclesOfTerm(FanIn)
            ? TransposedWeightGradient(transposed, context)
            : Gradients.Kernel($"{MethodName}WeightGradient", context, penalty => [GradientEquation(penalty), GradientLoop]);
    }

    /// <summary>
    /// The weight gradient by way of its transpose, where there are fewer outputs than a vector has lanes and many inputs: the same
    /// sums, in lanes that are all used.
    /// </summary>
    private Kernel TransposedWeightGradient(VectorPlan transposed, PassContext context)
    {
        WeightGradient gradients = Gradients;
        return new Kernel($"{MethodName}WeightGradient", [InputBuffer, OutputGradientBuffer], [_transposedGradient, .. Parameters.Select(parameter => parameter.Gradient)], Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [GradientEquation(penalty: ""), GradientLoop],
            Arguments = [KernelArgument.Rows],
            Split = KernelSplit.None,
        };

        void Write(KernelWriter code)
        {
            WriteBeginPositions(code);
            MatrixProduct product = new(code, transposed)
            {
                Row = "o",
                RowCount = Units,
                Columns = InputStride,
                Column = "i",
                Inner = "r",
                Left = OutputGradientBuffer.Symbol,
                LeftRowStride = 1,
                LeftStep = OutputStride,
                Right = InputBuffer.Symbol,
                RightStride = InputStride,
                ExamplesAtATime = ReductionBlocks.ExamplesInFirstCache((OutputStride + InputStride) * context.ScalarBytes),
                Result = _transposedGradient.Symbol,
                EachPart = _bias is null ? null : () => gradients.WriteBiases(code, isPart: true, isDivided: false),
                RowSums = _bias?.Gradient.Symbol,
                RightVector = "v",
                Accumulator = "g",
                Store = (vector, value, at, _) => code.Store(vector, value, _transposedGradient.Symbol, at),
            };
            product.Write();
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
