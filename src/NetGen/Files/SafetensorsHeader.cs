using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace NetGen;

/// <summary>
/// The header of a safetensors file, parsed and checked: its length in 8 bytes, little-endian, then a JSON object of
/// tensors, <c>{"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}</c>, whose offsets count from the end of the
/// header and which cover all of the rest of the file, without holes and without overlap.
/// </summary>
/// <remarks>
/// A file may come from anywhere. Memory is taken for the bytes of the header, which have to be there, and for an entry of
/// fixed size for each tensor and each text of the metadata: at most twice as much again. Names stay in the header's bytes.
/// What the format's reference implementation reads is read: fields of a tensor that nobody knows, no metadata by null, any
/// number of names of any length. A tensor of an unknown type does not spoil the others.
/// </remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes before the header.</summary>
    public const int Prefix = 8;

    private static ReadOnlySpan<byte> MetadataName => "__metadata__"u8;

    /// <summary>The limit of the format's reference implementation.</summary>
    public const int MaximumLength = 100_000_000;

    private const int ScratchLength = 1024;
    private const int MaximumRank = 64;
    private const int MaximumDepth = 64;

    // What a tensor and a text of the metadata take in a header at least: no entries are made for more of them than fit.
    private const int LeastTensorLength = 40;
    private const int LeastTextLength = 6;

    private readonly string _file;
    private readonly byte[] _json;
    private MetadataEntry[] _metadata = [];
    private int _metadataCount;
    private Entry[] _entries = [];
    private int _count;

    private SafetensorsHeader(string file, byte[] json, long dataLength)
    {
        _file = file;
        _json = json;
        DataLength = dataLength;
    }

    /// <summary>A tensor: where its name and its shape stand in the header, and where its data are.</summary>
    public readonly record struct Entry(int NameStart, int NameLength, TensorType Type, int TypeStart, int ShapeStart, int Rank, long Begin, long End)
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
        if (!Utf8.IsValid(json))
            throw header.Wrong(0, "expected a header of valid UTF-8");
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

        header.SortMetadata();
        header.SortByName();
        header.RequireDistinctNames();
        header.CheckData();
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
    public string ShownName(in Entry entry) => Shown(NameBytes(entry));

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

    /// <summary>The shape, or its start, for a message.</summary>
    public string ShownShape(in Entry entry)
    {
        const int Shown = 8;
        return string.Join(", ", Shape(entry).Take(Shown)) + (entry.Rank > Shown ? ", …" : "");
    }

    public bool HasShape(in Entry entry, IReadOnlyList<int> shape)
    {
        if (entry.Rank != shape.Count)
            return false;
        long[] own = Shape(entry);
        for (int axis = 0; axis < own.Length; axis++)
        {
            if (own[axis] != shape[axis])
                return false;
        }

        return true;
    }

    /// <summary>The number of elements of a tensor of a known type.</summary>
    public static long Count(in Entry entry) => entry.ByteLength / entry.Type.Size();

    /// <summary>The name of the type, also of an unknown one.</summary>
    public string TypeName(in Entry entry) => entry.Type == TensorType.Unknown ? Text(entry.TypeStart) : entry.Type.NameInFile();

    /// <summary>The name of the type, or its start, for a message.</summary>
    public string ShownType(in Entry entry)
    {
        const int Shown = 20;
        string name = TypeName(entry);
        return (name.Length <= Shown ? name : name[..Shown] + "…") + (entry.Type == TensorType.Unknown ? ", which this version does not know" : "");
    }

    /// <summary>Sorted by their bytes.</summary>
    public IEnumerable<string> MetadataKeys => _metadata.Take(_metadataCount).Select(entry => Encoding.UTF8.GetString(_json.AsSpan(entry.KeyStart, entry.KeyLength)));

    /// <summary>A value of <c>__metadata__</c>, or null.</summary>
    /// <exception cref="InvalidDataException">The value is not valid UTF-8.</exception>
    public string? Metadata(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        int low = 0, high = _metadataCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Key(_metadata[middle]).SequenceCompareTo(bytes);
            if (order == 0)
                return Text(_metadata[middle].ValueStart);
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private ReadOnlySpan<byte> Key(MetadataEntry entry) => _json.AsSpan(entry.KeyStart, entry.KeyLength);

    /// <summary>The text that begins at a place of the header.</summary>
    private string Text(int start)
    {
        try
        {
            Utf8JsonReader reader = new(_json.AsSpan(start), isFinalBlock: false, default);
            reader.Read();
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{_file}: offset {Prefix + start}: expected valid UTF-8: {e.Message}", e);
        }
    }

    private void Parse()
    {
        if (_json[0] != (byte)'{')
            throw Wrong(0, "expected a header that starts with '{'");

        // Counted first, so that exactly the memory that is needed is taken.
        (int tensors, int texts) = CountMembers();
        _entries = new Entry[Math.Min(tensors, (_json.Length / LeastTensorLength) + 1)];
        _metadata = new MetadataEntry[Math.Min(texts, (_json.Length / LeastTextLength) + 1)];
        Utf8JsonReader reader = new(_json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        Require(ref reader, JsonTokenType.StartObject, "an object of tensors");
        Span<byte> scratch = stackalloc byte[ScratchLength];
        bool hasMetadata = false;
        while (ReadName(ref reader, scratch, out int nameStart, out int nameLength))
        {
            if (_json.AsSpan(nameStart, nameLength).SequenceEqual(MetadataName))
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

    private (int Tensors, int Texts) CountMembers()
    {
        Utf8JsonReader reader = new(_json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        int tensors = 0, texts = 0;
        bool isMetadata = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1)
            {
                isMetadata = reader.ValueTextEquals(MetadataName);
                tensors += isMetadata ? 0 : 1;
            }
            else if (isMetadata && reader.CurrentDepth == 2)
            {
                texts++;
            }
        }

        return (tensors, texts);
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
        (start, length) = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        if (!reader.ValueIsEscaped)
            return true;
        byte[]? rented = length > scratch.Length ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> name = rented ?? scratch;
        length = reader.CopyString(name);
        name[..length].CopyTo(_json.AsSpan(start));
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return true;
    }

    /// <summary>An object of texts, or null.</summary>
    private void ParseMetadata(ref Utf8JsonReader reader, scoped Span<byte> scratch)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Wrong((int)reader.TokenStartIndex, "expected an object of texts");
        while (ReadName(ref reader, scratch, out int start, out int length))
        {
            Require(ref reader, JsonTokenType.String, "a text");
            _metadata[_metadataCount++] = new(start, length, (int)reader.TokenStartIndex);
        }
    }

    private void SortMetadata()
    {
        Span<MetadataEntry> entries = _metadata.AsSpan(0, _metadataCount);
        entries.Sort((a, b) => Key(a).SequenceCompareTo(Key(b)));
        for (int i = 1; i < entries.Length; i++)
        {
            if (Key(entries[i]).SequenceEqual(Key(entries[i - 1])))
                throw Wrong(Math.Max(entries[i].KeyStart, entries[i - 1].KeyStart), $"expected every key of the metadata once, got '{Shown(Key(entries[i]))}' twice");
        }
    }

    private Entry ParseTensor(ref Utf8JsonReader reader, int nameStart, int nameLength)
    {
        Require(ref reader, JsonTokenType.StartObject, "an object that describes a tensor");
        (TensorType Type, int Start)? type = null;
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
            else if (reader.ValueTextEquals("dtype"u8) || reader.ValueTextEquals("shape"u8) || reader.ValueTextEquals("data_offsets"u8))
                throw Wrong(at, "expected dtype, shape and data_offsets, each once");
            else
                reader.Skip();
        }

        if (type is not { } t || shape is not { } s || offsets is not { } o)
            throw Wrong(nameStart, $"expected dtype, shape and data_offsets, got no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (t.Type != TensorType.Unknown && (Int128)s.Count * t.Type.Size() != o.End - o.Begin)
        {
            throw Wrong(nameStart, $"expected data_offsets {(Int128)s.Count * t.Type.Size()} bytes apart for {s.Count} elements of type {t.Type.NameInFile()}, got {o.End - o.Begin}");
        }

        return new Entry(nameStart, nameLength, t.Type, t.Start, s.Start, s.Rank, o.Begin, o.End);
    }

    private (TensorType Type, int Start) ParseType(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.String, "the name of a type");
        Span<byte> unescaped = stackalloc byte[64];
        scoped ReadOnlySpan<byte> name = reader.ValueSpan;
        if (reader.ValueIsEscaped && name.Length <= unescaped.Length)
            name = unescaped[..reader.CopyString(unescaped)];
        _ = TensorTypes.TryParse(name, out TensorType type);
        return (type, (int)reader.TokenStartIndex);
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
        int[] order = new int[_count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        order.AsSpan().Sort((a, b) => _entries[a].Begin != _entries[b].Begin ? _entries[a].Begin.CompareTo(_entries[b].Begin) : _entries[a].End.CompareTo(_entries[b].End));
        long end = 0;
        foreach (int index in order)
        {
            ref readonly Entry entry = ref _entries[index];
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

    private void SortByName() => _entries.AsSpan(0, _count).Sort((a, b) => NameBytes(a).SequenceCompareTo(NameBytes(b)));

    private void RequireDistinctNames()
    {
        for (int i = 1; i < _count; i++)
        {
            if (NameBytes(_entries[i]).SequenceEqual(NameBytes(_entries[i - 1])))
                throw Wrong(Math.Max(_entries[i].NameStart, _entries[i - 1].NameStart), $"expected every name once, got '{ShownName(_entries[i])}' twice");
        }
    }

    private static string Shown(ReadOnlySpan<byte> name)
    {
        const int Length = 100;
        return name.Length <= Length ? Encoding.UTF8.GetString(name) : Encoding.UTF8.GetString(name[..Length]) + "…";
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
