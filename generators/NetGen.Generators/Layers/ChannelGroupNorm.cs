using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// Normalization of groups of channels over all positions of an example: y = γ · (x − μ) / σ + β. Examples lie in lanes. Sums run over the positions of
/// each channel in order, then over the channels of a group, so that one example with its channels in lanes has the same bits.
/// </summary>
internal abstract class ChannelGroupNorm : HeadLayer
{
    private const double DefaultEpsilon = 1e-5;

    private ParameterTensor? _scale;
    private ParameterTensor? _shift;
    private Buffer _moments = null!;
    private Buffer _sums = null!;
    private Buffer _rests = null!;
    private Buffer _squares = null!;
    private Buffer _gradients = null!;
    private Buffer _products = null!;

    public sealed override bool WorksStepByStep => Input.Shape.Rank == 1;

    public sealed override string Declaration
    {
        get
        {
            string affine = IsAffine == IsAffineByDefault ? "" : $"Affine = {(IsAffine ? "true" : "false")}";
            string[] arguments = [.. DeclaredGroups, .. affine.Length == 0 ? [] : new[] { affine }, .. Epsilon == DefaultEpsilon ? [] : new[] { $"Epsilon = {Notation.Real(Epsilon)}" }];
            return arguments.Length == 0 ? Spec.Kind : $"{Spec.Kind}({string.Join(", ", arguments)})";
        }
    }

    public sealed override IReadOnlyList<ParameterTensor> Parameters => _scale is null ? [] : [_scale, _shift!];

    public sealed override IEnumerable<Value> Keeps => [Input];

    public sealed override IEnumerable<Buffer> KeptBesides => [_moments];

    public sealed override long Flops => 8L * Output.Size;

    public sealed override Arrangement Arrangement => Arrangement.Lanes;

    public sealed override bool StoresThroughChain => true;

    public sealed override ChannelAxis? StoredChannels => Axis;

    public sealed override bool IsTransparentToInit => true;

    /// <summary>The number of groups as the attribute spells it.</summary>
    protected abstract string[] DeclaredGroups { get; }

    protected abstract bool IsAffineByDefault { get; }

    protected int Groups { get; private set; }

    private bool IsAffine => Spec.Arguments.Bool("Affine", IsAffineByDefault);

    private double Epsilon => Spec.Arguments.Double("Epsilon") ?? DefaultEpsilon;

    private ChannelAxis Axis => ChannelAxis.Of(Input.Shape);

    /// <summary>The channels of a group.</summary>
    private int GroupChannels => Axis.Count / Groups;

    /// <summary>The values of a group.</summary>
    private int Count => GroupChannels * Axis.Size;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of groups; null after reporting what is wrong.</summary>
    protected abstract int? GroupsOf(int channels, ProblemReporter problems);

    public sealed override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!(Epsilon >= 0) || double.IsInfinity(Epsilon))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Epsilon", "a finite number of at least 0", Notation.Real(Epsilon));
            return null;
        }

        int channels = ChannelAxis.Of(input).Count;
        if (GroupsOf(channels, problems) is not { } groups)
        {
            return null;
        }

        if (input.Elements == groups)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "several values in each group, for one alone is its own mean", input.ToString());
            return null;
        }

        Groups = groups;
        return input;
    }

    public sealed override string? SharedLetter => "n";

    public sealed override string OutputSymbol(Value input) => "n" + Index;

    public sealed override void DeclareParameters(ParameterContext context)
    {
        int channels = Axis.Count;
        if (IsAffine)
        {
            _scale = new ParameterTensor("γ" + Index, $"{Name}.weight", 1, channels, [channels], [1], isWeight: false, new Initialization("Constant", 1, 1, 1));
            _shift = new ParameterTensor("β" + Index, $"{Name}.bias", 1, channels, [channels], [1], isWeight: false, new Initialization("Zeros", 0, 1, 1));
        }

        _moments = new Buffer("moments" + Index, Place.PerExample, Value.Padded(2 * Groups));
        _sums = OfChannels("channelSum");
        _rests = OfChannels("channelRest");
        _squares = OfChannels("channelSquare");
        _gradients = OfChannels("channelG");
        _products = OfChannels("channelGN");

        Buffer OfChannels(string name) => new(name + Index, Place.PerExample, Value.Padded(channels));
    }

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], [_sums, _rests, _squares, _moments, .. chain.Writes], Write)
        {
            Equations = [.. Moments, .. chain.Equations(Equation), $"for each example and group: {Order}"],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            EachGroup(code, group =>
            {
                WriteMoments(code, group);
                EachChannel(code, group, (channel, c) =>
                {
                    WriteScaleAndShift(code, "V", symbol => $"V.Broadcast({code.At(symbol, channel)})");
                    EachPosition(code, "i", i =>
                    {
                        code.Line($"int at = {Sum(Times("r", Input.Stride), Elements(ElementOf(channel, i)))};");
                        chain.WriteAfterHead(code, "V", Normed("V", "at"), new VectorPlace.OfChannel("at", channel, code.Names));
                    });
                });
            });
            chain.WriteLoop(code);
        }
    }

    public sealed override Kernel? ForwardOne(Stage stage, ImageLayouts layouts)
    {
        if (ChannelMaps is not { } maps || layouts.Read(Input, maps) is not { IsChannelsLast: true } layout)
        {
            return null;
        }

        ElementChain chain = new(stage);
        ImageLayout output = layouts.Write(Output, maps, layout.Height, layout.Width);
        return new Kernel($"{MethodName}ForwardOne", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], [_sums, _rests, _squares, .. chain.Writes], Write)
        {
            Equations = [.. Moments.Take(1), .. chain.Equations(Equation), $"for each group: {Order}"],
            Arguments = [.. chain.Arguments],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            string geometry = $"{Groups}, {GroupChannels}, {GroupChannels}, 1, ref {Input.Symbol}, {GroupChannels}, 1, {layout.Positions}, {layout.Step}";
            (string sums, string rests, string squares) = (_sums.Symbol, _rests.Symbol, _squares.Symbol);
            code.Columns("c", layout.Step, true, (vector, c, _) => WriteSums(code, vector, Input.Symbol, (sums, rests, c), body => Positions(c, body)));
            code.Line($"{code.Names.Channels}.GroupMeans(ref {sums}, ref {rests}, {geometry});");
            code.Blank();
            code.Columns("c", layout.Step, true, (vector, c, _) =>
            {
                code.Line($"{vector} mean = {vector}.Load(ref {sums}, {c}), low = {vector}.Load(ref {rests}, {c});");
                WriteSquares(code, vector, Input.Symbol, (rests, squares, c), body => Positions(c, body));
            });
            code.Line($"{code.Names.Channels}.GroupDeviations(ref {rests}, ref {squares}, {geometry}, {CodeWriter.Literal(Epsilon)});");
            code.Blank();
            code.Columns("c", layout.Step, true, (vector, c, _) =>
            {
                code.Line($"{vector} mean = {vector}.Load(ref {sums}, {c}), inverse = {vector}.Load(ref {squares}, {c});");
                WriteScaleAndShift(code, vector, symbol => $"{vector}.Load(ref {symbol}, {c})");
                Positions(c, at =>
                {
                    code.Line($"int at = {at};");
                    chain.WriteAfterHead(code, vector, Normed(vector, "at"), new VectorPlace.OfChannels("at", c));
                });
            });
            chain.WriteLoopOfOne(code, output);

            void Positions(string c, Action<string> body) => EachPosition(code, "p", p => body(Sum(Times(p, layout.Step), c)));
        }
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return GradientSums();
        if (_scale is not null && TrainsParameters)
        {
            yield return ParameterGradient();
        }

        yield return InputGradient(sink);
    }

    /// <summary>The channels as maps, where one example can have them in lanes.</summary>
    private Maps? ChannelMaps => Input.Shape.Rank switch
    {
        3 => Maps.Planes(Input.Shape.Axes[0], Input.Shape.Axes[1], Input.Shape.Axes[2]),
        2 => Maps.Steps(Input.Shape.Axes[1]),
        _ => null,
    };

    private IEnumerable<string> Moments =>
    [
        $"μ = mean {Input.Symbol},  σ = √(mean ({Input.Symbol} - μ)²{(Epsilon == 0 ? "" : $" + {Notation.Real(Epsilon)}")}) of each group of {GroupChannels} {(GroupChannels == 1 ? "channel" : "channels")}",
        $"{_moments.Symbol} = μ and 1/σ",
    ];

    private string Equation => _scale is null ? $"({Input.Symbol} - μ) / σ" : $"{_scale.Symbol}·({Input.Symbol} - μ) / σ + {_shift!.Symbol}";

    private string Order => $"means over its {Count} values, over the positions of each channel in order{(GroupChannels == 1 ? "" : ", then over the channels")}, each sum in two numbers";

    /// <summary>A loop over blocks of examples and groups.</summary>
    private void EachGroup(KernelWriter code, Action<string> body)
    {
        using (code.Blocks())
        {
            code.Loop("group", Groups, body);
        }
    }

    /// <summary>A loop over the channels of a group; the body gets the channel among all, and among those of the group.</summary>
    private void EachChannel(KernelWriter code, string group, Action<string, string> body) => code.Loop("c", GroupChannels, c =>
    {
        string channel = Sum(Times(group, GroupChannels), c);
        if (channel.Contains(' '))
        {
            code.Line($"int channel = {channel};");
            channel = "channel";
        }

        body(channel, c);
    });

    private void EachPosition(KernelWriter code, string variable, Action<string> body) => code.Loop(variable, Axis.Size, body);

    /// <summary>Where an element of a channel is, in an example.</summary>
    private string ElementOf(string channel, string position) => Sum(Times(channel, Axis.Distance), Times(position, Axis.Step));

    /// <summary>Mean and inverse deviation of a group as locals, and in what is kept.</summary>
    private void WriteMoments(KernelWriter code, string group)
    {
        string first = Times(group, GroupChannels), x = $"{Input.Symbol}Group";
        code.Row(x, Input.Symbol, Sum(Times("r", Input.Stride), Elements(Times(group, GroupChannels * Axis.Distance))));
        foreach ((string name, Buffer buffer) in new[] { ("sums", _sums), ("rests", _rests), ("squares", _squares) })
        {
            code.Row(name, buffer.Symbol, Sum(Times("r", buffer.Length), Elements(first)));
        }

        string geometry = $"V.Count, 1, {GroupChannels}, V.Count, ref {x}, 1, {Elements(Axis.Distance)}, {Axis.Size}, {Elements(Axis.Step)}";
        code.Loop("c", GroupChannels, c => WriteSums(code, "V", x, ("sums", "rests", Elements(c)), body => Positions(c, body)));
        code.Blank();
        code.Line($"{code.Names.Channels}.GroupMeans(ref sums, ref rests, {geometry});");
        code.Line("V mean = V.Load(ref sums, 0), low = V.Load(ref rests, 0);");
        code.Loop("c", GroupChannels, c => WriteSquares(code, "V", x, ("rests", "squares", Elements(c)), body => Positions(c, body)));
        code.Blank();
        code.Line($"{code.Names.Channels}.GroupDeviations(ref rests, ref squares, {geometry}, {CodeWriter.Literal(Epsilon)});");
        code.Line("V inverse = V.Load(ref squares, 0);");
        string moments = Sum(Times("r", _moments.Length), Elements(Times(group, 2)));
        code.Store("V", "mean", _moments.Symbol, moments);
        code.Store("V", "inverse", _moments.Symbol, Sum(moments, "V.Count"));
        code.Blank();

        void Positions(string c, Action<string> body) => EachPosition(code, "i", i => body(Elements(ElementOf(c, i))));
    }

    /// <summary>The sum of a channel in two numbers.</summary>
    private static void WriteSums(KernelWriter code, string vector, string x, (string Sums, string Rests, string At) to, Action<Action<string>> positions)
    {
        code.Line($"{vector} sum = {vector}.Zero, rest = {vector}.Zero;");
        positions(at => code.Line($"sum = {code.Names.Sums}.Add(sum, {vector}.Load(ref {x}, {at}), ref rest);"));
        code.Blank();
        code.Store(vector, "sum", to.Sums, to.At);
        code.Store(vector, "rest", to.Rests, to.At);
    }

    /// <summary>The sum of a channel's differences from the mean, about 0, and that of their squares.</summary>
    private static void WriteSquares(KernelWriter code, string vector, string x, (string Differences, string Squares, string At) to, Action<Action<string>> positions)
    {
        code.Line($"{vector} left = {vector}.Zero, square = {vector}.Zero, lost = {vector}.Zero;");
        positions(at =>
        {
            code.Line($"{vector} difference = {vector}.Load(ref {x}, {at}) - mean - low;");
            code.Line("left += difference;");
            code.Line($"square = {code.Names.Sums}.Add(square, difference * difference, ref lost);");
        });
        code.Blank();
        code.Store(vector, "left", to.Differences, to.At);
        code.Store(vector, "square + lost", to.Squares, to.At);
    }

    private void WriteScaleAndShift(KernelWriter code, string vector, Func<string, string> load)
    {
        if (_scale is not null)
        {
            code.Line($"{vector} scale = inverse * {load(_scale.Symbol)}, shift = {load(_shift!.Symbol)};");
        }
    }

    private string Normed(string vector, string at)
    {
        string difference = $"{vector}.Load(ref {Input.Symbol}, {at}) - mean";
        return _scale is null ? $"({difference}) * inverse" : $"{vector}.MultiplyAdd({difference}, scale, shift)";
    }

    /// <summary>What is kept of a group, as locals.</summary>
    private void LoadMoments(KernelWriter code, string group)
    {
        string at = Sum(Times("r", _moments.Length), Elements(Times(group, 2)));
        code.Line($"V mean = V.Load(ref {_moments.Symbol}, {at}), inverse = V.Load(ref {_moments.Symbol}, {Sum(at, "V.Count")});");
    }

    /// <summary>Where a sum of a channel lies among those of all examples.</summary>
    private string SumAt(string channel) => Sum(Times("r", _gradients.Length), Elements(channel));

    /// <summary>For each example and channel the sums that both the parameters' and the input's gradients are made of.</summary>
    private Kernel GradientSums()
    {
        string x = Input.Symbol, dy = Output.Gradient.Symbol;
        return new Kernel($"{MethodName}GradientSums", [Input.Data, _moments, Output.Gradient], [_gradients, _products], Write)
        {
            Equations = [$"normed = ({x} - μ) / σ,  {_gradients.Symbol} = Σ {Output.Bar},  {_products.Symbol} = Σ {Output.Bar}·normed", "for each example and channel: over its positions in order, each sum in two numbers"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code) => EachGroup(code, group =>
        {
            LoadMoments(code, group);
            EachChannel(code, group, (channel, _) =>
            {
                code.Line("V sum = V.Zero, sumRest = V.Zero, product = V.Zero, productRest = V.Zero;");
                EachPosition(code, "i", i =>
                {
                    code.Line($"int at = {Sum(Times("r", Input.Stride), Elements(ElementOf(channel, i)))};");
                    code.Line($"V g = V.Load(ref {dy}, at);");
                    code.Line($"sum = {code.Names.Sums}.Add(sum, g, ref sumRest);");
                    code.Line($"product = {code.Names.Sums}.Add(product, g * ((V.Load(ref {x}, at) - mean) * inverse), ref productRest);");
                });
                code.Blank();
                code.Store("V", "sum + sumRest", _gradients.Symbol, SumAt(channel));
                code.Store("V", "product + productRest", _products.Symbol, SumAt(channel));
            });
        });
    }

    /// <summary>Sixteen partial sums for each channel: example r adds to number r mod 16, whatever the width of the vectors.</summary>
    private Kernel ParameterGradient()
    {
        return new Kernel($"{MethodName}ParameterGradient", [_products, _gradients], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [$"{_scale!.Bar} = {_products.Symbol},  {_shift!.Bar} = {_gradients.Symbol},  summed over the examples", "for each channel: example r adds to partial sum r mod 16"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"global::System.Span<{code.Scalar}> partialSums = stackalloc {code.Scalar}[32];");
            code.Line($"ref {code.Scalar} sums = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(partialSums);");
            foreach (ParameterTensor parameter in Parameters)
            {
                code.FourLanes("at", parameter.Gradient.Length, at => code.Store(code.Names.V4, $"{code.Names.V4}.Zero", parameter.Gradient.Symbol, at));
            }

            code.Blank();
            code.Loop("c", Axis.Count, c =>
            {
                using (code.Block("for (int part = 0; part < 16; part += V.Count)"))
                {
                    code.Line("V weight = V.Zero, weightRest = V.Zero, bias = V.Zero, biasRest = V.Zero;");
                    using (code.Block("for (int r = part; r < rows; r += 16)"))
                    {
                        code.Line($"weight = {code.Names.Sums}.Add(weight, V.Load(ref {_products.Symbol}, {SumAt(c)}), ref weightRest);");
                        code.Line($"bias = {code.Names.Sums}.Add(bias, V.Load(ref {_gradients.Symbol}, {SumAt(c)}), ref biasRest);");
                    }

                    code.Blank();
                    code.Store("V", "weight + weightRest", "sums", "part");
                    code.Store("V", "bias + biasRest", "sums", "part + 16");
                }

                code.Blank();
                code.Line($"{code.Names.Sums}.AddPartialSums(ref sums, 1, 1, ref {code.At(Parameters[0].Gradient.Symbol, c)}, 0);");
                code.Line($"{code.Names.Sums}.AddPartialSums(ref {code.At("sums", "16")}, 1, 1, ref {code.At(Parameters[1].Gradient.Symbol, c)}, 0);");
            });
        }
    }

    private Kernel InputGradient(GradientSink sink)
    {
        string x = Input.Symbol, dy = Output.Gradient.Symbol, g = _scale is null ? Output.Bar : $"{_scale.Symbol}·{Output.Bar}";
        IEnumerable<Buffer> scale = _scale is null ? [] : [_scale.Data];
        return new Kernel($"{MethodName}InputGradient", [Input.Data, _moments, .. scale, _gradients, _products, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [$"g = {g},  normed = ({x} - μ) / σ,  {sink.Equation("(g - mean g - normed·mean (g·normed)) / σ")}", $"for each example and group: with the means over its {Count} values, from the sums of its channels in order"],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            EachGroup(code, group =>
            {
                LoadMoments(code, group);
                code.Line("V meanG = V.Zero, meanGN = V.Zero, restG = V.Zero, restGN = V.Zero;");
                EachChannel(code, group, (channel, _) =>
                {
                    string factor = _scale is null ? "" : $" * V.Broadcast({code.At(_scale.Symbol, channel)})";
                    code.Line($"meanG = {code.Names.Sums}.Add(meanG, V.Load(ref {_gradients.Symbol}, {SumAt(channel)}){factor}, ref restG);");
                    code.Line($"meanGN = {code.Names.Sums}.Add(meanGN, V.Load(ref {_products.Symbol}, {SumAt(channel)}){factor}, ref restGN);");
                });
                code.Blank();
                code.Line($"meanG = (meanG + restG) / V.Constant({Count});");
                code.Line($"meanGN = (meanGN + restGN) / V.Constant({Count});");
                EachChannel(code, group, (channel, _) =>
                {
                    string factor = _scale is null ? "" : " * scale";
                    if (_scale is not null)
                    {
                        code.Line($"V scale = V.Broadcast({code.At(_scale.Symbol, channel)});");
                    }

                    EachPosition(code, "i", i =>
                    {
                        code.Line($"int at = {Sum(Times("r", Input.Stride), Elements(ElementOf(channel, i)))};");
                        code.Line($"V normed = (V.Load(ref {x}, at) - mean) * inverse;");
                        sink.WriteStore(code, "V", $"(V.Load(ref {dy}, at){factor} - meanG - normed * meanGN) * inverse", "at");
                    });
                });
            });
        }
    }
}
