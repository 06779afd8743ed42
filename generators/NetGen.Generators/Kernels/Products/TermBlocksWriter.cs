using System.Globalization;

namespace NetGen.Generators.Kernels.Products;

/// <summary>
/// Some examples at a time, and for them a block of the reduction at a time, whose B stays in the cache; between blocks the sums of a tile wait in memory.
/// </summary>
internal sealed class TermBlocksWriter(TileLoops loops, Way.TermBlocks way)
{
    private readonly MatrixProduct _product = loops.Plan.Product;

    private readonly ReductionBlocks _blocks = way.Blocks;

    private readonly WaitingSums _sums = new(loops, $"(end - start + {VectorPlan.WideRows})", $"block < {way.Blocks.Last}");

    private KernelWriter Code => loops.Code;

    /// <summary>The terms of the block, as the loop over them ends.</summary>
    private string Limit => _blocks.IsEven ? _blocks.Length.ToString(CultureInfo.InvariantCulture) : "length";

    /// <summary>Memory for the columns of B of a tile, side by side.</summary>
    private string RightTile => _product.Right.Symbol + "Tile";

    public void Write()
    {
        VectorPlan vectors = loops.Plan.Vectors;
        int length = _blocks.Length, tile = length * vectors.Sections.Max(section => section.Width);
        string scratch = $"{tile} + (global::System.Math.Min(rows, {ProductLimits.RowsOfBlock}) + {VectorPlan.WideRows}) * {vectors.CountInTiles}";
        Code.Line($"ref {Code.Scalar} {RightTile} = ref global::NetGen.CompilerServices.ThreadScratch.TakeTiles<{Code.Scalar}>({scratch});");
        Code.Row("sums", RightTile, $"{tile}");
        Code.Blank();
        Code.Line($"// {ProductLimits.RowsOfBlock} examples at a time, and for them {length} terms at a time, whose {_product.Right.Symbol} stays in the cache; between blocks the sums of a tile wait in memory");
        using (Code.Block($"for (int start = 0; start < rows; start += {ProductLimits.RowsOfBlock})"))
        {
            Code.Line($"int end = global::System.Math.Min(start + {ProductLimits.RowsOfBlock}, rows);");
            using (Code.Block($"for (int block = 0; block < {_blocks.Reduction}; block += {length})"))
            {
                if (!_blocks.IsEven)
                {
                    Code.Line($"int length = global::System.Math.Min({length}, {_blocks.Reduction} - block);");
                }

                loops.Sections(way.Plan, WriteSection);
            }
        }
    }

    private void WriteSection(ColumnSection section, int rows)
    {
        bool asksAhead = section.HasWideTile && rows == VectorPlan.WideRows;
        if (asksAhead)
        {
            WriteAhead();
        }

        loops.Columns(section, () =>
        {
            WriteColumnsOfBlock(loops.Text(section));
            loops.Rows(section, rows, "start", "end", () => WriteTile(section, rows, asksAhead));
        });
    }

    /// <summary>The block that comes next, and how far a tile gets in it with each term: after the last one comes the first, for more examples.</summary>
    private void WriteAhead()
    {
        string next = _blocks.IsEven ? $"block + {_blocks.Length}" : $"global::System.Math.Min(block + {_blocks.Length}, {_blocks.Reduction - _blocks.Length})";
        Code.Line($"ref {Code.Scalar} ahead = ref {Code.At(_product.Right.Symbol, $"(block < {_blocks.Last} ? {next} : 0) * {_product.Right.Stride}")}; // the next block, on its way to the cache");
        Code.Line($"int pace = 2 * V.Count / ((end - start + {VectorPlan.WideRows - 1}) / {VectorPlan.WideRows}); // each tile asks for its share of it");
    }

    /// <summary>Where the columns of a tile are read: side by side, if enough examples read them.</summary>
    private void WriteColumnsOfBlock(TileText text)
    {
        int stride = _product.Right.Stride;
        Code.Row("columns", _product.Right.Symbol, Offsets.Plus($"block * {stride}", text.FirstColumn));
        Code.Line($"int step = {stride};");
        using (Code.Block($"if (end - start >= {ProductLimits.PackedRows}) // so many that the columns are brought side by side"))
        {
            ColumnCopy.Write(Code, _product, text, RightTile, "0", Limit);
            Code.Blank();
            Code.Line($"columns = ref {RightTile};");
            Code.Line($"step = {text.Width};");
        }

        Code.Blank();
    }

    private void WriteTile(ColumnSection section, int rows, bool asksAhead)
    {
        LeftMatrix left = _product.Left;
        TileOperand a = new(left.Symbol, Offsets.Plus(loops.LeftStart(rows), Offsets.Times("block", left.Step)), $"{left.Step}");
        loops.Tile(section, rows).Write(new TileLoop(Limit, a, new TileOperand("columns", "0", "step"))
        {
            Resume = () => _sums.WriteResume(section, rows, "(tile - start)"),
            Prefetch = asksAhead ? WritePrefetch : null,
            Suspend = () => _sums.WriteSuspend(section, rows, "(tile - start)"),
        });
    }

    private void WritePrefetch()
    {
        Code.Line($"{Code.Names.Simd}.Prefetch(ref ahead, 0);");
        Code.Line($"ahead = ref {Code.At("ahead", "pace")};");
    }
}
