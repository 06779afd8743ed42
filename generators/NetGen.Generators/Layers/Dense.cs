using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// A dense layer, z = W·x + b. W lies as [in][out], so that lanes run across outputs in the forward pass and in the weight
/// gradient without packing; the input gradient reads its transpose, of a large one piece by piece. With more axes than one, every
/// position of an example is a row of its own; rows that are no whole number of vectors of four are copied to padded ones first.
/// </summary>
internal sealed class Dense : HeadLayer
{
    /// <summary>The elements of single precision in 32 KiB.</summary>
    private const int FirstCache = 8192;

    /// <summary>The weight gradient is computed by way of its transpose where that takes at most this part of the time.</summary>
    private const double MostOfDirect = 0.75;

    private ParameterTensor _weight = null!;
    private ParameterTensor? _bias;
    private Buffer _transposed = null!;
    private Buffer _transposedGradient = null!;
    private PaddedRows? _inputRows;
    private PaddedRows? _outputRows;
    private PaddedRows? _outputGradientRows;
    private PaddedRows? _inputGradientRows;

    public override bool HasFreeSize => true;

    public override string Declaration => $"Dense({Units.ToString(CultureInfo.InvariantCulture)}{(HasBias ? "" : ", Bias = false")})";

    public override IReadOnlyList<ParameterTensor> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override long Flops => 2L * FanIn * Units * Positions;

    public override string Plan => VectorPlan.Choose(OutputStride, FanIn).Description + (InputBlocks is { } blocks ? $", blocks of {blocks.Length}" : "");

    public override IEnumerable<Value> Keeps => IsCopied ? [] : [Input];

    public override bool StoresThroughChain => !IsCopied;

    /// <summary>Columns are features, of which maps have none.</summary>
    public override ChannelAxis? StoredChannels => Output.Shape.Rank <= 2 ? ChannelAxis.Of(Output.Shape) : null;

    public override IEnumerable<Buffer> KeptBesides => IsCopied ? [_inputRows!.Buffer] : [];

    public override bool ReadsSingleElements => true;

    /// <summary>The blocks of the forward pass; null where it goes in one.</summary>
    public ReductionBlocks? InputBlocks => ReductionBlocks.Choose(OutputStride, FanIn);

    private bool HasBias => Spec.Arguments.Bool("Bias", true);

    private int FanIn => Input.Shape.Last;

    private int Units => Output.Shape.Last;

    /// <summary>Whether an example is one row.</summary>
    public bool IsOneRow => Positions == 1;

    /// <summary>Rows of one example.</summary>
    private int Positions => Input.Size / FanIn;

    /// <summary>Whether rows are copied, so that each begins on a vector of four.</summary>
    private bool IsCopied => Positions > 1 && (FanIn % 4 != 0 || Units % 4 != 0);

    private int InputStride => Value.Padded(FanIn);

    private int OutputStride => Value.Padded(Units);

    /// <summary>What the products read: the values, or the copied rows.</summary>
    private Buffer InputBuffer => _inputRows?.Buffer ?? Input.Data;

    private Buffer OutputGradientBuffer => _outputGradientRows?.Buffer ?? Output.Gradient;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        int units = Spec.Arguments.Int("units") ?? input.Last;
        if (units < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of outputs of {Name}", units.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return new Shape([.. input.Axes.Take(input.Rank - 1), units]);
    }

    public override string OutputSymbol(Value input) => "z" + Index;

    public override string Definition => $"{_weight.Symbol}·{Input.Symbol}{(HasBias ? $" + {_bias!.Symbol}" : "")}";

    /// <summary>A product as one plain loop, whose sums every way to compute it gives; none where nothing is summed up.</summary>
    private IEnumerable<string> Loop(string element, string sum, string index, int count) =>
        count == 1 ? [] : [$"for each {(Positions == 1 ? "example" : "row of each example")} and {element}: {sum}, over {index} from 0 to {count - 1} in order"];

    public override void DeclareParameters(ParameterContext context)
    {
        int stride = Value.Padded(Units);
        _weight = new ParameterTensor($"W{Index}", $"{Name}.weight", FanIn, Units, [Units, FanIn], [1, stride], isWeight: true, context.WeightInitialization(this, FanIn, Units));
        _bias = HasBias ? new ParameterTensor($"b{Index}", $"{Name}.bias", 1, Units, [Units], [1], isWeight: false, context.BiasInitialization(this)) : null;
        _transposed = new Buffer($"W{Index}T", Place.PerWorkspace, Units * InputStride);
        _transposedGradient = new Buffer($"dW{Index}T", Place.PerWorkspace, Units * InputStride);
        if (IsCopied)
        {
            _inputRows = new PaddedRows(Input, Positions, $"{Input.Symbol}Rows{Index}");
            _outputRows = new PaddedRows(Output, Positions, $"z{Index}Rows");
            _outputGradientRows = new PaddedRows(Output, Positions, $"dz{Index}Rows");
            _inputGradientRows = new PaddedRows(Input, Positions, $"d{Input.Symbol}Rows{Index}");
        }
    }

    public override Kernel Forward(Stage stage)
    {
        VectorPlan plan = VectorPlan.Choose(OutputStride, FanIn);
        ElementChain chain = new(stage);
        IEnumerable<Buffer> weights = Parameters.Select(parameter => parameter.Data);
        IEnumerable<Buffer> copies = IsCopied ? [_inputRows!.Buffer, _outputRows!.Buffer] : [];
        return new Kernel($"{MethodName}Forward", [Input.Data, .. weights, .. chain.Reads], [.. copies, .. chain.Writes], Write)
        {
            Equations =
            [
                .. chain.Equations(Definition),
                .. Loop("o", $"{Output.Symbol}[o] = {(HasBias ? $"{_bias!.Symbol}[o] + " : "")}Σ {Input.Symbol}[i]·{_weight.Symbol}[i][o]", "i", FanIn),
            ],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            _inputRows?.WriteCopyIn(code, Input.Symbol, clearPadding: false);
            WriteBeginPositions(code);
            new MatrixProduct(code, plan)
            {
                Columns = OutputStride,
                InnerCount = FanIn,
                Left = InputBuffer.Symbol,
                LeftRowStride = InputStride,
                Right = _weight.Symbol,
                RightStride = _weight.Stride,
                Blocks = InputBlocks,
                PrefetchesRight = Prefetches(FanIn, _weight.Stride),
                StartOfColumn = HasBias ? (vector, column) => $"{vector}.Load(ref {_bias!.Symbol}, {column})" : null,
                Store = (vector, value, at, column) => Store(code, vector, value, at, column),
            }.Write();
            if (chain.HasLoop || IsCopied)
            {
                WriteEndPositions(code);
            }

            _outputRows?.WriteCopyOut(code, chain.HeadSymbol);
            chain.WriteLoop(code, plan.IsStraightLine);
        }

        void Store(KernelWriter code, string vector, string value, string at, string column)
        {
            if (_outputRows is null)
            {
                chain.WriteAfterHead(code, vector, value, new VectorPlace.OfChannels(at, column));
            }
            else
            {
                code.Store(vector, value, _outputRows.Buffer.Symbol, at);
            }
        }
    }

    /// <summary>Whether the next columns are worth a prefetch: not where the matrix fits the first cache.</summary>
    private static bool Prefetches(int rows, int stride) => (long)rows * stride >= FirstCache;

    private void WriteBeginPositions(KernelWriter code)
    {
        if (Positions > 1)
        {
            code.Line($"rows *= {Positions}; // every example has {Positions}");
        }
    }

    private void WriteEndPositions(KernelWriter code)
    {
        if (Positions > 1)
        {
            code.Line($"rows /= {Positions}; // examples again");
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        if (IsCopied)
        {
            yield return CopyOutputGradient();
        }

        if (IsLarge)
        {
            // First, for the weight gradient is followed by the update of the weight.
            yield return InputGradient(sink);
            yield return WeightGradient(context);
        }
        else
        {
            yield return Transpose(sink);
            yield return WeightGradient(context);
            yield return InputGradient(sink);
        }
    }

    /// <summary>
    /// Whether the weight exceeds the first cache: then the input gradient transposes it piece by piece, each as large as the first cache,
    /// rather than write and read a transposed copy of all of it.
    /// </summary>
    private bool IsLarge => (long)Units * InputStride > FirstCache;

    private Kernel CopyOutputGradient()
    {
        return new Kernel($"{MethodName}OutputGradientRows", [Output.Gradient], [_outputGradientRows!.Buffer], code => _outputGradientRows.WriteCopyIn(code, Output.Gradient.Symbol, clearPadding: true))
        {
            Equations = [$"{_outputGradientRows.Buffer.Symbol} = {Output.Bar}, in padded rows"],
            Arguments = [KernelArgument.Rows],
        };
    }

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

    private Kernel Transpose(GradientSink sink)
    {
        int unit = RowUnit(VectorPlan.Choose(OutputStride, reduction: null));
        return new Kernel($"{MethodName}Transpose", [_weight.Data], [_transposed], Write)
        {
            Condition = sink.Condition,
            Equations = [$"{_transposed.Symbol} = {_weight.Symbol}ᵀ"],
            Arguments = KernelSplit.Rows.Arguments,
            Split = new KernelSplit.Rows(FanIn, unit, [_weight.Data, _transposed]),
        };

        void Write(KernelWriter code) =>
            code.Line($"{code.Names.Rows}.Transpose(ref {_weight.Symbol}, first, end, {FanIn}, {Units}, {_weight.Stride}, ref {_transposed.Symbol}, {InputStride});");
    }

    private Kernel InputGradient(GradientSink sink)
    {
        VectorPlan plan = VectorPlan.Choose(InputStride, Units);
        IEnumerable<Buffer> copies = IsCopied ? [_inputGradientRows!.Buffer] : [];
        return new Kernel($"{MethodName}InputGradient", [OutputGradientBuffer, IsLarge ? _weight.Data : _transposed, .. sink.Reads], [.. copies, sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                sink.Equation($"{_weight.Symbol}ᵀ·{Output.Bar}"),
                .. Loop("i", $"({_weight.Symbol}ᵀ·{Output.Bar})[i] = Σ {Output.Bar}[o]·{_weight.Symbol}[i][o]", "o", Units),
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            if (!IsCopied)
            {
                sink.WriteLocals(code);
            }

            WriteBeginPositions(code);
            if (IsLarge)
            {
                code.Line($"ref {code.Scalar} {_transposed.Symbol} = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({Units * plan.MostColumns});");
            }

            new MatrixProduct(code, plan)
            {
                Columns = InputStride,
                Column = "i",
                InnerCount = Units,
                Inner = "o",
                Left = OutputGradientBuffer.Symbol,
                LeftRowStride = OutputStride,
                Right = _transposed.Symbol,
                RightStride = InputStride,
                Pack = IsLarge ? (first, count) => WriteTransposedPart(code, first, count) : null,
                Accumulator = "g",
                Store = (vector, value, at, _) => Store(code, vector, value, at),
            }.Write();
            WriteEndPositions(code);
            if (_inputGradientRows is null)
            {
                sink.WriteClearPadding(code);
                return;
            }

            _inputGradientRows.WriteCopyOut(code, sink.Target.Gradient.Symbol);
            sink.WriteStepsInPlace(code);
        }

        void WriteTransposedPart(KernelWriter code, string first, string count)
        {
            // Rows that are padding in the gradient are not there in the weight.
            string rows = FanIn == InputStride ? count : $"global::System.Math.Min({count}, {FanIn} - {first})";
            code.Line("// the weights of these inputs, transposed");
            code.Line($"{code.Names.Rows}.Transpose(ref {code.At(_weight.Symbol, $"{first} * {_weight.Stride}")}, 0, {rows}, {rows}, {Units}, {_weight.Stride}, ref {_transposed.Symbol}, {count});");
        }

        void Store(KernelWriter code, string vector, string value, string at)
        {
            if (_inputGradientRows is null)
            {
                sink.WriteStore(code, vector, value, at);
            }
            else
            {
                code.Store(vector, value, _inputGradientRows.Buffer.Symbol, at);
            }
        }
    }
}
