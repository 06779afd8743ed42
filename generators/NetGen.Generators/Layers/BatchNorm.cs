using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// Batch normalization: in training by the mean and variance of the batch, with gradients through both, else by running ones.
/// Sums run over the examples first, element by element in vectors, then over the elements of a channel in one fixed order.
/// </summary>
internal sealed class BatchNorm : ChannelNorm
{
    private const double DefaultEpsilon = 1e-5;
    private const double DefaultMomentum = 0.1;

    private Buffer? _elementScale;
    private Buffer? _elementShift;
    private Buffer _rests = null!;
    private Buffer _sums = null!;
    private Buffer _products = null!;
    private Buffer _inverseCount = null!;

    public override bool WorksStepByStep => Input.Shape.Rank <= 2;

    public override string Declaration
    {
        get
        {
            string[] arguments = [.. Momentum == DefaultMomentum ? [] : new[] { $"Momentum = {Notation.Real(Momentum)}" }, .. Epsilon == DefaultEpsilon ? [] : new[] { $"Epsilon = {Notation.Real(Epsilon)}" }, .. IsBiased ? new[] { "Biased = true" } : []];
            return arguments.Length == 0 ? Spec.Kind : $"{Spec.Kind}({string.Join(", ", arguments)})";
        }
    }

    protected override bool UsesBatchStatistics => IsTrainable;

    protected override IEnumerable<Buffer> Statistics => UsesBatchStatistics ? [.. base.Statistics, _rests] : base.Statistics;

    protected override IEnumerable<Buffer> Affine => _elementScale is null ? base.Affine : [_elementScale, _elementShift!];

    protected override string ElementScale => _elementScale?.Symbol ?? base.ElementScale;

    protected override string ElementShift => _elementShift?.Symbol ?? base.ElementShift;

    private double Epsilon => Spec.Arguments.Double("Epsilon") ?? DefaultEpsilon;

    private double Momentum => Spec.Arguments.Double("Momentum") ?? DefaultMomentum;

    /// <summary>Whether the running variance takes that of the batch as it is, not the unbiased one.</summary>
    private bool IsBiased => Spec.Arguments.Bool("Biased", false);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!(Epsilon >= 0) || double.IsInfinity(Epsilon))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Epsilon", "a finite number of at least 0", Notation.Real(Epsilon));
            return null;
        }

        if (!(Momentum >= 0 && Momentum <= 1))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "Momentum", "from 0 to 1", Notation.Real(Momentum));
            return null;
        }

        return input;
    }

    public override string? SharedLetter => "n";

    public override string OutputSymbol(Value input) => "n" + Index;

    public override void DeclareParameters(ParameterContext context)
    {
        base.DeclareParameters(context);
        Scale = new ParameterTensor("γ" + Index, $"{Name}.weight", 1, ChannelCount, [ChannelCount], [1], isWeight: false, new Initialization("Constant", 1, 1, 1)) { IsTrainable = IsTrainable };
        Shift = new ParameterTensor("β" + Index, $"{Name}.bias", 1, ChannelCount, [ChannelCount], [1], isWeight: false, new Initialization("Zeros", 0, 1, 1)) { IsTrainable = IsTrainable };
        StateMean = ParameterTensor.State("runningMean" + Index, $"{Name}.runningMean", ChannelCount, 0);
        StateVariance = ParameterTensor.State("runningVariance" + Index, $"{Name}.runningVariance", ChannelCount, 1);
        if (ChannelSize > 1)
        {
            _elementScale = new Buffer($"γ{Index}All", Place.PerWorkspace, Input.Stride);
            _elementShift = new Buffer($"β{Index}All", Place.PerWorkspace, Input.Stride);
        }

        _rests = new Buffer($"rest{Index}", Place.PerWorkspace, Input.Stride);
        _sums = new Buffer($"total{Index}", Place.PerWorkspace, Input.Stride);
        _products = new Buffer($"product{Index}", Place.PerWorkspace, Input.Stride);
        _inverseCount = new Buffer($"inverseCount{Index}", Place.PerWorkspace, 4);
    }

    public override IEnumerable<Kernel> Prepare(Stage stage)
    {
        foreach (Kernel kernel in base.Prepare(stage))
        {
            yield return kernel;
        }

        if (_elementScale is not null)
        {
            yield return new Kernel($"{MethodName}Spread", Parameters.Select(parameter => parameter.Data), Affine, code =>
            {
                code.Line($"{code.Names.Channels}.Spread(ref {Scale!.Symbol}, {Geometry}, ref {ElementScale});");
                code.Line($"{code.Names.Channels}.Spread(ref {Shift!.Symbol}, {Geometry}, ref {ElementShift});");
            })
            {
                Equations = ["the channels' γ and β, for each element"],
            };
        }
    }

    protected override IEnumerable<string> StatisticsEquations => UsesBatchStatistics
        ? [$"{Means.Symbol} = mean {Input.Symbol},  {InverseDeviations.Symbol} = 1 / √(mean ({Input.Symbol} - {Means.Symbol})²{PlusEpsilon}) over the batch in training, else of the running statistics",
            $"for each o: Σ {Input.Symbol}[o], then Σ ({Input.Symbol}[o] - {Means.Symbol}[o])², {OverBatch}"]
        : [$"{Means.Symbol} and {InverseDeviations.Symbol} = 1 / √(variance{PlusEpsilon}) of the running statistics, for each element"];

    private string OverBatch =>
        $"over the examples in order, each sum in two numbers{(ChannelSize == 1 ? "" : $"; then over the {ChannelSize} elements of each channel")}";

    private string PlusEpsilon => Epsilon == 0 ? "" : $" + {Notation.Real(Epsilon)}";

    protected override void WriteInvert(KernelWriter code) =>
        code.Line($"{code.Names.Channels}.InvertDeviation(ref {InverseDeviations.Symbol}, {Geometry}, {CodeWriter.Literal(Epsilon)});");

    protected override void WriteBatchStatistics(KernelWriter code)
    {
        string x = Input.Symbol, mean = Means.Symbol, rest = _rests.Symbol, variance = InverseDeviations.Symbol;
        string batch = $"{Geometry}, ref {x}, rows, {Input.Stride}";
        code.Columns("o", Input.Stride, true, (vector, o, _) =>
        {
            code.Line($"{vector} sum = {vector}.Zero, rest = {vector}.Zero;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"sum = {code.Names.Sums}.Add(sum, {vector}.Load(ref {x}, {KernelWriter.Sum($"r * {Input.Stride}", o)}), ref rest);");
            }

            code.Store(vector, "sum", mean, o);
            code.Store(vector, "rest", rest, o);
        });
        code.Line($"{code.Names.Channels}.Means(ref {mean}, ref {rest}, {batch});");
        code.Blank();
        code.Line($"// {rest} holds what the means lack, then the sums of the differences, {variance} those of their squares");
        code.Columns("o", Input.Stride, true, (vector, o, _) =>
        {
            code.Line($"{vector} mean = {vector}.Load(ref {mean}, {o}), low = {vector}.Load(ref {rest}, {o}), sum = {vector}.Zero, squares = {vector}.Zero, lost = {vector}.Zero;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"{vector} difference = {vector}.Load(ref {x}, {KernelWriter.Sum($"r * {Input.Stride}", o)}) - mean - low;");
                code.Line("sum += difference;");
                code.Line($"squares = {code.Names.Sums}.Add(squares, difference * difference, ref lost);");
            }

            code.Store(vector, "sum", rest, o);
            code.Store(vector, "squares + lost", variance, o);
        });
        code.Line($"{code.Names.Channels}.Deviations(ref {mean}, ref {rest}, ref {variance}, {batch}, {CodeWriter.Literal(Epsilon)}, ref {StateMean.Symbol}, ref {StateVariance.Symbol}, {CodeWriter.Literal(Momentum)}{(IsBiased ? ", isBiased: true" : "")});");
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) =>
        UsesBatchStatistics ? [GradientSums(), ParameterGradient(), InputGradient(sink)] : base.Backward(sink, context);

    /// <summary>What the gradients of γ and β are, and what the batch's statistics take away from the gradient of the input.</summary>
    private Kernel GradientSums()
    {
        string x = Input.Symbol, dy = Output.Gradient.Symbol, count = ChannelSize == 1 ? "rows" : $"(rows * {ChannelSize}.0)";
        return new Kernel($"{MethodName}GradientSums", [Input.Data, Means, InverseDeviations, Output.Gradient], [_sums, _products, _inverseCount], Write)
        {
            Equations = [$"{_sums.Symbol} = Σ {Output.Bar},  {_products.Symbol} = Σ {Output.Bar}·({x} - {Means.Symbol})·{InverseDeviations.Symbol} over the batch", $"for each o: Σ {Output.Bar}[o] and Σ {Output.Bar}[o]·({x}[o] - {Means.Symbol}[o])·{InverseDeviations.Symbol}[o], {OverBatch}"],
            Arguments = [KernelArgument.Rows, KernelArgument.Training],
        };

        void Write(KernelWriter code)
        {
            code.Line($"{_inverseCount.Symbol} = {code.Round($"training ? 1.0 / {count} : 0")}; // the running statistics do not depend on the batch");
            code.Columns("o", Input.Stride, true, (vector, o, _) =>
            {
                code.Line($"{vector} mean = {vector}.Load(ref {Means.Symbol}, {o}), inverse = {vector}.Load(ref {InverseDeviations.Symbol}, {o});");
                code.Line($"{vector} sum = {vector}.Zero, sumRest = {vector}.Zero, product = {vector}.Zero, productRest = {vector}.Zero;");
                using (code.Block("for (int r = 0; r < rows; r++)"))
                {
                    string at = KernelWriter.Sum($"r * {Input.Stride}", o);
                    code.Line($"{vector} g = {vector}.Load(ref {dy}, {at});");
                    code.Line($"sum = {code.Names.Sums}.Add(sum, g, ref sumRest);");
                    code.Line($"product = {code.Names.Sums}.Add(product, g * (({vector}.Load(ref {x}, {at}) - mean) * inverse), ref productRest);");
                }

                code.Store(vector, "sum + sumRest", _sums.Symbol, o);
                code.Store(vector, "product + productRest", _products.Symbol, o);
            });
            code.Line($"{code.Names.Channels}.Total(ref {_sums.Symbol}, {Geometry});");
            code.Line($"{code.Names.Channels}.Total(ref {_products.Symbol}, {Geometry});");
        }
    }

    private Kernel ParameterGradient()
    {
        return new Kernel($"{MethodName}ParameterGradient", [_products, _sums], Parameters.Select(parameter => parameter.Gradient), Write)
        {
            Condition = Condition.ParameterGradients,
            Equations = [$"{Notation.Bar(Scale!.Symbol)} = {_products.Symbol},  {Notation.Bar(Shift!.Symbol)} = {_sums.Symbol}"],
        };

        void Write(KernelWriter code)
        {
            code.Line($"{code.Names.Channels}.Gather(ref {_products.Symbol}, {Geometry}, ref {Scale!.Gradient.Symbol});");
            code.Line($"{code.Names.Channels}.Gather(ref {_sums.Symbol}, {Geometry}, ref {Shift!.Gradient.Symbol});");
        }
    }

    private Kernel InputGradient(GradientSink sink)
    {
        string x = Input.Symbol, dy = Output.Gradient.Symbol;
        string equation = sink.Equation($"{Scale!.Symbol}·{InverseDeviations.Symbol}·({Output.Bar} - {_sums.Symbol} / N - normed·{_products.Symbol} / N)");
        return new Kernel($"{MethodName}InputGradient", [Input.Data, Means, InverseDeviations, Affine.First(), _sums, _products, _inverseCount, Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations =
            [
                $"normed = ({x} - {Means.Symbol})·{InverseDeviations.Symbol},  {equation}",
                $"for each example and o: [o] gets ({Output.Bar}[o] - {_sums.Symbol}[o] / N - normed[o]·{_products.Symbol}[o] / N)·{ScaleOfElement}",
            ],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            code.Columns("o", Input.Stride, true, (vector, o, _) =>
            {
                string Load(string symbol) => $"{vector}.Load(ref {symbol}, {o})";
                code.Line($"{vector} share = {vector}.Broadcast({_inverseCount.Symbol});");
                code.Line($"{vector} mean = {Load(Means.Symbol)}, inverse = {Load(InverseDeviations.Symbol)}, scale = {Load(ElementScale)} * inverse;");
                code.Line($"{vector} meanG = {Load(_sums.Symbol)} * share, meanGN = {Load(_products.Symbol)} * share;");
                using (code.Block("for (int r = 0; r < rows; r++)"))
                {
                    string at = KernelWriter.Sum($"r * {Input.Stride}", o);
                    code.Line($"{vector} normed = ({vector}.Load(ref {x}, {at}) - mean) * inverse;");
                    sink.WriteStore(code, vector, $"({vector}.Load(ref {dy}, {at}) - meanG - normed * meanGN) * scale", at);
                }
            });
            sink.WriteClearPadding(code, always: true);
        }
    }
}
