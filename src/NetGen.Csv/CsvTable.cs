using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// A table of comma-separated values in memory, column by column. Numbers are the nearest doubles of their texts.
/// </summary>
/// <remarks>
/// A field takes 8 bytes as a number and 4 as a text, with each text once. While a file is read, whatever its size, little more
/// than that is in use: its text goes through a small buffer, columns grow without being copied, and give back their pieces
/// one after the other when they are made whole.
/// </remarks>
/// <example>
/// <code>
/// CsvTable table = CsvTable.Read("iris.csv");
/// (CsvTable train, CsvTable test) = table.StratifiedSplit("species", 0.2, seed: 1);
/// CsvEncoder encoder = new(train, target: "species");
/// ArrayDataset&lt;float, int&gt; data = encoder.ToClassification&lt;float&gt;(train);
/// </code>
/// </example>
public sealed class CsvTable
{
    private readonly Dictionary<string, CsvColumn> _byName;
    private readonly long _headerLine;

    // Of rows that follow one another, the first.
    private readonly int[] _lines;

    internal CsvTable(string path, CsvOptions options, CsvColumn[] columns, int rowCount, long headerLine, int[] lines)
    {
        (Path, Options, Columns, RowCount, _headerLine, _lines) = (path, options, columns, rowCount, headerLine, lines);
        _byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, or what the stream was called.</summary>
    public string Path { get; }

    /// <summary>How it was read.</summary>
    public CsvOptions Options { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>The number of rows, without the header.</summary>
    public int RowCount { get; }

    /// <summary>Reads a file, plain or compressed by gzip, of UTF-8 or with a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null: a header, the delimiter guessed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table; the message names file, line and column.</exception>
    /// <exception cref="ArgumentException">The options contradict one another.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return CsvReader.Read(path, stream, options ?? new CsvOptions());
    }

    /// <summary>Reads from a stream that can seek, which stays open.</summary>
    /// <param name="stream">The stream, which is read from its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; null: a header, the delimiter guessed.</param>
    /// <exception cref="InvalidDataException">It is no table.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek, or the options contradict one another.</exception>
    public static CsvTable Read(Stream stream, string name = "stream", CsvOptions? options = null)
    {
        CheckSeeks(stream, name);
        return CsvReader.Read(name, stream, options ?? new CsvOptions());
    }

    /// <summary>The names of a file's columns, without reading its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null: a header, the delimiter guessed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    public static IReadOnlyList<string> ReadNames(string path, CsvOptions? options = null)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return CsvReader.ReadNames(path, stream, options ?? new CsvOptions());
    }

    /// <summary>A column by its name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public CsvColumn? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public CsvColumn this[string name] =>
        Find(name) ?? throw new InvalidDataException($"{Path}: line {_headerLine}: expected a column '{Shown.Text(name)}', got {Shown.List([.. Columns.Select(column => column.Name)])}.");

    /// <summary>The line of the file where a row begins, from 1.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int LineOf(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _lines.Length == RowCount ? _lines[row] : _lines[0] + row;
    }

    /// <summary>Some of the rows, in an order of one's own; one may occur several times.</summary>
    /// <param name="rows">The rows, from 0.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public CsvTable Rows(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("Expected at least one row, got none.", nameof(rows));
        int[] lines = new int[rows.Length];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = LineOf(rows[i]);
        CsvColumn[] columns = new CsvColumn[Columns.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = Columns[i].Rows(rows);
        return new CsvTable(Path, Options, columns, rows.Length, _headerLine, lines);
    }

    /// <summary>Rows that follow one another: <c>table.Rows(..1000)</c>, <c>table.Rows(1000..)</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range goes beyond the rows.</exception>
    public CsvTable Rows(Range rows)
    {
        (int offset, int length) = rows.GetOffsetAndLength(RowCount);
        return Rows([.. Enumerable.Range(offset, length)]);
    }

    /// <summary>Splits the rows into two parts at random, as <see cref="DatasetExtensions.Split"/> does examples.</summary>
    /// <param name="validationFraction">The share of the second part, more than 0 and less than 1.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two rows.</exception>
    public (CsvTable Train, CsvTable Validation) Split(double validationFraction, long seed = 0)
    {
        (Subset<float, int> train, Subset<float, int> validation) = Labelled(new int[RowCount]).Split(validationFraction, seed);
        return (Rows(train.Indices), Rows(validation.Indices));
    }

    /// <summary>Splits the rows into two parts at random so that each value of a column is in both in the same proportion, as nearly as whole numbers allow.</summary>
    /// <param name="column">The column, of texts or numbers; missing values are a class, too.</param>
    /// <param name="validationFraction">The share of the second part, more than 0 and less than 1.</param>
    /// <param name="seed">What decides the split.</param>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not between 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">No value occurs twice.</exception>
    public (CsvTable Train, CsvTable Validation) StratifiedSplit(string column, double validationFraction, long seed = 0)
    {
        CsvColumn strata = this[column];
        int[] labels = strata.IsNumeric ? Ranks(strata.Numbers) : strata.Codes.ToArray();
        (Subset<float, int> train, Subset<float, int> validation) = Labelled(labels).StratifiedSplit(validationFraction, seed);
        return (Rows(train.Indices), Rows(validation.Indices));
    }

    internal static void CheckSeeks(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException($"{name}: expected a regular file or a stream that can seek.", nameof(stream));
    }

    private static ArrayDataset<float, int> Labelled(int[] labels) => new(new float[labels.Length], labels, inputSize: 1);

    private static int[] Ranks(ReadOnlySpan<double> numbers)
    {
        double[] values = numbers.ToArray(), distinct = [.. values.Distinct().Order()];
        return [.. values.Select(value => Array.BinarySearch(distinct, value))];
    }
}
