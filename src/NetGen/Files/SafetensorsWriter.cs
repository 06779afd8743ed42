using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// Collects tensors and writes them as a safetensors file. The same tensors and metadata give the same bytes, in whatever
/// order they were added: the widest elements first and, among those, by name, as the format's reference implementation.
/// </summary>
/// <example>
/// <code>
/// var writer = new SafetensorsWriter();
/// writer.Add&lt;float&gt;("weight", [2, 3], [1, 2, 3, 4, 5, 6]);
/// writer.Save("model.safetensors");
/// </code>
/// </example>
public sealed class SafetensorsWriter
{
    private const long MaximumCount = long.MaxValue / 8; // so that their bytes are a long

    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Writes the data of a tensor to a stream, in row-major order.</summary>
    internal delegate void WriteData(Stream stream);

    private sealed record Tensor(byte[] Name, TensorType Type, long[] Shape, long ByteLength, WriteData Write);

    /// <summary>Texts about the file, by key.</summary>
    public IDictionary<string, string> Metadata => _metadata;

    /// <summary>Adds a tensor.</summary>
    /// <typeparam name="T">float, double, byte, sbyte, int, long or ulong.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape; empty for a single number.</param>
    /// <param name="values">Its elements in row-major order: kept, not copied, until the file is written.</param>
    /// <exception cref="ArgumentException">There is a tensor of this name, or the number of elements is not that of the shape.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        long count = Count(shape);
        if (count != values.Length)
            throw new ArgumentException($"Expected the {count} elements of [{string.Join(", ", shape.ToArray())}], got {values.Length}.", nameof(values));
        Add(name, TensorTypes.Of<T>(), shape, stream => BytePieces.Write(stream, values.Span));
    }

    /// <inheritdoc cref="Add{T}(string, ReadOnlySpan{long}, ReadOnlyMemory{T})"/>
    public void Add<T>(string name, ReadOnlySpan<long> shape, T[] values)
        where T : unmanaged => Add<T>(name, shape, values.AsMemory());

    /// <summary>Writes the file under a temporary name, flushes it to the disk and renames it.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes to a stream, from its current position.</summary>
    /// <param name="stream">The stream.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Safetensors files are little-endian; this machine is not.");

        Tensor[] tensors = [.. _tensors.Values];
        Array.Sort(tensors, static (a, b) => a.Type.Size() != b.Type.Size() ? b.Type.Size() - a.Type.Size() : a.Name.AsSpan().SequenceCompareTo(b.Name));
        ArrayBufferWriter<byte> header = new();
        WriteHeader(header, tensors);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.WrittenCount);
        stream.Write(prefix);
        stream.Write(header.WrittenSpan);
        foreach (Tensor tensor in tensors)
            tensor.Write(stream);
    }

    /// <summary>Adds a tensor that writes itself.</summary>
    internal void Add(string name, TensorType type, ReadOnlySpan<long> shape, WriteData write)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "__metadata__")
            throw new ArgumentException("A tensor cannot be called '__metadata__'.", nameof(name));
        Tensor tensor = new(Encoding.UTF8.GetBytes(name), type, shape.ToArray(), Count(shape) * type.Size(), write);
        if (!_tensors.TryAdd(name, tensor))
            throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
    }

    private static long Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long axis in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(shape));
            if (count > MaximumCount / Math.Max(1, axis))
                throw new ArgumentException($"Expected a shape of at most {MaximumCount} elements, got [{string.Join(", ", shape.ToArray())}].", nameof(shape));
            count *= axis;
        }

        return count;
    }

    private void WriteHeader(ArrayBufferWriter<byte> header, Tensor[] tensors)
    {
        // Only what JSON demands is escaped.
        using (Utf8JsonWriter json = new(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
                WriteMetadata(json);
            long offset = 0;
            foreach (Tensor tensor in tensors)
            {
                WriteTensor(json, tensor, offset);
                offset += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        // The data begin at a multiple of 8 bytes.
        int padding = -header.WrittenCount & 7;
        header.GetSpan(8)[..padding].Fill((byte)' ');
        header.Advance(padding);
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("__metadata__"u8);
        foreach ((string key, string value) in _metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, Tensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype"u8, tensor.Type.NameInFile());
        json.WriteStartArray("shape"u8);
        foreach (long axis in tensor.Shape)
            json.WriteNumberValue(axis);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
