using System.Globalization;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Layers;

/// <summary>
/// A dense layer, z = W·x + b. W lies as [in][out], so that lanes run across outputs in the forward pass and in the weight
/// gradient without packing; the input gradient reads a transposed copy.
/// </summary>
internal sealed class Dense : HeadLayer
{
    private ParameterTensor _weight = null!;
    private ParameterTensor? _bias;
    private Buffer _transposed = null!;

    public override string Declaration => $"Dense({Units.ToString(CultureInfo.InvariantCulture)}{(HasBias ? "" : ", Bias = false")})";

    public override IReadOnlyList<ParameterTensor> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override long Flops => 2L * FanIn * Units;

    public override IEnumerable<Value> Keeps => [Input];

    public override bool StoresThroughChain => true;

    public override bool ReadsSingleElements => true;

    private bool HasBias => Spec.Arguments.Bool("Bias", true);

    private int FanIn => Input.Size;

    private int Units => Output.Size;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 1)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "one axis", input.ToString());
            return null;
        }

        int units = Spec.Arguments.Int("units") ?? input.Last;
        if (units < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of outputs of {Name}", units.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        return new Shape(units);
    }

    public override string OutputSymbol(Value input) => "z" + Index;

    public override void DeclareParameters(ParameterContext context)
    {
        int stride = Value.Padded(Units);
        _weight = new ParameterTensor($"W{Index}", $"{Name}.weight", FanIn, Units, [Units, FanIn], [1, stride], isWeight: true, context.WeightInitialization(this, FanIn, Units));
        _bias = HasBias ? new ParameterTensor($"b{Index}", $"{Name}.bias", 1, Units, [Units], [1], isWeight: false, context.BiasInitialization(this)) : null;
        _transposed = new Buffer($"W{Index}T", Place.PerWorkspace, Units * Input.Stride);
    }

    public override Kernel Forward(Stage stage)
    {
        VectorPlan plan = VectorPlan.Choose(Output.Stride, FanIn);
        ElementChain chain = new(stage);
        IEnumerable<Buffer> weights = Parameters.Select(parameter => parameter.Data);
        string affine = $"{_weight.Symbol}·{Input.Symbol}{(HasBias ? $" + {_bias!.Symbol}" : "")}";
        return new Kernel($"{MethodName}Forward", [Input.Data, .. weights, .. chain.Reads], chain.Writes, Write)
        {
            IsGeneric = plan.IsGeneric || chain.HasLoop,
            Equations = [.. chain.Equations(affine)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            new MatrixProduct(code, plan)
            {
                Columns = Output.Stride,
                InnerCount = FanIn,
                Left = Input.Symbol,
                LeftRowStride = Input.Stride,
                Right = _weight.Symbol,
                RightStride = _weight.Stride,
                StartOfColumn = HasBias ? (vector, column) => $"{vector}.Load(ref {_bias!.Symbol}, {column})" : null,
                Store = (vector, value, at) => chain.WriteAfterHead(code, vector, value, at),
            }.Write();
            chain.WriteLoop(code, plan.IsStraightLine);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan) => [Transpose(sink), WeightGradient(plan), InputGradient(sink)];

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

    private Kernel WeightGradient(NetworkPlan network)
    {
        VectorPlan plan = VectorPlan.Choose(Output.Stride, reduction: null);
        string? decay = network.L2 is null || _weight.Original is not null ? null : "l2Rate";
        IEnumerable<Buffer> reads = decay is null ? [Input.Data, Output.Gradient] : [Input.Data, Output.Gradient, _weight.Data];
        int? unit = FanIn > plan.LeastRows ? RowUnit(plan) : null;
        string equation = $"{_weight.Bar} = {(decay is null ? "" : $"λ·{_weight.Symbol} + ")}{Output.Bar}·{Input.Symbol}ᵀ{(HasBias ? $",  {_bias!.Bar} = {Output.Bar}" : "")},  summed over the examples";
        return new Kernel($"{MethodName}WeightGradient", reads, Parameters.Select(parameter => parameter.Gradient), Write)
        {
            IsGeneric = plan.IsGeneric,
            Condition = Condition.ParameterGradients,
            Equations = [equation],
            Arguments = [.. decay is null ? [] : new[] { new KernelArgument(null, decay) }, .. unit is null ? [] : KernelSplit.Rows.Arguments, KernelArgument.Rows],
            Split = unit is { } group ? new KernelSplit.Rows(FanIn, group, [_weight.Data, _weight.Gradient]) : KernelSplit.None,
        };

        void Write(KernelWriter code)
        {
            new MatrixProduct(code, plan)
            {
                Row = "i",
                RowCount = FanIn,
                RowUnit = unit,
                Columns = Output.Stride,
                Inner = "r",
                Left = Input.Symbol,
                LeftRowStride = 1,
                LeftStep = Input.Stride,
                Right = Output.Gradient.Symbol,
                RightStride = Output.Stride,
                RightVector = "v",
                Accumulator = "g",
                StartOfElement = decay is null ? null : (vector, at) => $"{vector}.Broadcast({decay}) * {vector}.Load(ref {_weight.Symbol}, {at})",
                Store = (vector, value, at) => code.Store(vector, value, _weight.Gradient.Symbol, at),
            }.Write();
            if (_bias is not null)
            {
                code.Blank();
                code.Line($"// {_bias.Bar}: {Output.Bar}, summed over the examples");
                if (unit is null)
                {
                    WriteBiasGradient(code, plan);
                    return;
                }

                using (code.Block($"if (end == {FanIn})"))
                {
                    WriteBiasGradient(code, plan);
                }
            }
        }
    }

    private void WriteBiasGradient(KernelWriter code, VectorPlan plan)
    {
        string vector = code.Vector(plan.IsGeneric), gradient = _bias!.Gradient.Symbol;
        if (plan.IsGeneric)
        {
            using (code.ColumnLoop("o", new ColumnSection(0, Output.Stride, true, 1)))
            {
                WriteSum("o");
            }
        }
        else
        {
            code.FourLanes("o", Output.Stride, WriteSum);
        }

        void WriteSum(string o)
        {
            code.Line($"{vector} sum = {vector}.Zero;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"sum += {vector}.Load(ref {Output.Gradient.Symbol}, r * {Output.Stride}{(o == "0" ? "" : $" + {o}")});");
            }

            code.Store(vector, "sum", gradient, o);
        }
    }

    private Kernel Transpose(GradientSink sink)
    {
        int unit = RowUnit(VectorPlan.Choose(Output.Stride, reduction: null));
        return new Kernel($"{MethodName}Transpose", [_weight.Data], [_transposed], Write)
        {
            Condition = sink.Condition,
            Equations = [$"{_transposed.Symbol} = {_weight.Symbol}ᵀ"],
            Arguments = KernelSplit.Rows.Arguments,
            Split = new KernelSplit.Rows(FanIn, unit, [_weight.Data, _transposed]),
        };

        void Write(KernelWriter code) =>
            code.Line($"{code.Names.Rows}.Transpose(ref {_weight.Symbol}, first, end, {FanIn}, {Units}, {_weight.Stride}, ref {_transposed.Symbol}, {Input.Stride});");
    }

    private Kernel InputGradient(GradientSink sink)
    {
        VectorPlan plan = VectorPlan.Choose(Input.Stride, Units);
        return new Kernel($"{MethodName}InputGradient", [Output.Gradient, _transposed, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            IsGeneric = plan.IsGeneric,
            Condition = sink.Condition,
            Equations = [sink.Equation($"{_weight.Symbol}ᵀ·{Output.Bar}")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            new MatrixProduct(code, plan)
            {
                Columns = Input.Stride,
                Column = "i",
                InnerCount = Units,
                Inner = "o",
                Left = Output.Gradient.Symbol,
                LeftRowStride = Output.Stride,
                Right = _transposed.Symbol,
                RightStride = Input.Stride,
                Accumulator = "g",
                Store = (vector, value, at) => sink.WriteStore(code, vector, value, at),
            }.Write();
            sink.WriteClearPadding(code);
        }
    }
}
