namespace NetGen.Generators.Planning;

/// <summary>How a matrix product is cut into register tiles.</summary>
/// <param name="IsGeneric">For the machine's widest vectors, V; else for vectors of four lanes, V4.</param>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Vectors">Vectors of a row of a tile.</param>
/// <param name="IsStraightLine">Whether a row that is not part of a tile is written out, without a loop.</param>
/// <param name="IsResident">Whether all weights stay in registers, so that rows need no tile.</param>
/// <param name="SingleRowVectors">Vectors side by side where there are too few rows for a tile.</param>
internal sealed record VectorPlan(bool IsGeneric, int Rows, int Vectors, bool IsStraightLine, bool IsResident, int SingleRowVectors)
{
    /// <summary>The widest vector: 512 bits of floats. Code over V must be right for every width up to it.</summary>
    public const int MaxLanes = 16;

    private const int StraightLineLimit = 64;

    // Of the 16 registers of AVX2, three are for the sum, the element and the bias.
    private const int ResidentLimit = 13;

    // Two vectors a row are the measured best; three or one where they fit the width better.
    private static readonly int[] s_candidates = [2, 3, 1];

    /// <summary>
    /// A plan for rows of <paramref name="columns"/> elements (padded to a multiple of four), each a sum over
    /// <paramref name="reduction"/> terms (null: known at run time only).
    /// </summary>
    public static VectorPlan Choose(int columns, int? reduction)
    {
        if (reduction * (columns / 4) <= ResidentLimit)
        {
            return new VectorPlan(IsGeneric: false, Rows: 1, columns / 4, IsStraightLine: true, IsResident: true, columns / 4);
        }

        bool isStraightLine = reduction * (columns / 4) <= StraightLineLimit;
        if (columns < MaxLanes)
        {
            return new VectorPlan(IsGeneric: false, RowsFor(columns / 4), columns / 4, isStraightLine, IsResident: false, columns / 4);
        }

        // The last tile of a row steps back over finished columns where the width is no multiple of the tile's: count that
        // waste, and that a single vector a row keeps the multiply-add units only three quarters busy.
        int vectors = s_candidates
            .Where(candidate => candidate * MaxLanes <= columns)
            .OrderBy(candidate => Cost(columns, candidate))
            .First();
        return new VectorPlan(IsGeneric: true, RowsFor(vectors), vectors, isStraightLine, IsResident: false, Math.Min(4, columns / MaxLanes));
    }

    private static double Cost(int columns, int vectors)
    {
        int tile = vectors * MaxLanes;
        int tiles = (columns + tile - 1) / tile;
        return tiles * vectors * (vectors == 1 ? 1.3 : 1);
    }

    /// <summary>As many accumulators as leave room for the operands in the 16 registers of AVX2.</summary>
    private static int RowsFor(int vectors) => vectors switch { 1 => 8, 2 => 6, _ => 4 };
}
