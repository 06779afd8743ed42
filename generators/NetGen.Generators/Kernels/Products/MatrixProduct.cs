namespace NetGen.Generators.Kernels.Products;

/// <summary>
/// C = start + A·B as data: what the operands are, how they lie and how long their axes are; how it is computed is a <see cref="ProductPlan"/>'s.
/// </summary>
/// <remarks>
/// Forward, weight gradient and input gradient of a dense layer are all of this form; they differ in which of examples,
/// inputs and outputs are rows, columns and reduction.
/// </remarks>
/// <param name="Left">A.</param>
/// <param name="Right">B.</param>
internal sealed record MatrixProduct(LeftMatrix Left, RightMatrix Right)
{
    /// <summary>The rows of C: a number, or null for the examples of the batch.</summary>
    public int? Rows { get; init; }

    /// <summary>
    /// Of a number of rows: how many are handed out together where the kernel takes those from <c>first</c> to <c>end</c>; null
    /// where it takes all.
    /// </summary>
    public int? RowUnit { get; init; }

    /// <summary>The columns of C, padded to a multiple of four.</summary>
    public int Columns { get; init; }

    /// <summary>The length of the reduction: a number, or null for the examples of the batch.</summary>
    public int? Terms { get; init; }

    /// <summary>Of a sum over the examples: the rows that each of them has in A and B.</summary>
    public int TermsOfExample { get; init; } = 1;

    /// <summary>Of a sum over the examples: whether C is the transpose of what is wanted, so that A is narrow and few lines hold all of its rows.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Bytes of an element.</summary>
    public int ScalarBytes { get; init; }

    /// <summary>C as memory, where its sums may wait in it; null: they may not.</summary>
    public string? Result { get; init; }

    /// <summary>Where the sums of B's columns go, if they are wanted.</summary>
    public string? ColumnSums { get; init; }

    /// <summary>Where the sums of A's rows go, if they are wanted. Then A lies with its rows side by side, padded.</summary>
    public string? RowSums { get; init; }

    /// <summary>How indices and vectors are called.</summary>
    public ProductLetters Letters { get; init; } = new();
}

/// <summary>A, whose elements are broadcast.</summary>
/// <param name="Symbol">What it is called.</param>
/// <param name="RowStride">From a row to the next.</param>
/// <param name="Step">From a term of the reduction to the next.</param>
internal readonly record struct LeftMatrix(string Symbol, int RowStride, int Step = 1);

/// <summary>B, whose rows are loaded as vectors.</summary>
/// <param name="Symbol">What it is called.</param>
/// <param name="Stride">From a row to the next.</param>
/// <param name="Place">Where it comes from.</param>
internal readonly record struct RightMatrix(string Symbol, int Stride, RightPlace Place)
{
    /// <summary>
    /// B once more, as <see cref="MatrixPanels"/> bring it side by side: what tiles of many rows read. Null: they read B as it lies.
    /// </summary>
    public string? Panels { get; init; }
}

/// <summary>Where a product finds B.</summary>
internal enum RightPlace
{
    /// <summary>In the caches: it has just been written, or it is read again at every step.</summary>
    Caches,

    /// <summary>Wherever it may be: it was last read a pass ago.</summary>
    Memory,

    /// <summary>In another form: what <see cref="SumEnds.Piece"/> writes brings the columns of a tile side by side.</summary>
    Pieces,
}

/// <summary>How indices and vectors of a product are called.</summary>
/// <param name="Row">The index of the rows.</param>
/// <param name="Column">The index of the columns.</param>
/// <param name="Term">The index of the reduction.</param>
/// <param name="Sum">The letter of the accumulators.</param>
/// <param name="Right">The letter of the vectors of B.</param>
internal sealed record ProductLetters(string Row = "r", string Column = "o", string Term = "i", string Sum = "s", string Right = "w");
