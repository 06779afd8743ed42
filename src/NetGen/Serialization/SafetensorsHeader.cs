using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// The header of a safetensors file, parsed and checked: its length in 8 bytes, little-endian, then a JSON object of
/// tensors, <c>{"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}</c>, whose offsets count from the end of the
/// header and which cover all of the rest of the file, without holes and without overlap.
/// </summary>
/// <remarks>
/// A file may come from anywhere. Memory is taken for the bytes of the header, which have to be there, and for an entry of
/// fixed size for each tensor; a header may not hold more of these than 16,384 and one for each 64 bytes of data. Names
/// stay in the header's bytes. So no file makes the reader take more memory than the file's size and 1 MB.
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes before the header.</summary>
    public const int Prefix = 8;

    /// <summary>The limit of the format's reference implementation.</summary>
    public const int MaximumLength = 100_000_000;

    private const int MaximumNameLength = 1024;
    private const int MaximumMetadataCount = 256;
    private const int MaximumRank = 16;
    private const int MaximumTensorCount = 16_384;

    private readonly string _file;
    private readonly byte[] _json;
    private readonly List<MetadataEntry> _metadata = [];
    private Entry[] _entries = [];
    private int _count;

    private SafetensorsHeader(string file, byte[] json, long dataLength)
    {
        _file = file;
        _json = json;
        DataLength = dataLength;
    }

    /// <summary>A tensor: where its name and its shape stand in the header, and where its data are.</summary>
    public readonly record struct Entry(int NameStart, int NameLength, TensorType Type, int ShapeStart, int Rank, long Begin, long End)
    {
        public long ByteLength => End - Begin;
    }

    private readonly record struct MetadataEntry(int KeyStart, int KeyLength, int ValueStart);

    /// <summary>The tensors, sorted by their names' bytes.</summary>
    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>The number of bytes after the header.</summary>
    public long DataLength { get; }

    /// <summary>Where the data begin in the file.</summary>
    public long DataStart => Prefix + _json.Length;

    /// <summary>Reads the header from the start of a stream.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static SafetensorsHeader Read(string file, Stream stream)
    {
        long length = stream.Length;
        if (length < Prefix)
            throw new InvalidDataException($"{file}: offset {length}: expected a header's length of 8 bytes, but the file ends after {length}.");

        Span<byte> prefix = stackalloc byte[Prefix];
        stream.Position = 0;
        ReadExactly(file, stream, prefix);
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long most = Math.Min(length - Prefix, MaximumLength);
        if (declared < 2 || declared > (ulong)most)
            throw new InvalidDataException($"{file}: offset 0: expected a header's length from 2 to {most}, for a file of {length} bytes, got {declared}.");

        byte[] json = GC.AllocateUninitializedArray<byte>((int)declared);
        ReadExactly(file, stream, json);
        SafetensorsHeader header = new(file, json, length - Prefix - json.Length);
        try
        {
            header.Parse();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: offset {Prefix + Position(json, e)}: expected JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{file}: offset {Prefix}: expected a header of valid UTF-8: {e.Message}", e);
        }

        header.CheckData();
        header.SortByName();
        return header;
    }

    /// <summary>Reads all of a span.</summary>
    /// <exception cref="InvalidDataException">The file became shorter while it was read.</exception>
    public static void ReadExactly(string file, Stream stream, Span<byte> destination)
    {
        int read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (read < destination.Length)
            throw new InvalidDataException($"{file}: offset {stream.Position}: expected {destination.Length - read} bytes more, but the file ends here.");
    }

    public string Name(in Entry entry) => Encoding.UTF8.GetString(NameBytes(entry));

    /// <summary>The name, or its start, for a message: a file's own names may be long.</summary>
    public string ShownName(in Entry entry)
    {
        const int Shown = 100;
        ReadOnlySpan<byte> bytes = NameBytes(entry);
        return bytes.Length <= Shown ? Encoding.UTF8.GetString(bytes) : Encoding.UTF8.GetString(bytes[..Shown]) + "…";
    }

    public ReadOnlySpan<byte> NameBytes(in Entry entry) => _json.AsSpan(entry.NameStart, entry.NameLength);

    /// <summary>Where the entry stands in the file, for messages.</summary>
    public static long Offset(in Entry entry) => Prefix + entry.NameStart;

    /// <summary>The index of a tensor by its name; −1 where there is none.</summary>
    public int Find(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = NameBytes(_entries[middle]).SequenceCompareTo(bytes);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    public long[] Shape(in Entry entry)
    {
        long[] shape = new long[entry.Rank];
        Utf8JsonReader reader = new(_json.AsSpan(entry.ShapeStart));
        reader.Read();
        for (int axis = 0; axis < shape.Length; axis++)
        {
            reader.Read();
            shape[axis] = reader.GetInt64();
        }

        return shape;
    }

    public IEnumerable<string> MetadataKeys => _metadata.Select(entry => Encoding.UTF8.GetString(_json.AsSpan(entry.KeyStart, entry.KeyLength)));

    /// <summary>A value of <c>__metadata__</c>, or null.</summary>
    /// <exception cref="InvalidDataException">The value is not valid UTF-8.</exception>
    public string? Metadata(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        foreach (MetadataEntry entry in _metadata)
        {
            if (!_json.AsSpan(entry.KeyStart, entry.KeyLength).SequenceEqual(bytes))
                continue;
            try
            {
                Utf8JsonReader reader = new(_json.AsSpan(entry.ValueStart), isFinalBlock: false, default);
                reader.Read();
                return reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidDataException($"{_file}: offset {Prefix + entry.ValueStart}: expected valid UTF-8: {e.Message}", e);
            }
        }

        return null;
    }

    private void Parse()
    {
        if (_json[0] != (byte)'{')
            throw Wrong(0, "expected a header that starts with '{'");

        // Counted first, so that exactly the memory that is needed is taken.
        int count = CountMembers();
        long most = MaximumTensorCount + (DataLength / 64);
        if (count > most + 1)
            throw Wrong(0, $"expected at most {most} tensors for {DataLength} bytes of data, got {count}");

        _entries = new Entry[count];
        Utf8JsonReader reader = new(_json, new JsonReaderOptions { MaxDepth = 3 });
        Require(ref reader, JsonTokenType.StartObject, "an object of tensors");
        Span<byte> scratch = stackalloc byte[MaximumNameLength];
        bool hasMetadata = false;
        while (ReadName(ref reader, scratch, out int nameStart, out int nameLength))
        {
            if (_json.AsSpan(nameStart, nameLength).SequenceEqual("__metadata__"u8))
            {
                if (hasMetadata)
                    throw Wrong(nameStart, "expected one '__metadata__', got a second");
                hasMetadata = true;
                ParseMetadata(ref reader, scratch);
            }
            else
            {
                _entries[_count++] = ParseTensor(ref reader, nameStart, nameLength);
            }
        }

        if (reader.Read())
            throw Wrong((int)reader.TokenStartIndex, "expected nothing after the header's object");
    }

    private int CountMembers()
    {
        Utf8JsonReader reader = new(_json, new JsonReaderOptions { MaxDepth = 3 });
        int count = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                count++;
        }

        return count;
    }

    /// <summary>
    /// The next property's name, unescaped where it stands: shorter than the escaped text, which the reader has left behind.
    /// </summary>
    /// <returns>False at the end of the object.</returns>
    private bool ReadName(ref Utf8JsonReader reader, scoped Span<byte> scratch, out int start, out int length)
    {
        (start, length) = (0, 0);
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return false;
        start = (int)reader.TokenStartIndex + 1;
        if (reader.ValueSpan.Length > MaximumNameLength)
            throw Wrong(start, $"expected a name of at most {MaximumNameLength} bytes, got {reader.ValueSpan.Length}");
        length = reader.CopyString(scratch);
        scratch[..length].CopyTo(_json.AsSpan(start));
        return true;
    }

    private void ParseMetadata(ref Utf8JsonReader reader, scoped Span<byte> scratch)
    {
        Require(ref reader, JsonTokenType.StartObject, "an object of texts");
        while (ReadName(ref reader, scratch, out int start, out int length))
        {
            Require(ref reader, JsonTokenType.String, "a text");
            if (_metadata.Count == MaximumMetadataCount)
                throw Wrong(start, $"expected at most {MaximumMetadataCount} metadata");
            foreach (MetadataEntry other in _metadata)
            {
                if (_json.AsSpan(other.KeyStart, other.KeyLength).SequenceEqual(_json.AsSpan(start, length)))
                    throw Wrong(start, "expected every key of the metadata once, got one twice");
            }

            _metadata.Add(new(start, length, (int)reader.TokenStartIndex));
        }
    }

    private Entry ParseTensor(ref Utf8JsonReader reader, int nameStart, int nameLength)
    {
        Require(ref reader, JsonTokenType.StartObject, "an object that describes a tensor");
        TensorType? type = null;
        (int Start, int Rank, long Count)? shape = null;
        (long Begin, long End)? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = (int)reader.TokenStartIndex;
            if (reader.ValueTextEquals("dtype"u8) && type is null)
                type = ParseType(ref reader);
            else if (reader.ValueTextEquals("shape"u8) && shape is null)
                shape = ParseShape(ref reader);
            else if (reader.ValueTextEquals("data_offsets"u8) && offsets is null)
                offsets = ParseOffsets(ref reader);
            else
                throw Wrong(at, "expected dtype, shape and data_offsets, each once");
        }

        if (type is not { } t || shape is not { } s || offsets is not { } o)
            throw Wrong(nameStart, $"expected dtype, shape and data_offsets, got no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if ((Int128)s.Count * t.Size() != o.End - o.Begin)
        {
            throw Wrong(nameStart, $"expected data_offsets {(Int128)s.Count * t.Size()} bytes apart for {s.Count} elements of type {t.NameInFile()}, got {o.End - o.Begin}");
        }

        return new Entry(nameStart, nameLength, t, s.Start, s.Rank, o.Begin, o.End);
    }

    private TensorType ParseType(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.String, "the name of a type");
        return TensorTypes.TryParse(reader.ValueSpan, out TensorType type)
            ? type
            : throw Wrong((int)reader.TokenStartIndex, "expected one of the types BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64");
    }

    private (int Start, int Rank, long Count) ParseShape(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray, "an array of sizes");
        int start = (int)reader.TokenStartIndex, rank = 0;
        Int128 count = 1;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count *= ParseNumber(ref reader, "a size");
            if (count > long.MaxValue)
                throw Wrong((int)reader.TokenStartIndex, "expected sizes whose product fits in 63 bits");
            if (++rank > MaximumRank)
                throw Wrong((int)reader.TokenStartIndex, $"expected at most {MaximumRank} axes");
        }

        return (start, rank, (long)count);
    }

    private (long Begin, long End) ParseOffsets(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.StartArray, "two offsets");
        int start = (int)reader.TokenStartIndex;
        reader.Read();
        long begin = ParseNumber(ref reader, "an offset");
        reader.Read();
        long end = ParseNumber(ref reader, "an offset");
        Require(ref reader, JsonTokenType.EndArray, "two offsets, not more");
        return begin <= end && end <= DataLength
            ? (begin, end)
            : throw Wrong(start, $"expected offsets in order and at most {DataLength}, the number of bytes after the header, got {begin} and {end}");
    }

    private long ParseNumber(ref Utf8JsonReader reader, string what) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Wrong((int)reader.TokenStartIndex, $"expected {what}, a whole number from 0 to {long.MaxValue}");

    private void Require(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw Wrong((int)reader.TokenStartIndex, $"expected {what}");
    }

    /// <summary>The tensors' data must lie one after the other, from the first byte to the last.</summary>
    private void CheckData()
    {
        Span<Entry> entries = _entries.AsSpan(0, _count);
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long end = 0;
        foreach (ref readonly Entry entry in entries)
        {
            if (entry.Begin != end)
            {
                string what = entry.Begin < end ? "overlap those of another tensor" : "leave a hole before them";
                throw Wrong(entry.NameStart, $"expected the data of '{ShownName(entry)}' to begin at {end}, where those before end, got {entry.Begin}: they {what}");
            }

            end = entry.End;
        }

        if (end != DataLength)
            throw new InvalidDataException($"{_file}: offset {DataStart + end}: expected the file to end with the last tensor's data, but {DataLength - end} bytes follow.");
    }

    private void SortByName()
    {
        Span<Entry> entries = _entries.AsSpan(0, _count);
        entries.Sort((a, b) => NameBytes(a).SequenceCompareTo(NameBytes(b)));
        for (int i = 1; i < entries.Length; i++)
        {
            if (NameBytes(entries[i]).SequenceEqual(NameBytes(entries[i - 1])))
                throw Wrong(Math.Max(entries[i].NameStart, entries[i - 1].NameStart), $"expected every name once, got '{ShownName(entries[i])}' twice");
        }
    }

    private InvalidDataException Wrong(int position, string message) => new($"{_file}: offset {Prefix + position}: {message}.");

    /// <summary>The parser counts lines and bytes within a line.</summary>
    private static long Position(ReadOnlySpan<byte> json, JsonException error)
    {
        long lines = error.LineNumber ?? 0;
        int start = 0;
        for (; lines > 0; lines--)
        {
            int end = json[start..].IndexOf((byte)'\n');
            if (end < 0)
                break;
            start += end + 1;
        }

        return start + (error.BytePositionInLine ?? 0);
    }
}
