using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// What becomes of the elements along an axis. Where others follow the axis, the lanes are those: each is one chain along the axis, in order.
/// Along the last axis, a row is reduced by the runtime, in one fixed order.
/// </summary>
internal abstract class Reduction : HeadLayer
{
    public sealed override string Declaration => string.Format(CultureInfo.InvariantCulture, "{0}({1})", Spec.Kind, Axis);

    public sealed override string Definition => string.Format(CultureInfo.InvariantCulture, "{0} {1}, along axis {2}", Word, Input.Symbol, Axis);

    public sealed override string? SharedLetter => "y";

    public override IEnumerable<Value> Keeps => [];

    public sealed override long Flops => Input.Size;

    public sealed override bool StoresThroughChain => !IsLast && EndsOnVector;

    /// <summary>What it does, as equations say it: <c>sum</c>.</summary>
    protected abstract string Word { get; }

    /// <summary>The axis, from 0.</summary>
    private int Axis { get; set; }

    /// <summary>Elements along the axis.</summary>
    protected int Length => Input.Shape.Axes[Axis];

    /// <summary>Elements side by side for each one along the axis: those of the axes after it.</summary>
    protected int Inner => Product(Input.Shape.Axes.Skip(Axis + 1));

    /// <summary>How often the axis is there in one example: the elements of the axes before it.</summary>
    private int Outer => Product(Input.Shape.Axes.Take(Axis));

    /// <summary>Whether it is the last axis that counts, so that a row becomes one number.</summary>
    protected bool IsLast => Inner == 1;

    /// <summary>Whether the output may be stored in whole vectors.</summary>
    protected bool EndsOnVector => Outer == 1 || Inner % 4 == 0;

    /// <summary>Whether the input's gradient may be stored in whole vectors.</summary>
    protected bool GradientEndsOnVector => IsLast ? Outer == 1 || Length % 4 == 0 : Outer * Length == 1 || Inner % 4 == 0;

    public sealed override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        int axis = Spec.Arguments.Int("axis") ?? -1;
        if (axis < -input.Rank || axis >= input.Rank)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the axis", string.Format(CultureInfo.InvariantCulture, "from 0 to {0}, or from the end, -1 to {1}, for {2}", input.Rank - 1, -input.Rank, input), axis.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        Axis = axis < 0 ? axis + input.Rank : axis;
        return input.Rank == 1 ? new Shape(1) : new Shape([.. input.Axes.Where((_, i) => i != Axis)]);
    }

    public sealed override string OutputSymbol(Value input) => "y" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A loop over all runs along the axis, in every example: the body gets the offsets of the first element in the input and of the result
    /// in the output.
    /// </summary>
    protected void WriteRuns(KernelWriter code, Action<string, string> body)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            if (Outer == 1)
            {
                body($"r * {Input.Stride}", $"r * {Output.Stride}");
                return;
            }

            using (code.Block($"for (int o = 0; o < {Outer}; o++)"))
            {
                body($"r * {Input.Stride} + {LaneWriter.Times("o", Length * Inner)}", $"r * {Output.Stride} + {LaneWriter.Times("o", Inner)}");
            }
        }
    }

    /// <summary>From one element along the axis to the next, for a loop with that variable.</summary>
    protected string Step(string variable) => LaneWriter.Times(variable, Inner);

    private static int Product(IEnumerable<int> axes) => axes.Aggregate(1, (product, axis) => product * axis);
}
