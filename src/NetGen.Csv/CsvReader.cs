using System.Text;

namespace NetGen;

/// <summary>
/// Reads a table, row by row; errors name the line and the column. Where numbers come before the first text of a column, the
/// file is read a second time for the texts of that column.
/// </summary>
internal sealed class CsvReader
{
    // Small next to the megabyte that a reader may take beside the table.
    private const int BufferLength = 1 << 15;

    private readonly string _file;
    private readonly Stream _stream;
    private readonly CsvOptions _options;
    private readonly FieldFormat _format;
    private readonly RowLines _lines = new();
    private CsvHeader? _header;
    private ColumnBuilder?[] _columns = [];
    private bool _hasIndexWithoutName;
    private bool _lastIsEmpty;

    private CsvReader(string file, Stream stream, CsvOptions options) => (_file, _stream, _options, _format) = (file, stream, options, new FieldFormat(options));

    /// <summary>Reads a table.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="stream">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="isTolerant">Whether columns that options name may be missing.</param>
    public static CsvTable Read(string file, Stream stream, CsvOptions options, bool isTolerant = false)
    {
        options.Check();
        CsvReader reader = new(file, stream, options);
        int rows = reader.ReadRows(header => ColumnPlan.Builders(header, options, reader._format, isTolerant));
        ColumnBuilder?[] first = reader._columns;
        if (first.Any(column => column is { IsToBeReadAgain: true }))
            reader.ReadTexts(first, rows);

        List<CsvColumn> columns = [];
        foreach (ColumnBuilder? column in first)
        {
            if (column is not null)
                columns.Add(column.Build()); // and the builder lets go of what it had
        }

        return new CsvTable(file, options, [.. columns], rows, reader._header!.Line, reader._lines.ToArray());
    }

    /// <summary>The names of the columns.</summary>
    public static string[] ReadNames(string file, Stream stream, CsvOptions options)
    {
        options.Check();
        return new CsvReader(file, stream, options).Open(csv => csv.Read() ? CsvHeader.Read(file, csv, options).Names : throw Empty(csv));
    }

    private static InvalidDataException Empty(CsvTokenizer csv) => csv.Wrong("expected a header, but the file is empty");

    private T Open<T>(Func<CsvTokenizer, T> read)
    {
        _stream.Position = 0;
        using GzipMembers? members = GzipMembers.Begins(_stream) ? new GzipMembers(_file, _stream) : null;
        using Stream text = new LimitedStream(_file, members ?? _stream, members is null ? long.MaxValue : _options.MaximumUncompressedLength);
        using StreamReader characters = new(text, _options.Encoding ?? new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, BufferLength, leaveOpen: true);
        CsvTokenizer? csv = null;
        try
        {
            csv = new CsvTokenizer(_file, characters, _options);
            return read(csv);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{_file}: line {csv?.Line ?? 1} or after: expected UTF-8 text, got bytes that are none; CsvOptions.Encoding names another encoding.", e);
        }
    }

    private int ReadRows(Func<CsvHeader, ColumnBuilder?[]> plan)
    {
        int rows = Open(csv => ReadRows(csv, plan));
        if (rows < 0)
        {
            _hasIndexWithoutName = true;
            rows = Open(csv => ReadRows(csv, plan));
        }

        return rows;
    }

    /// <summary>Reads all rows; −1 if it turns out that the header lacks the name of the first column.</summary>
    private int ReadRows(CsvTokenizer csv, Func<CsvHeader, ColumnBuilder?[]> plan)
    {
        if (!csv.Read())
            throw Empty(csv);
        _header = CsvHeader.Read(_file, csv, _options);
        if (_options.HasHeader && !csv.Read())
            throw csv.Wrong("expected rows after the header, found none");
        if (_hasIndexWithoutName || (csv.FieldCount == _header.Names.Length + 1 && MayLackIndex && !csv.Trimmed(csv.FieldCount - 1).IsEmpty))
            _header.AddIndex();
        _columns = plan(_header);
        _lastIsEmpty = !_options.HasHeader && _options.ColumnNames is null && _columns.Length > 1;
        _lines.Clear();

        int rows = 0;
        bool allHaveOneMore = MayLackIndex;
        do
        {
            allHaveOneMore &= csv.FieldCount == _columns.Length + 1;
            if (allHaveOneMore && !csv.Trimmed(_columns.Length).IsEmpty)
                return -1;
            AddRow(csv);
            _lines.Add(csv.Line);
            rows++;
        }
        while (csv.Read());

        if (_lastIsEmpty)
            Array.Resize(ref _columns, _columns.Length - 1); // delimiters at the ends of rows
        return rows;
    }

    /// <summary>
    /// Whether rows may have a first field that the header has no name for, as R writes them. Not beside a single name: there
    /// 1,5 is rather a number whose decimal comma is taken for a delimiter.
    /// </summary>
    private bool MayLackIndex =>
        _options is { HasHeader: true, ColumnNames: null, RaggedRows: not CsvRaggedRows.FillAndCut } && _header is { HasIndex: false, HasTrailing: false, Names.Length: > 1 };

    private void AddRow(CsvTokenizer csv)
    {
        int count = csv.FieldCount;
        ColumnBuilder?[] columns = _columns;
        if (count != columns.Length)
            CheckLength(csv);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not { } column)
                continue;
            ReadOnlySpan<char> field = i < count ? csv[i] : default;
            if (column.TryAddNumber(field))
                continue;
            if (!column.Add(field, i < count && csv.IsQuoted(i)))
                throw new InvalidDataException($"{_file}: line {csv.Line}, column '{Shown.Text(column.Name)}': expected {column.Expected}, as it was declared, got '{Shown.Text(field.Trim())}'.");
        }

        if (_lastIsEmpty)
            _lastIsEmpty = count >= columns.Length && csv.Trimmed(columns.Length - 1).IsEmpty;
    }

    /// <summary>Rows have a field for each column; empty ones that follow are a trailing delimiter.</summary>
    private void CheckLength(CsvTokenizer csv)
    {
        int count = csv.FieldCount, expected = _columns.Length;
        bool isEmpty = true;
        for (int i = expected; i < count && isEmpty; i++)
            isEmpty = csv.Trimmed(i).IsEmpty;
        if (count > expected ? isEmpty || _options.RaggedRows == CsvRaggedRows.FillAndCut : _options.RaggedRows != CsvRaggedRows.Refuse)
            return;
        if (count > expected && _header!.HasTrailing)
            throw new InvalidDataException($"{_file}: line {_header.Line}: expected a name for column {expected + 1}, got an empty one, but line {csv.Line} has '{Shown.Text(csv.Trimmed(expected))}' there.");
        throw csv.Wrong($"expected {expected} fields, as many as there are columns, got {count}; CsvOptions.RaggedRows says what else may become of such rows");
    }

    /// <summary>Reads columns that hold texts after numbers once more.</summary>
    private void ReadTexts(ColumnBuilder?[] columns, int rows)
    {
        ColumnBuilder?[] texts = [.. columns.Select(column => column is { IsToBeReadAgain: true } ? new ColumnBuilder(column.Name, CsvKind.Text, _format) { IsFoundText = true, IsIndex = column.IsIndex } : null)];
        int again = ReadRows(header => [.. texts, .. new ColumnBuilder?[Math.Max(header.Names.Length - texts.Length, 0)]]);
        if (again != rows)
            throw new InvalidDataException($"{_file}: line {_header!.Line}: expected {rows} rows, as when the file was read first, got {again}.");
        for (int i = 0; i < texts.Length; i++)
            columns[i] = texts[i] ?? columns[i];
    }

    /// <summary>The lines where rows begin: kept only if they do not follow one another.</summary>
    private sealed class RowLines
    {
        private readonly BlockList<int> _lines = new();
        private long _first;
        private int _rows;
        private bool _areKept;

        public void Clear()
        {
            _lines.Clear();
            (_rows, _areKept) = (0, false);
        }

        public void Add(long line)
        {
            if (_rows == 0)
                _first = line;
            if (!_areKept && line != _first + _rows)
            {
                for (int row = 0; row < _rows; row++)
                    _lines.Add(Number(_first + row));
                _areKept = true;
            }

            if (_areKept)
                _lines.Add(Number(line));
            _rows++;
        }

        /// <summary>The lines; of rows that follow one another, the first.</summary>
        public int[] ToArray() => _areKept ? _lines.MoveToArray() : [Number(_first)];

        private static int Number(long line) => (int)Math.Min(line, int.MaxValue);
    }

    /// <summary>Ends what unfolds to more than its limit.</summary>
    private sealed class LimitedStream(string file, Stream inner, long limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = inner.Read(buffer);
            _read += count;
            return _read <= limit ? count
                : throw new InvalidDataException($"{file}: offset {limit}: expected at most {limit} bytes of uncompressed text, the limit of CsvOptions.MaximumUncompressedLength, but more follow.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
