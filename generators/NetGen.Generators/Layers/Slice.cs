using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>Part of the last axis.</summary>
internal sealed class Slice : HeadLayer
{
    public override bool WorksStepByStep => !Input.IsTokens && Input.Shape.Rank <= 2;

    public override string Declaration => string.Format(CultureInfo.InvariantCulture, "Slice({0}, {1})", Start, Count);

    public override IEnumerable<Value> Keeps => [];

    public override long Flops => 0;

    public override bool TakesTokens => true;

    public override bool GivesTokens => Input.IsTokens;

    private int Start => Spec.Arguments.Int("start") ?? 0;

    private int Count => Spec.Arguments.Int("count") ?? 0;

    private AxisPiece Piece => new(Input.Size / Input.Shape.Last, Count, Output.Stride, Start, Input.Shape.Last, Input.Stride);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (Count < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of elements of {Name}", Count.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        if (Start < 0 || Start > input.Last - Count)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the part", string.Format(CultureInfo.InvariantCulture, "within the last axis of {0}, which has {1} elements", input, input.Last), string.Format(CultureInfo.InvariantCulture, "{0} to {1}", Start, (long)Start + Count - 1));
            return null;
        }

        return new Shape([.. input.Axes.Take(input.Rank - 1), Count]);
    }

    public override string Definition => Part(Input.Symbol);

    public override string OutputSymbol(Value input) => "u" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            Piece.WriteCopyBack(code, Input.Symbol, chain.HeadSymbol);
            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"({Part("")} = {Output.Bar}, else 0)")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"{code.Names.Rows}.Clear(ref {sink.Target.Gradient.Symbol}, rows * {Input.Stride});");
            Piece.WriteCopy(code, Output.Gradient.Symbol, sink.Target.Gradient.Symbol);
            sink.WriteStepsInPlace(code);
        }
    }

    private string Part(string symbol) => string.Format(CultureInfo.InvariantCulture, "{0}[{1}..{2}]", symbol, Start, Start + Count);
}
