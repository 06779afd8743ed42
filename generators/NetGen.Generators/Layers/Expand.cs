using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// What the planner puts before a layer that combines a value with a larger one: the value, repeated along the axes that it lacks at the front or has
/// with one element. Its gradient is the sum over what was repeated. No attribute declares it, and tables do not show it.
/// </summary>
internal sealed class Expand : HeadLayer
{
    /// <summary>The shape that the value is to have.</summary>
    public Shape Shape { get; init; }

    public override bool IsBorder => true;

    public override string Declaration => Spec.Kind;

    public override long Flops => 0;

    public override bool WorksStepByStep => Input.Shape.Rank == Shape.Rank && Input.Shape.Axes[0] == Shape.Axes[0];

    public override IEnumerable<Value> Keeps => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems) => Shape;

    public override string OutputSymbol(Value input) => input.Symbol + "Repeated";

    /// <summary>The axes as the runtime wants them, neighbours that are alike as one: how long each is, and how far its next element is in the value, 0 where it is repeated.</summary>
    private (string Counts, string Steps) Axes
    {
        get
        {
            int[] axes = [.. Enumerable.Repeat(1, Shape.Rank - Input.Shape.Rank), .. Input.Shape.Axes];
            List<(int Count, bool IsRepeated)> merged = [];
            for (int i = 0; i < axes.Length; i++)
            {
                int count = Shape.Axes[i];
                bool isRepeated = axes[i] == 1;
                if (count > 1 && merged.Count > 0 && merged[merged.Count - 1] is { } last && last.IsRepeated == isRepeated)
                {
                    merged[merged.Count - 1] = (last.Count * count, isRepeated);
                }
                else if (count > 1)
                {
                    merged.Add((count, isRepeated));
                }
            }

            if (merged.Count == 0)
            {
                merged.Add((1, false)); // one element, whatever its axes
            }

            int step = 1;
            List<string> steps = [];
            foreach ((int count, bool isRepeated) in Enumerable.Reverse(merged))
            {
                steps.Insert(0, (isRepeated ? 0 : step).ToString(CultureInfo.InvariantCulture));
                step *= isRepeated ? 1 : count;
            }

            return ($"[{string.Join(", ", merged.Select(axis => axis.Count.ToString(CultureInfo.InvariantCulture)))}]", $"[{string.Join(", ", steps)}]");
        }
    }

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations($"{Input.Symbol}, repeated from {Input.Shape} to {Shape}")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            code.Line($"global::NetGen.CompilerServices.Repetition.Expand(ref {Input.Symbol}, {Input.Stride}, ref {Output.Symbol}, {Output.Stride}, rows, {Axes.Counts}, {Axes.Steps});");
            chain.WriteLoop(code);
        }
    }

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation($"Σ {Output.Bar} over what was repeated")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"global::NetGen.CompilerServices.Repetition.Sum(ref {Output.Gradient.Symbol}, {Output.Stride}, ref {sink.Target.Gradient.Symbol}, {Input.Stride}, rows, {Axes.Counts}, {Axes.Steps});");
            sink.WriteStepsAndPaddingInPlace(code);
        }
    }
}
