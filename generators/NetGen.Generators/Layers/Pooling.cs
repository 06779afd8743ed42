using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// A layer that reduces the windows of an image or of a sequence to one value each, channel by channel. Examples lie in lanes. Where windows
/// reach beyond the input, loops run over the part of each that there is.
/// </summary>
internal abstract class Pooling : HeadLayer
{
    // A window of more elements is a loop, not written out.
    private const int MaxUnrolled = 16;

    public override string Declaration => $"{Spec.Kind}({(IsOfSteps ? DeclaredSteps : ImageLayer.Declare(Window, isPool: true) + ImageLayer.DeclarePadding(Spec, Window))}{DeclaredCount})";

    public override long Flops => (long)Output.Size * Window.Size;

    public override Arrangement Arrangement => Arrangement.Lanes;

    public override bool StoresThroughChain => true;

    /// <summary>How the padding counts, as its attribute spells it.</summary>
    protected virtual string DeclaredCount => "";

    private string DeclaredSteps
    {
        get
        {
            WindowAxis steps = Window.Columns;
            string stride = Window.IsPartition ? "" : string.Format(CultureInfo.InvariantCulture, ", Stride = {0}", steps.Stride);
            string padding = Spec.Arguments.Bool("Same", false) ? ", Same = true" : steps.Before == 0 ? "" : string.Format(CultureInfo.InvariantCulture, ", Padding = {0}", steps.Before);
            return string.Format(CultureInfo.InvariantCulture, "{0}{1}{2}", steps.Kernel, stride, padding);
        }
    }

    /// <summary>How the window moves over the input.</summary>
    protected Window Window { get; private set; } = null!;

    private Maps X { get; set; } = null!;

    private Maps Y { get; set; } = null!;

    /// <summary>Whether some windows have fewer elements than others, for they reach beyond the input.</summary>
    protected bool IsClipped => Window.IsPadded;

    protected bool IsUnrolled => !IsClipped && Window.Size <= MaxUnrolled;

    /// <summary>How the windows lie in an input; null after reporting what is wrong.</summary>
    protected abstract PoolGeometry? Lay(Shape input, ProblemReporter problems);

    /// <summary>The steps of a pool are not those of its input.</summary>
    public sealed override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [];

    public sealed override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (Lay(input, problems) is not { } geometry)
        {
            return null;
        }

        (Window, X, Y, Shape output) = geometry;
        return output;
    }

    public override string? SharedLetter => "q";

    public override string OutputSymbol(Value input) => "q" + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the channels of a position lie side by side: those of steps.</summary>
    private bool IsOfSteps => X.Channel < X.Column;

    /// <summary>
    /// A loop over blocks, channels and windows: the offset of the output is <c>at</c>, that of the window's first element <c>from</c>; of clipped
    /// windows, that of the channel.
    /// </summary>
    protected void WriteWindows(KernelWriter code, Action body)
    {
        using (code.Blocks())
        {
            Nest(code, (Window.Rows.Output, i => WriteClip(code, Window.Rows, i, s_rows)), (Window.Columns.Output, j => WriteClip(code, Window.Columns, j, ColumnNames)), (c, i, j) =>
            {
                string first = IsClipped ? Times(c, X.Channel) : Sum(Times(c, X.Channel), Times(i, Window.Rows.Stride * X.Row), Times(j, Window.Columns.Stride * X.Column));
                code.Line($"int at = {Sum(Times("r", Output.Stride), Elements(Sum(Times(c, Y.Channel), Times(i, Y.Row), Times(j, Y.Column))))};");
                code.Line($"int from = {Sum(Times("r", Input.Stride), Elements(first))};");
                body();
            });
        }
    }

    /// <summary>Loops over channels, rows and columns, in the order in which they lie, with what stands before the rest of a row's and of a column's body.</summary>
    private void Nest(KernelWriter code, (int Count, Action<string>? Start) rows, (int Count, Action<string>? Start) columns, Action<string, string, string> body)
    {
        if (IsOfSteps)
        {
            Positions((i, j) => code.Loop("c", Y.Channels, c => body(c, i, j)));
        }
        else
        {
            code.Loop("c", Y.Channels, c => Positions((i, j) => body(c, i, j)));
        }

        void Positions(Action<string, string> position) => code.Loop("i", rows.Count, i =>
        {
            rows.Start?.Invoke(i);
            code.Loop("j", columns.Count, j =>
            {
                columns.Start?.Invoke(j);
                position(i, j);
            });
        });
    }

    /// <summary>Likewise for one example with channels in lanes; the body gets the type of vectors.</summary>
    private void WriteWindowsOfOne(KernelWriter code, Maps x, ImageLayout y, Action<string> body) =>
        code.Loop("i", Window.Rows.Output, i =>
        {
            WriteClip(code, Window.Rows, i, s_rows);
            code.Loop("j", Window.Columns.Output, j =>
            {
                WriteClip(code, Window.Columns, j, ColumnNames);
                code.Columns("c", y.Step, true, (vector, c, _) =>
                {
                    code.Line($"int at = {Sum(Times(i, y.Maps.Row), Times(j, y.Maps.Column), c)};");
                    code.Line($"int from = {(IsClipped ? c : Sum(Times(i, Window.Rows.Stride * x.Row), Times(j, Window.Columns.Stride * x.Column), c))};");
                    body(vector);
                });
            });
        });

    // How the variables of a clipped window are called: a place, that where it starts, even before the input, the first in the input, and that after the last.
    private static readonly (string Place, string Start, string First, string End) s_rows = ("row", "row0", "top", "bottom");
    private static readonly (string Place, string Start, string First, string End) s_columns = ("column", "column0", "left", "right");
    private static readonly (string Place, string Start, string First, string End) s_steps = ("step", "step0", "start", "stop");

    private (string Place, string Start, string First, string End) ColumnNames => IsOfSteps ? s_steps : s_columns;

    /// <summary>The part of a clipped window that there is, along an axis of several elements.</summary>
    private void WriteClip(KernelWriter code, WindowAxis axis, string window, (string Place, string Start, string First, string End) names)
    {
        if (!IsClipped || IsSingle(axis))
        {
            return;
        }

        string start = Times(window, axis.Stride);
        code.Line($"int {names.Start} = {(axis.Before == 0 ? start : start == "0" ? $"-{axis.Before}" : $"{start} - {axis.Before}")};");
        code.Line($"int {names.First} = global::System.Math.Max({names.Start}, 0), {names.End} = global::System.Math.Min({names.Start} + {axis.Kernel}, {axis.Length});");
    }

    /// <summary>The number of elements of the clipped window at hand that there are.</summary>
    protected string ElementsThere => Product($"{s_rows.End} - {s_rows.First}", $"{ColumnNames.End} - {ColumnNames.First}");

    /// <summary>Likewise of the window with a place along the rows and one along the columns.</summary>
    protected string ElementsOf(string row, string column) => Product(Extent(Window.Rows, row), Extent(Window.Columns, column));

    /// <summary>The product of what there is along the two axes.</summary>
    private string Product(string rows, string columns) =>
        IsSingle(Window.Rows) ? columns : IsSingle(Window.Columns) ? rows : $"({rows}) * ({columns})";

    /// <summary>Whether an axis has one element, and its window too.</summary>
    private static bool IsSingle(WindowAxis axis) => axis is { Length: 1, Kernel: 1 };

    /// <summary>The offset of the first element of a window.</summary>
    protected string FirstElement => IsClipped ? Sum("from", Elements(FirstPlace(X))) : "from";

    /// <summary>The number, in its clipped window, of the element at a place of the input.</summary>
    private string NumberOf(string row, string column)
    {
        string k = IsSingle(Window.Rows) ? "0" : $"({row} - {s_rows.Start})", l = IsSingle(Window.Columns) ? "0" : $"{column} - {ColumnNames.Start}";
        return Sum(Times(k, Window.Columns.Kernel), l);
    }

    /// <summary>Likewise of its first.</summary>
    protected string FirstNumber => NumberOf(s_rows.First, ColumnNames.First);

    private string FirstPlace(Maps x) => PlaceOf(x, s_rows.First, ColumnNames.First);

    private string PlaceOf(Maps x, string row, string column) =>
        Sum(IsSingle(Window.Rows) ? "0" : Times(row, x.Row), IsSingle(Window.Columns) ? "0" : Times(column, x.Column));

    /// <summary>The elements of a window: their number in it and their offset from its first, as text; written out where they are few.</summary>
    protected void WriteElements(KernelWriter code, Action<string, string> body) => WriteElements(code, X, Elements, body);

    /// <summary>Likewise where the input lies as maps say, given an offset for a number of elements.</summary>
    private void WriteElements(KernelWriter code, Maps x, Func<string, string> elements, Action<string, string> body)
    {
        if (IsClipped)
        {
            Along(code, Window.Rows, s_rows, row => Along(code, Window.Columns, ColumnNames, column => body(NumberOf(row, column), elements(PlaceOf(x, row, column)))));
            return;
        }

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

    private static void Along(KernelWriter code, WindowAxis axis, (string Place, string Start, string First, string End) names, Action<string> body)
    {
        if (IsSingle(axis))
        {
            body("0");
            return;
        }

        using (code.Block($"for (int {names.Place} = {names.First}; {names.Place} < {names.End}; {names.Place}++)"))
        {
            body(names.Place);
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
                chain.WriteAfterHead(code, vector, WriteReduction(code, vector, IsClipped ? Sum("from", FirstPlace(layout.Maps)) : "from", body => WriteElements(code, layout.Maps, count => count, body)), "at"));
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
    protected string WindowOf(string values) => Output.Shape.Rank == 1 ? $"{values}[{Channel}]" : IsOfSteps ? $"{values}[{Column}][{Channel}]" : $"{values}[{Channel}][{Row}][{Column}]";

    /// <summary>What a window is called.</summary>
    protected string WindowSize
    {
        get
        {
            string size = IsOfSteps ? $"window of {Window.Columns.Kernel} {(Window.Columns.Kernel == 1 ? "step" : "steps")}" : $"{Window.Rows.Kernel}x{Window.Columns.Kernel} window";
            return IsClipped ? $"{size}, as far as it lies in {Input.Symbol}" : size;
        }
    }

    /// <summary>The number of the element among those of its window.</summary>
    protected string NumberInWindow => Window.Columns.Kernel == 1 ? "k" : Window.Rows.Kernel == 1 ? "l" : $"{Window.Columns.Kernel}·k + l";

    private string ElementOfWindow => IsOfSteps
        ? $"[{Window.Columns.PlaceInInput("j", "l")}][{Channel}]"
        : $"[{Channel}][{Window.Rows.PlaceInInput("i", "k")}][{Window.Columns.PlaceInInput("j", "l")}]";

    /// <summary>The plain statement of the loops.</summary>
    /// <param name="unit">Example, where there are several.</param>
    protected string ForwardLoop(string? unit) => $"{PlainLoop.Each(unit, Channel, Row, Column)}{WindowOf(Output.Symbol)} = {Reduction($"{Input.Symbol}{ElementOfWindow}")}{(IsClipped ? $", where {Input.Symbol} has such an element" : "")}";

    /// <summary>What a window is reduced to, given its element at the place of variables.</summary>
    protected abstract string Reduction(string element);

    /// <summary>Likewise, of the gradient.</summary>
    /// <param name="ofWindow">What an element gets from a window that it is in, the window of the loops' variables.</param>
    /// <param name="fromSeveral">What it gets from those it is in, <c>k</c> and <c>l</c>, where windows overlap or have gaps.</param>
    protected string GradientLoop(string ofWindow, string fromSeveral)
    {
        if (!LiesSideBySide)
        {
            PlainIndex row = new("i", Window.Rows.Length), column = new("j", Window.Columns.Length);
            string element = IsOfSteps ? $"[{column}][{Channel}]" : $"[{Channel}][{row}][{column}]";
            return $"{PlainLoop.Each("example", Channel, row, column)}{element} gets {fromSeveral}, over the windows {(IsOfSteps ? "l" : "k and l")} that have it, in order";
        }

        bool isWhole = Window.Rows.Output * Window.Rows.Kernel == Window.Rows.Length && Window.Columns.Output * Window.Columns.Kernel == Window.Columns.Length;
        return $"{PlainLoop.Each("example", [Channel, Row, Column, .. Places])}{ElementOfWindow} gets {ofWindow}{(isWhole ? "" : "; what no window has gets 0")}";
    }

    /// <summary>Writes what a window is reduced to, given a loop over its elements; returns the local variable that holds it.</summary>
    /// <param name="code">What to write to.</param>
    /// <param name="vector">The type of vectors.</param>
    /// <param name="first">The offset of the window's first element.</param>
    /// <param name="elements">Writes a loop over its elements, given what is done with the number and the offset of each.</param>
    protected abstract string WriteReduction(KernelWriter code, string vector, string first, Action<Action<string, string>> elements);

    /// <summary>Whether every element is in one window at most, whose elements all are there.</summary>
    private bool LiesSideBySide => Window.IsPartition && !IsClipped;

    /// <summary>
    /// The gradient of each element of the input: where windows lie side by side, from the one that it is in; else the sum over those
    /// it is in. Every element is stored once.
    /// </summary>
    /// <param name="code">What to write to.</param>
    /// <param name="load">Writes the local variables that belong to the window at <c>at</c>, given its place along rows and columns.</param>
    /// <param name="gradient">The gradient that a window gives to its element of a number.</param>
    /// <param name="store">Stores a gradient, given its offset in the batch.</param>
    protected void WriteInputGradient(KernelWriter code, Action<string, string> load, Func<string, string> gradient, Action<string, string> store)
    {
        if (!LiesSideBySide)
        {
            WriteOverlapping(code, load, gradient, store);
            return;
        }

        WriteWindows(code, () =>
        {
            load("i", "j");
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
        bool wholeRows = rows == Window.Rows.Length, wholeColumns = columns == Window.Columns.Length;
        using (code.Blocks())
        {
            if (IsOfSteps)
            {
                using (code.Block(Range("j", $"{columns}", Window.Columns.Length)))
                {
                    code.Loop("c", X.Channels, c => Store(c, "0"));
                }

                return;
            }

            code.Loop("c", X.Channels, c =>
            {
                using (code.Block(Range("i", wholeColumns ? $"{rows}" : "0", Window.Rows.Length)))
                {
                    using (code.Block(Range("j", wholeColumns ? "0" : wholeRows ? $"{columns}" : $"i < {rows} ? {columns} : 0", Window.Columns.Length)))
                    {
                        Store(c, "i");
                    }
                }
            });
        }

        void Store(string c, string i) => store("V.Zero", Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times(i, X.Row), Times("j", X.Column)))));
    }

    private void WriteOverlapping(KernelWriter code, Action<string, string> load, Func<string, string> gradient, Action<string, string> store)
    {
        using (code.Blocks())
        {
            Nest(code, (Window.Rows.Length, null), (Window.Columns.Length, null), (c, i, j) =>
            {
                code.Line("V sum = V.Zero;");
                Covering(code, "k", i, Window.Rows, k => Covering(code, "l", j, Window.Columns, l =>
                {
                    code.Line($"int at = {Sum(Times("r", Output.Stride), Elements(Sum(Times(c, Y.Channel), Times(k, Y.Row), Times(l, Y.Column))))};");
                    load(k, l);
                    code.Line($"sum += {gradient(Sum(Times(Within(i, k, Window.Rows), Window.Columns.Kernel), Within(j, l, Window.Columns)))};");
                }));

                code.Blank();
                code.Line($"int to = {Sum(Times("r", Input.Stride), Elements(Sum(Times(c, X.Channel), Times(i, X.Row), Times(j, X.Column))))};");
                store("sum", "to");
            });
        }
    }

    /// <summary>A loop over the windows that cover a position: k·stride ≤ position + padding &lt; k·stride + kernel.</summary>
    private static void Covering(KernelWriter code, string window, string position, WindowAxis axis, Action<string> body)
    {
        if (IsSingle(axis))
        {
            body("0");
            return;
        }

        string first = ByStride(Less(axis.Kernel - axis.Stride - axis.Before)), last = ByStride(Less(-axis.Before));
        using (code.Block($"for (int {window} = global::System.Math.Max(0, {first}); {window} <= global::System.Math.Min({axis.Output - 1}, {last}); {window}++)"))
        {
            body(window);
        }

        string ByStride(string place) => axis.Stride == 1 ? place : place.Contains(' ') ? $"({place}) / {axis.Stride}" : $"{place} / {axis.Stride}";

        string Less(int count) => count == 0 ? position : count < 0 ? $"{position} + {-count}" : $"{position} - {count}";
    }

    /// <summary>The place of a position in a window.</summary>
    private static string Within(string position, string window, WindowAxis axis) =>
        IsSingle(axis) ? "0" : $"({Sum(position, $"{axis.Before}")} - {Times(window, axis.Stride)})";

    /// <summary>The number of elements of a window along an axis that there are.</summary>
    private static string Extent(WindowAxis axis, string window)
    {
        string start = Times(window, axis.Stride), first = axis.Before == 0 ? start : $"{start} - {axis.Before}";
        return $"global::System.Math.Min({Sum(start, $"{axis.Kernel - axis.Before}")}, {axis.Length}) - global::System.Math.Max({first}, 0)";
    }
}
