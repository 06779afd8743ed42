using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// Normalization of each feature or channel by statistics of many examples: y = γ · (x − μ) / σ + β. A first kernel lays μ and
/// 1/σ out, one to each element, so that the pass over the batch is the same for features, channels and steps.
/// </summary>
internal abstract class ChannelNorm : HeadLayer
{
    public override long Flops => 4L * Output.Size;

    public override IEnumerable<Value> Keeps => [Input];

    public override IEnumerable<Buffer> KeptBesides => [Means, InverseDeviations];

    public override bool StoresThroughChain => true;

    public override bool IsTransparentToInit => true;

    /// <summary>Whether a step of training takes the statistics of its batch.</summary>
    protected abstract bool UsesBatchStatistics { get; }

    /// <summary>γ and β, one to a channel, or neither.</summary>
    protected ParameterTensor? Scale { get; set; }

    protected ParameterTensor? Shift { get; set; }

    /// <summary>The statistics that inference takes.</summary>
    protected ParameterTensor StateMean { get; set; } = null!;

    protected ParameterTensor StateVariance { get; set; } = null!;

    /// <summary>μ of each element.</summary>
    protected Buffer Means { get; private set; } = null!;

    /// <summary>1/σ of each element.</summary>
    protected Buffer InverseDeviations { get; private set; } = null!;

    protected string Index => Number.ToString(CultureInfo.InvariantCulture);

    private ChannelAxis Axis => ChannelAxis.Of(Input.Shape);

    protected int ChannelCount => Axis.Count;

    /// <summary>Elements of a channel in one example.</summary>
    protected int ChannelSize => Axis.Size;

    /// <summary>The arguments that describe the channels to the runtime: their number, their size, the distances of channels and of a channel's elements.</summary>
    protected string Geometry => Axis.Arguments;

    public override IReadOnlyList<ParameterTensor> Parameters => Scale is null || Shift is null ? [] : [Scale, Shift];

    public override IReadOnlyList<ParameterTensor> States => [StateMean, StateVariance];

    public override void DeclareParameters(ParameterContext context)
    {
        Means = new Buffer("μ" + Index, Place.PerWorkspace, Input.Stride);
        InverseDeviations = new Buffer("ρ" + Index, Place.PerWorkspace, Input.Stride);
    }

    public override IEnumerable<Kernel> Prepare(Stage stage)
    {
        string mean = Means.Symbol, inverse = InverseDeviations.Symbol;
        IEnumerable<KernelArgument> arguments = UsesBatchStatistics ? [KernelArgument.Rows, KernelArgument.Training] : [];
        IEnumerable<Buffer> reads = UsesBatchStatistics ? [Input.Data] : [], updates = UsesBatchStatistics ? [StateMean.Data, StateVariance.Data] : [];
        yield return new Kernel($"{MethodName}Statistics", [.. reads, StateMean.Data, StateVariance.Data], [.. Statistics, .. updates], Write)
        {
            Equations = [.. StatisticsEquations],
            Arguments = [.. arguments],
        };

        void Write(KernelWriter code)
        {
            if (UsesBatchStatistics)
            {
                using (code.Block("if (training)"))
                {
                    WriteBatchStatistics(code);
                }

                using (code.Block("else // inference"))
                {
                    WriteRunningStatistics(code);
                }
            }
            else
            {
                WriteRunningStatistics(code);
            }
        }

        void WriteRunningStatistics(KernelWriter code)
        {
            code.Line($"{code.Names.Channels}.Spread(ref {StateMean.Symbol}, {Geometry}, ref {mean});");
            code.Line($"{code.Names.Channels}.Spread(ref {StateVariance.Symbol}, {Geometry}, ref {inverse});");
            WriteInvert(code);
        }
    }

    protected abstract IEnumerable<string> StatisticsEquations { get; }

    /// <summary>What the first kernel writes.</summary>
    protected virtual IEnumerable<Buffer> Statistics => [Means, InverseDeviations];

    protected virtual void WriteBatchStatistics(KernelWriter code)
    {
    }

    /// <summary>Turns the variances in ρ into 1/σ.</summary>
    protected abstract void WriteInvert(KernelWriter code);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        string x = Input.Symbol;
        string affine = $"({x} - {Means.Symbol})·{InverseDeviations.Symbol}";
        string equation = Scale is null ? affine : $"{Scale.Symbol}·{affine} + {Shift!.Symbol}";
        return new Kernel($"{MethodName}Forward", [Input.Data, Means, InverseDeviations, .. Affine, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(equation), $"for each example and o: {Output.Symbol}[o] = ({x}[o] - {Means.Symbol}[o])·{ScaleOfElement}{(Shift is null ? "" : $" + {ElementShift}[o]")}"],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            code.Columns("o", Input.Stride, true, (vector, o, _) =>
            {
                string scale = Scale is null ? "" : $" * {vector}.Load(ref {ElementScale}, {o})";
                code.Line($"{vector} mean = {vector}.Load(ref {Means.Symbol}, {o}), scale = {vector}.Load(ref {InverseDeviations.Symbol}, {o}){scale};");
                if (Shift is not null)
                {
                    code.Line($"{vector} shift = {vector}.Load(ref {ElementShift}, {o});");
                }

                using (code.Block("for (int r = 0; r < rows; r++)"))
                {
                    string at = KernelWriter.Sum($"r * {Input.Stride}", o);
                    string difference = $"({vector}.Load(ref {x}, {at}) - mean)";
                    chain.WriteAfterHead(code, vector, Shift is null ? $"{difference} * scale" : $"{vector}.MultiplyAdd({difference}, scale, shift)", at);
                }
            });
            chain.WriteLoop(code);
        }
    }

    /// <summary>The buffers of γ and β that the pass over the elements reads.</summary>
    protected virtual IEnumerable<Buffer> Affine => Parameters.Select(parameter => parameter.Data);

    protected virtual string ElementScale => Scale!.Symbol;

    protected virtual string ElementShift => Shift!.Symbol;

    /// <summary>What a difference from the mean is multiplied by, in the notation of comments.</summary>
    protected string ScaleOfElement => Scale is null ? $"{InverseDeviations.Symbol}[o]" : $"({InverseDeviations.Symbol}[o]·{ElementScale}[o])";

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => [InputGradient(sink)];

    /// <summary>With statistics that do not depend on the batch: x̄ = γ/σ · ȳ.</summary>
    private Kernel InputGradient(GradientSink sink)
    {
        string dy = Output.Gradient.Symbol;
        string equation = $"{(Scale is null ? "" : $"{Scale.Symbol}·")}{InverseDeviations.Symbol}·{Output.Bar}";
        return new Kernel($"{MethodName}InputGradient", [InverseDeviations, .. Scale is null ? [] : Affine.Take(1), Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(equation), $"for each example and o: [o] gets {Output.Bar}[o]·{ScaleOfElement}"],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            code.Columns("o", Input.Stride, true, (vector, o, _) =>
            {
                string scale = Scale is null ? "" : $" * {vector}.Load(ref {ElementScale}, {o})";
                code.Line($"{vector} scale = {vector}.Load(ref {InverseDeviations.Symbol}, {o}){scale};");
                using (code.Block("for (int r = 0; r < rows; r++)"))
                {
                    string at = KernelWriter.Sum($"r * {Input.Stride}", o);
                    sink.WriteStore(code, vector, $"{vector}.Load(ref {dy}, {at}) * scale", at);
                }
            });
            sink.WriteClearPadding(code, always: true);
        }
    }
}
