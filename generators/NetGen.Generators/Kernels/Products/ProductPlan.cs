using System.Globalization;
using NetGen.Generators.Model;

namespace NetGen.Generators.Kernels.Products;

/// <summary>The sums over the reduction that a product takes besides its own.</summary>
internal enum SumsOnTheWay
{
    None,

    /// <summary>Of B's columns: from the vectors that are loaded anyway.</summary>
    OfColumns,

    /// <summary>Of A's rows, with the first section's columns.</summary>
    OfRows,
}

/// <summary>
/// How a product is computed: which way each number of rows goes. Lanes run across the columns of C, so that every element is one chain of multiply-adds
/// along the reduction, in the same order at every width and whatever the way.
/// </summary>
/// <param name="Product">What is computed.</param>
/// <param name="Vectors">How its columns are cut into vectors.</param>
/// <param name="Ways">The ways, from few rows to many.</param>
/// <param name="Sums">The sums that are taken on the way.</param>
/// <param name="Prefetches">
/// Whether tiles of 32 registers ask for the next columns of B while they compute: these lie in other pages, where no hardware foresees them. With 16
/// registers it costs more than it brings.
/// </param>
internal sealed record ProductPlan(MatrixProduct Product, VectorPlan Vectors, EquatableArray<RowRange> Ways, SumsOnTheWay Sums, bool Prefetches)
{
    /// <summary>Whether it is done in parts, between which other things may be done with the same examples.</summary>
    public bool IsInParts => Ways.Any(rows => rows.Way is Way.Parts);

    /// <summary>Whether sums that are wanted are left to take afterwards.</summary>
    public bool LeavesSums => !IsInParts && Sums == SumsOnTheWay.None;

    /// <summary>The choice for many rows in a few words, for the table of layers.</summary>
    public string Description => Ways[Ways.Count - 1].Way switch
    {
        Way.Resident resident => resident.ToString(),
        Way.TermBlocks { Blocks: { } blocks } => $"{Vectors.Description}, blocks of {blocks.Length}",
        _ => Vectors.Description,
    };

    /// <summary>Decides everything, from sizes and places.</summary>
    public static ProductPlan Choose(MatrixProduct product)
    {
        VectorPlan vectors = VectorPlan.Choose(product.Columns);
        EquatableArray<RowRange> ways = (product.Rows is null ? OfExamples(product, vectors) : OfRows(product, vectors)).ToEquatableArray();
        return new ProductPlan(product, vectors, ways, SumsOf(product, vectors, ways[0].Way), PrefetchesNext(product));
    }

    /// <summary>Rows are examples, of which there may be any number.</summary>
    private static IEnumerable<RowRange> OfExamples(MatrixProduct product, VectorPlan vectors)
    {
        if (product.Columns == 4 && product.Terms <= ProductLimits.ResidentTerms)
        {
            yield return new RowRange(null, new Way.Resident());
            yield break;
        }

        ColumnSection row = vectors.SingleRow(product.Columns);
        yield return new RowRange(vectors.HasSmallTile ? VectorPlan.SmallRows : vectors.LeastRows,
            IsStreamed(product, vectors) ? new Way.StreamedRows(ProductLimits.StreamedTerms) : new Way.SingleRows(row));
        if (vectors.HasSmallTile)
        {
            yield return new RowRange(vectors.LeastRows, new Way.SmallTiles(row, VectorPlan.SmallRows));
        }

        TilePlan tiles = TilesOf(product, vectors, rowsOutside: false);
        ReductionBlocks? blocks = product.Right.Place == RightPlace.Memory ? ReductionBlocks.Choose(product.Columns, product.Terms!.Value) : null;
        yield return new RowRange(null, blocks is null ? new Way.Tiles(tiles, product.Right.Panels is not null) : new Way.TermBlocks(tiles, blocks));
    }

    /// <summary>The number of rows is known; the reduction may be over the examples.</summary>
    private static IEnumerable<RowRange> OfRows(MatrixProduct product, VectorPlan vectors)
    {
        bool isSum = product.Terms is null, isDown = isSum && !product.IsTransposed;
        int rows = product.Rows!.Value;
        TilePlan tiles = TilesOf(product, vectors, rowsOutside: isDown);
        ReductionBlocks? blocks = !isDown ? null
            : product.TermsOfExample > 1 ? ReductionBlocks.ChooseRows(product.Columns, rows)
            : ReductionBlocks.ChooseExamples(product.Columns, rows);
        int? part = isSum ? ReductionBlocks.ExamplesInFirstCache((product.Columns + product.Left.Step) * product.ScalarBytes) : null;
        yield return new RowRange(null, blocks is not null ? new Way.ExampleBlocks(tiles, blocks)
            : part is { } examples && AddsOnce(product, vectors, tiles) ? new Way.Parts(tiles, examples)
            : new Way.Tiles(tiles, ReadsPanels: false));
    }

    /// <summary>
    /// Whether sums may wait in C: none of several tiles steps back over what another has added to.
    /// </summary>
    private static bool AddsOnce(MatrixProduct product, VectorPlan vectors, TilePlan tiles) =>
        product.Rows > VectorPlan.WideRows && vectors.Sections.All(section => section.IsWholeTiles)
        && tiles.Sections.All(section => section.AllRows.All(rows => IsWhole(product, rows)));

    /// <summary>Whether the rows are a multiple of a tile, however they are handed out.</summary>
    public static bool IsWhole(MatrixProduct product, int tile) => product.Rows is not null && product.Rows % tile == 0 && (product.RowUnit ?? 0) % tile == 0;

    /// <summary>
    /// Tiles of each section of columns. The loop over the columns is inside where A is read down its columns, so that a line of it stays in
    /// the first cache while all columns of C need it.
    /// </summary>
    private static TilePlan TilesOf(MatrixProduct product, VectorPlan vectors, bool rowsOutside)
    {
        return new TilePlan(vectors.Sections.Select(Tiles).ToEquatableArray(), rowsOutside);

        SectionTiles Tiles(ColumnSection section)
        {
            int rows = Rows(section.Rows), wide = section.HasWideTile ? Rows(VectorPlan.WideRows) : rows;
            return new SectionTiles(section, rows, wide == rows ? null : wide, section.Kind == VectorKind.Eight ? Rows(section.InFours.Rows) : null);
        }

        int Rows(int most) => product.Rows is { } count ? VectorPlan.TileRows(most, count) : most;
    }

    /// <summary>Whether a row goes through B in the order in which it lies: B is so large that it comes from the second cache, and sums may wait.</summary>
    private static bool IsStreamed(MatrixProduct product, VectorPlan vectors) =>
        product.Result is not null && MatrixPanels.Pay(vectors, product.Columns, product.Terms!.Value);

    /// <summary>Not where the matrix fits the first cache.</summary>
    private static bool PrefetchesNext(MatrixProduct product) =>
        product.Right.Place == RightPlace.Memory && (long)product.Terms.GetValueOrDefault() * product.Right.Stride >= ProductLimits.FirstCache;

    /// <summary>Sums are taken on the way where rows are so few that tiles rarely repeat them, threads do not divide them, and there are registers.</summary>
    private static SumsOnTheWay SumsOf(MatrixProduct product, VectorPlan vectors, Way way)
    {
        if (product.Rows is not { } rows || rows > VectorPlan.WideRows || product.RowUnit is not null || way is not Way.Tiles { Plan: { } tiles })
        {
            return SumsOnTheWay.None;
        }

        SectionTiles first = tiles.Sections[0];
        return product.ColumnSums is not null && tiles.Sections.All(section => (section.Rows + 2) * section.Section.Vectors < ProductLimits.Registers) ? SumsOnTheWay.OfColumns
            : product.RowSums is not null && product.Columns <= ProductLimits.ColumnsOfRowSums
                && (first.Rows == rows || (first.Rows % 4 == 0 && rows % 4 == 0))
                && (first.Rows + 1) * first.Section.Vectors + 1 + FoursOf(first.Rows) <= ProductLimits.Registers ? SumsOnTheWay.OfRows
            : SumsOnTheWay.None;
    }

    /// <summary>Vectors of four lanes for so many rows.</summary>
    public static int FoursOf(int rows) => (rows + 3) / 4;

    /// <summary>The ways in words: <c>x·W1, 784 terms, 256 columns: 1 row one at a time, 1x4; …</c></summary>
    public override string ToString()
    {
        int from = 1;
        List<string> ways = [];
        foreach (RowRange range in Ways)
        {
            string rows = range.Below is { } below ? below - 1 == from ? $"{from}: " : $"{from} to {below - 1}: " : Ways.Count == 1 ? "" : $"from {from} on: ";
            ways.Add($"{rows}{range.Way}");
            from = range.Below ?? from;
        }

        string sums = Sums switch { SumsOnTheWay.OfColumns => $"; {Product.ColumnSums} on the way", SumsOnTheWay.OfRows => $"; {Product.RowSums} on the way", _ => "" };
        return $"{Product.Left.Symbol}·{Product.Right.Symbol}, {Count(Product.Rows)} x {Count(Product.Terms)} x {Count(Product.Columns)}: {string.Join("; ", ways)}{(Prefetches ? "; next columns asked for" : "")}{sums}";

        static string Count(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "examples";
    }
}
