namespace NetGen.Generators.Planning;

/// <summary>
/// A long reduction in blocks: what the tiles of a block share stays in the caches, and the matrices come from memory in the order in which
/// they lie there. Between blocks the sums of a tile wait in memory.
/// </summary>
/// <param name="Reduction">The length of the reduction; null for the examples of the batch.</param>
/// <param name="Length">The terms of a block; the last one may have fewer.</param>
internal sealed record ReductionBlocks(int? Reduction, int Length)
{
    /// <summary>Where the reduction is not over the examples: so many of them have sums that wait at the same time, in the second cache.</summary>
    public const int Rows = 128;

    /// <summary>The fewest examples for which it pays to bring the columns of a tile side by side.</summary>
    public const int PackedRows = 64;

    /// <summary>The length of a block: with two vectors of 64 bytes a term, a part of the first cache.</summary>
    private const int AboutLength = 112;

    /// <summary>The most examples of a block: a part of the second cache for the columns of all tiles.</summary>
    private const int MostExamples = 256;

    /// <summary>Elements of that part.</summary>
    private const int ColumnsOfExamples = 131072;

    /// <summary>The most elements of a matrix that is no trouble for the caches.</summary>
    private const int LargeMatrix = 65536;

    /// <summary>The fewest columns for which it pays to bring the rows of a tile side by side, and the fewest rows for the columns.</summary>
    private const int Many = 8 * VectorPlan.MaxLanes;

    /// <summary>Whether all blocks have the same length.</summary>
    public bool IsEven => Reduction % Length == 0;

    /// <summary>Where the last block starts.</summary>
    public int? Last => (Reduction - 1) / Length * Length;

    /// <summary>The blocks of a product with so many columns and terms; null where its B is small.</summary>
    public static ReductionBlocks? Choose(int columns, int reduction)
    {
        int count = (reduction + AboutLength / 2) / AboutLength;
        return count < 2 || (long)columns * reduction <= LargeMatrix ? null : new ReductionBlocks(reduction, (reduction + count - 1) / count);
    }

    /// <summary>The blocks of a sum over the examples, with so many columns and rows; null where either are few.</summary>
    public static ReductionBlocks? ChooseExamples(int columns, int rows) =>
        columns < Many || rows < Many || (long)columns * rows <= LargeMatrix ? null
        : new ReductionBlocks(null, Math.Min(MostExamples, Math.Max(MostExamples / 4, ColumnsOfExamples / columns & ~15)));

    /// <summary>The elements of the columns of the widest tile in a block.</summary>
    public int TileLength(VectorPlan plan) => Length * plan.Sections.Max(Width);

    /// <summary>The elements of the columns of all tiles in a block.</summary>
    public int TilesLength(VectorPlan plan) => Length * plan.Sections.Max(WholeCount);

    /// <summary>The columns of all sections before one, or before the end, each with those that its last tile does again.</summary>
    public static int ColumnsBefore(VectorPlan plan, ColumnSection? section) =>
        plan.Sections.TakeWhile(other => other.Start != section?.Start).Sum(WholeCount);

    /// <summary>The columns of a section with those that the last tile does again.</summary>
    public static int WholeCount(ColumnSection section) => (section.Count + Width(section) - 1) / Width(section) * Width(section);

    private static int Width(ColumnSection section) => section.Kind == VectorKind.Widest ? section.Vectors * VectorPlan.MaxLanes : section.Count;
}
