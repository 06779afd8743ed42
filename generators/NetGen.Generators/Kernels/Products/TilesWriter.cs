using System.Globalization;

namespace NetGen.Generators.Kernels.Products;

/// <summary>Tiles that go through the reduction at once: of one row, of a few, of many.</summary>
internal sealed class TilesWriter(TileLoops loops)
{
    private readonly MatrixProduct _product = loops.Plan.Product;

    private KernelWriter Code => loops.Code;

    /// <summary>One row after the other.</summary>
    public void WriteSingleRows(ColumnSection section) => loops.Columns(section, () =>
    {
        WritePiece(section);
        using (Code.Block($"for (int {_product.Letters.Row} = 0; {_product.Letters.Row} < rows; {_product.Letters.Row}++)"))
        {
            WriteTile(section, 1, readsPanels: false);
        }
    });

    /// <summary>Tiles of one kind of vectors.</summary>
    public void WriteSection(ColumnSection section, int rows, bool readsPanels) => loops.Columns(section, () =>
    {
        WritePiece(section);
        loops.Rows(section, rows, () => WriteTile(section, rows, readsPanels));
    });

    public void Write(Way.Tiles way) => loops.Sections(way.Plan, (section, rows) =>
    {
        if (way.Plan.RowsOutside && section.Count > section.Width)
        {
            loops.Rows(section, rows, () => loops.Columns(section, () => WriteTile(section, rows, readsPanels: false)));
        }
        else
        {
            WriteSection(section, rows, way.ReadsPanels);
        }
    });

    /// <summary>What brings the columns of a tile side by side, if anything does.</summary>
    private void WritePiece(ColumnSection section)
    {
        TileText text = loops.Text(section);
        loops.Ends.Piece?.Invoke(text.FirstColumn, text.Width);
    }

    private void WriteTile(ColumnSection section, int rows, bool readsPanels)
    {
        string start = loops.LeftStart(rows), limit = _product.Terms?.ToString(CultureInfo.InvariantCulture) ?? "rows";
        TileOperand left = new(_product.Left.Symbol, start.Length == 0 ? "0" : start, $"{_product.Left.Step}");
        loops.Tile(section, rows).Write(new TileLoop(limit, left, Right(loops.Text(section), readsPanels))
        {
            Prefetch = loops.Plan.Prefetches && !readsPanels && section.HasWideTile && rows == VectorPlan.WideRows ? () => WritePrefetch(section) : null,
        });
    }

    private TileOperand Right(TileText text, bool readsPanels)
    {
        RightMatrix right = _product.Right;
        if (readsPanels)
        {
            int terms = _product.Terms!.Value;
            return new TileOperand(right.Panels!, text.IsWidest ? Offsets.Times(text.NextColumn, terms) : $"{text.Section.Start * terms}", text.Width);
        }

        return right.Place == RightPlace.Pieces ? new TileOperand(right.Symbol, "0", text.Width) : new TileOperand(right.Symbol, text.FirstColumn, $"{right.Stride}");
    }

    private void WritePrefetch(ColumnSection section)
    {
        TileText text = loops.Text(section);
        IEnumerable<string> next = Enumerable.Range(section.Vectors, section.Vectors).Select(v => $"{Code.Names.Simd}.Prefetch(ref {_product.Right.Symbol}Row, {text.Lane(v)});");
        Code.Line($"{string.Join(" ", next)} // the next columns");
    }
}
