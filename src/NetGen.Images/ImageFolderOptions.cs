namespace NetGen;

/// <summary>How <see cref="ImageFolder.Load"/> reads a folder.</summary>
public sealed class ImageFolderOptions
{
    /// <summary>
    /// What becomes of files that are no images, of broken ones, too large ones and links that lead out of the folder: an error that names the first (false), or they are left out and
    /// listed in <see cref="ImageFolder.Skipped"/> (true).
    /// </summary>
    public bool SkipBroken { get; init; }

    /// <summary>The classes, whose order decides their labels: those of the folder that a network was trained on. Null: the names of the sub-folders, in ordinal order.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The most pixels of an image as it is in its file, at least 1. It is known before memory for them is taken.</summary>
    public int MaximumPixels
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumPixels), value, "Expected at least 1 pixel.");
    } = 50_000_000;

    /// <summary>The most bytes of a file, at least 1.</summary>
    public int MaximumBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumBytes), value, "Expected at least 1 byte.");
    } = 100_000_000;

    /// <summary>The number of threads that read files. It changes no bit of the result.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Expected at least 1 thread.");
    } = Environment.ProcessorCount;
}

/// <summary>A file that was left out.</summary>
public sealed record SkippedImage
{
    /// <summary>The file, from the folder on.</summary>
    public required string Path { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
