using System.Numerics;
using System.Text;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Turns rows of a table into inputs of a network, the same way for the rows it was made from and for later ones: numbers
/// as they are, texts one-hot by the texts that the first table had, missing values as <see cref="CsvOptions.Missing"/> says.
/// Targets are numbers, or classes by their texts.
/// </summary>
/// <remarks>
/// All that an encoder learns, it learns from the table that it is made of: make it of the rows to train on alone. It keeps all
/// that is needed to read new rows, also when it is saved and loaded.
/// </remarks>
/// <example>
/// <code>
/// CsvEncoder encoder = new(train, target: "survived");
/// ArrayDataset&lt;float, float&gt; data = encoder.ToBinary&lt;float&gt;(train);
/// encoder.Save("passengers.json");
///
/// CsvEncoder again = CsvEncoder.Load("passengers.json");
/// float[] inputs = again.Inputs&lt;float&gt;(again.Read("new.csv"));
/// </code>
/// </example>
public sealed class CsvEncoder
{
    /// <summary>Stands for all columns in <see cref="CsvOptions.Missing"/>.</summary>
    internal const string AllColumns = "*";

    private readonly CsvFeature[] _features;
    private readonly CsvTarget _target;
    private readonly CsvOptions _format;
    private CsvUnknown _unknown;

    /// <summary>The encoding of a table, as the options with which it was read say.</summary>
    /// <param name="table">The table: the rows to train on.</param>
    /// <param name="target">The column of targets; null: the last.</param>
    /// <exception cref="InvalidDataException">
    /// There is no such column, or none besides; a column holds numbers and texts, though none were declared, or more texts than
    /// <see cref="CsvOptions.MaximumCategories"/>; missing values cannot be treated as asked for.
    /// </exception>
    public CsvEncoder(CsvTable table, string? target = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        _format = table.Options;
        _unknown = table.Options.Unknown;
        _target = CsvTarget.Fit(table, target is null ? table.Columns[^1] : table[target]);
        _features = [.. table.Columns.Where(other => other.Name != Target && !other.IsIndex).Select(other => CsvFeature.Fit(table, other))];
        if (_features.Length == 0)
            throw new InvalidDataException($"{table.Path}: line 1: expected columns besides the target '{Target}', got none.");
    }

    internal CsvEncoder(CsvTarget target, CsvFeature[] features, CsvUnknown unknown, CsvOptions format) =>
        (_target, _features, _unknown, _format) = (target, features, unknown, format);

    /// <summary>The column of targets.</summary>
    public string Target => _target.Name;

    /// <summary>The classes; null where targets are numbers.</summary>
    public LabelMap? TargetLabels => _target.Labels;

    /// <summary>The number of inputs of one row.</summary>
    public int InputSize => _features.Sum(feature => feature.Width);

    /// <summary>What the inputs are: a column's name, <c>column=text</c>, <c>column is new</c> or <c>column is missing</c>.</summary>
    public IEnumerable<string> InputNames => _features.SelectMany(feature => feature.InputNames);

    /// <summary>The columns that are needed, without the target.</summary>
    public IEnumerable<string> Columns => _features.Select(feature => feature.Name);

    /// <summary>
    /// What becomes of texts that were not in the table that this was made of: at first what its options said. An input of their
    /// own (<see cref="CsvUnknown.Column"/>) they have from the beginning or never.
    /// </summary>
    /// <exception cref="InvalidOperationException">They would get an input of their own now, or lose it.</exception>
    public CsvUnknown Unknown
    {
        get => _unknown;
        set
        {
            if ((value == CsvUnknown.Column) != (_unknown == CsvUnknown.Column))
                throw new InvalidOperationException($"Expected an encoder to keep its number of inputs, but {_unknown} and {value} make different ones.");
            _unknown = value;
        }
    }

    /// <summary>Reads new rows of a file: the columns that are needed, as what they were, in any order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">
    /// How the file is written, if otherwise than the first: delimiter, header, decimals, thousands, comments, encoding, missing
    /// markers, formats of dates and ragged rows count.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no table, or a field not what its column holds.</exception>
    public CsvTable Read(string path, CsvOptions? format = null)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        return Read(stream, path, format);
    }

    /// <summary>Reads new rows of a stream that can seek, which stays open.</summary>
    /// <param name="stream">The stream, which is read from its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="format">How it is written, if otherwise than the first file.</param>
    /// <exception cref="InvalidDataException">It is no table, or a field not what its column holds.</exception>
    public CsvTable Read(Stream stream, string name = "stream", CsvOptions? format = null)
    {
        CsvTable.CheckSeeks(stream, name);
        return CsvReader.Read(name, stream, OptionsFor(format ?? _format), isTolerant: true);
    }

    /// <summary>The inputs of all rows. The table may lack the target, have its columns in another order, and more than are needed.</summary>
    /// <remarks>Rows that <see cref="CsvMissing.DropRow"/> leaves out are not among them: see <see cref="KeptRows"/>.</remarks>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a value is, or it is not what the column holds, or a text is new.</exception>
    public T[] Inputs<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Inputs<T>(table, KeptRows(table));

    /// <summary>The inputs of one row, from its fields as they would stand in the file.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="row">The fields by column, null where the value is missing; others than those needed do not count.</param>
    /// <exception cref="InvalidDataException">A column is missing, or a value is, or it is not what the column holds, or a text is new.</exception>
    public T[] Inputs<T>(IEnumerable<KeyValuePair<string, string?>> row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(row);
        Dictionary<string, string?> fields = new(row, StringComparer.Ordinal);
        FieldFormat format = new(_format);
        List<CsvColumn> columns = [];
        foreach (CsvFeature feature in _features)
        {
            if (!fields.TryGetValue(feature.Name, out string? field))
                continue;
            ColumnBuilder builder = new(feature.Name, feature.Kind, format);
            if (!builder.Add(field, isQuoted: false))
                throw new InvalidDataException($"row: line 1, column '{Shown.Text(feature.Name)}': expected {builder.Expected}, got '{Shown.Text(field ?? "")}'.");
            columns.Add(builder.Build());
        }

        CsvTable table = new("row", _format, [.. columns], 1, headerLine: 1, lines: [1]);
        return Inputs<T>(table, [0]);
    }

    /// <summary>The rows that <see cref="Inputs{T}(CsvTable)"/> has: all but those that <see cref="CsvMissing.DropRow"/> leaves out.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public int[] KeptRows(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        bool[] isDropped = new bool[table.RowCount];
        foreach (CsvFeature feature in _features.Where(feature => feature.Strategy == CsvMissing.Strategies.DropRow))
            Drop(table[feature.Name], isDropped);
        return Kept(isDropped);
    }

    /// <summary>The rows with the classes of their targets.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">Targets are numbers, or a text is no class; or inputs cannot be made.</exception>
    public ArrayDataset<T, int> ToClassification<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] rows = RowsWithTargets(table), labels = _target.Classes(table, rows);
        return new(Inputs<T>(table, rows), labels, InputSize);
    }

    /// <summary>The rows with 0 or 1 for their targets, as binary cross-entropy takes them: two classes, the second of which is 1, or the numbers 0 and 1.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">There are other classes or numbers; or inputs cannot be made.</exception>
    public ArrayDataset<T, T> ToBinary<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] rows = RowsWithTargets(table);
        T[] targets = [.. _target.Binary(table, rows).Select(T.CreateTruncating)];
        return new(Inputs<T>(table, rows), targets, InputSize);
    }

    /// <summary>The rows with their targets, which are numbers.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidDataException">Targets are texts; or inputs cannot be made.</exception>
    public ArrayDataset<T, T> ToRegression<T>(CsvTable table)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] rows = RowsWithTargets(table);
        T[] targets = [.. _target.Numbers(table, rows).Select(T.CreateTruncating)];
        return new(Inputs<T>(table, rows), targets, InputSize);
    }

    /// <summary>The encoding as text, to be saved with a network.</summary>
    public string ToJson() => CsvEncoderJson.Write(_target, _features, _unknown, _format);

    /// <summary>The inverse of <see cref="ToJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is no encoding.</exception>
    public static CsvEncoder FromJson(string json) => CsvEncoderJson.Read(json);

    /// <summary>Writes the encoding to a file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>The inverse of <see cref="Save"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no encoding.</exception>
    public static CsvEncoder Load(string path)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        using StreamReader text = new(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return FromJson(stream.Length <= CsvEncoderJson.MaximumLength ? text.ReadToEnd()
                : throw new InvalidDataException($"Expected an encoding of at most {CsvEncoderJson.MaximumLength} bytes, got {stream.Length}."));
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static void Drop(CsvColumn column, bool[] isDropped)
    {
        for (int row = 0; row < isDropped.Length; row++)
            isDropped[row] |= column.IsMissing(row);
    }

    private static int[] Kept(bool[] isDropped) => [.. Enumerable.Range(0, isDropped.Length).Where(row => !isDropped[row])];

    private int[] RowsWithTargets(CsvTable table)
    {
        int[] rows = KeptRows(table);
        if (_target.DropsRows)
            rows = [.. rows.Where(row => !table[Target].IsMissing(row))];
        return rows.Length > 0 ? rows : throw new InvalidDataException($"{table.Path}: line {table.LineOf(0)} and after: expected a row without missing values, got none of {table.RowCount}.");
    }

    private T[] Inputs<T>(CsvTable table, int[] rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = InputSize, at = 0;
        long length = (long)rows.Length * size;
        if (length > Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>()))
            throw new InvalidDataException($"{table.Path}: line 1: expected inputs that fit into an array and half of the memory, got {rows.Length} rows of {size}.");
        T[] inputs = new T[length];
        foreach (CsvFeature feature in _features)
        {
            feature.Write(table, rows, inputs, size, at, _unknown);
            at += feature.Width;
        }

        return inputs;
    }

    /// <summary>The columns that are needed, and the target as far as its kind must be known.</summary>
    private CsvOptions OptionsFor(CsvOptions format)
    {
        List<(string Name, CsvKind Kind)> columns = [.. _features.Select(feature => (feature.Name, feature.Kind))];
        if (TargetLabels is not null)
            columns.Add((Target, _target.Kind));
        string[] Of(CsvKind kind) => [.. columns.Where(column => column.Kind == kind).Select(column => column.Name)];
        return format with
        {
            SelectedColumns = [.. Columns, Target],
            IgnoredColumns = [],
            NumberColumns = Of(CsvKind.Number),
            TextColumns = Of(CsvKind.Text),
            CategoryColumns = Of(CsvKind.Category),
            DateColumns = Of(CsvKind.Date),
            Missing = new Dictionary<string, CsvMissing>(),
        };
    }
}
