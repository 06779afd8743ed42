using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// A convolution. Examples lie in lanes: a vector holds one element of several examples, so that neither few channels nor narrow
/// images waste any, and every output is one chain of multiply-adds over channels, rows and columns of the kernel, in that order.
/// The weight lies as [input channels × kernel positions][output channels].
/// </summary>
internal abstract class Convolution : HeadLayer
{
    private ParameterTensor _weight = null!;
    private ParameterTensor? _bias;
    private Buffer? _padded;

    public override IReadOnlyList<ParameterTensor> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override long Flops => 2L * Taps * Window.Outputs * OutputMaps.Channels;

    public override IEnumerable<Value> Keeps => Window.IsPadded ? [] : [Input];

    public override IEnumerable<Buffer> KeptBesides => _padded is null ? [] : [_padded];

    public override Arrangement Arrangement => Arrangement.Lanes;

    public override bool StoresThroughChain => true;

    public override ChannelAxis? StoredChannels => ChannelAxis.Of(Output.Shape);

    /// <summary>How the kernel moves over the input.</summary>
    public Window Window { get; protected set; } = null!;

    /// <summary>The input as the kernel sees it, with zeros around where it is padded.</summary>
    public Maps InputMaps { get; protected set; } = null!;

    /// <summary>The input's own maps, without padding.</summary>
    public Maps UnpaddedMaps { get; protected set; } = null!;

    public Maps OutputMaps { get; protected set; } = null!;

    /// <summary>Terms of an output's sum.</summary>
    public int Taps => GroupInputs * Window.Size;

    /// <summary>Into how many groups channels are divided, each with kernels of its own.</summary>
    public int Groups => Spec.Arguments.Int("Groups") ?? 1;

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => InputMaps.Channels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => Channels / Groups;

    /// <summary>Whether each channel has a kernel of its own.</summary>
    public bool IsDepthwise => Correlation.IsDepthwise;

    /// <summary>What the loops know: the input is the image, the output the map.</summary>
    private Correlation Correlation => new(Window, InputMaps, UnpaddedMaps, OutputMaps, Groups, _weight);

    /// <summary>The value that forward pass and weight gradient read: the input, or its padded copy.</summary>
    public Buffer Image => _padded ?? Input.Data;

    /// <summary>Elements of that value from one example to the next.</summary>
    public int ImageStride => _padded?.Length ?? Input.Stride;

    public ParameterTensor Weight => _weight;

    public ParameterTensor? Bias => _bias;

    /// <summary>The symbols of weight, bias and output, without number.</summary>
    protected abstract (string Weight, string Bias, string Output) Symbols { get; }

    /// <summary>The copy of the input with zeros around: planes, their height and width, and the zeros before and after each.</summary>
    protected abstract string PaddingArguments { get; }

    protected abstract int[] KernelAxes { get; }

    protected bool HasBias => Spec.Arguments.Bool("Bias", true);

    protected string DeclaredGroups => Groups == 1 ? "" : string.Format(CultureInfo.InvariantCulture, ", Groups = {0}", Groups);

    protected int Channels => Spec.Arguments.Int("channels") ?? 0;

    public override string Definition => $"{_weight.Symbol} ∗ {Input.Symbol}{(HasBias ? $" + {_bias!.Symbol}" : "")}";

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override string OutputSymbol(Value input) => Symbols.Output + Index;

    /// <summary>Checks what does not depend on the kind of convolution, once window and maps are known.</summary>
    protected Shape? Check(Shape input, Shape output, ProblemReporter problems)
    {
        if (!Window.Fits(this, input, problems))
        {
            return null;
        }

        long weights = (long)GroupInputs * Window.Rows.Kernel * Window.Columns.Kernel * (((long)Channels + 3) / 4 * 4);
        if (weights > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The weight of {Name}", Notation.Number(weights), string.Join("x", new[] { Channels, GroupInputs }.Concat(KernelAxes)));
            return null;
        }

        long padded = (long)InputMaps.Channels * Window.Rows.Padded * Window.Columns.Padded;
        if (padded > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The padded input of {Name}", Notation.Number(padded), string.Format(CultureInfo.InvariantCulture, "{0}x{1}x{2}", InputMaps.Channels, Window.Rows.Padded, Window.Columns.Padded));
            return null;
        }

        return output;
    }

    /// <summary>Whether it has channels, in groups of equally many as the input's, after reporting if not.</summary>
    protected bool HasChannels(int inputs, ProblemReporter problems)
    {
        if (Channels < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of channels of {Name}", Channels.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (Groups < 1 || inputs % Groups != 0 || Channels % Groups != 0)
        {
            string divisors = string.Format(CultureInfo.InvariantCulture, "a divisor of its {0} input channels and its {1} output channels", inputs, Channels);
            problems.Report("NG0017", Spec.Attribute, Name, "Groups", divisors, Groups.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        return true;
    }

    public override void DeclareParameters(ParameterContext context)
    {
        (string weight, string bias, _) = Symbols;
        int stride = Value.Padded(Channels), size = Window.Size;
        int[] strides = KernelAxes.Length == 2 ? [1, size * stride, Window.Columns.Kernel * stride, stride] : [1, size * stride, stride];
        Initialization initialization = context.WeightInitialization(this, Taps, Channels * size);
        _weight = new ParameterTensor(weight + Index, $"{Name}.weight", Taps, Channels, [Channels, GroupInputs, .. KernelAxes], strides, isWeight: true, initialization);
        _bias = HasBias ? new ParameterTensor(bias + Index, $"{Name}.bias", 1, Channels, [Channels], [1], isWeight: false, context.BiasInitialization(this)) : null;
        string another = Input.Root.Users.Count(user => user is Convolution { Window.IsPadded: true }) > 1 ? weight + Index : "";
        _padded = Window.IsPadded ? new Buffer($"{Input.Symbol}Padded{another}", Place.PerExample, Value.Padded(InputMaps.Channels * Window.Rows.Padded * Window.Columns.Padded)) : null;
    }

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        IEnumerable<Buffer> copy = _padded is null ? [] : [_padded];
        return new Kernel($"{MethodName}Forward", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], [.. copy, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations(Definition), Correlation.MapLoop("example", Output.Symbol, Image.Symbol, _bias)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            if (_padded is not null)
            {
                code.Line("// the input with zeros around");
                using (code.Block("for (int r = 0; r < rows; r += V.Count)"))
                {
                    code.Line($"{code.Names.Lanes}.Pad(ref {code.At(Input.Symbol, $"r * {Input.Stride}")}, {PaddingArguments.Replace("{to}", $"ref {code.At(_padded.Symbol, $"r * {_padded.Length}")}")}, V.Count);");
                }

                code.Blank();
            }

            new ConvolutionForward(Correlation, Operand.Image(Image.Symbol, ImageStride), Output.Stride, _bias, code).Write((value, at, channel) => chain.WriteAfterHead(code, "V", value, new VectorPlace.OfChannel(at, channel, code.Names)));
            chain.WriteLoop(code);
        }
    }

    public override Kernel? ForwardOne(Stage stage, ImageLayouts layouts)
    {
        if (layouts.Read(Input, UnpaddedMaps) is not { } layout || !IsForOne(layout))
        {
            return null;
        }

        bool isInTile = stage.IsChainInTile && ConvolutionOfOne.Sums(this) * JitBudget.LocalsOf(stage.Chain) <= JitBudget.MostLocals;
        ElementChain chain = new(stage) { IsInTile = isInTile };
        ImageLayout output = layouts.Write(Output, OutputMaps, Window.Rows.Output, Window.Columns.Output);
        IEnumerable<Buffer> copy = _padded is null ? [] : [_padded];
        return new Kernel($"{MethodName}ForwardOne", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], [.. copy, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations(Definition), Correlation.MapLoop(null, Output.Symbol, Image.Symbol, _bias)],
            Arguments = [.. chain.Arguments],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            if (_padded is not null)
            {
                string to = $"ref {_padded.Symbol}";
                string arguments = layout.IsChannelsLast
                    ? $"1, {Window.Rows.Length}, {Window.Columns.Length}, {to}, {Window.Rows.Before}, {Window.Rows.After}, {Window.Columns.Before}, {Window.Columns.After}, {layout.Step}"
                    : $"{PaddingArguments.Replace("{to}", to)}, 1";
                code.Line($"{code.Names.Lanes}.Pad(ref {Input.Symbol}, {arguments}); // zeros around");
                code.Blank();
            }

            Maps x = layout.IsChannelsLast ? layout.Maps with { Row = Window.Columns.Padded * layout.Step } : InputMaps;
            new ConvolutionOfOne(this, code, x, output.Maps).Write((vector, value, at, channel) => chain.WriteAfterHead(code, vector, value, new VectorPlace.OfChannels(at, channel)));
            chain.WriteLoopOfOne(code, output);
        }
    }

    /// <summary>
    /// Whether one example can have its channels in lanes: all of them see all of the input, or each its own channel, which lies beside
    /// its neighbours in memory that a vector may run past.
    /// </summary>
    private bool IsForOne(ImageLayout layout) =>
        Groups == 1 || (IsDepthwise && (layout.IsChannelsLast || (_padded is not null && InputMaps.Channel == 1)));

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        if (TrainsParameters)
        {
            yield return WeightGradient(context);
        }

        yield return InputGradient(sink);
    }

    private Kernel WeightGradient(PassContext context)
    {
        WeightPenalty penalty = new(context, _weight);
        bool isByChannel = IsDepthwise && DepthwiseWeightGradient.Fits(Window);
        KernelSplit.Range? split = isByChannel ? KernelSplit.Channels.Of(Channels) : Correlation.SplitOfWeight;
        return new Kernel($"{MethodName}WeightGradient", [Image, Output.Gradient, .. penalty.Reads], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations =
            [
                $"{_weight.Bar} = {penalty.Equation}{Output.Bar} ∗ {Input.Symbol}{(HasBias ? $",  {_bias!.Bar} = {Output.Bar}" : "")},  summed over positions and examples",
                Correlation.WeightLoop($"({Output.Bar} ∗ {Input.Symbol})", Output.Bar, Image.Symbol),
                .. HasBias ? new[] { Correlation.BiasLoop(_bias!, Output.Bar) } : [],
            ],
            Arguments = [.. penalty.Arguments, .. split is null ? [] : KernelSplit.Range.Arguments, KernelArgument.Rows],
            Split = split ?? KernelSplit.None,
        };

        void Write(KernelWriter code)
        {
            if (isByChannel)
            {
                new DepthwiseWeightGradient(Correlation, Operand.Image(Image.Symbol, ImageStride), Operand.GradientOf(Output), _bias, code).Write(penalty.Start, split is not null);
                return;
            }

            ConvolutionBiasGradient? bias = _bias is null ? null : new ConvolutionBiasGradient(_bias, Output, OutputMaps, Window.Rows.Output, Window.Columns.Output, code);
            new ConvolutionWeightGradient(Correlation, Operand.Image(Image.Symbol, ImageStride), Operand.GradientOf(Output), bias, code).Write(penalty.Start, split is not null);
        }
    }

    private Kernel InputGradient(GradientSink sink)
    {
        return new Kernel($"{MethodName}InputGradient", [Output.Gradient, _weight.Data, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{_weight.Symbol} ∗ᵀ {Output.Bar}"), Correlation.ImageLoop("example", $"({_weight.Symbol} ∗ᵀ {Output.Bar})", Output.Bar)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            new ConvolutionInputGradient(Correlation, Operand.GradientOf(Output), Input.Stride, null, code).Write((value, at, _) => sink.WriteStore(code, "V", value, at));
        }
    }
}
