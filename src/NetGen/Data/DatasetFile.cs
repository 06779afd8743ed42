using Microsoft.Win32.SafeHandles;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Reads pieces of a file at any place, from several threads at once, allocating nothing. Positional reads, not a mapped
/// file: pages of a mapping count as the process's own memory until the system needs them, which for 20 GB of examples in
/// random order is all there is, and a mapped file that becomes shorter ends the process.
/// </summary>
internal sealed class DatasetFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public DatasetFile(string path)
    {
        RegularFile.Require(path);
        Path = path;
        _handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Fills a span from a place in the file.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Read(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
                throw new InvalidDataException($"{Path}: offset {offset}: expected {destination.Length} bytes more, but the file ends here; it had {Length} bytes when it was opened.");
            destination = destination[read..];
            offset += read;
        }
    }

    /// <summary>Fills a span of numbers, as they lie in the file.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void ReadNumbers<T>(Span<T> destination, long offset)
        where T : unmanaged
    {
        for (; BytePieces.Next(ref destination, out Span<byte> piece); offset += piece.Length)
            Read(piece, offset);
    }

    public void Dispose() => _handle.Dispose();
}
