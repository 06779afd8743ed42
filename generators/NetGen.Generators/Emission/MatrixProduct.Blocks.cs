using System.Globalization;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>The loops of a product whose reduction is done in blocks.</summary>
internal sealed partial class MatrixProduct
{
    /// <summary>Whether what is being written is part of a loop over blocks.</summary>
    private bool _isInBlocks;

    /// <summary>Blocks of a reduction whose length is known.</summary>
    private bool IsOverTerms => _isInBlocks && InnerCount is not null;

    /// <summary>Blocks of the examples.</summary>
    private bool IsOverExamples => _isInBlocks && InnerCount is null;

    /// <summary>The terms of the block, as the loop over them ends.</summary>
    private string BlockLimit => Blocks!.IsEven ? Blocks.Length.ToString(CultureInfo.InvariantCulture) : "length";

    /// <summary>Memory for the columns of B of a tile, or of all tiles, side by side.</summary>
    private string RightTile => Right + (InnerCount is null ? "Tiles" : "Tile");

    /// <summary>Memory for the rows of A of a tile, side by side.</summary>
    private string LeftTile => Left + "Tile";

    /// <summary>Sums that wait at the same time: of so many columns of C, with the rows that the last tile does again.</summary>
    private string Waiting(int columns)
    {
        int? rows = RowUnit is null ? (RowCount ?? ReductionBlocks.Rows) + VectorPlan.WideRows : null;
        return rows is { } count ? $"{count * columns}" : $"({RowLimit} - {RowStart} + {VectorPlan.WideRows}) * {columns}";
    }

    /// <summary>The column that a tile would start with if none stepped back.</summary>
    private string NextColumn => _section.Count == ReductionBlocks.WholeCount(_section) ? Column : "next";

    /// <summary>Some examples at a time, and for them a block of the reduction at a time.</summary>
    private void WriteBlocks(ReductionBlocks blocks)
    {
        int tile = blocks.TileLength(plan), length = blocks.Length;
        WriteScratch(RightTile, $"{tile} + {Waiting(ReductionBlocks.ColumnsBefore(plan, null))}");
        code.Row("sums", RightTile, $"{tile}");
        code.Blank();
        code.Line($"// {ReductionBlocks.Rows} examples and {length} terms at a time: this block of {Right} stays in the cache, while the sums of a tile wait in memory");
        using (code.Block($"for (int start = 0; start < rows; start += {ReductionBlocks.Rows})"))
        {
            code.Line($"int end = global::System.Math.Min(start + {ReductionBlocks.Rows}, rows);");
            using (code.Block($"for (int block = 0; block < {blocks.Reduction}; block += {length})"))
            {
                if (!blocks.IsEven)
                {
                    code.Line($"int length = global::System.Math.Min({length}, {blocks.Reduction} - block);");
                }

                string next = code.At(Right, $"global::System.Math.Min(block + {length}, {blocks.Reduction - length}) * {RightStride}");
                code.Line($"ref {code.Scalar} ahead = ref {next}; // the next block, on its way to the cache");
                WriteSectionsInBlocks();
            }
        }
    }

    /// <summary>A block of examples at a time.</summary>
    private void WriteExampleBlocks(ReductionBlocks blocks)
    {
        int tiles = blocks.TilesLength(plan), tile = VectorPlan.WideRows * blocks.Length;
        code.Line($"int waiting = rows <= {blocks.Length} ? 0 : {Waiting(ReductionBlocks.ColumnsBefore(plan, null))}; // sums, if there are several blocks");
        WriteScratch(RightTile, $"{tiles + tile} + waiting");
        code.Row(LeftTile, RightTile, $"{tiles}");
        code.Row("sums", LeftTile, $"{tile}");
        code.Blank();
        code.Line($"// {blocks.Length} examples at a time, of which what tiles share is brought side by side; for the next ones the sums of a tile wait in memory");
        using (code.Block($"for (int block = 0; block < rows; block += {blocks.Length})"))
        {
            code.Line($"int length = global::System.Math.Min({blocks.Length}, rows - block);");
            WriteSectionsInBlocks();
        }
    }

    private void WriteSectionsInBlocks()
    {
        _isInBlocks = true;
        WriteSections();
        _isInBlocks = false;
    }

    private void WriteScratch(string name, string length) =>
        code.Line($"ref {code.Scalar} {name} = ref global::NetGen.CompilerServices.ThreadScratch.TakePanel<{code.Scalar}>({length});");

    /// <summary>How far tiles of so many rows get in the next block with each term.</summary>
    private void WritePace(int tile) =>
        code.Line($"int pace = 2 * V.Count / ((global::System.Math.Min(rows, {ReductionBlocks.Rows}) + {tile - 1}) / {tile}); // each tile asks for its share of the next block");

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
        }
    }

    /// <summary>Likewise the rows.</summary>
    private void WriteRowsSideBySide(int tile)
    {
        if (IsOverExamples)
        {
            WriteLeftTile(tile);
        }
    }

    /// <summary>Where the columns of a tile are read: side by side, if enough examples read them.</summary>
    private void WriteBlockColumns()
    {
        code.Row("columns", Right, $"block * {RightStride} + {FirstColumn}");
        code.Line($"int step = {RightStride};");
        using (code.Block($"if (rows >= {ReductionBlocks.PackedRows}) // so many that the columns are brought side by side"))
        {
            WriteCopy("columns", RightStride, RightTile, "", BlockLimit);
            code.Blank();
            code.Line($"columns = ref {RightTile};");
            code.Line($"step = {PackedColumns};");
        }

        code.Blank();
    }

    /// <summary>Brings the columns of a tile side by side: of the examples in the block.</summary>
    private void WriteRightTile()
    {
        code.Row("columns", Right, Plus(Times("block", RightStride), FirstColumn));
        WriteCopy("columns", RightStride, RightTile, RightTileOffset, "length");
        if (!IsWidest)
        {
            code.Blank();
        }
    }

    /// <summary>Where the columns of a tile are among those of all tiles.</summary>
    private string RightTileOffset => IsWidest ? $"{FromStart(NextColumn)} * length" : "0";

    /// <summary>The distance of a column from the section's first.</summary>
    private string FromStart(string column) => _section.Start == 0 ? column : $"({column} - {_section.Start})";

    private void WriteCopy(string from, int stride, string to, string offset, string limit)
    {
        string width = PackedColumns.Contains(' ') ? $"({PackedColumns})" : PackedColumns;
        using (code.Block($"for (int {Inner} = 0; {Inner} < {limit}; {Inner}++)"))
        {
            for (int v = 0; v < _section.Vectors; v++)
            {
                string column = v == 0 ? "" : $" + {Lane(v)}";
                string place = $"{Inner} * {width}{column}";
                code.Store(V, $"{V}.Load(ref {from}, {Inner} * {stride}{column})", to, offset is "" or "0" ? place : $"{offset} + {place}");
            }
        }
    }

    /// <summary>Brings the rows of a tile side by side, which lie down the columns of A: whole vectors of four lanes.</summary>
    private void WriteLeftTile(int rows)
    {
        string four = code.Names.V4;
        int stride = LeftTileStride(rows);
        code.Row("rowsOfTile", Left, Plus(Times("block", LeftStep), Row));
        using (code.Block($"for (int {Inner} = 0; {Inner} < length; {Inner}++)"))
        {
            for (int lane = 0; lane < stride; lane += 4)
            {
                string place = lane == 0 ? "" : $" + {lane}";
                code.Store(four, $"{four}.Load(ref rowsOfTile, {Inner} * {LeftStep}{place})", LeftTile, $"{Inner} * {stride}{place}");
            }
        }

        code.Blank();
    }

    private static int LeftTileStride(int rows) => (rows + 3) / 4 * 4;

    /// <summary>The sums of the blocks before.</summary>
    private void WriteResume(int rows)
    {
        code.Row("sumsOfTile", "sums", WaitingOffset(rows));
        using (code.Block("if (block > 0)"))
        {
            WriteEach(rows, (sum, at) => $"{sum} = {V}.Load(ref sumsOfTile, {at});");
        }

        code.Blank();
    }

    /// <summary>The sums wait for the blocks to come.</summary>
    private void WriteSuspend(int rows)
    {
        using (code.Block(IsOverExamples ? "if (block + length < rows)" : $"if (block < {Blocks!.Last})"))
        {
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

    /// <summary>
    /// Each tile has a place of its own, even where the last one steps back over rows or columns of the one before: else it would find
    /// sums that are a block ahead.
    /// </summary>
    private string WaitingOffset(int rows)
    {
        int before = ReductionBlocks.ColumnsBefore(plan, _section);
        string row = IsOverTerms ? "(tile - start)" : IsWholeTiles(rows) ? Row : "tile";
        row = IsOverTerms || RowStart == "0" ? row : $"({row} - {RowStart})";
        string offset = Times(row, ReductionBlocks.WholeCount(_section)) + (IsWidest ? $" + {FromStart(NextColumn)} * {rows}" : "");
        return before == 0 ? offset : $"{Waiting(before)} + {offset}";
    }
}
