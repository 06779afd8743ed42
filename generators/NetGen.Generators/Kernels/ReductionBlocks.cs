
namespace NetGen.Generators.Kernels;

/// <summary>
/// A long reduction in blocks: what the tiles of a block share stays in the caches, and the matrices come from memory in the order in which
/// they lie there. Between blocks the sums of a tile wait in memory.
/// </summary>
/// <param name="Reduction">The length of the reduction; null for the examples of the batch.</param>
/// <param name="Length">The terms of a block; the last one may have fewer.</param>
internal sealed record ReductionBlocks(int? Reduction, int Length)
{
    /// <summary>Where the reduction is not over the examples: so many of these have sums that wait at the same time.</summary>
    public const int Rows = 128;

    /// <summary>The fewest of them for which it pays to bring the columns of a tile side by side.</summary>
    public const int PackedRows = 64;

    /// <summary>The length of a block: with two vectors of 64 bytes a term, a part of the first cache.</summary>
    private const int AboutLength = 112;

    /// <summary>The most examples of a block.</summary>
    private const int MostExamples = 256;

    /// <summary>Elements of single precision in the part of the second cache that the columns of all tiles take, for so many examples.</summary>
    private const int ColumnsOfExamples = 131072;

    /// <summary>The most elements of a matrix that is no trouble for the caches.</summary>
    private const int LargeMatrix = 65536;

    /// <summary>The fewest columns whose tiles share the block's rows, and the fewest rows whose tiles share its columns.</summary>
    private const int Many = 8 * VectorPlan.MaxLanes;

    /// <summary>Whether the reduction is the sum over the examples.</summary>
    public bool IsOverExamples => Reduction is null;

    /// <summary>Whether all blocks have the same length.</summary>
    public bool IsEven => Reduction % Length == 0;

    /// <summary>Where the last block starts.</summary>
    public int? Last => (Reduction - 1) / Length * Length;

    /// <summary>The blocks of a product with so many columns and terms; null where its B is small or narrow.</summary>
    public static ReductionBlocks? Choose(int columns, int reduction)
    {
        int count = (reduction + AboutLength / 2) / AboutLength;
        return count < 2 || columns < Many || (long)columns * reduction <= LargeMatrix ? null : new ReductionBlocks(reduction, (reduction + count - 1) / count);
    }

    /// <summary>
    /// Likewise of a sum over the rows of all examples, of which there are many more than examples: then blocks pay for smaller matrices, too.
    /// </summary>
    public static ReductionBlocks? ChooseRows(int columns, int rows) =>
        columns < 4 * VectorPlan.MaxLanes || rows <= VectorPlan.WideRows ? null
        : new ReductionBlocks(null, Math.Min(MostExamples, Math.Max(MostExamples / 4, ColumnsOfExamples / columns & ~15)));

    /// <summary>How many examples of so many bytes stay in the first cache, a power of two; null where a loop over so few is not worth its start.</summary>
    public static int? ExamplesInFirstCache(int bytes)
    {
        const int FirstCache = 32768;
        int[] counts = [256, 128, 64];
        int count = counts.FirstOrDefault(some => (long)some * bytes <= FirstCache);
        return count == 0 ? null : count;
    }

    /// <summary>The blocks of a sum over the examples, with so many columns and rows; null where either are few.</summary>
    public static ReductionBlocks? ChooseExamples(int columns, int rows) =>
        columns < Many || rows < Many || (long)columns * rows <= LargeMatrix ? null
        : new ReductionBlocks(null, Math.Min(MostExamples, Math.Max(MostExamples / 4, ColumnsOfExamples / columns & ~15)));
}
