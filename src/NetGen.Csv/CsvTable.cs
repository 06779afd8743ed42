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
/// CsvEncoder encoder = new(table, target: "species");
/// ArrayDataset&lt;float, int&gt; data = encoder.ToClassification&lt;float&gt;(table);
/// </code>
/// </example>
public sealed class CsvTable
{
    private readonly Dictionary<string, CsvColumn> _byName;

    internal CsvTable(string path, CsvColumn[] columns, int rowCount)
    {
        (Path, Columns, RowCount) = (path, columns, rowCount);
        _byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>The file, or what the stream was called.</summary>
    public string Path { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>The number of rows, without the header.</summary>
    public int RowCount { get; }

    /// <summary>Reads a file, plain or compressed by gzip, of UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null: a header, the delimiter guessed.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table; the message names file, line and column.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return Read(stream, path, options);
    }

    /// <summary>Reads from a stream that can seek, which stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; null: a header, the delimiter guessed.</param>
    /// <exception cref="InvalidDataException">It is no table.</exception>
    public static CsvTable Read(Stream stream, string name = "stream", CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException($"{name}: expected a regular file or a stream that can seek.", nameof(stream));
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
        Find(name) ?? throw new InvalidDataException($"{Path}: line 1: expected a column '{name}', got {string.Join(", ", Columns.Select(column => column.Name))}.");
}
