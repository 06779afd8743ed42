using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The two axes swapped: features as steps, steps as features.</summary>
internal sealed class Transpose : HeadLayer
{
    public override string Declaration => "Transpose";

    public override string Definition => $"{Input.Symbol}ᵀ";

    public override IEnumerable<Value> Keeps => [];

    public override long Flops => 0;

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes", input.ToString());
            return null;
        }

        return new Shape(input.Last, input.Axes[0]);
    }

    public override string OutputSymbol(Value input) => input.Symbol + "T";

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
            WriteTranspose(code, Input, Input.Symbol, Output, chain.HeadSymbol);
            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"{Output.Bar}ᵀ")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            WriteTranspose(code, Output, Output.Gradient.Symbol, Input, sink.Target.Gradient.Symbol);
            sink.WriteStepsAndPaddingInPlace(code);
        }
    }

    private static void WriteTranspose(KernelWriter code, Value from, string source, Value to, string destination)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            (int rows, int columns) = (from.Shape.Axes[0], from.Shape.Last);
            code.Line(string.Format(
                CultureInfo.InvariantCulture,
                "{0}.Transpose(ref {1}, 0, {2}, {2}, {3}, {3}, ref {4}, {2});",
                code.Names.Rows, code.At(source, $"r * {from.Stride}"), rows, columns, code.At(destination, $"r * {to.Stride}")));
        }
    }
}
