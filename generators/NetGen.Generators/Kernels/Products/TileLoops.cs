using System.Globalization;

namespace NetGen.Generators.Kernels.Products;

/// <summary>The loops around tiles, which all ways with tiles share: over sections of columns, over columns and over rows.</summary>
internal sealed class TileLoops(KernelWriter code, ProductPlan plan, SumEnds ends)
{
    private readonly MatrixProduct _product = plan.Product;

    public KernelWriter Code { get; } = code;

    public ProductPlan Plan { get; } = plan;

    public SumEnds Ends { get; } = ends;

    /// <summary>The first row that is taken.</summary>
    public string RowStart => _product.RowUnit is null ? "0" : "first";

    /// <summary>The row after the last that is taken.</summary>
    public string RowLimit => _product.RowUnit is not null ? "end" : _product.Rows?.ToString(CultureInfo.InvariantCulture) ?? "rows";

    public TileText Text(ColumnSection section) => new(Code, _product, section);

    public TileWriter Tile(ColumnSection section, int rows) => new(Code, Plan, Ends, Text(section), rows);

    /// <summary>Each section of columns, by tiles of so many rows: more of them where there are registers for it.</summary>
    public void Sections(TilePlan tiles, Action<ColumnSection, int> write)
    {
        foreach (SectionTiles some in tiles.Sections)
        {
            Code.Blank();
            if (some.RowsInFours is { } fours)
            {
                Code.EightColumns(some.Section, columns => write(columns, columns.Kind == VectorKind.Eight ? some.Rows : fours));
            }
            else if (some.RowsOf32 is not { } wide)
            {
                write(some.Section, some.Rows);
            }
            else
            {
                string widest = Code.Scalar == "float" ? "Float32x16" : "Float64x8";
                using (Code.Block($"if (typeof(V) == typeof(global::NetGen.{widest})) // 32 registers"))
                {
                    write(some.Section, wide);
                }

                using (Code.Block("else // 16 registers"))
                {
                    write(some.Section, some.Rows);
                }
            }
        }
    }

    /// <summary>The columns of a section, a tile's at a time.</summary>
    public void Columns(ColumnSection section, Action body)
    {
        if (section.Kind == VectorKind.Widest)
        {
            using (Code.ColumnLoop(_product.Letters.Column, section))
            {
                body();
            }
        }
        else if (section.Count == _product.Columns)
        {
            body();
        }
        else
        {
            Code.Line($"// columns {section.Start} to {section.Start + section.Count - 1}");
            using (Code.Block())
            {
                body();
            }
        }
    }

    /// <summary>All rows, so many at a time; no loop where these are all.</summary>
    public void Rows(ColumnSection section, int tile, Action body) => Rows(section, tile, RowStart, RowLimit, body);

    /// <summary>The rows of a range.</summary>
    public void Rows(ColumnSection section, int tile, string from, string to, Action body)
    {
        if (_product.Rows == tile)
        {
            body();
            return;
        }

        string row = _product.Letters.Row, what = _product.Rows is null ? "examples" : row == "o" ? "outputs" : "inputs";
        Code.Line($"// {tile} {what} x {section.Vectors} {(section.Vectors == 1 ? "vector" : "vectors")} of sums, which stay in registers");
        if (ProductPlan.IsWhole(_product, tile))
        {
            using (Code.Block($"for (int {row} = {from}; {row} < {to}; {row} += {tile})"))
            {
                body();
            }

            return;
        }

        using (Code.Block($"for (int tile = {from}; tile < {to}; tile += {tile})"))
        {
            Code.Line($"int {row} = global::System.Math.Min(tile, {RowLimit} - {tile}); // the last tile steps back over finished rows: the same values again");
            body();
        }
    }

    /// <summary>Where a tile's rows start in A.</summary>
    public string LeftStart(int tile) => _product.Rows == tile ? "" : Offsets.Times(_product.Letters.Row, _product.Left.RowStride);
}
