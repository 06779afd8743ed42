namespace NetGen.Generators.Kernels.Products;

/// <summary>From which sizes on a product goes another way. What each way buys was measured: see "What each way buys" in docs/architecture.md.</summary>
internal static class ProductLimits
{
    /// <summary>Registers of AVX2, which the tiles for any machine have to do with.</summary>
    public const int Registers = 16;

    /// <summary>Elements of single precision in the first cache, 32 KiB.</summary>
    public const int FirstCache = 8192;

    /// <summary>Bytes of the first cache.</summary>
    public const int FirstCacheBytes = 32768;

    /// <summary>Terms of four columns whose weights stay in registers: so few that tiles would be no faster, only longer to read.</summary>
    public const int ResidentTerms = 4;

    /// <summary>Terms that a streamed row takes at a time: as many vectors of B are loaded for each load and store of a sum.</summary>
    public const int StreamedTerms = 4;

    /// <summary>Where the reduction is not over the examples: so many of these have sums that wait at the same time.</summary>
    public const int RowsOfBlock = 128;

    /// <summary>The fewest of them for which it pays to bring the columns of a tile side by side.</summary>
    public const int PackedRows = 64;

    /// <summary>The length of a block of terms: with two vectors of 64 bytes a term, a part of the first cache.</summary>
    public const int AboutBlock = 112;

    /// <summary>The most examples of a block.</summary>
    public const int MostExamples = 256;

    /// <summary>Elements of single precision in the part of the second cache that the columns of all tiles take, for a block of examples.</summary>
    public const int ColumnsOfExamples = 131072;

    /// <summary>The most elements of a matrix that is no trouble for the caches.</summary>
    public const int LargeMatrix = 65536;

    /// <summary>The fewest columns whose tiles share a block's rows, and the fewest rows whose tiles share its columns.</summary>
    public const int Many = 8 * VectorPlan.MaxLanes;

    /// <summary>Likewise where there are many more rows to sum over than examples, so that blocks pay sooner.</summary>
    public const int ManyOfRows = 4 * VectorPlan.MaxLanes;

    /// <summary>How many examples may stay in the first cache at a time, of which the most that fit are taken; fewer are not worth a loop's start.</summary>
    public static readonly int[] ExamplesOfPart = [256, 128, 64];

    /// <summary>The most columns where A's rows are summed on the way: with more, tiles would repeat the sums too often.</summary>
    public const int ColumnsOfRowSums = 4 * VectorPlan.MaxLanes;
}
