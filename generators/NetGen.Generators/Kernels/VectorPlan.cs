using NetGen.Generators.Model;

namespace NetGen.Generators.Kernels;

/// <summary>The vectors of a kernel.</summary>
internal enum VectorKind
{
    /// <summary>Of four lanes, V4: on every machine.</summary>
    Four,

    /// <summary>Of eight lanes, V8, where the machine has them; else two of four.</summary>
    Eight,

    /// <summary>The machine's widest, V.</summary>
    Widest,
}

/// <summary>Some columns of a matrix product, which share a register tile.</summary>
/// <param name="Start">The first column.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Kind">The kind of vectors.</param>
/// <param name="Vectors">Vectors side by side in a tile.</param>
internal sealed record ColumnSection(int Start, int Count, VectorKind Kind, int Vectors)
{
    /// <summary>Whether a tile of its own pays where there are 32 registers.</summary>
    public bool HasWideTile => this is { Kind: VectorKind.Widest, Vectors: 2 };

    /// <summary>Rows of a tile: as many accumulators as leave room for the operands in the 16 registers of AVX2.</summary>
    public int Rows => Vectors switch { 1 => 8, 2 => 6, _ => 4 };

    /// <summary>Rows x vectors: 8x2 V.</summary>
    public string Description
    {
        get
        {
            string kind = Kind switch { VectorKind.Widest => "V", VectorKind.Eight => "V8", _ => "V4" };
            return $"{(HasWideTile ? VectorPlan.WideRows : Rows)}x{Vectors} {kind}";
        }
    }

    /// <summary>The columns of a tile, with vectors of 512 bits where they are the machine's widest.</summary>
    public int Width => Vectors * (Kind switch { VectorKind.Widest => VectorPlan.MaxLanes, VectorKind.Eight => 8, _ => 4 });

    /// <summary>Whether tiles of any width fill the section, so that the last one steps back over no column.</summary>
    public bool IsWholeTiles => Count % Width == 0;

    /// <summary>The columns, with those that the last tile does again.</summary>
    public int CountInTiles => (Count + Width - 1) / Width * Width;

    /// <summary>The same columns in vectors of four lanes.</summary>
    public ColumnSection InFours => new(Start, Count, VectorKind.Four, Count / 4);
}

/// <summary>How a matrix product is cut into register tiles.</summary>
/// <param name="Sections">The columns, from left to right.</param>
/// <param name="SingleRowVectors">Vectors side by side where there are too few rows for a tile.</param>
internal sealed record VectorPlan(EquatableArray<ColumnSection> Sections, int SingleRowVectors)
{
    /// <summary>The widest vector: 512 bits of floats. Code over V must be right for every width up to it.</summary>
    public const int MaxLanes = 16;

    /// <summary>Whether the kernel is written over the machine's widest vectors, if only to know them.</summary>
    public bool IsGeneric => Sections.Any(section => section.Kind != VectorKind.Four);

    /// <summary>Whether any section is for the machine's widest vectors.</summary>
    public bool IsWide => Sections.Any(section => section.Kind == VectorKind.Widest);

    /// <summary>Rows of a tile of two vectors, with the 32 registers of AVX-512: most batches are a multiple.</summary>
    public const int WideRows = 8;

    /// <summary>Rows of a tile for batches that are smaller than the others, down to this one.</summary>
    public const int SmallRows = 2;

    /// <summary>The fewest rows that make a tile, whatever the number of registers.</summary>
    public int LeastRows => Sections.Max(section => section.HasWideTile ? WideRows : section.Rows);

    /// <summary>Whether fewer rows than that have a tile of their own: with more kinds of tiles the JIT would stop inlining.</summary>
    public bool HasSmallTile => Sections.Count == 1;

    /// <summary>All columns of a row, for where there are too few rows for a tile.</summary>
    public ColumnSection SingleRow(int columns) =>
        new(0, columns, columns >= MaxLanes ? VectorKind.Widest : VectorKind.Four, SingleRowVectors);

    /// <summary>The most columns of a tile, with vectors of 512 bits.</summary>
    public int MostColumns => Math.Max(SingleRowVectors * MaxLanes, Sections.Max(section => section.Width));

    /// <summary>The columns of all sections, with those that their last tiles do again.</summary>
    public int CountInTiles => Sections.Sum(section => section.CountInTiles);

    /// <summary>Likewise of the sections that start before a column.</summary>
    public int CountInTilesBefore(int column) => Sections.Where(section => section.Start < column).Sum(section => section.CountInTiles);

    /// <summary>The choice in a few words: rows x vectors of each section's tile.</summary>
    public string Description => string.Join(" + ", Sections.Select(section => section.Description));

    /// <summary>
    /// The rows of a tile where their number is known: the most, or a few less where that repeats fewer finished rows. A step of the
    /// reduction costs about as much as one row besides.
    /// </summary>
    public static int TileRows(int most, int count)
    {
        if (count <= most)
        {
            return count;
        }

        int least = Math.Max(3, most - 3);
        return Enumerable.Range(least, most - least + 1).Reverse().OrderBy(rows => (count + rows - 1) / rows * (rows + 1)).First();
    }

    /// <summary>
    /// About how many cycles one term of the reduction takes with vectors of 512 bits, where the number of rows is known: each tile as
    /// many as its multiply-adds or its loads, of which two start in a cycle, and at least the latency of a sum.
    /// </summary>
    public double CyclesOfTerm(int rows)
    {
        const int Latency = 4;
        return Sections.Sum(section =>
        {
            int tile = TileRows(section.HasWideTile ? WideRows : section.Rows, rows);
            double cycles = Math.Max(Latency, Math.Max(tile * section.Vectors, tile + section.Vectors) / 2.0);
            return (rows + tile - 1) / tile * (section.CountInTiles / section.Width) * cycles;
        });
    }

    /// <summary>A plan for rows of <paramref name="columns"/> elements, padded to a multiple of four.</summary>
    public static VectorPlan Choose(int columns) =>
        new(Cut(columns).ToEquatableArray(), columns < MaxLanes ? columns / 4 : Math.Min(4, columns / MaxLanes));

    /// <summary>
    /// Two vectors side by side keep the multiply-add units busy, one keeps them only three quarters busy, and vectors of
    /// eight and of four lanes fill what is left; three side by side where they fit exactly.
    /// </summary>
    public static IEnumerable<ColumnSection> Cut(int columns)
    {
        const int Eight = 8, Two = 2 * MaxLanes, Three = 3 * MaxLanes;
        int rest = columns % Two;
        if (columns % Three == 0 && rest != 0)
        {
            yield return new ColumnSection(0, columns, VectorKind.Widest, 3);
            yield break;
        }

        if (rest >= 24 && columns > Two)
        {
            // The last tile steps back over finished columns: little is done twice.
            yield return new ColumnSection(0, columns, VectorKind.Widest, 2);
            yield break;
        }

        int start = columns - rest;
        if (start > 0)
        {
            yield return new ColumnSection(0, start, VectorKind.Widest, 2);
        }

        if (rest >= MaxLanes)
        {
            yield return new ColumnSection(start, MaxLanes, VectorKind.Widest, 1);
            start += MaxLanes;
            rest -= MaxLanes;
        }

        if (rest >= Eight)
        {
            yield return new ColumnSection(start, Eight, VectorKind.Eight, 1);
            start += Eight;
            rest -= Eight;
        }

        if (rest > 0)
        {
            yield return new ColumnSection(start, rest, VectorKind.Four, rest / 4);
        }
    }
}
