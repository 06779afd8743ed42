using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen;

/// <summary>
/// Reads the IDX files of MNIST and Fashion-MNIST, plain or compressed by gzip: a big-endian magic number, the sizes, then
/// bytes.
/// </summary>
/// <remarks>
/// Files may come from anywhere: no memory is taken for data that is not there, and whatever does not fit is refused with
/// the file, the offset (in the uncompressed data), what was expected and what came.
/// </remarks>
public static class IdxFile
{
    private const int ImagesMagic = 0x00000803;
    private const int LabelsMagic = 0x00000801;
    private const int ChunkSize = 1 << 20;

    /// <summary>Reads the four files of a folder: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-…</c>, each plain or with <c>.gz</c>.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="classes">The number of classes: labels are less.</param>
    /// <returns>The training and the test set.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not hold what it should.</exception>
    public static (ImageDataset Train, ImageDataset Test) ReadDirectory(string directory, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"{directory}: expected a folder with IDX files, found none.");
        }

        return (
            ReadDataset(Find(directory, "train-images-idx3-ubyte"), Find(directory, "train-labels-idx1-ubyte"), classes),
            ReadDataset(Find(directory, "t10k-images-idx3-ubyte"), Find(directory, "t10k-labels-idx1-ubyte"), classes));
    }

    /// <summary>Reads images with their labels.</summary>
    /// <param name="imagesPath">A file of images (magic number 0x00000803).</param>
    /// <param name="labelsPath">A file of labels (magic number 0x00000801), as many as images.</param>
    /// <param name="classes">The number of classes: labels are less.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not hold what it should.</exception>
    public static ImageDataset ReadDataset(string imagesPath, string labelsPath, int classes = 10)
    {
        (byte[] pixels, int[] shape) = Read(imagesPath, ImagesMagic, axes: 3);
        (byte[] labels, int[] count) = Read(labelsPath, LabelsMagic, axes: 1);
        if (count[0] != shape[0])
        {
            throw new InvalidDataException($"{labelsPath}: offset 4: expected {shape[0]} labels, one for each image of {imagesPath}, got {count[0]}.");
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
            {
                throw new InvalidDataException($"{labelsPath}: offset {8 + i}: expected a class label from 0 to {classes - 1}, got {labels[i]}.");
            }
        }

        return new ImageDataset(pixels, labels, shape[1], shape[2], classes);
    }

    private static string Find(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        return File.Exists(path) ? path
            : File.Exists(path + ".gz") ? path + ".gz"
            : throw new FileNotFoundException($"{path}: expected this file, plain or with .gz; found neither.", path);
    }

    private static (byte[] Data, int[] Shape) Read(string path, int magic, int axes)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        }

        using FileStream file = File.OpenRead(path);
        if (!IsGzip(file))
        {
            return ReadPlain(path, file, magic, axes);
        }

        try
        {
            using GZipStream stream = new(file, CompressionMode.Decompress, leaveOpen: true);
            return ReadCompressed(path, file, stream, magic, axes);
        }
        catch (InvalidDataException e) when (e.GetType() == typeof(InvalidDataException) && !e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the gzip data is corrupt: {e.Message}", e);
        }
    }

    private static (byte[] Data, int[] Shape) ReadPlain(string path, FileStream file, int magic, int axes)
    {
        (int[] shape, int header, long size) = ReadHeader(path, file, magic, axes);
        if (file.Length != header + size)
        {
            throw WrongSize(path, header, size, file.Length - header, file.Length > header + size);
        }

        byte[] data = new byte[size];
        file.ReadExactly(data);
        return (data, shape);
    }

    private static (byte[] Data, int[] Shape) ReadCompressed(string path, FileStream file, GZipStream stream, int magic, int axes)
    {
        (int[] shape, int header, long size) = ReadHeader(path, stream, magic, axes);

        // The header may promise anything: memory grows with what really comes, and never beyond one byte too many.
        List<byte[]> chunks = [];
        long read = 0;
        while (read < size)
        {
            byte[] chunk = new byte[Math.Min(ChunkSize, size - read)];
            int count = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
            read += count;
            if (count < chunk.Length)
            {
                throw WrongSize(path, header, size, read, isTooLong: false);
            }

            chunks.Add(chunk);
        }

        if (stream.ReadByte() >= 0)
        {
            throw WrongSize(path, header, size, size + 1, isTooLong: true);
        }

        CheckTrailer(path, file, header + size);
        byte[] data = new byte[size];
        long position = 0;
        foreach (byte[] chunk in chunks)
        {
            chunk.CopyTo(data.AsSpan((int)position));
            position += chunk.Length;
        }

        return (data, shape);
    }

    private static (int[] Shape, int HeaderLength, long Size) ReadHeader(string path, Stream stream, int magic, int axes)
    {
        Span<byte> header = stackalloc byte[16];
        header = header[..(4 * (1 + axes))];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length)
        {
            throw new InvalidDataException($"{path}: offset {read}: expected a header of {header.Length} bytes, but the file ends after {read}.");
        }

        int found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (found != magic)
        {
            throw new InvalidDataException($"{path}: offset 0: expected the magic number 0x{magic:X8} of IDX {(axes == 3 ? "images" : "labels")}, got 0x{found:X8}.");
        }

        int[] shape = new int[axes];
        long size = 1;
        for (int i = 0; i < axes; i++)
        {
            int offset = 4 * (i + 1);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header[offset..]);
            size *= shape[i];
            if (shape[i] < 1 || size > Array.MaxLength)
            {
                throw new InvalidDataException($"{path}: offset {offset}: expected a size of at least 1, and at most {Array.MaxLength} bytes in all, got {shape[i]}.");
            }
        }

        return (shape, header.Length, size);
    }

    private static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    /// <summary>
    /// A gzip file ends with the length of its data. The decompressor does not miss a trailer that is cut off, nor look at
    /// what follows it.
    /// </summary>
    private static void CheckTrailer(string path, FileStream file, long length)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(trailer);
        uint declared = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        if (declared != (uint)length)
        {
            throw new InvalidDataException($"{path}: compressed offset {file.Length - 4}: expected the gzip file to end with its length, {length}, got {declared}: it is cut off, or something follows it.");
        }
    }

    private static InvalidDataException WrongSize(string path, int header, long expected, long actual, bool isTooLong) =>
        new($"{path}: offset {header + Math.Min(expected, actual)}: expected {expected} bytes after the header, {(isTooLong ? $"but more follow" : $"but the file ends after {actual}")}.");
}
