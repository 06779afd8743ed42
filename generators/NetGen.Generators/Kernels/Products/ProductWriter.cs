namespace NetGen.Generators.Kernels.Products;

/// <summary>Writes a product as it is planned: each way by its writer, under the number of rows that goes it.</summary>
internal sealed class ProductWriter
{
    private readonly KernelWriter _code;
    private readonly ProductPlan _plan;
    private readonly SumEnds _ends;
    private readonly TileLoops _loops;

    private ProductWriter(KernelWriter code, ProductPlan plan, SumEnds ends) =>
        (_code, _plan, _ends, _loops) = (code, plan, ends, new TileLoops(code, plan, ends));

    public static void Write(KernelWriter code, ProductPlan plan, SumEnds ends) => new ProductWriter(code, plan, ends).Write();

    private void Write()
    {
        if (_plan.Ways.Count == 1)
        {
            WriteWay(_plan.Ways[0].Way);
            return;
        }

        string otherwise = "";
        foreach (RowRange rows in _plan.Ways)
        {
            using (_code.Block($"{otherwise}{(rows.Below is { } below ? $"if (rows < {below}) " : "")}// {Comment(rows.Way)}"))
            {
                WriteWay(rows.Way);
            }

            otherwise = "else ";
        }
    }

    private static string Comment(Way way) => way switch
    {
        Way.SmallTiles small => $"too few for a tile: small ones, of {small.Rows} examples",
        Way.Tiles => "tiles",
        Way.TermBlocks => "blocks of tiles",
        _ => "too few for a tile: one example at a time",
    };

    private void WriteWay(Way way)
    {
        switch (way)
        {
            case Way.Resident:
                new ResidentWriter(_code, _plan.Product, _ends).Write();
                break;
            case Way.StreamedRows streamed:
                new StreamedRowsWriter(_code, _plan.Product, _ends, streamed.Terms).Write();
                break;
            case Way.SingleRows single:
                new TilesWriter(_loops).WriteSingleRows(single.Columns);
                break;
            case Way.SmallTiles small:
                new TilesWriter(_loops).WriteSection(small.Columns, small.Rows, readsPanels: false);
                break;
            case Way.Tiles tiles:
                new TilesWriter(_loops).Write(tiles);
                break;
            case Way.TermBlocks blocks:
                new TermBlocksWriter(_loops, blocks).Write();
                break;
            case Way.ExampleBlocks blocks:
                new ExampleBlocksWriter(_loops, blocks).Write();
                break;
            case Way.Parts parts:
                new PartsWriter(_loops, parts).Write();
                break;
        }
    }
}
