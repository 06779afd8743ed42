using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// A safetensors file: named tensors, as PyTorch, Keras and others exchange them. Opening it reads and checks the header;
/// data are read when asked for.
/// </summary>
/// <remarks>
/// Files may come from anywhere: whatever does not fit is refused with the file, the offset and the reason, and no more
/// memory is taken than three times the header's size, the data that are asked for, and 1 MB. A tensor of a type that is not
/// known is listed, and refused when it is read. One thread at a time.
/// </remarks>
/// <example>
/// <code>
/// using SafetensorsFile file = SafetensorsFile.Open("model.safetensors");
/// foreach (SafetensorsTensor tensor in file.Tensors)
///     Console.WriteLine($"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]");
/// float[] weight = file.Read&lt;float&gt;("dense1.weight");
/// </code>
/// </example>
public sealed class SafetensorsFile : IDisposable
{
    private const int ChunkBytes = 1 << 18;

    private readonly Stream _stream;
    private readonly bool _ownsStream;

    private SafetensorsFile(string path, Stream stream, bool ownsStream)
    {
        Path = path;
        _stream = stream;
        _ownsStream = ownsStream;
        Header = SafetensorsHeader.Read(path, stream);
    }

    /// <summary>The file's path, or what the stream was called.</summary>
    public string Path { get; }

    /// <summary>The tensors, sorted by name.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => field ??= List();

    /// <summary>The keys of the metadata.</summary>
    public IEnumerable<string> MetadataKeys => Header.MetadataKeys;

    internal SafetensorsHeader Header { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file; the message names file, offset and reason.</exception>
    public static SafetensorsFile Open(string path)
    {
        FileStream stream = RegularFile.OpenRead(path);
        try
        {
            return Open(stream, path, ownsStream: true);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads from a stream, an embedded resource for instance, which stays open.</summary>
    /// <param name="stream">A stream that can seek; the file begins at its position 0.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="InvalidDataException">It is not a sound safetensors file.</exception>
    public static SafetensorsFile Open(Stream stream, string name = "stream") => Open(stream, name, ownsStream: false);

    /// <summary>A text of the metadata; null where there is none by this key.</summary>
    /// <param name="key">The key.</param>
    public string? Metadata(string key) => Header.Metadata(key);

    /// <summary>A tensor by its name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public SafetensorsTensor? Find(string name)
    {
        int index = Header.Find(name);
        return index < 0 ? null : Describe(Header.Entries[index]);
    }

    /// <summary>
    /// Reads a tensor in row-major order. Floats of any type are converted to <see cref="float"/> or <see cref="double"/>
    /// (to the nearest where they do not fit exactly); other types are read as what they are: byte, sbyte, int, long or ulong.
    /// </summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it is of another type.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        SafetensorsHeader.Entry entry = Require<T>(name);
        return Read<T>(entry);
    }

    /// <summary>Reads a tensor in row-major order, like <see cref="Read{T}(string)"/>, into a span.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Receives all of its elements.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it is of another type.</exception>
    public void Read<T>(string name, Span<T> destination)
        where T : unmanaged
    {
        SafetensorsHeader.Entry entry = Require<T>(name);
        long count = SafetensorsHeader.Count(entry);
        if (count != destination.Length)
            throw new ArgumentException($"Expected room for the {count} elements of '{name}', got {destination.Length}.", nameof(destination));
        Read(entry, 0, destination);
    }

    /// <summary>
    /// Reads a part of a tensor, like <see cref="Read{T}(string)"/>: of one, for instance, that has more elements than an array can.
    /// </summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="name">The tensor.</param>
    /// <param name="start">The first element, in row-major order.</param>
    /// <param name="destination">Receives as many elements as it holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the tensor.</exception>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it is of another type.</exception>
    public void Read<T>(string name, long start, Span<T> destination)
        where T : unmanaged
    {
        SafetensorsHeader.Entry entry = Require<T>(name);
        long count = SafetensorsHeader.Count(entry);
        if (start < 0 || start > count - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Expected {destination.Length} elements within the {count} of '{name}'.");
        Read(entry, start, destination);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsStream)
            _stream.Dispose();
    }

    /// <summary>A tensor whose type fits, in row-major order.</summary>
    internal T[] Read<T>(in SafetensorsHeader.Entry entry)
        where T : unmanaged
    {
        long count = SafetensorsHeader.Count(entry);
        if (count > Array.MaxLength)
            throw new InvalidDataException($"{Path}: offset {SafetensorsHeader.Offset(entry)}: '{Header.ShownName(entry)}' has {count} elements; at most {Array.MaxLength} fit in an array: read it in parts.");
        T[] values = GC.AllocateUninitializedArray<T>((int)count);
        Read<T>(entry, 0, values);
        return values;
    }

    /// <summary>So many elements of a tensor whose type fits, from one on.</summary>
    internal T[] Read<T>(in SafetensorsHeader.Entry entry, long start, int count)
        where T : unmanaged
    {
        T[] values = GC.AllocateUninitializedArray<T>(count);
        Read<T>(entry, start, values);
        return values;
    }

    /// <summary>Refuses types that <typeparamref name="T"/> does not hold.</summary>
    internal void RequireType<T>(in SafetensorsHeader.Entry entry)
        where T : unmanaged
    {
        bool isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (isFloat ? !entry.Type.IsFloat() : entry.Type != TensorTypes.Of<T>())
        {
            string expected = isFloat ? "F16, BF16, F32 or F64" : TensorTypes.Of<T>().NameInFile();
            throw new InvalidDataException($"{Path}: offset {SafetensorsHeader.Offset(entry)}: expected '{Header.ShownName(entry)}' to be of type {expected}, got {Header.ShownType(entry)}.");
        }
    }

    private static SafetensorsFile Open(Stream stream, string path, bool ownsStream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException($"{path}: expected a regular file or a stream that can seek, got one whose length is not known.", nameof(stream));
        return new(path, stream, ownsStream);
    }

    private SafetensorsHeader.Entry Require<T>(string name)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = Header.Find(name);
        if (index < 0)
            throw new InvalidDataException($"{Path}: offset {SafetensorsHeader.Prefix}: expected a tensor '{name}', found none.");
        RequireType<T>(Header.Entries[index]);
        return Header.Entries[index];
    }

    private void Read<T>(in SafetensorsHeader.Entry entry, long start, Span<T> destination)
        where T : unmanaged
    {
        int size = entry.Type.Size();
        _stream.Position = Header.DataStart + entry.Begin + (start * size);
        if (entry.Type == TensorTypes.Of<T>())
        {
            while (BytePieces.Next(ref destination, out Span<byte> piece))
                SafetensorsHeader.ReadExactly(Path, _stream, piece);
            return;
        }

        byte[] chunk = new byte[ChunkBytes];
        while (!destination.IsEmpty)
        {
            int count = Math.Min(destination.Length, chunk.Length / size);
            Span<byte> bytes = chunk.AsSpan(0, count * size);
            SafetensorsHeader.ReadExactly(Path, _stream, bytes);
            TensorConversion.Convert(entry.Type, bytes, destination[..count]);
            destination = destination[count..];
        }
    }

    private SafetensorsTensor[] List()
    {
        SafetensorsTensor[] tensors = new SafetensorsTensor[Header.Entries.Length];
        for (int i = 0; i < tensors.Length; i++)
            tensors[i] = Describe(Header.Entries[i]);
        return tensors;
    }

    private SafetensorsTensor Describe(in SafetensorsHeader.Entry entry) => new(Header.Name(entry), entry.Type, Header.TypeName(entry), Header.Shape(entry));
}
