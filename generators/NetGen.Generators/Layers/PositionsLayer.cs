using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>A layer that adds something to every step that depends on the step's position alone: y = x + P.</summary>
internal abstract class PositionsLayer : HeadLayer
{
    public override bool WorksStepByStep => true;

    public sealed override IEnumerable<Value> Keeps => [];

    public sealed override bool StoresThroughChain => true;

    public sealed override bool IsTransparentToInit => true;

    public sealed override string? SharedLetter => "y";

    /// <summary>What is added, in the code: it lies as an example does.</summary>
    protected abstract string Positions { get; }

    /// <summary>The buffers that hold it.</summary>
    protected virtual IEnumerable<Buffer> PositionReads => [];

    /// <summary>Locals of the forward pass.</summary>
    protected virtual IEnumerable<string> LocalsOf(string scalar) => [];

    public override string Definition => $"{Input.Symbol} + {Positions}";

    protected string Index => Number.ToString(CultureInfo.InvariantCulture);

    public sealed override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes, steps and features", input.ToString());
            return null;
        }

        return input;
    }

    public sealed override string OutputSymbol(Value input) => "y" + Index;

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. PositionReads, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Definition)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            foreach (string local in LocalsOf(code.Scalar))
            {
                code.Line(local);
            }

            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Columns("o", Output.Stride, true, (vector, o, _) =>
                {
                    code.Line($"int at = {KernelWriter.Sum($"r * {Output.Stride}", o)};");
                    code.Line($"{vector} p = {vector}.Load(ref {Input.Symbol}, at) + {vector}.Load(ref {Positions}, {o});");
                    chain.WriteAfterHead(code, vector, "p", "at");
                });
            }

            chain.WriteLoop(code);
        }
    }

    /// <summary>One step of each sequence, at its position.</summary>
    public sealed override IEnumerable<Kernel> Step(Stage stage)
    {
        ElementChain chain = new(stage);
        Buffer positions = Stream!.Positions;
        yield return new Kernel($"{MethodName}Forward", [Input.Data, positions, .. PositionReads, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations($"{Input.Symbol} + {Positions}[position]")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            foreach (string local in LocalsOf(code.Scalar))
            {
                code.Line(local);
            }

            chain.WriteLocals(code);
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Row("position", Positions, $"(int){code.At(positions.Symbol, $"r * {positions.Length}")} * {Output.Shape.Last}");
                code.Columns("o", Output.Stride, true, (vector, o, _) =>
                {
                    code.Line($"int at = {KernelWriter.Sum($"r * {Output.Stride}", o)};");
                    code.Line($"{vector} p = {vector}.Load(ref {Input.Symbol}, at) + {vector}.Load(ref position, {o});");
                    chain.WriteAfterHead(code, vector, "p", "at");
                });
            }

            if (Output.Size != Output.Stride)
            {
                code.Blank();
                code.Line($"{code.Names.Rows}.ClearPadding(ref {(chain.HasLoop ? chain.HeadSymbol : stage.Output.Symbol)}, rows, {Output.Size}, {Output.Stride});");
            }

            chain.WriteLoop(code);
        }
    }

    /// <summary>The steps of the declaration, of which a stream sees one at a time.</summary>
    protected int Steps => Stream?.Steps ?? Output.Shape.Axes[0];

    /// <summary>The gradient passes unchanged.</summary>
    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(Output.Bar)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code) => sink.WriteLoop(code, vector => $"{vector}.Load(ref {Output.Gradient.Symbol}, at)");
    }
}
