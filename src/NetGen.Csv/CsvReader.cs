using System.IO.Compression;
using System.Text;
using Sylvan.Data.Csv;

namespace NetGen;

/// <summary>Reads a table, row by row; errors name the line and the column.</summary>
internal sealed class CsvReader
{
    // Small next to the megabyte that a reader may take beside the table.
    private const int BufferLength = 1 << 15;
    private const int MaximumRecordLength = 1 << 17;

    private readonly string _file;
    private readonly CsvOptions _options;
    private readonly List<ColumnBuilder> _columns = [];
    private string[] _names = [];
    private bool _namesOnly;
    private long _line;

    private CsvReader(string file, CsvOptions options) => (_file, _options) = (file, options);

    public static CsvTable Read(string file, Stream stream, CsvOptions options)
    {
        CsvReader reader = new(file, options);
        int rows = reader.Read(stream);
        CsvColumn[] columns = new CsvColumn[reader._columns.Count];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = reader._columns[i].Build(); // and the builder lets go of what it had
        return new CsvTable(file, columns, rows);
    }

    public static string[] ReadNames(string file, Stream stream, CsvOptions options)
    {
        CsvReader reader = new(file, options) { _namesOnly = true };
        reader.Read(stream);
        return reader._names;
    }

    private int Read(Stream stream)
    {
        using Stream text = IsGzip(stream) ? new LimitedStream(_file, new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), _options.MaximumUncompressedLength) : new LimitedStream(_file, stream, long.MaxValue);
        using StreamReader characters = new(text, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, bufferSize: BufferLength, leaveOpen: true);
        try
        {
            return Read(characters);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{_file}: line {_line + 1} or after: expected UTF-8 text, got bytes that are none.", e);
        }
    }

    private static bool IsGzip(Stream stream)
    {
        bool isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return isGzip;
    }

    private int Read(StreamReader characters)
    {
        CsvDataReaderOptions settings = new() { HasHeaders = false, Delimiter = _options.Delimiter, MaxBufferSize = MaximumRecordLength, BufferSize = BufferLength };
        try
        {
            // Also this reads: the first record, and guesses the delimiter.
            using CsvDataReader csv = CsvDataReader.Create(characters, settings);
            return Read(csv);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw Wrong(_line + 1, $"expected a row of at most {MaximumRecordLength} characters, got a longer one: is a quote not closed?", e);
        }
        catch (CsvFormatException e)
        {
            string column = e.FieldOrdinal >= 0 && e.FieldOrdinal < _columns.Count ? $", column '{Shown(_columns[e.FieldOrdinal].Name)}'" : $", field {e.FieldOrdinal + 1}";
            throw new InvalidDataException($"{_file}: line {_line + 1}{column}: expected fields of the CSV format: {e.Message}", e);
        }
    }

    private int Read(CsvDataReader csv)
    {
        int rows = 0;
        while (csv.Read())
        {
            long line = _line + 1;
            ReadOnlySpan<char> raw = csv.GetRawRecordSpan();
            _line += 1 + raw.TrimEnd("\r\n").Count('\n');
            if (raw.IsWhiteSpace())
                continue; // an empty line
            if (_names.Length == 0)
            {
                _names = Names(csv, line);
                if (_namesOnly)
                    return 0;
                if (_options.HasHeader)
                    continue;
            }

            if (csv.RowFieldCount != _names.Length)
                throw Wrong(line, $"expected {_names.Length} fields, as many as there are columns, got {csv.RowFieldCount}");
            if (rows++ == 0)
                AddColumns(csv, _names, line);
            AddRow(csv, line);
        }

        if (rows == 0)
            throw Wrong(_line + 1, _names.Length == 0 ? "expected a header, but the file is empty" : "expected rows after the header, found none");
        return rows;
    }

    private string[] Names(CsvDataReader csv, long line)
    {
        string[] names = new string[csv.RowFieldCount];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _options.HasHeader ? csv.GetFieldSpan(i).Trim().ToString() : $"column{i + 1}";
            if (names[i].Length == 0)
                throw Wrong(line, $"expected a name for column {i + 1}, got an empty one");
            if (!known.Add(names[i]))
                throw Wrong(line, $"expected every column's name once, got '{Shown(names[i])}' twice");
        }

        foreach (string text in _options.TextColumns)
        {
            if (!known.Contains(text))
                throw Wrong(line, $"expected a column '{Shown(text)}', got {Shown(string.Join(", ", names))}");
        }

        return names;
    }

    /// <summary>The fields of the first row say which columns hold numbers.</summary>
    private void AddColumns(CsvDataReader csv, string[] names, long line)
    {
        for (int i = 0; i < names.Length; i++)
        {
            ReadOnlySpan<char> field = csv.GetFieldSpan(i).Trim();
            if (field.IsEmpty)
                throw Missing(line, names[i]);
            _columns.Add(new ColumnBuilder(names[i], isNumeric: !_options.TextColumns.Contains(names[i]) && NumberParser.TryParse(field, out _)));
        }
    }

    private void AddRow(CsvDataReader csv, long line)
    {
        for (int i = 0; i < _columns.Count; i++)
        {
            ReadOnlySpan<char> field = csv.GetFieldSpan(i);
            ColumnBuilder column = _columns[i];
            if (column.IsNumeric && NumberParser.TryParse(field, out double number))
            {
                column.Add(number);
                continue;
            }

            field = field.Trim();
            if (field.IsEmpty)
                throw Missing(line, column.Name);
            if (!column.IsNumeric)
                column.Add(field);
            else if (NumberParser.TryParse(field, out number))
                column.Add(number);
            else
                throw Wrong(line, column.Name, $"expected a number like in the rows before, got '{Shown(field.ToString())}'");
        }
    }

    private InvalidDataException Missing(long line, string column) => Wrong(line, column, "expected a value, got an empty field");

    private InvalidDataException Wrong(long line, string column, string message) => new($"{_file}: line {line}, column '{Shown(column)}': {message}.");

    private InvalidDataException Wrong(long line, string message, Exception? inner = null) => new($"{_file}: line {line}: {message}.", inner);

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";

    /// <summary>Ends what unfolds to more than its limit, and turns errors of the decompressor into ours.</summary>
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
            try
            {
                int count = inner.Read(buffer);
                _read += count;
                if (_read > limit)
                    throw new InvalidDataException($"{file}: offset {limit}: expected at most {limit} bytes of uncompressed text, but more follow.");
                return count;
            }
            catch (InvalidDataException e) when (inner is GZipStream && _read <= limit)
            {
                throw new InvalidDataException($"{file}: offset {_read} of the uncompressed text, or after: expected intact gzip data, got data that are corrupt.", e);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && inner is GZipStream)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
