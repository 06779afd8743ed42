using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// A dense layer, z = W·x + b. W lies as [in][out], so that lanes run across outputs in the forward pass and in the weight
/// gradient without packing; the input gradient reads its transpose, of a large one piece by piece. With more axes than one, every
/// position of an example is a row of its own; rows that are no whole number of vectors of four are copied to padded ones first.
/// </summary>
internal sealed partial class Dense : HeadLayer
{
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

    public override bool WorksStepByStep => true;

    public override bool HasFreeSize => true;

    public override string Declaration => $"Dense({Units.ToString(CultureInfo.InvariantCulture)}{(HasBias ? "" : ", Bias = false")})";

    public override IReadOnlyList<ParameterTensor> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override long Flops => 2L * FanIn * Units * Positions;

    public override bool HasTiles => true;

    public override bool HasBlocks => InputBlocks is not null;

    public override string Plan => ForwardProduct.Description;

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

    /// <summary>The letter after W and b in the symbols, for a map that is a part of another layer.</summary>
    private string Letter { get; init; } = "";

    private string Index => Letter + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A map that is a part of another layer: with its number, trained as it is, initialized as it says.</summary>
    /// <param name="whole">The other layer.</param>
    /// <param name="kind">The prefix of the methods, before the number.</param>
    /// <param name="name">The part's name within the layer: <c>query</c>.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it computes, which stands in memory.</param>
    public static Dense PartOf(Layer whole, string kind, string name, Value input, Value output)
    {
        Arguments arguments = new(whole.Spec.Arguments.Items.Where(item => item.Name is "Bias" or "Init" or "InitScale" or "BiasInit").ToEquatableArray());
        Dense part = new() { Letter = name.Substring(0, 1), Inputs = [input], Output = output };
        Initialize(part, new LayerSpec(kind, arguments, Operator: null, whole.Spec.Attribute), whole.Number, $"{whole.Name}.{name}", whole.IsTrainable);
        return part;
    }

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
            _outputRows = new PaddedRows(Output, Positions, $"{Output.Symbol}Rows");
            _outputGradientRows = new PaddedRows(Output, Positions, $"d{Output.Symbol}Rows");
            _inputGradientRows = new PaddedRows(Input, Positions, $"d{Input.Symbol}Rows{Index}");
        }
    }

    private ProductPlan ForwardProduct =>
        ProductPlan.Choose(new MatrixProduct(new LeftMatrix(InputBuffer.Symbol, InputStride), new RightMatrix(_weight.Symbol, _weight.Stride, RightPlace.Memory))
        {
            Columns = OutputStride,
            Terms = FanIn,
        });

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        ProductPlan product = ForwardProduct;
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
            Products = [product],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            _inputRows?.WriteCopyIn(code, Input.Symbol, clearPadding: false);
            WriteBeginPositions(code);
            ProductWriter.Write(code, product, new SumEnds((vector, value, at, column) => Store(code, vector, value, at, column))
            {
                StartOfColumn = HasBias ? (vector, column) => $"{vector}.Load(ref {_bias!.Symbol}, {column})" : null,
            });
            if (chain.HasLoop || IsCopied)
            {
                WriteEndPositions(code);
            }

            _outputRows?.WriteCopyOut(code, chain.HeadSymbol);
            chain.WriteLoop(code, storesFourLanes: product.Vectors.SingleRow(OutputStride).Kind == VectorKind.Four);
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
    private bool IsLarge => (long)Units * InputStride > ProductLimits.FirstCache;

    private Kernel CopyOutputGradient()
    {
        return new Kernel($"{MethodName}OutputGradientRows", [Output.Gradient], [_outputGradientRows!.Buffer], code => _outputGradientRows.WriteCopyIn(code, Output.Gradient.Symbol, clearPadding: true))
        {
            Equations = [$"{_outputGradientRows.Buffer.Symbol} = {Output.Bar}, in padded rows"],
            Arguments = [KernelArgument.Rows],
        };
    }

    private Kernel Transpose(GradientSink sink)
    {
        int unit = Kernels.WeightGradient.UnitOf(VectorPlan.Choose(OutputStride), _weight);
        return new Kernel($"{MethodName}Transpose", [_weight.Data], [_transposed], Write)
        {
            Condition = sink.Condition,
            Equations = [$"{_transposed.Symbol} = {_weight.Symbol}ᵀ"],
            Arguments = KernelSplit.Range.Arguments,
            Split = new KernelSplit.Rows(FanIn, unit, [_weight.Data, _transposed]),
        };

        void Write(KernelWriter code) =>
            code.Line($"{code.Names.Rows}.Transpose(ref {_weight.Symbol}, first, end, {FanIn}, {Units}, {_weight.Stride}, ref {_transposed.Symbol}, {InputStride});");
    }

    private Kernel InputGradient(GradientSink sink)
    {
        RightMatrix right = new(_transposed.Symbol, InputStride, IsLarge ? RightPlace.Pieces : RightPlace.Caches);
        ProductPlan product = ProductPlan.Choose(new MatrixProduct(new LeftMatrix(OutputGradientBuffer.Symbol, OutputStride), right)
        {
            Columns = InputStride,
            Terms = Units,
            Letters = new ProductLetters(Column: "i", Term: "o", Sum: "g"),
        });
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
            Products = [product],
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
                code.Line($"ref {code.Scalar} {_transposed.Symbol} = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({Units * product.Vectors.MostColumns});");
            }

            ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => Store(code, vector, value, at))
            {
                Piece = IsLarge ? (first, count) => WriteTransposedPart(code, first, count) : null,
            });
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
