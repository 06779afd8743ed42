using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// What becomes of the elements along an axis. Where others follow the axis, the lanes are those: each is one chain along the axis, in order.
/// Along the last axis, a row is reduced by the runtime, in one fixed order.
/// </summary>
internal abstract class Reduction : HeadLayer
{
    public sealed override string Declaration => string.Format(CultureInfo.InvariantCulture, "{0}({1})", Spec.Kind, Axis);

    public sealed override string Definition => string.Format(CultureInfo.InvariantCulture, "{0} {1}, along axis {2}{3}", Word, Input.Symbol, Axis, Lengths is null ? "" : " up to the length");

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

    /// <summary>The lengths of padded sequences that are reduced over their steps: only the steps before the length count.</summary>
    protected Buffer? Lengths => Axis == 0 && Input.Shape.Rank == 2 ? Input.Lengths : null;

    protected IEnumerable<Buffer> ReadLengths => Lengths is { } lengths ? [lengths] : [];

    /// <summary>How many elements along the axis count, in the code.</summary>
    protected string Count => Lengths is null ? Length.ToString(CultureInfo.InvariantCulture) : "length";

    /// <summary>Elements side by side for each one along the axis: those of the axes after it.</summary>
    protected int Inner => Product(Input.Shape.Axes.Skip(Axis + 1));

    /// <summary>How often the axis is there in one example: the elements of the axes before it.</summary>
    private int Outer => Product(Input.Shape.Axes.Take(Axis));

    /// <summary>Whether it is the last axis that counts, so that a row becomes one number by the runtime.</summary>
    protected bool IsLast => Inner == 1 && Lengths is null;

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
    /// in the output. The local variable <c>length</c> is how many elements count, where that differs and is wanted.
    /// </summary>
    protected void WriteRuns(KernelWriter code, Action<string, string> body, bool hasLength = true)
    {
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            if (hasLength && Lengths is { } lengths)
            {
                code.Line($"int length = {StepLengths.Of(code, lengths)};");
            }

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

    /// <summary>For each result, in the notation of comments.</summary>
    protected string EachResult => PlainLoop.Each("example", Before, After);

    /// <summary>For each element of the input, likewise.</summary>
    protected string EachElement => PlainLoop.Each("example", Before, Along, After);

    /// <summary>The range along the axis, likewise; empty where there is one element.</summary>
    protected string Range => Lengths is null || Length == 1 ? PlainLoop.Range(Along) : "i below the length";

    protected string ResultOf(string symbol) => At(symbol, Before, After);

    protected string ElementOf(string symbol) => At(symbol, Before, Along, After);

    private PlainIndex Before => new("o", Outer);

    private PlainIndex Along => new("i", Length);

    private PlainIndex After => new("c", Inner);

    private static string At(string symbol, params PlainIndex[] indices)
    {
        string[] real = [.. indices.Where(index => index.Count > 1).Select(index => $"[{index}]")];
        return symbol + (real.Length == 0 ? "[0]" : string.Concat(real));
    }

    /// <summary>From one element along the axis to the next, for a loop with that variable.</summary>
    protected string Step(string variable) => LaneWriter.Times(variable, Inner);

    private static int Product(IEnumerable<int> axes) => axes.Aggregate(1, (product, axis) => product * axis);
}
