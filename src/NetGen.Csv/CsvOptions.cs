using System.Text;

namespace NetGen;

/// <summary>How a table of comma-separated values is read, and how an encoder made of it treats what is missing or new.</summary>
/// <remarks>
/// What a column holds is decided by all its fields. If they are numbers, but for missing ones, it is a column of numbers; if
/// they are dates, one of dates; else one of texts. Columns can be declared, too, as numbers, texts, categories or dates.
/// </remarks>
/// <example>
/// <code>
/// CsvOptions options = new()
/// {
///     Decimal = ',',
///     IgnoredColumns = ["id", "name"],
///     CategoryColumns = ["class"],
///     Missing = { ["age"] = CsvMissing.Median.WithIndicator(), ["*"] = CsvMissing.MostFrequent },
/// };
/// </code>
/// </example>
public sealed record CsvOptions
{
    /// <summary>
    /// What stands between fields; null: what a first line <c>sep=;</c> says, else a comma, semicolon, tab or bar, whichever
    /// cuts the first lines into the same number of fields, and into most. Delimiters within quotes do not count, and the
    /// comma is left out where <see cref="Decimal"/> is one.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; else they are called column1, column2 and so on.</summary>
    /// <remarks>
    /// A first column without a name, which pandas and R write, is called <c>index</c>, and encoders leave it out; so is a
    /// first column that rows have and the header lacks. Trailing delimiters make no column.
    /// </remarks>
    public bool HasHeader { get; init; } = true;

    /// <summary>The names of all columns, instead of those of the file; null: those.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>What stands before the decimals of a number.</summary>
#pragma warning disable CA1720 // The word of pandas and R.
    public char Decimal { get; init; } = '.';
#pragma warning restore CA1720

    /// <summary>
    /// What may stand between groups of digits before the decimals: 1.234.567,8; null: nothing. A blank stands for the
    /// no-break ones, too. Groups have three digits, but the first fewer (and two in all but the last, as in India).
    /// </summary>
    public char? Thousands { get; init; }

    /// <summary>Lines that begin with it are left out; null: none.</summary>
    public char? Comment { get; init; }

    /// <summary>The encoding of a file without a byte order mark; null: UTF-8, and anything else is refused.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>What becomes of rows with fewer or more fields than there are columns.</summary>
    public CsvRaggedRows RaggedRows { get; init; }

    /// <summary>The only columns to read; null: all.</summary>
    public IReadOnlyCollection<string>? SelectedColumns { get; init; }

    /// <summary>Columns that are not read.</summary>
    public IReadOnlyCollection<string> IgnoredColumns { get; init; } = [];

    /// <summary>Columns that hold numbers: a field that is neither a number nor missing is refused.</summary>
    public IReadOnlyCollection<string> NumberColumns { get; init; } = [];

    /// <summary>Columns that hold texts as they stand, even if all are numbers: codes such as 007.</summary>
    public IReadOnlyCollection<string> TextColumns { get; init; } = [];

    /// <summary>Columns that hold categories, which may be numbers: 1, 1.0 and 1e0 are one. So are classes that are numbered.</summary>
    public IReadOnlyCollection<string> CategoryColumns { get; init; } = [];

    /// <summary>Columns that hold dates, which become days since the beginning of 1970, with a fraction for the time (UTC).</summary>
    public IReadOnlyCollection<string> DateColumns { get; init; } = [];

    /// <summary>
    /// How dates are written, as custom format strings of .NET such as <c>dd.MM.yyyy</c>; empty: as ISO 8601 has it, with or
    /// without a time, a fraction of a second and a time zone (<c>2024-01-31</c>, <c>2024-01-31T08:30:00.5+01:00</c>).
    /// </summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>Fields that mean a missing value, exactly so. An empty field always does.</summary>
    public IReadOnlyCollection<string> MissingMarkers { get; init; } = ["NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "?", "-"];

    /// <summary>
    /// What encoders do about missing values, by column; <c>*</c> stands for all columns that are not named. Where nothing is
    /// said, a missing value is refused. (For a target, <c>*</c> counts only as <see cref="CsvMissing.DropRow"/>.)
    /// </summary>
    public IDictionary<string, CsvMissing> Missing { get; init; } = new Dictionary<string, CsvMissing>(StringComparer.Ordinal);

    /// <summary>What encoders do about a text that was not in the table they were made of.</summary>
    public CsvUnknown Unknown { get; init; }

    /// <summary>The most different texts that a column may have to become inputs, one for each. More is an identifier rather than a category.</summary>
    public int MaximumCategories { get; init; } = 100;

    /// <summary>
    /// The most bytes that a compressed file may unfold to; a few megabytes of gzip can hold gigabytes. The default is a
    /// sixteenth of the memory that the process may use: a table of numbers takes up to four times its text, one of texts that
    /// are all different more.
    /// </summary>
    public long MaximumUncompressedLength { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16;

    /// <summary>Whether these make sense together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal void Check()
    {
        if (Decimal == Thousands)
            throw new ArgumentException($"Expected different characters before decimals and between thousands, got '{Decimal}' for both.");
        foreach (char? special in (char?[])[Delimiter, Decimal, Thousands, Comment])
        {
            if (special is '"' or '\r' or '\n')
                throw new ArgumentException("Expected no quotation mark and no line end as delimiter, decimal, thousands or comment character.");
        }

        if (char.IsAsciiDigit(Decimal) || (Thousands is { } between && char.IsAsciiDigit(between)))
            throw new ArgumentException("Expected no digit before decimals or between thousands.");
        if (MaximumCategories < 1)
            throw new ArgumentException($"Expected a limit of at least one category, got {MaximumCategories}.");
    }
}
