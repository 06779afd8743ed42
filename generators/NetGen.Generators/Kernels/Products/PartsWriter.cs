namespace NetGen.Generators.Kernels.Products;

/// <summary>A few examples at a time, for all tiles, and what else is done with them while they are in the cache.</summary>
internal sealed class PartsWriter(TileLoops loops, Way.Parts way)
{
    private readonly MatrixProduct _product = loops.Plan.Product;

    public void Write()
    {
        KernelWriter code = loops.Code;
        code.Line($"// {way.Examples} examples at a time, which stay in the first cache for all tiles, while the sums wait in {_product.Result}");
        using (code.Block($"for (int block = 0; block < rows; block += {way.Examples})"))
        {
            code.Line($"int length = global::System.Math.Min({way.Examples}, rows - block);");
            loops.Sections(way.Plan, WriteSection);
            if (loops.Ends.EachPart is { } eachPart)
            {
                code.Blank();
                eachPart();
            }
        }
    }

    private void WriteSection(ColumnSection section, int rows)
    {
        if (way.Plan.RowsOutside && section.Count > section.Width)
        {
            loops.Rows(section, rows, () => loops.Columns(section, () => WriteTile(section, rows)));
        }
        else
        {
            loops.Columns(section, () => loops.Rows(section, rows, () => WriteTile(section, rows)));
        }
    }

    private void WriteTile(ColumnSection section, int rows)
    {
        (LeftMatrix left, RightMatrix right) = (_product.Left, _product.Right);
        TileText text = loops.Text(section);
        TileOperand a = new(left.Symbol, Offsets.Plus(loops.LeftStart(rows), Offsets.Times("block", left.Step)), $"{left.Step}");
        TileOperand b = new(right.Symbol, Offsets.Plus(Offsets.Times("block", right.Stride), text.FirstColumn), $"{right.Stride}");
        loops.Tile(section, rows).Write(new TileLoop("length", a, b)
        {
            Start = (at, start) => $"block > 0 ? {text.V}.Load(ref {_product.Result}, {at}) : {start}",
        });
    }
}
