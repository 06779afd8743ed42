using System.Globalization;

namespace NetGen.Generators.Kernels;

/// <summary>
/// The loops of C = start + A·B: lanes run across the columns of C, so that every element is one chain of multiply-adds
/// along the reduction, in the same order at every width. A tile of accumulators stays in registers.
/// </summary>
/// <remarks>
/// Forward, weight gradient and input gradient of a dense layer are all of this form; they differ in which of examples,
/// inputs and outputs are rows, columns and reduction.
/// </remarks>
internal sealed partial class MatrixProduct(KernelWriter code, VectorPlan plan)
{
    /// <summary>The rows of C: a number, or null for the examples of the batch.</summary>
    public int? RowCount { get; init; }

    /// <summary>
    /// Of a number of rows: how many are handed out together where the kernel takes those from <c>first</c> to <c>end</c>; null
    /// where it takes all.
    /// </summary>
    public int? RowUnit { get; init; }

    /// <summary>The loop variable of the rows.</summary>
    public string Row { get; init; } = "r";

    /// <summary>The columns of C, padded to a multiple of four.</summary>
    public int Columns { get; init; }

    /// <summary>The loop variable of the columns.</summary>
    public string Column { get; init; } = "o";

    /// <summary>The length of the reduction: a number, or null for the examples of the batch.</summary>
    public int? InnerCount { get; init; }

    /// <summary>The loop variable of the reduction.</summary>
    public string Inner { get; init; } = "i";

    /// <summary>A, whose elements are broadcast, with the distances of neighbours along rows and along the reduction.</summary>
    public string Left { get; init; } = "";

    public int LeftRowStride { get; init; }

    public int LeftStep { get; init; } = 1;

    /// <summary>B, whose rows are loaded as vectors, and the distance of its rows.</summary>
    public string Right { get; init; } = "";

    public int RightStride { get; init; }

    /// <summary>
    /// Writes what brings some columns of B side by side, given the first and how many: where B does not lie as it is read. Null: it does.
    /// </summary>
    public Action<string, string>? Pack { get; init; }

    /// <summary>
    /// B once more, as <see cref="MatrixPanels"/> bring it side by side: what tiles of many rows read. Null: they read B as it lies.
    /// </summary>
    public string? Panels { get; init; }

    /// <summary>
    /// Whether rows that are taken one at a time go through B in the order in which it lies, with their sums in C: for a B that comes from the second
    /// cache.
    /// </summary>
    public bool StreamsSingleRows { get; init; }

    /// <summary>The reduction in blocks, where there are rows enough for tiles; null: in one go.</summary>
    public ReductionBlocks? Blocks { get; init; }

    /// <summary>
    /// Of a reduction over the examples: so many at a time, whose A and B stay in the first cache for all tiles, while the sums wait in C; null:
    /// all. Only where no tile steps back.
    /// </summary>
    public int? ExamplesAtATime { get; init; }

    /// <summary>
    /// Where the sums of B's columns go, if they are wanted: they are taken on the way, where rows are so few that tiles rarely repeat them
    /// and threads do not divide them.
    /// </summary>
    public string? ColumnSums { get; init; }

    /// <summary>Whether the sums of B's columns are taken on the way.</summary>
    public bool HasColumnSums =>
        ColumnSums is not null && RowCount <= VectorPlan.WideRows && RowUnit is null && !IsInParts && Blocks is null
        && plan.Sections.All(section => (Tile(section.Rows) + 2) * section.Vectors < Registers);

    /// <summary>
    /// Where the sums of A's rows go, if they are wanted: they are taken on the way, with the first section's columns, which are so few that
    /// tiles rarely repeat them. A lies with its rows side by side, padded.
    /// </summary>
    public string? RowSums { get; init; }

    /// <summary>Whether the sums of A's rows are taken on the way.</summary>
    public bool HasRowSums =>
        RowSums is not null && RowCount <= VectorPlan.WideRows && LeftRowStride == 1 && RowUnit is null && Blocks is null && Columns <= MostColumnsOfRowSums
        && Tile(plan.Sections[0].Rows) is var tile && (tile == RowCount || (tile % 4 == 0 && RowCount % 4 == 0)) && (tile + 1) * plan.Sections[0].Vectors + 1 + FoursOf(tile) <= Registers;

    private const int MostColumnsOfRowSums = 4 * VectorPlan.MaxLanes;

    /// <summary>Of AVX2.</summary>
    private const int Registers = 16;

    /// <summary>
    /// Writes what else is done with these examples, from <c>block</c> on <c>length</c>, while they are in the cache. It must not repeat what
    /// it has added, either.
    /// </summary>
    public Action? EachPart { get; init; }

    /// <summary>C, where sums wait in it.</summary>
    public string Result { get; init; } = "";

    /// <summary>
    /// Whether the loop over the columns is inside that over the rows: where A is read down its columns, so that a line of it stays in
    /// the first cache while all columns of C need it. Not with <see cref="Pack"/>.
    /// </summary>
    public bool RowsFirst { get; init; }

    /// <summary>Whether the next columns of B are asked for while a tile computes: they lie in other pages, where no hardware foresees them.</summary>
    public bool PrefetchesRight { get; init; }

    /// <summary>The letter of the accumulators.</summary>
    public string Accumulator { get; init; } = "s";

    /// <summary>The letter of the vectors of B.</summary>
    public string RightVector { get; init; } = "w";

    /// <summary>Likewise, where no operand is called so: v1 may be a value.</summary>
    private string VectorOfRight => IsNumbered(Left, RightVector) || IsNumbered(Right, RightVector) ? "w" : RightVector;

    private static bool IsNumbered(string symbol, string letter) =>
        symbol.StartsWith(letter, StringComparison.Ordinal) && symbol.Length > letter.Length && char.IsDigit(symbol[letter.Length]);

    /// <summary>What the accumulators of a column start with, given the type of vectors and the column; the same for all rows.</summary>
    public Func<string, string, string>? StartOfColumn { get; init; }

    /// <summary>What an accumulator starts with, given the type of vectors and its offset in C.</summary>
    public Func<string, string, string>? StartOfElement { get; init; }

    /// <summary>Stores an accumulator, given the type of vectors, the accumulator, its offset in C and its first column.</summary>
    public Action<string, string, string, string> Store { get; init; } = (_, _, _, _) => { };

    /// <summary>The columns being written.</summary>
    private ColumnSection _section = plan.Sections[0];

    private string V => code.Vector(_section.Kind);

    private bool IsWidest => _section.Kind == VectorKind.Widest;

    /// <summary>The lanes of a vector, where they are the same on every machine.</summary>
    private int LaneCount => _section.Kind == VectorKind.Eight ? 8 : 4;

    private string RowStart => RowUnit is null ? "0" : "first";

    private string RowLimit => RowUnit is not null ? "end" : RowCount?.ToString(CultureInfo.InvariantCulture) ?? "rows";

    private string InnerLimit => _isInBlocks ? BlockLimit : IsInParts ? "length" : InnerCount?.ToString(CultureInfo.InvariantCulture) ?? "rows";

    private string LeftRow => Left + "Row";

    private string RightRow => Right + "Row";

    public void Write()
    {
        if (plan.IsResident)
        {
            WriteStraightLine();
            return;
        }

        if (RowCount is not null)
        {
            if (Blocks is not null)
            {
                WriteExampleBlocks(Blocks);
            }
            else if (IsInParts)
            {
                WriteParts();
            }
            else
            {
                WriteSections();
            }

            return;
        }

        using (code.Block($"if (rows < {(plan.HasSmallTile ? VectorPlan.SmallRows : plan.LeastRows)}) // too few for a tile: one example at a time"))
        {
            WriteSingleRows();
        }

        if (plan.HasSmallTile)
        {
            using (code.Block($"else if (rows < {plan.LeastRows}) // too few for a tile: small ones, of {VectorPlan.SmallRows} examples"))
            {
                WriteSmallTiles();
            }
        }

        using (code.Block(Blocks is null ? "else // tiles" : "else // blocks of tiles"))
        {
            if (Blocks is null)
            {
                _readsPanels = Panels is not null;
                WriteSections();
            }
            else
            {
                WriteBlocks(Blocks);
            }
        }
    }

    private bool _readsPanels;

    /// <summary>Each section of columns, by tiles of so many rows: more of them where there are registers for it.</summary>
    private void WriteSections()
    {
        foreach (ColumnSection section in plan.Sections)
        {
            code.Blank();
            if (section.Kind == VectorKind.Eight)
            {
                code.EightColumns(section, some => WriteTiles(some, some.Rows));
                continue;
            }

            if (!section.HasWideTile || Tile(VectorPlan.WideRows) == Tile(section.Rows))
            {
                WriteTiles(section, section.Rows);
                continue;
            }

            string widest = code.Scalar == "float" ? "Float32x16" : "Float64x8";
            using (code.Block($"if (typeof(V) == typeof(global::NetGen.{widest})) // 32 registers"))
            {
                WriteTiles(section, VectorPlan.WideRows);
            }

            using (code.Block("else // 16 registers"))
            {
                WriteTiles(section, section.Rows);
            }
        }
    }

    /// <summary>The rows of a tile: at most so many, or what suits their number where that is known.</summary>
    private int Tile(int most) => RowCount is { } count ? VectorPlan.TileRows(most, count) : most;

    /// <summary>All tiles of a section, of at most so many rows.</summary>
    private void WriteTiles(ColumnSection section, int most)
    {
        int tile = Tile(most);
        if (IsOverTerms && section.HasWideTile && tile == VectorPlan.WideRows)
        {
            WriteAhead();
        }

        if (!RowsFirst || section.Count <= section.Width)
        {
            WriteColumns(section, () =>
            {
                WriteColumnsSideBySide();
                WriteRows(tile, () => WriteTile(tile));
            });
            return;
        }

        if (IsOverExamples)
        {
            WriteColumns(section, WriteRightTile);
            code.Blank();
        }

        _section = section;
        WriteRows(tile, () =>
        {
            if (IsOverExamples)
            {
                WriteLeftTile(tile);
            }

            WriteColumns(section, () => WriteTile(tile));
        });
    }

    private void WriteColumns(ColumnSection section, Action body)
    {
        _section = section;
        if (IsWidest)
        {
            using (code.ColumnLoop(Column, section))
            {
                body();
            }
        }
        else if (section.Count == Columns)
        {
            body();
        }
        else
        {
            code.Line($"// columns {section.Start} to {section.Start + section.Count - 1}");
            using (code.Block())
            {
                body();
            }
        }
    }

    /// <summary>Too few examples for a tile: one at a time, with more vectors side by side to hide the latency of the sums.</summary>
    private void WriteSingleRows()
    {
        if (plan.IsStraightLine)
        {
            WriteStraightLine();
            return;
        }

        if (StreamsSingleRows)
        {
            WriteStreamedRows();
            return;
        }

        WriteColumns(plan.SingleRow(Columns), () =>
        {
            WriteColumnsSideBySide();
            using (code.Block($"for (int {Row} = 0; {Row} < rows; {Row}++)"))
            {
                WriteTile(1);
            }
        });
    }

    /// <summary>A few terms at a time for all columns: a sum has the same order as in a tile.</summary>
    private void WriteStreamedRows()
    {
        const int Terms = 4;
        using (code.Block($"for (int {Row} = 0; {Row} < rows; {Row}++)"))
        {
            code.Row(LeftRow, Left, Times(Row, LeftRowStride));
            code.Row(Result + "Row", Result, Times(Row, Columns));
            code.Columns(Column, Columns, true, (vector, column, _) => code.Store(vector, StartOfColumn?.Invoke(vector, column) ?? $"{vector}.Zero", Result + "Row", column));
            int whole = InnerCount!.Value / Terms * Terms;
            if (whole > 0)
            {
                using (code.Block($"for (int {Inner} = 0; {Inner} < {whole}; {Inner} += {Terms}) // {Terms} terms of all sums, which wait in {Result}"))
                {
                    WriteTerms(Inner, Terms);
                }
            }

            if (whole < InnerCount)
            {
                using (code.Block())
                {
                    WriteTerms($"{whole}", InnerCount.Value - whole);
                }
            }
        }

        void WriteTerms(string first, int count)
        {
            code.Row(RightRow, Right, first == Inner ? $"{Inner} * {RightStride}" : $"{InnerCount!.Value / Terms * Terms * RightStride}");
            code.Columns(Column, Columns, true, (vector, column, _) =>
            {
                code.Line($"{vector} sum = {vector}.Load(ref {Result}Row, {column});");
                for (int i = 0; i < count; i++)
                {
                    string at = i == 0 ? column : $"{column} + {i * RightStride}";
                    code.Line($"sum = {vector}.MultiplyAdd({vector}.Broadcast({code.At(LeftRow, first == Inner ? Plus(Inner, $"{i}") : $"{InnerCount!.Value / Terms * Terms + i}")}), in {RightRow}, {at}, sum);");
                }

                code.Store(vector, "sum", Result + "Row", column);
            });
        }
    }

    /// <summary>A few examples: two at a time, with as many vectors side by side as for one.</summary>
    private void WriteSmallTiles() => WriteColumns(plan.SingleRow(Columns), () =>
    {
        WriteColumnsSideBySide();
        WriteRows(VectorPlan.SmallRows, () => WriteTile(VectorPlan.SmallRows));
    });

    /// <summary>A loop over the rows, so many at a time; none where these are all.</summary>
    private void WriteRows(int tile, Action body)
    {
        if (RowCount == tile)
        {
            body();
            return;
        }

        WriteTileComment(tile);
        string from = IsOverTerms ? "start" : RowStart, to = IsOverTerms ? "end" : RowLimit;
        if (IsWholeTiles(tile))
        {
            using (code.Block($"for (int {Row} = {from}; {Row} < {to}; {Row} += {tile})"))
            {
                body();
            }

            return;
        }

        using (code.Block($"for (int tile = {from}; tile < {to}; tile += {tile})"))
        {
            code.Line($"int {Row} = global::System.Math.Min(tile, {RowLimit} - {tile}); // the last tile steps back over finished rows: the same values again");
            body();
        }
    }

    /// <summary>Whether the rows are a multiple of a tile, however they are handed out.</summary>
    private bool IsWholeTiles(int tile) => RowCount is not null && RowCount % tile == 0 && (RowUnit ?? 0) % tile == 0;

    private void WriteTileComment(int rows)
    {
        string what = RowCount is null ? "examples" : Row == "o" ? "outputs" : "inputs";
        code.Line($"// {rows} {what} x {_section.Vectors} {(_section.Vectors == 1 ? "vector" : "vectors")} of sums, which stay in registers");
    }

    private string Start(int row, int vector) =>
        IsInParts ? $"block > 0 ? {V}.Load(ref {Result}, {Offset(row, vector)}) : {StartOfElement?.Invoke(V, Offset(row, vector)) ?? $"{V}.Zero"}"
        : StartOfElement is not null ? StartOfElement(V, Offset(row, vector))
        : StartOfColumn is null ? $"{V}.Zero"
        : row > 0 ? Name(0, vector)
        : StartOfColumn(V, ColumnOf(vector));

    /// <summary>The first column of a vector.</summary>
    private string ColumnOf(int vector) => IsWidest ? Plus(Column, Lane(vector)) : $"{_section.Start + LaneCount * vector}";

    private string Name(int row, int vector) => $"{Accumulator}{row}{vector}";

    /// <summary>The distance of a vector from the first of its row.</summary>
    private string Lane(int vector) => vector == 0 ? "0" : Width(vector);

    /// <summary>The columns of so many vectors.</summary>
    private string Width(int vector) => !IsWidest ? $"{LaneCount * vector}" : vector switch { 1 => "V.Count", _ => $"{vector} * V.Count" };

    private string Offset(int row, int vector) =>
        IsWidest ? Plus(Plus("at", $"{row * Columns}"), Lane(vector)) : Plus("at", $"{row * Columns + LaneCount * vector}");

    /// <summary>The columns that are brought side by side: those of a tile.</summary>
    private string PackedColumns => Width(_section.Vectors);

    /// <summary>The first column of a tile: the loop's, or the section's.</summary>
    private string FirstColumn => IsWidest ? Column : $"{_section.Start}";

    private static string Plus(string start, string offset) => start.Length == 0 ? offset : offset == "0" ? start : $"{start} + {offset}";

    private static string Times(string variable, int factor) => factor == 1 ? variable : $"{variable} * {factor}";
}
