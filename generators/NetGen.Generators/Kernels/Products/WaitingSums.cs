namespace NetGen.Generators.Kernels.Products;

/// <summary>
/// The memory in which the sums of all tiles wait between blocks. Each tile has a place of its own, even where the last one steps back over rows or
/// columns of the one before: else it would find sums that are a block ahead.
/// </summary>
/// <param name="loops">The loops around the tiles.</param>
/// <param name="rows">The rows whose sums may wait at the same time, with those that the last tile does again.</param>
/// <param name="isLast">What is true while there are blocks to come.</param>
internal sealed class WaitingSums(TileLoops loops, string rows, string isLast)
{
    /// <summary>Writes what takes up the sums of the blocks before.</summary>
    public void WriteResume(ColumnSection section, int tile, string row)
    {
        KernelWriter code = loops.Code;
        using (code.Block("if (block > 0)"))
        {
            code.Row("sumsOfTile", "sums", Place(section, tile, row));
            WriteEach(section, tile, (text, sum, at) => $"{sum} = {text.V}.Load(ref sumsOfTile, {at});");
        }

        code.Blank();
    }

    /// <summary>Writes what lets the sums wait for the blocks to come.</summary>
    public void WriteSuspend(ColumnSection section, int tile, string row)
    {
        KernelWriter code = loops.Code;
        using (code.Block($"if ({isLast})"))
        {
            code.Row("sumsOfTile", "sums", Place(section, tile, row));
            WriteEach(section, tile, (text, sum, at) => $"{text.V}.Store({sum}, ref sumsOfTile, {at});");
            code.Line("continue;");
        }

        code.Blank();
    }

    /// <summary>A statement for each sum of a tile and its place among those that wait, the sums of a row in a line.</summary>
    private void WriteEach(ColumnSection section, int tile, Func<TileText, string, string, string> statement)
    {
        TileText text = loops.Text(section);
        for (int r = 0; r < tile; r++)
        {
            int row = r;
            loops.Code.Line(text.Each(" ", v => statement(text, text.Sum(row, v), text.Lane(row * section.Vectors + v))));
        }
    }

    /// <summary>Where a tile's sums are, given the distance of its first row.</summary>
    private string Place(ColumnSection section, int tile, string row)
    {
        TileText text = loops.Text(section);
        int before = loops.Plan.Vectors.CountInTilesBefore(section.Start);
        string offset = $"{row} * {section.CountInTiles}" + (text.IsWidest ? $" + {Offsets.Times(text.NextFromStart, $"{tile}")}" : "");
        return before == 0 ? offset : $"{rows} * {before} + {offset}";
    }
}
