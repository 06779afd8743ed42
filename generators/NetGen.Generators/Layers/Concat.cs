using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>Values side by side: along the channels of images, else along the last axis.</summary>
internal sealed class Concat : HeadLayer
{
    public override bool WorksStepByStep => Output.Shape.Rank <= 2;

    public override string Declaration => $"Concat({string.Join(", ", Spec.Arguments.Texts("names"))})";

    public override bool Combines => true;

    public override bool MayNameCurrent => true;

    public override IEnumerable<Value> Keeps => [];

    public override long Flops => 0;

    /// <summary>How often the pieces of all inputs follow each other in one example.</summary>
    private int Times => Output.Shape.Rank == 3 ? 1 : Output.Size / Output.Shape.Last;

    public override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        int rank = inputs[0].Shape.Rank, axis = rank == 3 ? 0 : rank - 1;
        foreach (Value other in inputs.Skip(1))
        {
            bool isAlike = other.Shape.Rank == rank && Enumerable.Range(0, rank).All(i => i == axis || other.Shape.Axes[i] == inputs[0].Shape.Axes[i]);
            if (!isAlike)
            {
                problems.Report("NG0032", Spec.Attribute, Name, inputs[0].Name, inputs[0].Shape.ToString(), other.Name, other.Shape.ToString());
                return null;
            }
        }

        long sum = inputs.Sum(input => (long)input.Shape.Axes[axis]);
        return new Shape([.. inputs[0].Shape.Axes.Select((length, i) => i == axis ? (int)Math.Min(sum, int.MaxValue) : length)]);
    }

    public override string Definition => $"[{string.Join("; ", Inputs.Select(input => input.Symbol))}]";

    public override string OutputSymbol(Value input) => "joined" + Number.ToString(CultureInfo.InvariantCulture);

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [.. Inputs.Select(input => input.Data), .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            for (int i = 0; i < Inputs.Count; i++)
            {
                Piece(i).WriteCopy(code, Inputs[i].Symbol, chain.HeadSymbol);
            }

            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context) => [InputGradient(0, sink)];

    public override IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, PassContext context) => sinks.Select((sink, i) => InputGradient(i, sink));

    private Kernel InputGradient(int input, GradientSink sink)
    {
        string number = Inputs.Count == 1 ? "" : (input + 1).ToString(CultureInfo.InvariantCulture);
        return new Kernel($"{MethodName}InputGradient{number}", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar}[{Inputs[input].Symbol}]")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            Piece(input).WriteCopyBack(code, Output.Gradient.Symbol, sink.Target.Gradient.Symbol);
            sink.WriteStepsInPlace(code);
        }
    }

    private AxisPiece Piece(int input)
    {
        int start = Inputs.Take(input).Sum(value => value.Size / Times);
        return new AxisPiece(Times, Inputs[input].Size / Times, Inputs[input].Stride, start, Output.Size / Times, Output.Stride);
    }
}
