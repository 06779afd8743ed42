using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// A vector for each token: a row of E. Where a dense layer shares E, it lies as that layer's weight does, a column for each token. Backward
/// touches the rows of the tokens that occur, each as often as it does, in the order of the examples and their steps.
/// </summary>
internal sealed class Embedding : HeadLayer
{
    /// <summary>Up to so many, every integer is a number of single precision.</summary>
    private const int MostInSingle = 1 << 24;

    private ParameterTensor _weight = null!;

    /// <summary>The number of tokens.</summary>
    public int Count => Spec.Arguments.Int("count") ?? 0;

    /// <summary>Whether a dense layer shares the weight, which then lies as it wants it.</summary>
    public bool LiesInColumns { get; set; }

    public override bool WorksStepByStep => true;

    public override string Declaration => string.Format(CultureInfo.InvariantCulture, "Embedding({0}, {1})", Count, Dimension);

    public override string Definition => $"{_weight.Symbol}[{Input.Symbol}]";

    public override bool TakesTokens => true;

    public override bool ReadsSingleElements => true;

    public override IReadOnlyList<ParameterTensor> Parameters => [_weight];

    public override IEnumerable<Value> Keeps => TrainsParameters ? [Input] : [];

    public override IEnumerable<Buffer> KeptBesides => TrainsParameters && Output.Lengths is { } lengths ? [lengths] : [];

    public override long Flops => 0;

    private int Dimension => Spec.Arguments.Int("dimension") ?? 0;

    private int Steps => Input.Size;

    public override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        if (!inputs[0].IsTokens)
        {
            problems.Report("NG0045", Spec.Attribute, Name, inputs[0].Name, inputs[0].Shape.ToString());
            return null;
        }

        foreach ((int number, string what) in new[] { (Count, "The number of tokens"), (Dimension, "The dimension") })
        {
            if (number < 1)
            {
                problems.Report("NG0005", Spec.Attribute, $"{what} of {Name}", number.ToString(CultureInfo.InvariantCulture));
                return null;
            }
        }

        return new Shape((int)inputs[0].Shape.Elements, Dimension);
    }

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => inputs;

    public override string OutputSymbol(Value input) => "v" + Index;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override void DeclareParameters(ParameterContext context)
    {
        context.RequireAtMost(this, "the number of tokens", Count, MostInSingle);
        Initialization start = context.EmbeddingInitialization(this, Dimension);
        _weight = (TiedTo as Embedding ?? this).LiesInColumns
            ? new ParameterTensor($"E{Index}", $"{Name}.weight", Dimension, Count, [Count, Dimension], [1, Value.Padded(Count)], isWeight: true, start)
            : new ParameterTensor($"E{Index}", $"{Name}.weight", Count, Dimension, [Count, Dimension], [Value.Padded(Dimension), 1], isWeight: true, start);
    }

    private bool IsInColumns => _weight.Rows == Dimension && _weight.Strides[0] == 1;

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        IEnumerable<Buffer> lengths = Output.Lengths is { } buffer ? [buffer] : [];
        return new Kernel($"{MethodName}Forward", [Input.Data, _weight.Data, .. lengths, .. chain.Reads], chain.Writes, Write)
        {
            Equations =
            [
                .. chain.Equations(Definition),
                $"for each example and step s: {Output.Symbol}[s] = {(IsInColumns ? "column" : "row")} {Input.Symbol}[s] of {_weight.Symbol}{(Output.Lengths is null ? "" : ", 0 from the length on")}",
            ],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                using (code.Block($"for (int s = 0; s < {WriteEnd(code)}; s++)"))
                {
                    WriteToken(code);
                    code.Row("v", chain.HeadSymbol, $"r * {Output.Stride} + s * {Dimension}");
                    if (IsInColumns)
                    {
                        using (code.Block($"for (int i = 0; i < {Dimension}; i++)"))
                        {
                            code.Line($"{code.At("v", "i")} = {code.At("vector", $"i * {_weight.Stride}")};");
                        }
                    }
                    else
                    {
                        code.Columns("i", Dimension, false, (vector, i, count) => code.StoreFirst(vector, $"{vector}.Load(ref vector, {i})", "v", i, count));
                    }
                }

                if (Output.Lengths is not null)
                {
                    code.Blank();
                    code.Line($"{code.Names.Rows}.Clear(ref {code.At(chain.HeadSymbol, $"r * {Output.Stride} + end * {Dimension}")}, ({Steps} - end) * {Dimension});");
                }
            }

            if (Output.Size != Output.Stride)
            {
                code.Blank();
                code.Line($"{code.Names.Rows}.ClearPadding(ref {chain.HeadSymbol}, rows, {Output.Size}, {Output.Stride});");
            }

            chain.WriteLoop(code);
        }
    }

    /// <summary>Writes the local <c>end</c>, where examples have lengths.</summary>
    /// <returns>The number of steps that count.</returns>
    private string WriteEnd(KernelWriter code)
    {
        if (Output.Lengths is not { } lengths)
        {
            return Steps.ToString(CultureInfo.InvariantCulture);
        }

        code.Line($"int end = {StepLengths.Of(code, lengths)};");
        return "end";
    }

    /// <summary>Writes the local <c>vector</c>: of the token at step s.</summary>
    private void WriteToken(KernelWriter code, string? gradient = null)
    {
        string token = $"(int){code.At(Input.Symbol, $"r * {Input.Stride} + s")}";
        code.Row("vector", gradient ?? _weight.Symbol, IsInColumns ? token : $"{token} * {_weight.Stride}");
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => throw new NotSupportedException("Tokens have no gradient.");

    /// <summary>Tokens have no gradient; E has.</summary>
    public override IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, PassContext context)
    {
        WeightPenalty penalty = new(context, _weight);
        IEnumerable<Buffer> lengths = Output.Lengths is { } buffer ? [buffer] : [];
        yield return new Kernel($"{MethodName}WeightGradient", [Input.Data, Output.Gradient, .. lengths, .. penalty.Reads], [_weight.Gradient], Write)
        {
            Condition = Condition.ParameterGradients,
            Equations =
            [
                $"{_weight.Bar} = {penalty.Equation}Σ onehot({Input.Symbol})·{Output.Bar}ᵀ",
                $"for each example and step s in order: {(IsInColumns ? "column" : "row")} {Input.Symbol}[s] of {_weight.Bar} += {Output.Bar}[s]",
            ],
            Arguments = [.. penalty.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            WriteStart(code, penalty);
            code.Blank();
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                using (code.Block($"for (int s = 0; s < {WriteEnd(code)}; s++)"))
                {
                    WriteToken(code, _weight.Gradient.Symbol);
                    code.Row("g", Output.Gradient.Symbol, $"r * {Output.Stride} + s * {Dimension}");
                    if (IsInColumns)
                    {
                        using (code.Block($"for (int i = 0; i < {Dimension}; i++)"))
                        {
                            code.Line($"{code.At("vector", $"i * {_weight.Stride}")} += {code.At("g", "i")};");
                        }
                    }
                    else
                    {
                        code.Columns("i", Dimension, false, (vector, i, count) =>
                            code.StoreFirst(vector, $"{vector}.Load(ref vector, {i}) + {vector}.Load(ref g, {i})", "vector", i, count));
                    }
                }
            }
        }
    }

    /// <summary>What sums begin with: 0, or what the penalty adds.</summary>
    private void WriteStart(KernelWriter code, WeightPenalty penalty)
    {
        if (penalty.Start is not { } start)
        {
            code.Line($"{code.Names.Rows}.Clear(ref {_weight.Gradient.Symbol}, {_weight.Gradient.Length});");
            return;
        }

        code.Columns("at", _weight.Data.Length, true, (vector, at, _) => code.Store(vector, start(vector, at), _weight.Gradient.Symbol, at));
    }
}
