using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// Normalization of the last axis: y = γ ⊙ n + β with n = (x − μ) / σ. Layer normalization subtracts the mean, RMS
/// normalization does not. The backward pass computes n again, from x and what is kept of each row.
/// </summary>
internal abstract class RowNorm : HeadLayer
{
    private ParameterTensor? _scale;
    private ParameterTensor? _shift;
    private Buffer _kept = null!;

    public override bool WorksStepByStep => Input.Shape.Rank <= 2;

    public override string Declaration
    {
        get
        {
            string[] arguments = [.. IsAffine ? [] : new[] { "Affine = false" }, .. Epsilon == DefaultEpsilon ? [] : new[] { $"Epsilon = {Notation.Real(Epsilon)}" }];
            return arguments.Length == 0 ? Spec.Kind : $"{Spec.Kind}({string.Join(", ", arguments)})";
        }
    }

    public override IReadOnlyList<ParameterTensor> Parameters => _scale is null ? [] : _shift is null ? [_scale] : [_scale, _shift];

    public override IEnumerable<Value> Keeps => [Input];

    public override IEnumerable<Buffer> KeptBesides => [_kept];

    /// <summary>Rows that are no whole number of vectors of four, and no whole example either, are stored element by element at their ends.</summary>
    public override bool StoresThroughChain => EndsOnVector;

    public override bool IsTransparentToInit => true;

    /// <summary>Whether the mean is subtracted, and β added.</summary>
    protected abstract bool IsCentered { get; }

    private const double DefaultEpsilon = 1e-5;

    private bool IsAffine => Spec.Arguments.Bool("Affine", true);

    private double Epsilon => Spec.Arguments.Double("Epsilon") ?? DefaultEpsilon;

    private string PlusEpsilon => Epsilon == 0 ? "" : $" + {Notation.Real(Epsilon)}";

    /// <summary>Elements of a row.</summary>
    private int Size => Input.Shape.Last;

    /// <summary>Rows of an example.</summary>
    private int Count => Input.Size / Size;

    private bool EndsOnVector => Count == 1 || Size % 4 == 0;

    /// <summary>What is kept of a row: the mean, and 1/σ.</summary>
    private int KeptPerRow => IsCentered ? 2 : 1;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!(Epsilon >= 0) || double.IsInfinity(Epsilon))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Epsilon", "a finite number of at least 0", Notation.Real(Epsilon));
            return null;
        }

        return input;
    }

    public override string? SharedLetter => "n";

    public override string OutputSymbol(Value input) => "n" + Index;

    public override void DeclareParameters(ParameterContext context)
    {
        if (IsAffine)
        {
            _scale = new ParameterTensor("γ" + Index, $"{Name}.weight", 1, Size, [Size], [1], isWeight: false, new Initialization("Constant", 1, 1, 1));
            _shift = IsCentered ? new ParameterTensor("β" + Index, $"{Name}.bias", 1, Size, [Size], [1], isWeight: false, new Initialization("Zeros", 0, 1, 1)) : null;
        }

        _kept = new Buffer("kept" + Index, Place.PerExample, Value.Padded(KeptPerRow * Count));
    }

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        string x = Input.Symbol;
        string definition = IsCentered
            ? $"μ = mean {x},  σ = √(mean ({x} - μ)²{PlusEpsilon}),  1/σ and μ in {_kept.Symbol}"
            : $"σ = √(mean {x}²{PlusEpsilon}),  1/σ in {_kept.Symbol}";
        string normalized = IsCentered ? $"({x} - μ) / σ" : $"{x} / σ";
        string equation = $"{(_scale is null ? "" : $"{_scale.Symbol} ⊙ ")}{normalized}{(_shift is null ? "" : $" + {_shift.Symbol}")}";
        return new Kernel($"{MethodName}Forward", [Input.Data, .. Parameters.Select(parameter => parameter.Data), .. chain.Reads], [_kept, .. chain.Writes], Write)
        {
            Equations = [definition, .. chain.Equations(equation), ForwardLoop],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteRows(code, (row, kept) =>
            {
                code.Row($"{x}Row", x, row);
                code.Line(IsCentered
                    ? $"({code.Scalar} mean, {code.Scalar} inverse) = {code.Names.RowSums}.Statistics(ref {x}Row, {Size}, {CodeWriter.Literal(Epsilon)});"
                    : $"{code.Scalar} inverse = {code.Names.RowSums}.InverseRootMeanSquare(ref {x}Row, {Size}, {CodeWriter.Literal(Epsilon)});");
                code.Line($"{code.At(_kept.Symbol, kept)} = inverse;");
                if (IsCentered)
                {
                    code.Line($"{code.At(_kept.Symbol, $"{kept} + 1")} = mean;");
                }

                code.Columns("o", Size, EndsOnVector, (vector, o, rest) =>
                {
                    code.Line($"{vector} normed = {Normalized(vector, o)};");
                    string scaled = (_scale, _shift) switch
                    {
                        (null, _) => "normed",
                        (_, null) => $"normed * {vector}.Load(ref {_scale.Symbol}, {o})",
                        _ => $"{vector}.MultiplyAdd(normed, {vector}.Load(ref {_scale.Symbol}, {o}), {vector}.Load(ref {_shift.Symbol}, {o}))",
                    };
                    if (EndsOnVector)
                    {
                        chain.WriteAfterHead(code, vector, scaled, KernelWriter.Sum(row, o));
                    }
                    else
                    {
                        code.StoreFirst(vector, scaled, chain.HeadSymbol, KernelWriter.Sum(row, o), rest);
                    }
                });
            });
            chain.WriteLoop(code);
        }
    }

    private string Row => Count == 1 ? "example" : "row of each example";

    private string NormedElement => IsCentered ? $"({Input.Symbol}[o] - μ) / σ" : $"{Input.Symbol}[o] / σ";

    private string ForwardLoop =>
        $"for each {Row} and o: {Output.Symbol}[o] = {(_scale is null ? "" : $"{_scale.Symbol}[o]·")}{NormedElement}{(_shift is null ? "" : $" + {_shift.Symbol}[o]")}, with {(IsCentered ? "μ and σ" : "σ")} over its {Size} values";

    private string ParameterLoop
    {
        get
        {
            string shift = _shift is null ? "" : $",  {_shift.Bar}[o] = Σ {Output.Bar}[o]";
            return $"for each o: {_scale!.Bar}[o] = Σ {Output.Bar}[o]·{NormedElement}{shift}, over the {(Count == 1 ? "examples" : "rows of all examples")} in order, each sum in two numbers";
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) =>
        _scale is null ? [InputGradient(sink)] : [ParameterGradient(), InputGradient(sink)];

    private Kernel ParameterGradient()
    {
        string x = Input.Symbol, dy = Output.Gradient.Symbol;
        string n = IsCentered ? $"({x} - μ) / σ" : $"{x} / σ";
        string equation = $"{Notation.Bar(_scale!.Symbol)} = {Output.Bar} ⊙ {n}{(_shift is null ? "" : $",  {Notation.Bar(_shift.Symbol)} = {Output.Bar}")},  summed over the {(Count == 1 ? "examples" : "rows of all examples")}";
        return new Kernel($"{MethodName}ParameterGradient", [Input.Data, _kept, Output.Gradient], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [equation, ParameterLoop],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Columns("o", Value.Padded(Size), true, (vector, o, _) =>
            {
                code.Line($"{vector} scale = {vector}.Zero, scaleRest = {vector}.Zero;");
                if (_shift is not null)
                {
                    code.Line($"{vector} shift = {vector}.Zero, shiftRest = {vector}.Zero;");
                }

                WriteRows(code, (row, kept) =>
                {
                    code.Line($"{vector} g = {vector}.Load(ref {dy}, {KernelWriter.Sum(row, o)});");
                    string difference = $"{vector}.Load(ref {x}, {KernelWriter.Sum(row, o)})";
                    if (IsCentered)
                    {
                        difference = $"({difference} - {vector}.Broadcast({code.At(_kept.Symbol, $"{kept} + 1")}))";
                    }

                    code.Line($"scale = {code.Names.Sums}.Add(scale, g * ({difference} * {vector}.Broadcast({code.At(_kept.Symbol, kept)})), ref scaleRest);");
                    if (_shift is not null)
                    {
                        code.Line($"shift = {code.Names.Sums}.Add(shift, g, ref shiftRest);");
                    }
                });
                code.Store(vector, "scale + scaleRest", _scale.Gradient.Symbol, o);
                if (_shift is not null)
                {
                    code.Store(vector, "shift + shiftRest", _shift.Gradient.Symbol, o);
                }
            });
            foreach (ParameterTensor parameter in Parameters.Where(_ => Size % 4 != 0))
            {
                code.Line($"{code.Names.Rows}.ClearPadding(ref {parameter.Gradient.Symbol}, 1, {Size}, {parameter.Stride});");
            }
        }
    }

    private Kernel InputGradient(GradientSink sink)
    {
        string dy = Output.Gradient.Symbol, x = Input.Symbol;
        string g = _scale is null ? Output.Bar : $"{_scale.Symbol} ⊙ {Output.Bar}";
        string equation = sink.Equation($"(g - {(IsCentered ? "mean g - " : "")}normed·mean (g ⊙ normed)) / σ");
        IEnumerable<Buffer> reads = [Input.Data, _kept, .. _scale is null ? [] : new[] { _scale.Data }, Output.Gradient, .. sink.Reads];
        return new Kernel($"{MethodName}InputGradient", reads, [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                $"g = {g},  normed = {(IsCentered ? $"({x} - μ) / σ" : $"{x} / σ")},  {equation}",
                $"for each {Row} and o: [o] gets (g[o] - {(IsCentered ? "mean g - " : "")}normed[o]·mean (g ⊙ normed)) / σ, with the means over its {Size} values",
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            if (EndsOnVector)
            {
                sink.WriteLocals(code);
            }

            WriteRows(code, (row, kept) =>
            {
                WriteRowSums(code, row, kept);
                code.Columns("o", Size, EndsOnVector, (vector, o, rest) =>
                {
                    string at = KernelWriter.Sum(row, o);
                    code.Line($"{vector} g = {vector}.Load(ref {dy}Row, {o}){(_scale is null ? "" : $" * {vector}.Load(ref {_scale.Symbol}, {o})")};");
                    code.Line($"{vector} normed = {Normalized(vector, o)};");
                    string gradient = $"(g - {(IsCentered ? $"{vector}.Broadcast(meanG) - " : "")}normed * {vector}.Broadcast(meanGN)) * {vector}.Broadcast(inverse)";
                    if (EndsOnVector)
                    {
                        sink.WriteStore(code, vector, gradient, at);
                    }
                    else
                    {
                        code.StoreFirst(vector, gradient, sink.Target.Gradient.Symbol, at, rest);
                    }
                });
            });

            if (!EndsOnVector)
            {
                sink.WriteStepsInPlace(code);
            }

            sink.WriteClearPadding(code, always: true);
        }
    }

    /// <summary>The means of g and of g ⊙ n, in one fixed order.</summary>
    private void WriteRowSums(KernelWriter code, string row, string kept)
    {
        string dy = Output.Gradient.Symbol, x = Input.Symbol, sums = code.Names.RowSums;
        code.Row($"{x}Row", x, row);
        code.Row($"{dy}Row", dy, row);
        code.Line($"{code.Scalar} inverse = {code.At(_kept.Symbol, kept)};");
        string center = "0";
        if (IsCentered)
        {
            center = "mean";
            code.Line($"{code.Scalar} mean = {code.At(_kept.Symbol, $"{kept} + 1")};");
            code.Line(_scale is null
                ? $"{code.Scalar} meanG = {sums}.Mean(ref {dy}Row, {Size});"
                : $"{code.Scalar} meanG = {sums}.MeanProduct(ref {dy}Row, ref {_scale.Symbol}, {Size});");
        }

        string weights = _scale is null ? "" : $"ref {_scale.Symbol}, ";
        code.Line($"{code.Scalar} meanGN = {sums}.MeanProduct(ref {dy}Row, {weights}ref {x}Row, {center}, inverse, {Size});");
    }

    /// <summary>n at column o of the row.</summary>
    private string Normalized(string vector, string o) => IsCentered
        ? $"({vector}.Load(ref {Input.Symbol}Row, {o}) - {vector}.Broadcast(mean)) * {vector}.Broadcast(inverse)"
        : $"{vector}.Load(ref {Input.Symbol}Row, {o}) * {vector}.Broadcast(inverse)";

    /// <summary>A loop over the rows of all examples; the body gets where a row starts, and where that is which is kept of it.</summary>
    private void WriteRows(KernelWriter code, Action<string, string> body)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            if (Count == 1)
            {
                body($"r * {Input.Stride}", $"r * {_kept.Length}");
                return;
            }

            using (code.Block($"for (int t = 0; t < {Count}; t++)"))
            {
                body($"r * {Input.Stride} + t * {Size}", $"r * {_kept.Length} + {(KeptPerRow == 1 ? "t" : $"t * {KeptPerRow}")}");
            }
        }
    }
}
