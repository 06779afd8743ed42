namespace NetGen;

/// <summary>How a table of comma-separated values is read.</summary>
public sealed class CsvOptions
{
    /// <summary>What stands between fields; null: a comma, semicolon, tab or bar, whichever the first line has most of.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; else they are called column1, column2 and so on.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// Columns that hold texts even where the first is a number: codes, or classes that are numbered. Other columns hold
    /// numbers if the field of the first row is one, and then every row must have one.
    /// </summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>The most characters that a compressed file may unfold to; a few megabytes of gzip can hold gigabytes.</summary>
    public long MaximumUncompressedLength { get; init; } = 1L << 32;
}
