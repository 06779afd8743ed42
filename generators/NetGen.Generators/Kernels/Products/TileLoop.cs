namespace NetGen.Generators.Kernels.Products;

/// <summary>What a tile's loop over the terms reads, and what a way adds around it.</summary>
/// <param name="Limit">How many terms.</param>
/// <param name="Left">A: what is read, where the tile starts, and from a term to the next.</param>
/// <param name="Right">B: likewise.</param>
internal sealed record TileLoop(string Limit, TileOperand Left, TileOperand Right)
{
    /// <summary>What a sum starts with, given its offset in C and what it would start with; null: that.</summary>
    public Func<string, string, string>? Start { get; init; }

    /// <summary>Writes what comes between the starts and the loop.</summary>
    public Action? Resume { get; init; }

    /// <summary>Writes what asks for the memory that comes next.</summary>
    public Action? Prefetch { get; init; }

    /// <summary>Writes what comes between the loop and the stores.</summary>
    public Action? Suspend { get; init; }
}

/// <summary>An operand of a tile.</summary>
/// <param name="Symbol">What is read.</param>
/// <param name="Start">Where the tile starts in it.</param>
/// <param name="Step">From a term to the next.</param>
internal readonly record struct TileOperand(string Symbol, string Start, string Step);
