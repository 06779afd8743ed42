using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// A transposed convolution: what the gradient of a convolution's input is to its output. The output is the image over which that convolution's kernel
/// moves, the input is its map; so the passes are those of the convolution with their roles exchanged. Examples lie in lanes.
/// </summary>
internal abstract class TransposedConvolution : HeadLayer
{
    private ParameterTensor _weight = null!;
    private ParameterTensor? _bias;
    private Buffer? _padded;

    public sealed override IReadOnlyList<ParameterTensor> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public sealed override long Flops => 2L * Input.Shape.Elements * ImageMaps.Channels * Window.Size;

    public sealed override IEnumerable<Value> Keeps => [Input];

    public sealed override Arrangement Arrangement => Arrangement.Lanes;

    public sealed override bool StoresThroughChain => true;

    public sealed override ChannelAxis? StoredChannels => ChannelAxis.Of(Output.Shape);

    public sealed override string Definition => $"{_weight.Symbol} ∗ᵀ {Input.Symbol}{(HasBias ? $" + {_bias!.Symbol}" : "")}";

    /// <summary>How the kernel moves over the output.</summary>
    protected Window Window { get; set; } = null!;

    /// <summary>How the input lies.</summary>
    protected Maps InputMaps { get; set; } = null!;

    /// <summary>How the output lies.</summary>
    protected Maps ImageMaps { get; set; } = null!;

    /// <summary>Likewise with zeros around, where windows reach beyond it.</summary>
    protected Maps PaddedMaps { get; set; } = null!;

    /// <summary>The symbols of weight, bias and output, without number.</summary>
    protected abstract (string Weight, string Bias, string Output) Symbols { get; }

    protected abstract int[] KernelAxes { get; }

    /// <summary>The copy of the output's gradient with zeros around: planes, their height and width, and the zeros before and after each.</summary>
    protected abstract string PaddingArguments { get; }

    protected bool HasBias => Spec.Arguments.Bool("Bias", true);

    protected int Channels => Spec.Arguments.Int("channels") ?? 0;

    /// <summary>The output padding along an axis: positions after the last window.</summary>
    protected static int More(WindowAxis axis) => axis.Padded - (axis.Output - 1) * axis.Stride - axis.Kernel;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What the loops know: the output is the image, the input the map.</summary>
    private Correlation Correlation => new(Window, PaddedMaps, ImageMaps, InputMaps, Groups: 1, _weight);

    /// <summary>The output's gradient as windows see it.</summary>
    private Buffer GradientImage => _padded ?? Output.Gradient;

    private Operand GradientOperand => Operand.Image(GradientImage.Symbol, _padded?.Length ?? Output.Stride);

    public sealed override string? SharedLetter => Symbols.Output;

    public sealed override string OutputSymbol(Value input) => Symbols.Output + Index;

    /// <summary>An axis of the output, over which the window moves; null after reporting what is wrong.</summary>
    /// <param name="suffix">What the names of the axis's own arguments end with: <c>Height</c>.</param>
    /// <param name="length">The input's length.</param>
    /// <param name="problems">Receives what is wrong.</param>
    protected WindowAxis? ReadAxis(string suffix, int length, ProblemReporter problems)
    {
        if (WindowAxis.Read(this, suffix, "kernel", 1, 1, problems) is not { } axis)
        {
            return null;
        }

        string of = suffix.Length == 0 ? "" : suffix == "Height" ? " along the height" : " along the width";
        int more = Spec.Arguments.Int("OutputPadding" + suffix) ?? Spec.Arguments.Int("OutputPadding") ?? 0;
        if (more < 0 || more >= axis.Stride)
        {
            string bounds = string.Format(CultureInfo.InvariantCulture, "at least 0 and below the stride, {0}", axis.Stride);
            problems.Report("NG0017", Spec.Attribute, Name, $"the output padding{of}", bounds, more.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        long whole = (length - 1L) * axis.Stride + axis.Kernel + more, output = whole - 2L * axis.Before;
        if (output < 1)
        {
            string bounds = string.Format(CultureInfo.InvariantCulture, "below half of the {0} positions that it is taken from", whole);
            problems.Report("NG0017", Spec.Attribute, Name, $"the padding{of}", bounds, axis.Before.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        if (whole > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The output of {Name}{of}", Notation.Number(output), string.Format(CultureInfo.InvariantCulture, "{0} with stride {1}", length, axis.Stride));
            return null;
        }

        return axis with { Length = (int)output };
    }

    /// <summary>Whether it has channels, after reporting if not.</summary>
    protected bool HasChannels(ProblemReporter problems)
    {
        if (Channels >= 1)
        {
            return true;
        }

        problems.Report("NG0005", Spec.Attribute, $"The number of channels of {Name}", Channels.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    /// <summary>Checks what does not depend on the kind, once window and maps are known.</summary>
    protected Shape? Check(Shape output, ProblemReporter problems)
    {
        long weights = (long)Channels * Window.Rows.Kernel * Window.Columns.Kernel * Value.Padded(InputMaps.Channels);
        if (weights > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The weight of {Name}", Notation.Number(weights), string.Join("x", new[] { InputMaps.Channels, Channels }.Concat(KernelAxes)));
            return null;
        }

        long padded = (long)Channels * Window.Rows.Padded * Window.Columns.Padded;
        if (padded > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The output of {Name} with what its padding takes away", Notation.Number(padded), string.Format(CultureInfo.InvariantCulture, "{0}x{1}x{2}", Channels, Window.Rows.Padded, Window.Columns.Padded));
            return null;
        }

        return output;
    }

    public sealed override void DeclareParameters(ParameterContext context)
    {
        (string weight, string bias, _) = Symbols;
        int inputs = InputMaps.Channels, stride = Value.Padded(inputs), size = Window.Size;
        int[] strides = KernelAxes.Length == 2 ? [1, size * stride, Window.Columns.Kernel * stride, stride] : [1, size * stride, stride];
        Initialization initialization = context.WeightInitialization(this, Channels * size, inputs * size);
        _weight = new ParameterTensor(weight + Index, $"{Name}.weight", Channels * size, inputs, [inputs, Channels, .. KernelAxes], strides, isWeight: true, initialization);
        _bias = HasBias ? new ParameterTensor(bias + Index, $"{Name}.bias", 1, Channels, [Channels], [1], isWeight: false, context.BiasInitialization(this)) : null;
        _padded = Window.IsPadded ? new Buffer($"d{Symbols.Output}{Index}Padded", Place.PerExample, Value.Padded(Channels * Window.Rows.Padded * Window.Columns.Padded)) : null;
    }

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition), Correlation.ImageLoop("example", Output.Symbol, Input.Symbol, _bias)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            new ConvolutionInputGradient(Correlation, Operand.MapOf(Input), Output.Stride, _bias, code)
                .Write((value, at, channel) => chain.WriteAfterHead(code, "V", value, new VectorPlace.OfChannel(at, channel, code.Names)));
            chain.WriteLoop(code);
        }
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        if (_padded is not null)
        {
            yield return PadGradient(_padded);
        }

        if (TrainsParameters)
        {
            yield return WeightGradient(context);
        }

        yield return InputGradient(sink);
    }

    private Kernel PadGradient(Buffer padded)
    {
        return new Kernel($"{MethodName}PadGradient", [Output.Gradient], [padded], Write)
        {
            Equations = [$"{padded.Symbol} = {Output.Bar} with zeros around"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            using (code.Blocks())
            {
                code.Line($"{code.Names.Lanes}.Pad(ref {code.At(Output.Gradient.Symbol, $"r * {Output.Stride}")}, {PaddingArguments.Replace("{to}", $"ref {code.At(padded.Symbol, $"r * {padded.Length}")}")}, V.Count);");
            }
        }
    }

    private Kernel WeightGradient(PassContext context)
    {
        WeightPenalty penalty = new(context, _weight);
        KernelSplit.Rows? split = Correlation.SplitOfWeight;
        return new Kernel($"{MethodName}WeightGradient", [Input.Data, .. new[] { GradientImage, Output.Gradient }.Distinct(), .. penalty.Reads], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations =
            [
                $"{_weight.Bar} = {penalty.Equation}{Input.Symbol} ∗ {Output.Bar}{(HasBias ? $",  {_bias!.Bar} = {Output.Bar}" : "")},  summed over positions and examples",
                Correlation.WeightLoop($"({Input.Symbol} ∗ {Output.Bar})", Input.Symbol, BarOfImage),
                .. HasBias ? new[] { Correlation.ImageBiasLoop(_bias!, Output.Bar) } : [],
            ],
            Arguments = [.. penalty.Arguments, .. split is null ? [] : KernelSplit.Range.Arguments, KernelArgument.Rows],
            Split = split ?? KernelSplit.None,
        };

        void Write(KernelWriter code)
        {
            ConvolutionBiasGradient? bias = _bias is null ? null : new ConvolutionBiasGradient(_bias, Output, ImageMaps, Window.Rows.Length, Window.Columns.Length, code);
            new ConvolutionWeightGradient(Correlation, GradientOperand, Operand.MapOf(Input), bias, code).Write(penalty.Start, split is not null);
        }
    }

    private Kernel InputGradient(GradientSink sink)
    {
        return new Kernel($"{MethodName}InputGradient", [GradientImage, _weight.Data, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{_weight.Symbol} ∗ {Output.Bar}"), Correlation.MapLoop("example", $"({_weight.Symbol} ∗ {Output.Bar})", BarOfImage, bias: null)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            new ConvolutionForward(Correlation, GradientOperand, Input.Stride, bias: null, code).Write((value, at, _) => sink.WriteStore(code, "V", value, at));
        }
    }

    /// <summary>The output's gradient as windows see it, in the notation of comments.</summary>
    private string BarOfImage => _padded?.Symbol ?? Output.Bar;
}
