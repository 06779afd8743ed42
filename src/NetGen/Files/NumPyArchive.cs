using System.IO.Compression;

namespace NetGen;

/// <summary>
/// An archive of named arrays, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write it and <c>numpy.load</c> reads it (<c>.npz</c>): a zip file with an
/// <c>.npy</c> entry for each.
/// </summary>
/// <remarks>Nothing is unpacked to the disk. An entry that says it is larger than what it was packed into could hold is refused before memory is taken.</remarks>
/// <example>
/// <code>
/// using NumPyArchive archive = NumPyArchive.Open("data.npz");    // numpy.savez("data.npz", x=x, y=y)
/// float[] x = archive.Read("x").ToArray&lt;float&gt;();
/// int[] y = archive.Read("y").ToArray&lt;int&gt;();
/// </code>
/// </example>
public sealed class NumPyArchive : IDisposable
{
    private const string Extension = ".npy";

    // Deflate packs 258 bytes into 2 bits at best: 1032 times.
    private const long MostRatio = 1032;

    private readonly ZipArchive _zip;
    private readonly SortedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private NumPyArchive(string path, ZipArchive zip)
    {
        (Path, _zip) = (path, zip);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            string name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
            if (!_entries.TryAdd(name, entry))
                throw new InvalidDataException($"{path}: expected each array once, got two of the name '{name}'.");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The names of the arrays, sorted.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is no sound zip file.</exception>
    public static NumPyArchive Open(string path)
    {
        FileStream stream = CompilerServices.RegularFile.OpenRead(path);
        try
        {
            return new NumPyArchive(path, new ZipArchive(stream, ZipArchiveMode.Read));
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(path, StringComparison.Ordinal))
        {
            stream.Dispose();
            throw new InvalidDataException($"{path}: expected an archive of arrays (.npz, a zip file): {damage.Message}", damage);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes arrays into an archive, unpacked as <c>numpy.savez</c> has them: under a temporary name, flushed to the disk, and renamed. The same arrays give the same bytes.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <exception cref="ArgumentException">A name is empty, or there twice.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NumPyArray>> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        KeyValuePair<string, NumPyArray>[] all = [.. arrays];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((string name, NumPyArray _) in all)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
                throw new ArgumentException(string.IsNullOrEmpty(name) ? "Expected a name for each array." : $"Expected each array once, got two of the name '{name}'.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NumPyArray array) in all)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name + Extension, CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream content = entry.Open();
                array.Save(content);
            }
        });
    }

    /// <summary>Reads an array.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those that there are.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no array of numbers: the message names file, entry, what was expected and what came.</exception>
    public NumPyArray Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry))
            throw new KeyNotFoundException($"{Path}: expected an array '{name}', got {(_entries.Count == 0 ? "none" : string.Join(", ", _entries.Keys.Take(20)) + (_entries.Count > 20 ? ", …" : ""))}.");
        string shown = $"{Path}: {entry.FullName}";
        if (entry.Length > entry.CompressedLength * MostRatio + MostRatio)
            throw new InvalidDataException($"{shown}: expected at most {MostRatio} times the {entry.CompressedLength} bytes that it was packed into, got {entry.Length}.");
        try
        {
            using Stream content = entry.Open();
            return NumPyArray.Read(content, shown, entry.Length);
        }
        catch (InvalidDataException damage) when (!damage.Message.StartsWith(shown, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{shown}: expected sound content, got: {damage.Message}", damage);
        }
    }

    /// <summary>
    /// The arrays as a file of tensors in memory, which <c>ModelFile.Load</c> takes: weights that
    /// were saved by <c>numpy.savez("weights.npz", **{name: tensor.numpy() for name, tensor in model.state_dict().items()})</c>.
    /// </summary>
    /// <exception cref="InvalidDataException">An array is damaged, or none of numbers, or all together are larger than 1 GB.</exception>
    public SafetensorsFile ToSafetensors()
    {
        SafetensorsWriter writer = new();
        long length = 0;
        foreach (string name in _entries.Keys)
        {
            NumPyArray array = Read(name);
            length += array.Bytes.Length;
            if (length > Array.MaxLength / 2)
                throw new InvalidDataException($"{Path}: expected at most {Array.MaxLength / 2} bytes of arrays, got more with '{name}'.");
            writer.Add(name, array.Type, [.. array.Shape], stream => stream.Write(array.Bytes));
        }

        MemoryStream memory = new();
        writer.Save(memory);
        memory.Position = 0;
        return SafetensorsFile.Open(memory, Path);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _zip.Dispose();
}
