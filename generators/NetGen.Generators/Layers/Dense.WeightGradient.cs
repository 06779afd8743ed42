using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>The gradients of the weight and the bias: sums over the examples.</summary>
internal sealed partial class Dense
{
    /// <summary>Rows of W are handed out in groups that make whole tiles and whole cache lines.</summary>
    private int RowUnit(VectorPlan plan)
    {
        int unit = VectorPlan.TileRows(plan.LeastRows, FanIn);
        while (unit * _weight.Stride % VectorPlan.MaxLanes != 0)
        {
            unit *= 2;
        }

        return unit;
    }

    private Kernel WeightGradient(PassContext context)
    {
        VectorPlan plan = VectorPlan.Choose(OutputStride, reduction: null), transposed = VectorPlan.Choose(InputStride, reduction: null);
        WeightPenalty penalty = new(context, _weight);
        if (penalty.Start is null && transposed.CyclesOfTerm(Units) < MostOfDirect * plan.CyclesOfTerm(FanIn))
        {
            return TransposedWeightGradient(plan, transposed, context);
        }

        int? unit = FanIn > plan.LeastRows ? RowUnit(plan) : null;
        return new Kernel($"{MethodName}WeightGradient", [InputBuffer, OutputGradientBuffer, .. penalty.Reads], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [GradientEquation(penalty.Equation), GradientLoop],
            Arguments = [.. penalty.Arguments, .. unit is null ? [] : KernelSplit.Rows.Arguments, KernelArgument.Rows],
            Split = unit is { } group ? new KernelSplit.Rows(FanIn, group, [_weight.Data, _weight.Gradient]) : KernelSplit.None,
        };

        void Write(KernelWriter code)
        {
            WriteBeginPositions(code);
            MatrixProduct product = new(code, plan)
            {
                Row = "i",
                RowCount = FanIn,
                RowUnit = unit,
                Columns = OutputStride,
                Inner = "r",
                Left = InputBuffer.Symbol,
                LeftRowStride = 1,
                LeftStep = InputStride,
                Right = OutputGradientBuffer.Symbol,
                RightStride = OutputStride,
                RowsFirst = true,
                Blocks = ReductionBlocks.ChooseExamples(OutputStride, FanIn),
                ExamplesAtATime = ReductionBlocks.ExamplesInFirstCache((OutputStride + InputStride) * context.ScalarBytes),
                Result = _weight.Gradient.Symbol,
                EachPart = _bias is null ? null : () => WriteBiasGradient(code, plan, isDivided: unit is not null, isPart: true),
                ColumnSums = _bias?.Gradient.Symbol,
                RightVector = "v",
                Accumulator = "g",
                StartOfElement = penalty.Start,
                Store = (vector, value, at, _) => code.Store(vector, value, _weight.Gradient.Symbol, at),
            };
            product.Write();
            WriteBiasGradientAfter(code, product, plan, isDivided: unit is not null);
        }
    }

    /// <summary>
    /// The weight gradient by way of its transpose, where there are fewer outputs than a vector has lanes and many inputs: the same
    /// sums, in lanes that are all used.
    /// </summary>
    private Kernel TransposedWeightGradient(VectorPlan plan, VectorPlan transposed, PassContext context)
    {
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
                EachPart = _bias is null ? null : () => WriteBiasGradient(code, plan, isDivided: false, isPart: true),
                RowSums = _bias?.Gradient.Symbol,
                RightVector = "v",
                Accumulator = "g",
                Store = (vector, value, at, _) => code.Store(vector, value, _transposedGradient.Symbol, at),
            };
            product.Write();
            code.Blank();
            code.Line($"{code.Names.Rows}.Transpose(ref {_transposedGradient.Symbol}, 0, {Units}, {Units}, {FanIn}, {InputStride}, ref {_weight.Gradient.Symbol}, {_weight.Stride});");
            WriteBiasGradientAfter(code, product, plan, isDivided: false);
        }
    }

    private string GradientLoop =>
        $"for each i and o: ({Output.Bar}·{Input.Symbol}ᵀ)[o][i] = Σ {Input.Symbol}[i]·{Output.Bar}[o], over the {(Positions == 1 ? "examples" : "rows of all examples")} in order";

    private string GradientEquation(string penalty) =>
        $"{_weight.Bar} = {penalty}{Output.Bar}·{Input.Symbol}ᵀ{(HasBias ? $",  {_bias!.Bar} = {Output.Bar}" : "")},  summed over the examples";

    /// <summary>
    /// Writes the gradient of the bias after the product, unless that has taken it on its way; where rows of the weight are divided, for the one
    /// who takes the last ones.
    /// </summary>
    private void WriteBiasGradientAfter(KernelWriter code, MatrixProduct product, VectorPlan plan, bool isDivided)
    {
        if (_bias is not null && !product.IsInParts && !product.HasColumnSums && !product.HasRowSums)
        {
            code.Blank();
            WriteBiasGradient(code, plan, isDivided, isPart: false);
        }
    }

    /// <summary>Likewise of all examples or of a part of them.</summary>
    private void WriteBiasGradient(KernelWriter code, VectorPlan plan, bool isDivided, bool isPart)
    {
        code.Line($"// {_bias!.Bar}: {Output.Bar}, summed over the examples");
        if (!isDivided)
        {
            WriteBiasSums(code, plan, isPart);
            return;
        }

        using (code.Block($"if (end == {FanIn})"))
        {
            WriteBiasSums(code, plan, isPart);
        }
    }

    /// <summary>
    /// Some columns side by side, for one sum alone would wait for each of its additions. No step goes back over columns that have been
    /// summed, for a part adds to them.
    /// </summary>
    private void WriteBiasSums(KernelWriter code, VectorPlan plan, bool isPart)
    {
        const int Most = 4;
        int wide = plan.IsWide ? OutputStride / VectorPlan.MaxLanes : 0, start = wide * VectorPlan.MaxLanes;
        if (wide > 0)
        {
            int vectors = Enumerable.Range(1, Most).Last(count => wide % count == 0);
            using (code.ColumnLoop("o", new ColumnSection(0, start, VectorKind.Widest, vectors)))
            {
                WriteSums("V", vectors, v => v == 0 ? "o" : v == 1 ? "o + V.Count" : $"o + {v} * V.Count");
            }
        }

        if (wide > 0 && start < OutputStride)
        {
            using (code.Block())
            {
                WriteSums(code.Names.V4, (OutputStride - start) / 4, v => $"{start + 4 * v}");
            }
        }
        else if (start < OutputStride)
        {
            WriteSums(code.Names.V4, OutputStride / 4, v => $"{4 * v}");
        }

        void WriteSums(string vector, int vectors, Func<int, string> column)
        {
            string gradient = _bias!.Gradient.Symbol;
            string[] at = [.. Enumerable.Range(0, vectors).Select(column)];
            code.Line($"{vector} {string.Join(", ", at.Select((place, v) => $"sum{v} = {(isPart ? $"block > 0 ? {vector}.Load(ref {gradient}, {place}) : " : "")}{vector}.Zero"))};");
            using (code.Block(isPart ? "for (int r = block; r < block + length; r++)" : "for (int r = 0; r < rows; r++)"))
            {
                for (int v = 0; v < vectors; v++)
                {
                    code.Line($"sum{v} += {vector}.Load(ref {OutputGradientBuffer.Symbol}, {KernelWriter.Sum($"r * {OutputStride}", at[v])});");
                }
            }

            code.Blank();
            for (int v = 0; v < vectors; v++)
            {
                code.Store(vector, $"sum{v}", gradient, at[v]);
            }
        }
    }
}
