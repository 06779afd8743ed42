namespace NetGen.Generators.Kernels.Products;

/// <summary>
/// A block of examples at a time, for which A and B are copied so that what a tile reads lies side by side; between blocks the sums of a tile wait in
/// memory.
/// </summary>
internal sealed class ExampleBlocksWriter(TileLoops loops, Way.ExampleBlocks way)
{
    private readonly MatrixProduct _product = loops.Plan.Product;

    private readonly WaitingSums _sums = new(loops, WaitingRows(loops), "block + length < rows");

    private KernelWriter Code => loops.Code;

    /// <summary>Memory for the columns of B of all tiles, side by side.</summary>
    private string RightTiles => _product.Right.Symbol + "Tiles";

    /// <summary>Memory for the rows of A of a tile, side by side.</summary>
    private string LeftTile => _product.Left.Symbol + "Tile";

    /// <summary>The rows whose sums may wait at the same time, with those that the last tile does again.</summary>
    private static string WaitingRows(TileLoops loops) => $"({loops.RowLimit} - {loops.RowStart} + {VectorPlan.WideRows})";

    /// <summary>Whether rows of A are copied: where several tiles read them.</summary>
    private static bool HasLeftTile(ColumnSection section) => section.Count > section.Width;

    public void Write()
    {
        VectorPlan vectors = loops.Plan.Vectors;
        int length = way.Blocks.Length;
        int tiles = length * vectors.Sections.Max(section => section.CountInTiles), tile = length * VectorPlan.WideRows;
        Code.Line($"int waiting = rows <= {length} ? 0 : {WaitingRows(loops)} * {vectors.CountInTiles}; // sums, if there are several blocks");
        Code.Line($"ref {Code.Scalar} {RightTiles} = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{Code.Scalar}>({tiles + tile} + waiting);");
        Code.Row(LeftTile, RightTiles, $"{tiles}");
        Code.Row("sums", LeftTile, $"{tile}");
        Code.Blank();
        Code.Line($"// {length} examples at a time, whose {_product.Right.Symbol} and {_product.Left.Symbol} are copied so that what a tile reads lies side by side; between blocks the sums of a tile wait in memory");
        using (Code.Block($"for (int block = 0; block < rows; block += {length})"))
        {
            Code.Line($"int length = global::System.Math.Min({length}, rows - block);");
            loops.Sections(way.Plan, WriteSection);
        }
    }

    private void WriteSection(ColumnSection section, int rows)
    {
        if (!HasLeftTile(section))
        {
            loops.Columns(section, () =>
            {
                WriteRightTile(section);
                Code.Blank();
                loops.Rows(section, rows, () => WriteTile(section, rows));
            });
            return;
        }

        loops.Columns(section, () => WriteRightTile(section));
        Code.Blank();
        loops.Rows(section, rows, () =>
        {
            WriteLeftTile(rows);
            loops.Columns(section, () => WriteTile(section, rows));
        });
    }

    /// <summary>Brings the columns of a tile side by side.</summary>
    private void WriteRightTile(ColumnSection section)
    {
        TileText text = loops.Text(section);
        Code.Row("columns", _product.Right.Symbol, Offsets.Plus($"block * {_product.Right.Stride}", text.FirstColumn));
        ColumnCopy.Write(Code, _product, text, RightTiles, RightStart(text), "length");
    }

    /// <summary>Where the columns of a tile are among those of all tiles.</summary>
    private static string RightStart(TileText text) => text.IsWidest ? Offsets.Times(text.NextFromStart, "length") : "0";

    /// <summary>Brings the rows of a tile side by side, which lie down the columns of A: whole vectors of four lanes.</summary>
    private void WriteLeftTile(int rows)
    {
        string four = Code.Names.V4, term = _product.Letters.Term;
        int step = _product.Left.Step, stride = LeftStride(rows);
        Code.Row("rowsOfTile", _product.Left.Symbol, Offsets.Plus($"block * {step}", _product.Letters.Row));
        using (Code.Block($"for (int {term} = 0; {term} < length; {term}++)"))
        {
            for (int lane = 0; lane < stride; lane += 4)
            {
                Code.Store(four, $"{four}.Load(ref rowsOfTile, {Offsets.Plus($"{term} * {step}", $"{lane}")})", LeftTile, Offsets.Plus($"{term} * {stride}", $"{lane}"));
            }
        }

        Code.Blank();
    }

    private static int LeftStride(int rows) => 4 * ProductPlan.FoursOf(rows);

    private void WriteTile(ColumnSection section, int rows)
    {
        LeftMatrix left = _product.Left;
        TileText text = loops.Text(section);
        string row = $"({(ProductPlan.IsWhole(_product, rows) ? _product.Letters.Row : "tile")} - {loops.RowStart})";
        TileOperand a = HasLeftTile(section)
            ? new TileOperand(LeftTile, "0", $"{LeftStride(rows)}")
            : new TileOperand(left.Symbol, Offsets.Plus(loops.LeftStart(rows), Offsets.Times("block", left.Step)), $"{left.Step}");
        loops.Tile(section, rows).Write(new TileLoop("length", a, new TileOperand(RightTiles, RightStart(text), text.Width))
        {
            Resume = () => _sums.WriteResume(section, rows, row),
            Suspend = () => _sums.WriteSuspend(section, rows, row),
        });
    }
}
