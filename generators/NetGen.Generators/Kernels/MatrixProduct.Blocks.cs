using System.Globalization;

namespace NetGen.Generators.Kernels;

/// <summary>The loops of a product whose reduction is done in blocks.</summary>
internal sealed partial class MatrixProduct
{
    /// <summary>Whether a few examples are taken at a time: several tiles of rows read them, and none steps back over what another has added to.</summary>
    public bool IsInParts => Blocks is null && ExamplesAtATime is not null && RowCount > VectorPlan.WideRows
        && plan.Sections.All(section => section.IsWholeTiles && TilesOf(section).All(IsWholeTiles));

    /// <summary>The rows of a section's tiles, on whatever machine.</summary>
    private IEnumerable<int> TilesOf(ColumnSection section) =>
        [Tile(section.Rows), Tile(section.HasWideTile ? VectorPlan.WideRows : section.Rows), Tile(section.Kind == VectorKind.Eight ? section.InFours.Rows : section.Rows)];

    /// <summary>Whether what is being written is part of a loop over blocks.</summary>
    private bool _isInBlocks;

    /// <summary>Blocks of a reduction whose length is known: of inputs.</summary>
    private bool IsOverTerms => _isInBlocks && !Blocks!.IsOverExamples;

    /// <summary>Blocks of the examples.</summary>
    private bool IsOverExamples => _isInBlocks && Blocks!.IsOverExamples;

    /// <summary>The terms of the block, as the loop over them ends.</summary>
    private string BlockLimit => Blocks!.IsEven ? Blocks.Length.ToString(CultureInfo.InvariantCulture) : "length";

    /// <summary>Memory for the columns of B of a tile, or of all tiles, side by side.</summary>
    private string RightTile => Right + (Blocks!.IsOverExamples ? "Tiles" : "Tile");

    /// <summary>Where the columns of a tile are among those of all tiles.</summary>
    private string RightTileOffset => IsWidest ? Times(FromStart(NextColumn), "length") : "0";

    /// <summary>Memory for the rows of A of a tile, side by side.</summary>
    private string LeftTile => Left + "Tile";

    /// <summary>Whether rows of A are copied: where several tiles read them.</summary>
    private bool HasLeftTile => IsOverExamples && _section.Count > _section.Width;

    /// <summary>The column that a tile would start with if none stepped back.</summary>
    private string NextColumn => _section.IsWholeTiles ? Column : "next";

    /// <summary>Some examples at a time, and for them a block of the reduction at a time.</summary>
    private void WriteBlocks(ReductionBlocks blocks)
    {
        int tile = blocks.Length * plan.Sections.Max(section => section.Width), length = blocks.Length;
        WriteScratch(RightTile, $"{tile} + (global::System.Math.Min(rows, {ReductionBlocks.Rows}) + {VectorPlan.WideRows}) * {plan.CountInTiles}");
        code.Row("sums", RightTile, $"{tile}");
        code.Blank();
        code.Line($"// {ReductionBlocks.Rows} examples at a time, and for them {length} terms at a time, whose {Right} stays in the cache; between blocks the sums of a tile wait in memory");
        using (code.Block($"for (int start = 0; start < rows; start += {ReductionBlocks.Rows})"))
        {
            code.Line($"int end = global::System.Math.Min(start + {ReductionBlocks.Rows}, rows);");
            using (code.Block($"for (int block = 0; block < {blocks.Reduction}; block += {length})"))
            {
                if (!blocks.IsEven)
                {
                    code.Line($"int length = global::System.Math.Min({length}, {blocks.Reduction} - block);");
                }

                WriteSectionsInBlocks();
            }
        }
    }

    /// <summary>A block of examples at a time.</summary>
    private void WriteExampleBlocks(ReductionBlocks blocks)
    {
        int tiles = blocks.Length * plan.Sections.Max(section => section.CountInTiles), tile = blocks.Length * VectorPlan.WideRows;
        code.Line($"int waiting = rows <= {blocks.Length} ? 0 : {WaitingRows} * {plan.CountInTiles}; // sums, if there are several blocks");
        WriteScratch(RightTile, $"{tiles + tile} + waiting");
        code.Row(LeftTile, RightTile, $"{tiles}");
        code.Row("sums", LeftTile, $"{tile}");
        code.Blank();
        code.Line($"// {blocks.Length} examples at a time, whose {Right} and {Left} are copied so that what a tile reads lies side by side; between blocks the sums of a tile wait in memory");
        using (code.Block($"for (int block = 0; block < rows; block += {blocks.Length})"))
        {
            code.Line($"int length = global::System.Math.Min({blocks.Length}, rows - block);");
            WriteSectionsInBlocks();
        }
    }

    /// <summary>A few examples at a time.</summary>
    private void WriteParts()
    {
        code.Line($"// {ExamplesAtATime} examples at a time, which stay in the first cache for all tiles, while the sums wait in {Result}");
        using (code.Block($"for (int block = 0; block < rows; block += {ExamplesAtATime})"))
        {
            code.Line($"int length = global::System.Math.Min({ExamplesAtATime}, rows - block);");
            WriteSections();
            if (EachPart is not null)
            {
                code.Blank();
                EachPart();
            }
        }
    }

    private void WriteSectionsInBlocks()
    {
        _isInBlocks = true;
        WriteSections();
        _isInBlocks = false;
    }

    private void WriteScratch(string name, string length) =>
        code.Line($"ref {code.Scalar} {name} = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{code.Scalar}>({length});");

    /// <summary>The block that comes next, and how far a tile gets in it with each term: after the last one comes the first, for more examples.</summary>
    private void WriteAhead()
    {
        int length = Blocks!.Length;
        string next = Blocks.IsEven ? $"block + {length}" : $"global::System.Math.Min(block + {length}, {Blocks.Reduction - length})";
        code.Line($"ref {code.Scalar} ahead = ref {code.At(Right, $"(block < {Blocks.Last} ? {next} : 0) * {RightStride}")}; // the next block, on its way to the cache");
        code.Line($"int pace = 2 * V.Count / ((end - start + {VectorPlan.WideRows - 1}) / {VectorPlan.WideRows}); // each tile asks for its share of it");
    }

    /// <summary>What brings the columns of a tile side by side, if anything does.</summary>
    private void WriteColumnsSideBySide()
    {
        Pack?.Invoke(FirstColumn, PackedColumns);
        if (IsOverTerms)
        {
            WriteBlockColumns();
        }
        else if (IsOverExamples)
        {
            WriteRightTile();
            code.Blank();
        }
    }

    /// <summary>Where the columns of a tile are read: side by side, if enough examples read them.</summary>
    private void WriteBlockColumns()
    {
        code.Row("columns", Right, Plus($"block * {RightStride}", FirstColumn));
        code.Line($"int step = {RightStride};");
        using (code.Block($"if (end - start >= {ReductionBlocks.PackedRows}) // so many that the columns are brought side by side"))
        {
            WriteCopy("0", BlockLimit);
            code.Blank();
            code.Line($"columns = ref {RightTile};");
            code.Line($"step = {PackedColumns};");
        }

        code.Blank();
    }

    /// <summary>Brings the columns of a tile side by side: of the examples in the block.</summary>
    private void WriteRightTile()
    {
        code.Row("columns", Right, Plus($"block * {RightStride}", FirstColumn));
        WriteCopy(RightTileOffset, "length");
    }

    private void WriteCopy(string offset, string limit)
    {
        using (code.Block($"for (int {Inner} = 0; {Inner} < {limit}; {Inner}++)"))
        {
            for (int v = 0; v < _section.Vectors; v++)
            {
                string from = Plus($"{Inner} * {RightStride}", Lane(v));
                string place = Plus(Times(Inner, PackedColumns), Lane(v));
                code.Store(V, $"{V}.Load(ref columns, {from})", RightTile, offset == "0" ? place : $"{offset} + {place}");
            }
        }
    }

    /// <summary>Brings the rows of a tile side by side, which lie down the columns of A: whole vectors of four lanes.</summary>
    private void WriteLeftTile(int rows)
    {
        string four = code.Names.V4;
        int stride = LeftTileStride(rows);
        code.Row("rowsOfTile", Left, Plus($"block * {LeftStep}", Row));
        using (code.Block($"for (int {Inner} = 0; {Inner} < length; {Inner}++)"))
        {
            for (int lane = 0; lane < stride; lane += 4)
            {
                code.Store(four, $"{four}.Load(ref rowsOfTile, {Plus($"{Inner} * {LeftStep}", $"{lane}")})", LeftTile, Plus($"{Inner} * {stride}", $"{lane}"));
            }
        }

        code.Blank();
    }

    private static int LeftTileStride(int rows) => (rows + 3) / 4 * 4;

    /// <summary>The sums of the blocks before.</summary>
    private void WriteResume(int rows)
    {
        using (code.Block("if (block > 0)"))
        {
            code.Row("sumsOfTile", "sums", WaitingOffset(rows));
            WriteEach(rows, (sum, at) => $"{sum} = {V}.Load(ref sumsOfTile, {at});");
        }

        code.Blank();
    }

    /// <summary>The sums wait for the blocks to come.</summary>
    private void WriteSuspend(int rows)
    {
        using (code.Block(IsOverExamples ? "if (block + length < rows)" : $"if (block < {Blocks!.Last})"))
        {
            code.Row("sumsOfTile", "sums", WaitingOffset(rows));
            WriteEach(rows, (sum, at) => $"{V}.Store({sum}, ref sumsOfTile, {at});");
            code.Line("continue;");
        }

        code.Blank();
    }

    /// <summary>A statement for each sum of a tile and its place among those that wait, the sums of a row in a line.</summary>
    private void WriteEach(int rows, Func<string, string, string> statement)
    {
        for (int r = 0; r < rows; r++)
        {
            int row = r;
            code.Line(string.Join(" ", Enumerable.Range(0, _section.Vectors).Select(v => statement(Name(row, v), Lane(row * _section.Vectors + v)))));
        }
    }

    /// <summary>The rows whose sums may wait at the same time, with those that the last tile does again.</summary>
    private string WaitingRows => Blocks!.IsOverExamples ? $"({RowLimit} - {RowStart} + {VectorPlan.WideRows})" : $"(end - start + {VectorPlan.WideRows})";

    /// <summary>
    /// Each tile has a place of its own, even where the last one steps back over rows or columns of the one before: else it would find
    /// sums that are a block ahead.
    /// </summary>
    private string WaitingOffset(int rows)
    {
        int before = plan.CountInTilesBefore(_section.Start);
        string row = IsOverTerms ? "(tile - start)" : IsWholeTiles(rows) ? $"({Row} - {RowStart})" : $"(tile - {RowStart})";
        string offset = $"{row} * {_section.CountInTiles}" + (IsWidest ? $" + {Times(FromStart(NextColumn), $"{rows}")}" : "");
        return before == 0 ? offset : $"{WaitingRows} * {before} + {offset}";
    }

    /// <summary>The distance of a column from the section's first.</summary>
    private string FromStart(string column) => _section.Start == 0 ? column : $"({column} - {_section.Start})";

    private static string Times(string a, string b) => b.Contains(' ') ? $"{a} * ({b})" : $"{a} * {b}";
}
