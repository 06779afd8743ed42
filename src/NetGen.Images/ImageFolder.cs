using System.Collections.Concurrent;

namespace NetGen;

/// <summary>
/// Images in a folder as a data set: a class for each sub-folder, named as that is. They are kept as bytes, channel after channel, and scaled to [0, 1] on the way into a batch:
/// value / 255, correctly rounded. The same folder gives the same bits, in the same order, on every machine.
/// </summary>
/// <example>
/// <code>
/// ImageFolder photos = ImageFolder.Load("photos", width: 64, height: 64, channels: 3);      // photos/cat/1.jpg, photos/dog/2.png
/// (Subset&lt;float, int&gt; train, Subset&lt;float, int&gt; validation) = photos.StratifiedSplit(0.2, seed: 1);
/// net.Fit(train.Augmented(channels: 3, height: 64, width: 64, copies: 4, shift: 4, flip: true), validation);
/// </code>
/// </example>
public sealed class ImageFolder : IDataset<float, int>
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly string[] _paths;

    private ImageFolder(byte[] pixels, int[] labels, string[] paths, IReadOnlyList<string> classes, IReadOnlyList<SkippedImage> skipped, (int Width, int Height, int Channels) size)
    {
        (_pixels, _labels, _paths, Classes, Skipped) = (pixels, labels, paths, classes, skipped);
        (Width, Height, Channels) = size;
    }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The channels of an image: 1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>The names of the classes: a label is a place among them.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The files that were left out, in order.</summary>
    public IReadOnlyList<SkippedImage> Skipped { get; }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public int InputSize => Width * Height * Channels;

    /// <inheritdoc/>
    public int TargetSize => 1;

    /// <summary>The class of an image.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    public int Label(int index) => _labels[index];

    /// <summary>The file of an image, from the folder on, with / between its parts.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    public string Path(int index) => _paths[index];

    /// <summary>The bytes of an image, channel after channel and row by row.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _pixels.AsSpan(index * InputSize, InputSize);
    }

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        if (inputs.Length != indices.Length * InputSize)
            throw new ArgumentException($"Expected room for {indices.Length} images of {InputSize} values, got {inputs.Length}.", nameof(inputs));
        if (targets.Length != indices.Length)
            throw new ArgumentException($"Expected room for {indices.Length} labels, got {targets.Length}.", nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            ImageFile.Scale(Pixels(indices[i]), inputs.Slice(i * InputSize, InputSize));
            targets[i] = _labels[indices[i]];
        }
    }

    /// <summary>
    /// Reads a folder: all files of its sub-folders, and of theirs, that end in .png, .jpg, .jpeg or .bmp, in ordinal order; names that begin with a dot are left out. Images
    /// are stretched to the size: see <see cref="ImageFile.Read"/>.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="width">The columns of an image, at least 1.</param>
    /// <param name="height">The rows of an image, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 4 with alpha.</param>
    /// <param name="options">What to do with broken files, and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it after the files that are being read.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is no image, broken or too large, a link leads out of the folder, and they are not skipped; or a class has no image, or is none of those that are expected.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of channels is out of range.</exception>
    public static ImageFolder Load(string path, int width, int height, int channels = 3, ImageFolderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        int size = ImageFile.RequireSize(width, height, channels);
        FolderFiles files = FolderFiles.Find(path, options.Classes);
        if ((long)files.Images.Count * size > Array.MaxLength)
            throw new InvalidDataException($"{path}: expected images that fit into {Array.MaxLength} bytes, got {files.Images.Count} of {size} bytes each: load them smaller.");

        byte[] pixels = new byte[files.Images.Count * size];
        string?[] reasons = new string?[files.Images.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        Parallel.ForEach(Partitioner.Create(0, files.Images.Count, Math.Max(1, Math.Min(16, files.Images.Count))), parallel, range =>
        {
            for (int i = range.Item1; i < range.Item2; i++)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                reasons[i] = files.Images[i].Refusal ?? Reason(files.Images[i].File, options, (width, height, channels), pixels.AsSpan(i * size, size));
            }
        });
        return Collect(path, files, reasons, pixels, options.SkipBroken, (width, height, channels));
    }

    /// <summary>Reads an image; says why not, where it cannot be.</summary>
    private static string? Reason(string file, ImageFolderOptions options, (int Width, int Height, int Channels) size, Span<byte> pixels)
    {
        try
        {
            ImageFile.Decode(ImageFile.ReadAll(file, options.MaximumBytes), size.Width, size.Height, size.Channels, options.MaximumPixels, pixels);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return e.Message.StartsWith(file + ": ", StringComparison.Ordinal) ? e.Message[(file.Length + 2)..] : e.Message;
        }
    }

    private static ImageFolder Collect(string path, FolderFiles files, string?[] reasons, byte[] pixels, bool skipBroken, (int Width, int Height, int Channels) size)
    {
        int length = size.Width * size.Height * size.Channels, kept = 0;
        List<SkippedImage> skipped = [];
        int[] labels = new int[reasons.Count(reason => reason is null)];
        string[] paths = new string[labels.Length];
        for (int i = 0; i < reasons.Length; i++)
        {
            FolderImage image = files.Images[i];
            if (reasons[i] is { } reason)
            {
                if (!skipBroken)
                    throw new InvalidDataException($"{System.IO.Path.Combine(path, image.Name)}: {reason.TrimEnd('.')}. With SkipBroken = true such files are left out.");
                skipped.Add(new() { Path = image.Name, Reason = reason });
                continue;
            }

            pixels.AsSpan(i * length, length).CopyTo(pixels.AsSpan(kept * length));
            (labels[kept], paths[kept]) = (image.Label, image.Name);
            kept++;
        }

        if (Enumerable.Range(0, files.Classes.Count).FirstOrDefault(label => !labels.Contains(label), -1) is >= 0 and int empty && files.RequiresAll)
            throw new InvalidDataException($"{path}: expected at least one image of class '{files.Classes[empty]}', got none{(skipped.Count > 0 ? $", and {skipped.Count} files that were skipped" : "")}.");
        return new(kept == reasons.Length ? pixels : pixels[..(kept * length)], labels, paths, files.Classes, skipped, size);
    }
}
