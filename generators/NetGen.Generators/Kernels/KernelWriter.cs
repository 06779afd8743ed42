using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Kernels;

/// <summary>What layers write their kernels with: lines, and the loops that most of them share.</summary>
internal sealed class KernelWriter(CodeWriter writer, NetworkSpec spec, Names names)
{
    public Names Names { get; } = names;

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public string Scalar { get; } = spec.Scalar.Name();

    /// <summary>The type of vectors: the machine's widest, or of four lanes.</summary>
    public string Vector(bool isGeneric) => isGeneric ? "V" : Names.V4;

    /// <summary>The type of vectors of a kind.</summary>
    public string Vector(VectorKind kind) => kind switch { VectorKind.Widest => "V", VectorKind.Eight => Names.V8, _ => Names.V4 };

    public void Line(string line = "") => writer.Line(line);

    public void Lines(string lines) => writer.Lines(lines);

    public CodeWriter.Scope Block(string header) => writer.Block(header);

    public CodeWriter.Scope Block() => writer.Block();

    public void Blank() => writer.Line();

    /// <summary>In a project that checks for overflow, inside <c>unchecked</c>: the checks would stand in the inner loops.</summary>
    public void WriteUnchecked(Action body)
    {
        if (!spec.Type.ChecksOverflow)
        {
            body();
            return;
        }

        using (Block("unchecked"))
        {
            body();
        }
    }

    /// <summary><c>Unsafe.Add(ref symbol, offset)</c>, or the symbol itself at offset 0.</summary>
    public string At(string symbol, string offset) => offset == "0" ? symbol : $"{Names.Unsafe}.Add(ref {symbol}, {offset})";

    /// <summary>A reference to a row of a buffer, as a local.</summary>
    public void Row(string name, string symbol, string offset) => Line($"ref {Scalar} {name} = ref {At(symbol, offset)};");

    public void Store(string vector, string value, string symbol, string at) => Line($"{vector}.Store({value}, ref {symbol}, {at});");

    /// <summary>A loop over all elements of a value, one vector at a time. It may run past the last example, into the slack.</summary>
    public CodeWriter.Scope ElementLoop(string index, Value value)
    {
        string limit = Elements(value);
        return value.IsInLanes
            ? Block($"for (int {index} = 0, end = {limit}; {index} < end; {index} += V.Count)")
            : Block($"for (int {index} = 0; {index} < {limit}; {index} += V.Count)");
    }

    /// <summary>
    /// All elements of a value, one vector at a time: the body gets the type of vectors and their place, which it finds at offset <c>at</c>. With
    /// channels, the place tells which of them.
    /// </summary>
    public void Elements(Value value, ChannelAxis? channels, Action<string, VectorPlace> body)
    {
        if (channels is null)
        {
            using (ElementLoop("at", value))
            {
                body("V", new VectorPlace.Anywhere("at"));
            }
        }
        else if (value.IsInLanes)
        {
            using (this.Blocks())
            {
                // In the order in which elements lie; c may be a value.
                if (channels.Distance >= channels.Step)
                {
                    this.Loop("channel", channels.Count, c => this.Loop("i", channels.Size, i => Element(c, i)));
                }
                else
                {
                    this.Loop("i", channels.Size, i => this.Loop("channel", channels.Count, c => Element(c, i)));
                }
            }
        }
        else
        {
            using (Block("for (int r = 0; r < rows; r++)"))
            {
                Columns("o", value.Stride, true, (vector, o, _) =>
                {
                    Line($"int at = {Sum($"r * {value.Stride}", o)};");
                    body(vector, new VectorPlace.InRow("at", o));
                });
            }
        }

        void Element(string c, string i)
        {
            string element = LaneWriter.Sum(LaneWriter.Times(c, channels.Distance), LaneWriter.Times(i, channels.Step));
            Line($"int at = {LaneWriter.Sum(LaneWriter.Times("r", value.Stride), LaneWriter.Elements(element))};");
            body("V", new VectorPlace.OfChannel("at", c, Names));
        }
    }

    /// <summary>The number of elements of a value in the batch; in lanes, of all lanes of its blocks.</summary>
    public static string Elements(Value value) =>
        value.IsInLanes ? $"(rows + V.Count - 1) / V.Count * V.Count * {value.Stride}" : $"rows * {value.Stride}";

    /// <summary>A loop over the columns of a row in vectors of four lanes; a row of four columns needs none.</summary>
    public void FourLanes(string column, int columns, Action<string> body)
    {
        if (columns == 4)
        {
            body("0");
            return;
        }

        using (Block($"for (int {column} = 0; {column} < {columns}; {column} += 4)"))
        {
            body(column);
        }
    }

    /// <summary>Likewise, or a thread's range of them, which begins on a vector.</summary>
    public void FourLanes(string column, int columns, bool isDivided, Action<string> body)
    {
        if (!isDivided)
        {
            FourLanes(column, columns, body);
            return;
        }

        using (Block($"for (int {column} = first; {column} < end; {column} += 4)"))
        {
            body(column);
        }
    }

    /// <summary>Likewise for a row whose last vector, if it is not padded, is handled apart: the body gets how many of its lanes count.</summary>
    public void FourLanes(string column, int columns, bool isPadded, Action<string, int?> body)
    {
        int whole = isPadded ? Value.Padded(columns) : columns / 4 * 4;
        if (whole > 0)
        {
            FourLanes(column, whole, o => body(o, null));
        }

        if (whole < columns)
        {
            body($"{whole}", columns - whole);
        }
    }

    /// <summary>
    /// The columns of a row, each once: the machine's widest vectors as far as they go at every width, then vectors of four
    /// lanes. Where rows do not end on a vector, the last one is handled apart.
    /// </summary>
    /// <param name="column">The name of the loop variable.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="isPadded">Whether the row's last vector may be written whole.</param>
    /// <param name="body">Writes the statements for the vector type, the column, and how many lanes count: null for all.</param>
    public void Columns(string column, int columns, bool isPadded, Action<string, string, int?> body)
    {
        int wide = columns / VectorPlan.MaxLanes * VectorPlan.MaxLanes;
        int four = isPadded ? Value.Padded(columns) : columns / 4 * 4;
        WriteColumns("V", "V.Count", 0, wide);
        WriteColumns(Names.V4, "4", wide, four);
        if (four < columns)
        {
            using (Block())
            {
                body(Names.V4, $"{four}", columns - four);
            }
        }

        void WriteColumns(string vector, string step, int start, int end)
        {
            if (end - start == 4)
            {
                using (Block())
                {
                    body(vector, $"{start}", null);
                }
            }
            else if (end > start)
            {
                using (Block($"for (int {column} = {start}; {column} < {end}; {column} += {step})"))
                {
                    body(vector, column, null);
                }
            }
        }
    }

    /// <summary>Stores a vector, or its first lanes.</summary>
    public void StoreFirst(string vector, string value, string symbol, string at, int? count)
    {
        if (count is null)
        {
            Store(vector, value, symbol, at);
        }
        else
        {
            Line($"{Names.RowSums}.StoreFirst<{vector}, {Scalar}>({value}, {count}, ref {At(symbol, at)});");
        }
    }

    /// <summary>a + b, where 0 needs not be written.</summary>
    public static string Sum(string a, string b) => b == "0" ? a : $"{a} + {b}";

    /// <summary>An expression in double, converted to the network's precision.</summary>
    public string Round(string expression) =>
        Scalar == "double" ? expression
        : expression.Contains(' ') ? $"({Scalar})({expression})"
        : $"({Scalar}){expression}";

    /// <summary>Eight columns: one vector where the machine has it, else two of four lanes.</summary>
    public void EightColumns(ColumnSection section, Action<ColumnSection> body)
    {
        string narrow = Scalar == "float" ? "typeof(V) == typeof(global::NetGen.Float32x4)" : "typeof(V) != typeof(global::NetGen.Float64x8)";
        using (Block($"if ({narrow}) // no vectors of eight lanes"))
        {
            body(section.InFours);
        }

        using (Block("else // vectors of eight lanes"))
        {
            body(section);
        }
    }

    /// <summary>
    /// A loop over the columns of a section, so many vectors at a time; the last step moves back where their number is no
    /// multiple, so the body must give the same values when it is repeated.
    /// </summary>
    public CodeWriter.Scope ColumnLoop(string column, ColumnSection section)
    {
        string step = section.Vectors == 1 ? "V.Count" : $"{section.Vectors} * V.Count";
        int end = section.Start + section.Count;
        if (section.IsWholeTiles)
        {
            return Block($"for (int {column} = {section.Start}; {column} < {end}; {column} += {step})");
        }

        CodeWriter.Scope scope = Block($"for (int next = {section.Start}; next < {end}; next += {step})");
        Line($"int {column} = global::System.Math.Min(next, {end} - {step}); // the last step moves back over finished columns: the same values again");
        return scope;
    }
}
