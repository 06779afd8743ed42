using System.Buffers.Binary;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Reads the IDX files of MNIST and Fashion-MNIST, plain or compressed by gzip: a big-endian magic number, the sizes, then
/// bytes.
/// </summary>
/// <remarks>
/// Files may come from anywhere: no memory is taken for data that is not there, and whatever does not fit is refused with
/// the file, the offset (in the uncompressed data, unless it says otherwise), what was expected and what came. Whether a
/// file is compressed is seen from its first bytes, not from its name.
/// </remarks>
public static class IdxFile
{
    private const int ImagesMagic = 0x00000803;
    private const int LabelsMagic = 0x00000801;
    private const int FirstBufferLength = 1 << 18;
    private const string TrainImages = "train-images-idx3-ubyte";
    private static readonly string[] s_folders = ["raw", Path.Combine("MNIST", "raw"), Path.Combine("FashionMNIST", "raw"), Path.Combine("KMNIST", "raw")];

    /// <summary>
    /// The most bytes that a compressed file may unfold to: 1 GiB, twenty times MNIST, or half of the memory that the process
    /// may use where that is less. A few megabytes of gzip can hold gigabytes of zeros; whoever has more data than this keeps
    /// them uncompressed.
    /// </summary>
    public const int MaximumUncompressedLength = 1 << 30;

    /// <summary>
    /// Reads the four files of a folder: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-…</c>,
    /// also spelled <c>train-images.idx3-ubyte</c>, each plain or with <c>.gz</c> (plain where there are both).
    /// </summary>
    /// <param name="directory">
    /// The folder, or one above it as torchvision has them: the files may be in <c>raw</c>, <c>MNIST/raw</c>,
    /// <c>FashionMNIST/raw</c> or <c>KMNIST/raw</c> below it.
    /// </param>
    /// <param name="classes">The number of classes, from 1 to 256: labels are less.</param>
    /// <returns>The training and the test set.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not hold what it should, or there are several such folders below the one given.</exception>
    public static (ImageDataset Train, ImageDataset Test) ReadDirectory(string directory, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"{directory}: expected a folder with IDX files, found none.");

        // All four names first: a missing file is noticed before the large ones are read.
        directory = FindFolder(directory);
        string trainImages = Find(directory, TrainImages), trainLabels = Find(directory, "train-labels-idx1-ubyte");
        string testImages = Find(directory, "t10k-images-idx3-ubyte"), testLabels = Find(directory, "t10k-labels-idx1-ubyte");
        ImageDataset train = ReadDataset(trainImages, trainLabels, classes);
        ImageDataset test = ReadDataset(testImages, testLabels, classes);
        if (test.Height != train.Height || test.Width != train.Width)
        {
            throw new InvalidDataException(
                $"{testImages}: offset 8: expected images of {train.Height}x{train.Width} like those of {trainImages}, got {test.Height}x{test.Width}.");
        }

        return (train, test);
    }

    /// <summary>Reads images with their labels.</summary>
    /// <param name="imagesPath">A file of images (magic number 0x00000803).</param>
    /// <param name="labelsPath">A file of labels (magic number 0x00000801), as many as images.</param>
    /// <param name="classes">The number of classes, from 1 to 256: labels are less.</param>
    /// <returns>The images; their bytes are those of the file.</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not hold what it should.</exception>
    public static ImageDataset ReadDataset(string imagesPath, string labelsPath, int classes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        using FileStream images = RegularFile.OpenRead(imagesPath), labels = RegularFile.OpenRead(labelsPath);
        return ReadDataset(images, imagesPath, labels, labelsPath, classes);
    }

    /// <summary>
    /// Opens images with their labels without reading the images into memory: for files that are larger than it. The file
    /// of images is uncompressed.
    /// </summary>
    /// <param name="imagesPath">A file of images (magic number 0x00000803).</param>
    /// <param name="labelsPath">A file of labels (magic number 0x00000801), as many as images, plain or .gz.</param>
    /// <param name="classes">The number of classes, from 1 to 256: labels are less.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file does not hold what it should.</exception>
    public static ImageFileDataset OpenDataset(string imagesPath, string labelsPath, int classes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        int[] shape;
        int header;
        using (FileStream images = RegularFile.OpenRead(imagesPath))
        {
            if (GzipMembers.Begins(images))
                throw new InvalidDataException($"{imagesPath}: offset 0: expected an uncompressed file of images, whose parts can be read alone, got gzip.");
            (shape, header, long size) = ReadHeader(imagesPath, images, ImagesMagic, axes: 3, long.MaxValue);
            if (images.Length - header != size)
                throw WrongSize(imagesPath, header, size, images.Length - header);
            if ((long)shape[1] * shape[2] > Array.MaxLength)
                throw new InvalidDataException($"{imagesPath}: offset 8: expected images of at most {Array.MaxLength} pixels, got {shape[1]} x {shape[2]}.");
        }

        using FileStream file = RegularFile.OpenRead(labelsPath);
        byte[] labels = ReadLabels(file, labelsPath, shape[0], imagesPath, classes);
        return new ImageFileDataset(new DatasetFile(imagesPath), header, labels, shape[1], shape[2], classes);
    }

    /// <summary>Reads images with their labels from streams.</summary>
    internal static ImageDataset ReadDataset(Stream images, string imagesPath, Stream labels, string labelsPath, int classes)
    {
        (byte[] pixels, int[] shape) = Read(imagesPath, images, ImagesMagic, axes: 3);
        return new ImageDataset(pixels, ReadLabels(labels, labelsPath, shape[0], imagesPath, classes), shape[1], shape[2], classes);
    }

    private static byte[] ReadLabels(Stream file, string path, int images, string imagesPath, int classes)
    {
        (byte[] labels, int[] count) = Read(path, file, LabelsMagic, axes: 1);
        if (count[0] != images)
            throw new InvalidDataException($"{path}: offset 4: expected {images} labels, one for each image of {imagesPath}, got {count[0]}.");

        int wrong = ImageDataset.FirstLabelOutOfRange(labels, classes);
        return wrong < 0 ? labels : throw new InvalidDataException($"{path}: offset {8 + wrong}: expected a class label from 0 to {classes - 1}, got {labels[wrong]}.");
    }

    /// <summary>The folder itself, or the one below it where torchvision keeps the files.</summary>
    private static string FindFolder(string directory)
    {
        if (TryFind(directory, TrainImages) is not null)
            return directory;
        string[] found = [.. s_folders.Select(folder => Path.Combine(directory, folder)).Where(folder => TryFind(folder, TrainImages) is not null)];
        return found.Length <= 1 ? found.FirstOrDefault(directory)
            : throw new InvalidDataException($"{directory}: expected one folder with IDX files, found several: {string.Join(", ", found)}.");
    }

    private static string Find(string directory, string name) => TryFind(directory, name) ?? throw new FileNotFoundException(
        $"{Path.Combine(directory, name)}: expected this file, plain or with .gz, or as {Dotted(name)}; found none.", Path.Combine(directory, name));

    private static string? TryFind(string directory, string name)
    {
        string[] spellings = [name, Dotted(name), name + ".gz", Dotted(name) + ".gz"];
        return spellings.Select(spelling => Path.Combine(directory, spelling)).FirstOrDefault(File.Exists);
    }

    /// <summary>The other common spelling: <c>train-images.idx3-ubyte</c>.</summary>
    private static string Dotted(string name) => name.Replace("-idx", ".idx", StringComparison.Ordinal);

    private static (byte[] Data, int[] Shape) Read(string path, Stream file, int magic, int axes)
    {
        if (!GzipMembers.Begins(file))
            return ReadPlain(path, file, magic, axes);

        using GzipMembers members = new(path, file);
        return ReadCompressed(path, members, magic, axes);
    }

    private static (byte[] Data, int[] Shape) ReadPlain(string path, Stream file, int magic, int axes)
    {
        (int[] shape, int header, long size) = ReadHeader(path, file, magic, axes, Array.MaxLength);
        long present = file.Length - header;
        if (present != size)
            throw WrongSize(path, header, size, present);

        byte[] data = GC.AllocateUninitializedArray<byte>((int)size);
        int count = ReadUpTo(file, data);
        return count == size ? (data, shape) : throw WrongSize(path, header, size, count);
    }

    private static (byte[] Data, int[] Shape) ReadCompressed(string path, GzipMembers members, int magic, int axes)
    {
        (int[] shape, int header, long length) = ReadHeader(path, members, magic, axes, Math.Min(MaximumUncompressedLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2));
        int size = (int)length;

        // The header may promise anything: the buffer grows with what really comes, at most to twice of it.
        byte[] data = GC.AllocateUninitializedArray<byte>(Math.Min(FirstBufferLength, size));
        int count = ReadUpTo(members, data);
        while (count == data.Length && count < size)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(2L * count, size));
            data.CopyTo(larger, 0);
            data = larger;
            count += ReadUpTo(members, data.AsSpan(count));
        }

        if (count < size)
            throw WrongSize(path, header, size, count);

        // One byte too many is enough to know; what a bomb holds beyond it stays compressed.
        if (ReadUpTo(members, stackalloc byte[1]) != 0)
            throw WrongSize(path, header, size, size + 1L);
        return (data, shape);
    }

    private static (int[] Shape, int HeaderLength, long Size) ReadHeader(string path, Stream stream, int magic, int axes, long maximum)
    {
        Span<byte> header = stackalloc byte[16];
        header = header[..(4 * (1 + axes))];
        int read = ReadUpTo(stream, header);

        // A wrong magic number explains more than a header that is too short for the expected one.
        int found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (read >= 4 && found != magic)
            throw new InvalidDataException($"{path}: offset 0: expected the magic number {Name(magic)}, got {Name(found)}.");
        if (read < header.Length)
            throw new InvalidDataException($"{path}: offset {read}: expected a header of {header.Length} bytes, but the data ends after {read}.");

        int[] shape = new int[axes];
        long size = 1;
        for (int i = 0; i < axes; i++)
        {
            int offset = 4 * (i + 1);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header[offset..]);
            if (shape[i] < 1)
                throw new InvalidDataException($"{path}: offset {offset}: expected a size of at least 1, got {shape[i]}.");

            if (size > maximum / shape[i])
                throw new InvalidDataException($"{path}: offset {offset}: expected sizes whose product is at most {maximum}, got {string.Join(" x ", shape[..(i + 1)])}.");
            size *= shape[i];
        }

        return (shape, header.Length, size);
    }

    private static string Name(int magic) => magic switch
    {
        ImagesMagic => "0x00000803 of IDX images",
        LabelsMagic => "0x00000801 of IDX labels",
        _ => $"0x{magic:X8}",
    };

    /// <summary>Reads until the destination is full or the data ends, and returns the number of bytes.</summary>
    private static int ReadUpTo(Stream stream, Span<byte> destination) => stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

    private static InvalidDataException WrongSize(string path, int header, long expected, long actual) => new(
        $"{path}: offset {header + Math.Min(expected, actual)}: expected {expected} bytes after the header, but {(actual > expected ? "more follow" : $"the data ends after {actual}")}.");
}
