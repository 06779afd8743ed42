using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Kernels;

/// <summary>
/// A long reduction in blocks: what the tiles of a block share stays in the caches, and the matrices come from memory in the order in which
/// they lie there. Between blocks the sums of a tile wait in memory.
/// </summary>
/// <param name="Reduction">The length of the reduction; null for the examples of the batch.</param>
/// <param name="Length">The terms of a block; the last one may have fewer.</param>
internal sealed record ReductionBlocks(int? Reduction, int Length)
{
    /// <summary>Whether all blocks have the same length.</summary>
    public bool IsEven => Reduction % Length == 0;

    /// <summary>Where the last block starts.</summary>
    public int? Last => (Reduction - 1) / Length * Length;

    /// <summary>The blocks of a product with so many columns and terms; null where its B is small or narrow.</summary>
    public static ReductionBlocks? Choose(int columns, int reduction)
    {
        int count = (reduction + ProductLimits.AboutBlock / 2) / ProductLimits.AboutBlock;
        return count < 2 || columns < ProductLimits.Many || (long)columns * reduction <= ProductLimits.LargeMatrix ? null : new ReductionBlocks(reduction, (reduction + count - 1) / count);
    }

    /// <summary>
    /// Likewise of a sum over the rows of all examples, of which there are many more than examples: then blocks pay for smaller matrices, too.
    /// </summary>
    public static ReductionBlocks? ChooseRows(int columns, int rows) =>
        columns < ProductLimits.ManyOfRows || rows <= VectorPlan.WideRows ? null
        : new ReductionBlocks(null, Math.Min(ProductLimits.MostExamples, Math.Max(ProductLimits.MostExamples / 4, ProductLimits.ColumnsOfExamples / columns & ~15)));

    /// <summary>How many examples of so many bytes stay in the first cache, a power of two; null where a loop over so few is not worth its start.</summary>
    public static int? ExamplesInFirstCache(int bytes)
    {
        int count = ProductLimits.ExamplesOfPart.FirstOrDefault(some => (long)some * bytes <= ProductLimits.FirstCacheBytes);
        return count == 0 ? null : count;
    }

    /// <summary>The blocks of a sum over the examples, with so many columns and rows; null where either are few.</summary>
    public static ReductionBlocks? ChooseExamples(int columns, int rows) =>
        columns < ProductLimits.Many || rows < ProductLimits.Many || (long)columns * rows <= ProductLimits.LargeMatrix ? null
        : new ReductionBlocks(null, Math.Min(ProductLimits.MostExamples, Math.Max(ProductLimits.MostExamples / 4, ProductLimits.ColumnsOfExamples / columns & ~15)));
}
