namespace NetGen.Generators.Kernels.Products;

/// <summary>What a layer writes at both ends of a product's sums, and between its loops.</summary>
/// <param name="Store">Stores an accumulator, given the type of vectors, the accumulator, its offset in C and its first column.</param>
internal sealed record SumEnds(Action<string, string, string, string> Store)
{
    /// <summary>What the accumulators of a column start with, given the type of vectors and the column; the same for all rows.</summary>
    public Func<string, string, string>? StartOfColumn { get; init; }

    /// <summary>What an accumulator starts with, given the type of vectors and its offset in C.</summary>
    public Func<string, string, string>? StartOfElement { get; init; }

    /// <summary>Of <see cref="RightPlace.Pieces"/>: writes what brings some columns of B side by side, given the first and how many.</summary>
    public Action<string, string>? Piece { get; init; }

    /// <summary>
    /// Writes what else is done with some examples, from <c>block</c> on <c>length</c>, while they are in the cache. It must not repeat what
    /// it has added.
    /// </summary>
    public Action? EachPart { get; init; }
}
