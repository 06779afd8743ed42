using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Cuts a text into rows and fields (RFC 4180): a field in quotes may hold delimiters, line ends and doubled quotes; lines end
/// in LF, CRLF or CR. Empty lines are left out.
/// </summary>
internal sealed class CsvTokenizer
{
    /// <summary>The most characters of a row: a quote that is not closed must not take the rest of the file into memory.</summary>
    public const int MaximumRecordLength = 1 << 24;

    /// <summary>The most fields of a row.</summary>
    public const int MaximumFields = 1 << 16;

    private const int FirstLength = 1 << 15;

    // Characters that are looked at together; the buffer has so many more, so that they can be loaded anywhere in it.
    private const int BlockLength = 64;

    private readonly string _file;
    private readonly TextReader _text;
    private readonly char? _comment;
    private readonly char _delimiter;
    private char[] _buffer = new char[FirstLength + BlockLength];
    private Field[] _fields = new Field[16];
    private int _start;
    private int _end;
    private bool _isComplete;
    private long _nextLine = 1;
    private long _linesInQuotes;

    // Where fields may end in the block that begins at _blockStart: one bit for each character.
    private int _blockStart = -BlockLength;
    private ulong _breaks;

    public CsvTokenizer(string file, TextReader text, CsvOptions options)
    {
        (_file, _text, _comment) = (file, text, options.Comment);
        Fill();
        (_delimiter, _start) = CsvDialect.Find(_buffer.AsSpan(0, _end), _isComplete, options);
        _nextLine = _start > 0 ? 2 : 1;
    }

    /// <summary>Where a field lies in the buffer.</summary>
    /// <param name="Start">Its first character.</param>
    /// <param name="Marks">Its length, and marks of quoted fields above it.</param>
    private readonly record struct Field(int Start, int Marks)
    {
        public const int Quoted = 1 << 30, Doubled = 1 << 29;

        public int Length => Marks & (Doubled - 1);

        public bool IsQuoted => Marks >= Quoted;

        public bool HasDoubledQuotes => (Marks & Doubled) != 0;
    }

    /// <summary>The number of fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The line where the row begins, from 1; after the last row, the line that would follow.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>A field of the row, until the next is read.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Field field = _fields[index];
            return field.HasDoubledQuotes ? Unescape(index) : MemoryMarshal.CreateReadOnlySpan(ref _buffer[field.Start], field.Length);
        }
    }

    public bool IsQuoted(int index) => _fields[index].IsQuoted;

    /// <summary>A field without blanks around it, but for those within quotes.</summary>
    public ReadOnlySpan<char> Trimmed(int index) => IsQuoted(index) ? this[index] : this[index].Trim();

    /// <summary>Goes to the next row that is neither empty nor a comment; false after the last.</summary>
    public bool Read()
    {
        while (true)
        {
            Line = _nextLine;
            if (_start == _end && !Fill())
                return false;
            if (_buffer[_start] == _comment)
            {
                SkipLine();
                continue;
            }

            while (!TryRead())
                Fill();
            if (FieldCount > 1 || IsQuoted(0) || !this[0].IsWhiteSpace())
                return true;
        }
    }

    /// <summary>The message of what is wrong with the row.</summary>
    public InvalidDataException Wrong(string message, Exception? inner = null) => new($"{_file}: line {Line}: {message}.", inner);

    /// <summary>Cuts what begins at _start; false if the row goes on beyond what is in the buffer.</summary>
    private bool TryRead()
    {
        (FieldCount, _linesInQuotes) = (0, 0);
        int at = _start;
        while (true)
        {
            if (at < _end && _buffer[at] is '"' or ' ' or '\t' && IsQuoteAhead(at, out int quote))
            {
                at = ReadQuoted(quote);
                if (at < 0)
                    return false;
            }
            else
            {
                int stop = NextBreak(at);
                if (stop == _end && !_isComplete)
                    return false;
                Add(new Field(at, stop - at));
                at = stop;
            }

            if (at == _end || _buffer[at] != _delimiter)
                return TryEnd(at);
            at++;
        }
    }

    /// <summary>The end of the row, which must be in the buffer as a whole.</summary>
    private bool TryEnd(int at)
    {
        if (at < _end && _buffer[at] == '\r')
        {
            if (at + 1 == _end && !_isComplete)
                return false;
            at += at + 1 < _end && _buffer[at + 1] == '\n' ? 2 : 1;
        }
        else if (at < _end)
        {
            at++;
        }

        _start = at;
        _nextLine = Line + 1 + _linesInQuotes;
        return true;
    }

    private bool IsQuoteAhead(int at, out int quote)
    {
        while (at < _end && _buffer[at] is ' ' or '\t' && _buffer[at] != _delimiter)
            at++;
        quote = at;
        return at < _end && _buffer[at] == '"';
    }

    /// <summary>Reads a field from its opening quote, and returns where it ends; −1 if that is not in the buffer.</summary>
    private int ReadQuoted(int quote)
    {
        int start = quote + 1, at = start;
        bool hasDoubled = false;
        while (true)
        {
            int found = _buffer.AsSpan(at, _end - at).IndexOf('"');
            if (found < 0 && _isComplete)
                throw Wrong($"expected a closing quote for field {FieldCount + 1}, but the file ends");
            at += found;
            if (found < 0 || (at + 1 == _end && !_isComplete))
                return -1;
            if (at + 1 == _end || _buffer[at + 1] != '"')
                break;
            hasDoubled = true;
            at += 2;
        }

        Add(new Field(start, (at - start) | Field.Quoted | (hasDoubled ? Field.Doubled : 0)));
        _linesInQuotes += CountLineEnds(_buffer.AsSpan(start, at - start));
        do
            at++;
        while (at < _end && _buffer[at] is ' ' or '\t' && _buffer[at] != _delimiter);
        if (at == _end)
            return _isComplete ? at : -1;
        return _buffer[at] == _delimiter || _buffer[at] is '\r' or '\n' ? at
            : throw Wrong($"expected a delimiter or the end of the line after the closing quote of field {FieldCount}, got '{_buffer[at]}'");
    }

    private static int CountLineEnds(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int at = text.IndexOfAny('\r', '\n'); at >= 0; at = text.IndexOfAny('\r', '\n'))
        {
            count++;
            text = text[(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1)..];
        }

        return count;
    }

    /// <summary>Doubled quotes become one, in place.</summary>
    private ReadOnlySpan<char> Unescape(int index)
    {
        Field field = _fields[index];
        Span<char> text = _buffer.AsSpan(field.Start, field.Length);
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            text[length++] = text[i];
            if (text[i] == '"')
                i++;
        }

        _fields[index] = new Field(field.Start, length | Field.Quoted);
        return text[..length];
    }

    private void SkipLine()
    {
        while (true)
        {
            int found = _buffer.AsSpan(_start, _end - _start).IndexOfAny('\r', '\n');
            _start = found < 0 ? _end : _start + found;
            if (found >= 0 && (_start + 1 < _end || _isComplete))
                break;
            if (!Fill() && _start == _end)
                return;
        }

        TryEnd(_start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(Field field)
    {
        if (FieldCount == _fields.Length)
            AddSpace();
        _fields[FieldCount++] = field;
    }

    private void AddSpace()
    {
        if (FieldCount == MaximumFields)
            throw Wrong($"expected at most {MaximumFields} fields, got more");
        Array.Resize(ref _fields, 2 * _fields.Length);
    }

    /// <summary>Where the next delimiter or line end is, or the end of the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextBreak(int at)
    {
        uint offset = (uint)(at - _blockStart);
        if (offset < BlockLength && _breaks >> (int)offset is not 0 and ulong rest)
            return at + BitOperations.TrailingZeroCount(rest);
        return FindBreak(offset < BlockLength ? _blockStart + BlockLength : at);
    }

    private int FindBreak(int at)
    {
        ref ushort buffer = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetArrayDataReference(_buffer));
        Vector256<ushort> delimiter = Vector256.Create((ushort)_delimiter);
        for (; at < _end; at += BlockLength)
        {
            ref ushort block = ref Unsafe.Add(ref buffer, at);
            ulong breaks = Breaks(ref block, delimiter) | ((ulong)Breaks(ref Unsafe.Add(ref block, BlockLength / 2), delimiter) << (BlockLength / 2));
            if (_end - at < BlockLength)
                breaks &= (1UL << (_end - at)) - 1; // what is behind the end is left from before
            if (breaks == 0)
                continue;
            (_blockStart, _breaks) = (at, breaks);
            return at + BitOperations.TrailingZeroCount(breaks);
        }

        return _end;
    }

    /// <summary>A bit for each of 32 characters that is a delimiter or a line end.</summary>
    private static uint Breaks(ref ushort block, Vector256<ushort> delimiter)
    {
        Vector256<ushort> first = Vector256.LoadUnsafe(ref block), second = Vector256.LoadUnsafe(ref block, (nuint)Vector256<ushort>.Count);
        Vector256<ushort> feed = Vector256.Create((ushort)'\n'), back = Vector256.Create((ushort)'\r');
        first = Vector256.Equals(first, delimiter) | Vector256.Equals(first, feed) | Vector256.Equals(first, back);
        second = Vector256.Equals(second, delimiter) | Vector256.Equals(second, feed) | Vector256.Equals(second, back);
        return Vector256.Narrow(first, second).ExtractMostSignificantBits();
    }

    /// <summary>Moves the row to the beginning of the buffer, makes that larger if the row fills it, and reads as much as it takes.</summary>
    private bool Fill()
    {
        if (_isComplete)
            return false;
        int length = _end - _start;
        if (length >= MaximumRecordLength)
            throw Wrong($"expected a row of at most {MaximumRecordLength} characters, got a longer one: is a quote not closed?");
        char[] larger = length + BlockLength == _buffer.Length ? new char[(2 * length) + BlockLength] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(larger);
        _buffer = larger;
        int read = _text.ReadBlock(_buffer.AsSpan(length, _buffer.Length - BlockLength - length));
        _isComplete = length + read + BlockLength < _buffer.Length;
        (_start, _end, _blockStart) = (0, length + read, -BlockLength);
        return read > 0;
    }
}
