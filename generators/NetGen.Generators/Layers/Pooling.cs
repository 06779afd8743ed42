using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>A layer that reduces the windows of an image to one value each, channel by channel. Examples lie in lanes.</summary>
internal abstract class Pooling : HeadLayer
{
    // A window of more elements is a loop, not written out.
    private const int MaxUnrolled = 16;

    public override string Declaration => $"{Spec.Kind}({ImageLayer.Declare(Window, isPool: true)})";

    public override long Flops => (long)Output.Size * Window.Size;

    public override Arrangement Arrangement => Arrangement.Lanes;

    public override bool StoresThroughChain => true;

    /// <summary>How the window moves over the input.</summary>
    protected Window Window { get; set; } = null!;

    protected Maps X { get; set; } = null!;

    protected Maps Y { get; set; } = null!;

    protected bool IsUnrolled => Window.Size <= MaxUnrolled;

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!ImageLayer.IsImage(this, input, problems)
            || WindowAxis.Read(this, "Height", "size", input.Axes[1], null, problems) is not { } rows
            || WindowAxis.Read(this, "Width", "size", input.Axes[2], null, problems) is not { } columns)
        {
            return null;
        }

        Window = new Window(rows, columns);
        return Window.Fits(this, input, problems) ? Pooled(input) : null;
    }

    /// <summary>The output's shape, once the window is known.</summary>
    protected virtual Shape Pooled(Shape input)
    {
        X = Maps.Planes(input.Axes[0], Window.Rows.Length, Window.Columns.Length);
        Y = Maps.Planes(input.Axes[0], Window.Rows.Output, Window.Columns.Output);
        return new Shape(input.Axes[0], Window.Rows.Output, Window.Columns.Output);
    }

    public override string? SharedLetter => "q";

    public override string OutputSymbol(Value input) => "q" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A loop over blocks, channels and windows: the offset of the output is <c>at</c>, that of the window's first element <c>from</c>.</summary>
    protected void WriteWindows(KernelWriter code, Action body)
    {
        using (code.Blocks())
        {
            code.Loop("c", Y.Channels, c => code.Loop("i", Window.Rows.Output, i => code.Loop("j", Window.Columns.Output, j =>
            {
                code.Line($"int at = {Sum(Times("r", Output.Stride), Elements(Sum(Times(c, Y.Channel), Times(i, Y.Row), Times(j, Y.Column))))};");
                code.Line($"int from = {Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times(i, Window.Rows.Stride * X.Row), Times(j, Window.Columns.Stride))))};");
                body();
            })));
        }
    }

    /// <summary>Likewise for one example with channels in lanes; the body gets the type of vectors.</summary>
    private void WriteWindowsOfOne(KernelWriter code, Maps x, ImageLayout y, Action<string> body) =>
        code.Loop("i", Window.Rows.Output, i => code.Loop("j", Window.Columns.Output, j => code.Columns("c", y.Step, true, (vector, c, _) =>
        {
            code.Line($"int at = {Sum(Times(i, y.Maps.Row), Times(j, y.Maps.Column), c)};");
            code.Line($"int from = {Sum(Times(i, Window.Rows.Stride * x.Row), Times(j, Window.Columns.Stride * x.Column), c)};");
            body(vector);
        })));

    /// <summary>The elements of a window: their number in it and their offset from its first, as text; written out where they are few.</summary>
    protected void WriteElements(KernelWriter code, Action<string, string> body) => WriteElements(code, X, Elements, body);

    /// <summary>Likewise where the input lies as maps say, given an offset for a number of elements.</summary>
    protected void WriteElements(KernelWriter code, Maps x, Func<string, string> elements, Action<string, string> body)
    {
        if (!IsUnrolled)
        {
            code.Loop("k", Window.Rows.Kernel, k => code.Loop("l", Window.Columns.Kernel, l =>
                body(Sum(Times(k, Window.Columns.Kernel), l), elements(Sum(Times(k, x.Row), Times(l, x.Column))))));
            return;
        }

        for (int k = 0; k < Window.Rows.Kernel; k++)
        {
            for (int l = 0; l < Window.Columns.Kernel; l++)
            {
                body($"{k * Window.Columns.Kernel + l}", elements($"{k * x.Row + l * x.Column}"));
            }
        }
    }

    public sealed override Kernel? ForwardOne(Stage stage, ImageLayouts layouts)
    {
        if (layouts.Read(Input, X) is not { IsChannelsLast: true } layout)
        {
            return null;
        }

        ElementChain chain = new(stage);
        ImageLayout output = layouts.Write(Output, Y, Window.Rows.Output, Window.Columns.Output);
        return new Kernel($"{MethodName}ForwardOne", [Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(Equation), ForwardLoop(unit: null)],
            Arguments = [.. chain.Arguments],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            WriteWindowsOfOne(code, layout.Maps, output, vector =>
                chain.WriteAfterHead(code, vector, WriteReduction(code, vector, body => WriteElements(code, layout.Maps, count => count, body)), "at"));
            chain.WriteLoopOfOne(code, output);
        }
    }

    /// <summary>What becomes of a window, in the lectures' notation.</summary>
    protected abstract string Equation { get; }

    private PlainIndex Channel => new("c", X.Channels);

    private PlainIndex Row => new("i", Window.Rows.Output);

    private PlainIndex Column => new("j", Window.Columns.Output);

    /// <summary>The places of a window.</summary>
    protected PlainIndex[] Places => [new("k", Window.Rows.Kernel), new("l", Window.Columns.Kernel)];

    /// <summary>A value of the window that the loops' variables stand for.</summary>
    protected string WindowOf(string values) => Output.Shape.Rank == 1 ? $"{values}[{Channel}]" : $"{values}[{Channel}][{Row}][{Column}]";

    /// <summary>The number of the element among those of its window.</summary>
    protected string NumberInWindow => Window.Columns.Kernel == 1 ? "k" : Window.Rows.Kernel == 1 ? "l" : $"{Window.Columns.Kernel}·k + l";

    private string ElementOfWindow => $"[{Channel}][{Window.Rows.PlaceOf("i", "k")}][{Window.Columns.PlaceOf("j", "l")}]";

    /// <summary>The plain statement of the loops.</summary>
    /// <param name="unit">Example, where there are several.</param>
    protected string ForwardLoop(string? unit) => $"{PlainLoop.Each(unit, Channel, Row, Column)}{WindowOf(Output.Symbol)} = {Reduction($"{Input.Symbol}{ElementOfWindow}")}";

    /// <summary>What a window is reduced to, given its element at the place of variables.</summary>
    protected abstract string Reduction(string element);

    /// <summary>Likewise, of the gradient.</summary>
    /// <param name="ofWindow">What an element gets from a window that it is in, the window of the loops' variables.</param>
    /// <param name="fromSeveral">What it gets from those it is in, <c>k</c> and <c>l</c>, where windows overlap or have gaps.</param>
    protected string GradientLoop(string ofWindow, string fromSeveral)
    {
        if (!Window.IsPartition)
        {
            return $"{PlainLoop.Each("example", Channel, new("i", Window.Rows.Length), new("j", Window.Columns.Length))}[{Channel}][i][j] gets {fromSeveral}, over the windows k and l that have it, in order";
        }

        bool isWhole = Window.Rows.Output * Window.Rows.Kernel == Window.Rows.Length && Window.Columns.Output * Window.Columns.Kernel == Window.Columns.Length;
        return $"{PlainLoop.Each("example", [Channel, Row, Column, .. Places])}{ElementOfWindow} gets {ofWindow}{(isWhole ? "" : "; what no window has gets 0")}";
    }

    /// <summary>Writes what a window is reduced to, given a loop over its elements; returns the local variable that holds it.</summary>
    protected abstract string WriteReduction(KernelWriter code, string vector, Action<Action<string, string>> elements);

    /// <summary>
    /// The gradient of each element of the input: where windows lie side by side, from the one that it is in; else the sum over those
    /// it is in. Every element is stored once.
    /// </summary>
    /// <param name="code">What to write to.</param>
    /// <param name="load">Writes the local variables that belong to the window at <c>at</c>.</param>
    /// <param name="gradient">The gradient that a window gives to its element of a number.</param>
    /// <param name="store">Stores a gradient, given its offset in the batch.</param>
    protected void WriteInputGradient(KernelWriter code, Action load, Func<string, string> gradient, Action<string, string> store)
    {
        if (!Window.IsPartition)
        {
            WriteOverlapping(code, load, gradient, store);
            return;
        }

        WriteWindows(code, () =>
        {
            load();
            WriteElements(code, (number, offset) => store(gradient(number), Sum("from", offset)));
        });
        WriteRest(code, store);
    }

    /// <summary>Rows and columns at the end that no window covers.</summary>
    private void WriteRest(KernelWriter code, Action<string, string> store)
    {
        int rows = Window.Rows.Output * Window.Rows.Kernel, columns = Window.Columns.Output * Window.Columns.Kernel;
        if (rows == Window.Rows.Length && columns == Window.Columns.Length)
        {
            return;
        }

        code.Blank();
        code.Line("// what no window covers");
        string Range(string variable, string first, int end) => $"for (int {variable} = {first}; {variable} < {end}; {variable}++)";
        using (code.Blocks())
        {
            code.Loop("c", X.Channels, c =>
            {
                bool wholeRows = columns == Window.Columns.Length;
                using (code.Block(Range("i", wholeRows ? $"{rows}" : "0", Window.Rows.Length)))
                {
                    using (code.Block(Range("j", wholeRows ? "0" : rows == Window.Rows.Length ? $"{columns}" : $"i < {rows} ? {columns} : 0", Window.Columns.Length)))
                    {
                        store("V.Zero", Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times("i", X.Row), "j"))));
                    }
                }
            });
        }
    }

    private void WriteOverlapping(KernelWriter code, Action load, Func<string, string> gradient, Action<string, string> store)
    {
        using (code.Blocks())
        {
            code.Loop("c", X.Channels, c => code.Loop("i", Window.Rows.Length, i => code.Loop("j", Window.Columns.Length, j =>
            {
                code.Line("V sum = V.Zero;");
                using (code.Block(Covering("k", i, Window.Rows)))
                {
                    using (code.Block(Covering("l", j, Window.Columns)))
                    {
                        code.Line($"int at = {Sum(Times("r", Output.Stride), Elements(Sum(Times(c, Y.Channel), Times("k", Y.Row), "l")))};");
                        load();
                        code.Line($"sum += {gradient(Sum(Times(Within(i, "k", Window.Rows), Window.Columns.Kernel), Within(j, "l", Window.Columns)))};");
                    }
                }

                code.Blank();
                code.Line($"int to = {Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times(i, X.Row), j)))};");
                store("sum", "to");
            })));
        }
    }

    /// <summary>A loop over the windows that cover a position: k·stride ≤ position &lt; k·stride + kernel.</summary>
    private static string Covering(string window, string position, WindowAxis axis)
    {
        string first = axis.Stride == 1 ? Less(axis.Kernel - 1) : $"({Less(axis.Kernel - axis.Stride)}) / {axis.Stride}";
        string last = axis.Stride == 1 ? position : $"{position} / {axis.Stride}";
        return $"for (int {window} = global::System.Math.Max(0, {first}); {window} <= global::System.Math.Min({axis.Output - 1}, {last}); {window}++)";

        string Less(int count) => count < 0 ? $"{position} + {-count}" : $"{position} - {count}";
    }

    /// <summary>The place of a position in a window.</summary>
    private static string Within(string position, string window, WindowAxis axis) => $"({position} - {Times(window, axis.Stride)})";
}
