using NetGen.Generators.Model;

namespace NetGen.Generators.Kernels.Products;

/// <summary>One way to compute rows of a product.</summary>
internal abstract record Way
{
    private Way()
    {
    }

    /// <summary>One row after the other, all weights in registers: four columns of few terms.</summary>
    public sealed record Resident : Way
    {
        public override string ToString() => "weights in registers";
    }

    /// <summary>One row after the other, with more vectors side by side than in a tile, to hide the latency of the sums.</summary>
    public sealed record SingleRows(ColumnSection Columns) : Way
    {
        public override string ToString() => $"one at a time, 1x{Columns.Vectors}";
    }

    /// <summary>One row after the other, a few terms at a time for all columns: B is read in the order in which it lies, sums wait in C.</summary>
    public sealed record StreamedRows(int Terms) : Way
    {
        public override string ToString() => $"one at a time, {Terms} terms of all sums at a time";
    }

    /// <summary>Tiles of few rows and as many vectors as a single row has.</summary>
    public sealed record SmallTiles(ColumnSection Columns, int Rows) : Way
    {
        public override string ToString() => $"small tiles {Rows}x{Columns.Vectors}";
    }

    /// <summary>Tiles that go through the reduction at once.</summary>
    public sealed record Tiles(TilePlan Plan, bool ReadsPanels) : Way
    {
        public override string ToString() => $"tiles {Plan}{(ReadsPanels ? ", of panels" : "")}";
    }

    /// <summary>Tiles that go through a part of a known reduction, some examples at a time.</summary>
    public sealed record TermBlocks(TilePlan Plan, ReductionBlocks Blocks) : Way
    {
        public override string ToString() => $"blocks of {Blocks.Length} terms, tiles {Plan}";
    }

    /// <summary>Tiles that go through a part of the examples, for which A and B are copied.</summary>
    public sealed record ExampleBlocks(TilePlan Plan, ReductionBlocks Blocks) : Way
    {
        public override string ToString() => $"blocks of {Blocks.Length} examples, tiles {Plan}";
    }

    /// <summary>Tiles that go through a few examples, whose A and B stay in the first cache, while sums wait in C.</summary>
    public sealed record Parts(TilePlan Plan, int Examples) : Way
    {
        public override string ToString() => $"{Examples} examples at a time, tiles {Plan}";
    }
}

/// <summary>The rows that go a way.</summary>
/// <param name="Below">Where there are fewer rows than this, and not so few that an earlier way takes them; null: all others.</param>
/// <param name="Way">The way.</param>
internal sealed record RowRange(int? Below, Way Way);

/// <summary>The tiles of all columns.</summary>
/// <param name="Sections">The columns, from left to right.</param>
/// <param name="RowsOutside">Whether the loop over the columns is inside that over the rows.</param>
internal sealed record TilePlan(EquatableArray<SectionTiles> Sections, bool RowsOutside)
{
    public override string ToString() => string.Join(" + ", Sections) + (RowsOutside ? ", rows outside" : "");
}

/// <summary>The tiles of some columns: their rows where there are 16 registers, and where another number pays, there.</summary>
/// <param name="Section">The columns.</param>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="RowsOf32">Where there are 32 registers; null: the same.</param>
/// <param name="RowsInFours">Of vectors of eight lanes: where there are none; null: of other vectors.</param>
internal sealed record SectionTiles(ColumnSection Section, int Rows, int? RowsOf32, int? RowsInFours)
{
    /// <summary>The rows of tiles, on whatever machine.</summary>
    public IEnumerable<int> AllRows => [Rows, RowsOf32 ?? Rows, RowsInFours ?? Rows];

    public override string ToString()
    {
        string vector = Section.Kind switch { VectorKind.Widest => "V", VectorKind.Eight => "V8", _ => "V4" };
        string other = RowsOf32 is { } wide ? $" ({wide}x{Section.Vectors} of 32 registers)" : RowsInFours is { } fours ? $" ({fours}x{Section.InFours.Vectors} V4)" : "";
        return $"{Rows}x{Section.Vectors} {vector}{other}";
    }
}
