using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>Zeros before and after the elements of an axis.</summary>
internal sealed class Pad : HeadLayer
{
    public override bool WorksStepByStep => Input.Shape.Rank <= 2 && (Input.Shape.Rank == 1 || Axis == 1);

    public override string Declaration => string.Format(CultureInfo.InvariantCulture, Axis == 0 ? "Pad({0}, {1})" : "Pad({0}, {1}, Axis = {2})", Before, After, Axis);

    public override string Definition => string.Format(CultureInfo.InvariantCulture, "{0} with {1} before and {2} after it along axis {3}", Input.Symbol, Zeros(Before), After == 0 ? "none" : After, Axis);

    public override IEnumerable<Value> Keeps => [];

    public override long Flops => 0;

    private int Before => Spec.Arguments.Int("before") ?? 0;

    private int After => Spec.Arguments.Int("after") ?? 0;

    /// <summary>The axis, from 0.</summary>
    private int Axis { get; set; }

    /// <summary>The input as part of the output: runs of all elements of the axis and of those after it.</summary>
    private AxisPiece Piece
    {
        get
        {
            int times = Product(Input.Shape.Axes.Take(Axis)), inner = Product(Input.Shape.Axes.Skip(Axis + 1));
            return new AxisPiece(times, Input.Size / times, Input.Stride, Before * inner, Output.Size / times, Output.Stride);
        }
    }

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => Axis == 0 ? [] : base.StepsOf(inputs, output);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        int axis = Spec.Arguments.Int("Axis") ?? 0;
        if (axis < -input.Rank || axis >= input.Rank)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the axis", string.Format(CultureInfo.InvariantCulture, "from 0 to {0}, or from the end, -1 to {1}, for {2}", input.Rank - 1, -input.Rank, input), axis.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        foreach ((string where, int count) in new[] { ("before", Before), ("after", After) })
        {
            if (count < 0)
            {
                problems.Report("NG0017", Spec.Attribute, Name, $"the number of zeros {where}", "at least 0", count.ToString(CultureInfo.InvariantCulture));
                return null;
            }
        }

        Axis = axis < 0 ? axis + input.Rank : axis;
        long length = (long)input.Axes[Axis] + Before + After;
        if (length > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The output of {Name}", Notation.Number(length), string.Format(CultureInfo.InvariantCulture, "{0} + {1} + {2}", Before, input.Axes[Axis], After));
            return null;
        }

        return new Shape([.. input.Axes.Select((size, i) => i == Axis ? (int)length : size)]);
    }

    public override string? SharedLetter => "a";

    public override string OutputSymbol(Value input) => "a" + Number.ToString(CultureInfo.InvariantCulture);

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
            code.Line($"{code.Names.Rows}.Clear(ref {chain.HeadSymbol}, rows * {Output.Stride});");
            Piece.WriteCopy(code, Input.Symbol, chain.HeadSymbol);
            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar} without what stands for the zeros")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            Piece.WriteCopyBack(code, Output.Gradient.Symbol, sink.Target.Gradient.Symbol);
            sink.WriteStepsInPlace(code);
        }
    }

    private static string Zeros(int count) => count switch
    {
        0 => "no zeros",
        1 => "1 zero",
        _ => string.Format(CultureInfo.InvariantCulture, "{0} zeros", count),
    };

    private static int Product(IEnumerable<int> axes) => axes.Aggregate(1, (product, axis) => product * axis);
}
