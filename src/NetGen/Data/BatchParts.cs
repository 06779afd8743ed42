namespace NetGen;

/// <summary>
/// How a batch is divided into parts, and parts among ranks: by position, larger shares first, empty ones at the end. Sums over parts are those of one tree, whoever holds
/// them: the left of n parts are the largest power of two below n, and what is empty takes no part.
/// </summary>
/// <param name="parts">The number of parts.</param>
/// <param name="ranks">The number of ranks.</param>
internal sealed class BatchParts(int parts, int ranks)
{
    private readonly Node[][] _nodes = [.. Enumerable.Range(0, ranks).Select(rank => NodesOf(FirstOf(rank, ranks, parts), FirstOf(rank + 1, ranks, parts), new(0, parts)).ToArray())];

    /// <summary>Some parts in a row that the tree adds up on its own.</summary>
    public readonly record struct Node(int First, int Count)
    {
        /// <summary>Those that are added first.</summary>
        public Node Left => new(First, 1 << (31 - int.LeadingZeroCount(Count - 1)));

        /// <summary>The others.</summary>
        public Node Right => new(First + Left.Count, Count - Left.Count);
    }

    /// <summary>The number of parts.</summary>
    public int Count => parts;

    /// <summary>All parts.</summary>
    public Node Root => new(0, parts);

    /// <summary>The largest number of nodes that a rank has.</summary>
    public int MostNodes { get; } = Enumerable.Range(0, ranks).Max(rank => NodesOf(FirstOf(rank, ranks, parts), FirstOf(rank + 1, ranks, parts), new(0, parts)).Count());

    /// <summary>What a rank can add up alone, in order.</summary>
    public ReadOnlySpan<Node> Nodes(int rank) => _nodes[rank];

    /// <summary>The first part of a rank; the end of those before it.</summary>
    public int FirstPart(int rank) => FirstOf(rank, ranks, parts);

    /// <summary>The number of parts that have examples: the first ones.</summary>
    public int NotEmpty(int examples) => Math.Min(examples, parts);

    /// <summary>The position of a part's first example in a batch of so many.</summary>
    public int FirstExample(int part, int examples) => FirstOf(part, parts, examples);

    /// <summary>The number of examples of a part.</summary>
    public int Examples(int part, int examples) => FirstExample(part + 1, examples) - FirstExample(part, examples);

    /// <summary>Where a share begins of so many things that are divided.</summary>
    public static int FirstOf(int share, int shares, int count) => (share * (count / shares)) + Math.Min(share, count % shares);

    private static IEnumerable<Node> NodesOf(int first, int end, Node node) =>
        node.First >= end || node.First + node.Count <= first ? []
        : node.First >= first && node.First + node.Count <= end ? [node]
        : NodesOf(first, end, node.Left).Concat(NodesOf(first, end, node.Right));
}
