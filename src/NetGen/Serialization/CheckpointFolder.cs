using System.Globalization;

namespace NetGen;

/// <summary>The checkpoints of one training, by their steps.</summary>
public static class CheckpointFolder
{
    private const string Prefix = "step-";
    private const string Extension = ".safetensors";
    private const string SetAside = ".superseded";

    /// <summary>The checkpoints of a folder, the newest first; none where there is no folder.</summary>
    /// <param name="directory">The folder.</param>
    public static IReadOnlyList<string> Files(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return !Directory.Exists(directory) ? [] :
        [
            .. Directory.EnumerateFiles(directory, Prefix + "*" + Extension)
                .Select(path => (Path: path, Step: StepOf(path)))
                .Where(file => file.Step >= 0)
                .OrderByDescending(file => file.Step)
                .Select(file => file.Path),
        ];
    }

    /// <summary>The newest checkpoint of a folder; null where there is none.</summary>
    /// <param name="directory">The folder.</param>
    public static string? Newest(string directory) => Files(directory) is [string newest, ..] ? newest : null;

    internal static string FileOf(string directory, long step) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D12}{Extension}"));

    /// <summary>Makes the folder where there is none, or none any more.</summary>
    /// <exception cref="IOException">There is a file of this name.</exception>
    internal static void Make(string directory)
    {
        if (FileStatus.Of(Path.GetFullPath(directory)) is { Kind: not (FileKind.Missing or FileKind.Folder) } status)
            throw new IOException($"{directory}: expected a folder for checkpoints, got {status.Text}.");
        Directory.CreateDirectory(directory);
    }

    /// <summary>
    /// Sets checkpoints of later steps aside: they are of another training, or of one that went on from an earlier step, and would be
    /// taken for the newest.
    /// </summary>
    internal static void SetLaterAside(string directory, long step)
    {
        foreach (string later in Files(directory).TakeWhile(file => StepOf(file) > step))
            File.Move(later, later + SetAside, overwrite: true);
    }

    /// <summary>Deletes all but the newest.</summary>
    internal static void Prune(string directory, int keep)
    {
        foreach (string old in Files(directory).Skip(keep))
        {
            try
            {
                File.Delete(old);
            }
            catch (DirectoryNotFoundException)
            {
                // Somebody deleted the folder, and this file with it.
            }
        }
    }

    private static long StepOf(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileNameWithoutExtension(path.AsSpan());
        return long.TryParse(name[Math.Min(Prefix.Length, name.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;
    }
}
