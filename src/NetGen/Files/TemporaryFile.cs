using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NetGen;

/// <summary>
/// A file under a temporary name, which is not longer than the names of files may be anywhere, until it gets its own. It is
/// locked while its process lives: one that is not locked was left by a process that was killed, and the next one in the same
/// folder deletes it.
/// </summary>
/// <remarks>
/// The lock, not a number of a process, says who lives: numbers are used again, and mean something else in another container.
/// Where a file system has no locks, as some networks' have, nothing is deleted.
/// </remarks>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".netgen-";
    private const string Extension = ".tmp";
    private const int RandomBytes = 8;
    private const int Attempts = 16;

    // Others may read, as they may the finished file, which keeps the lock until it is closed; a sweep, which wants it alone, may not.
    private const FileShare Share = FileShare.Read | FileShare.Delete;

    private readonly string _path;
    private bool _hasName;

    private TemporaryFile(string path, FileStream stream) => (_path, Stream) = (path, stream);

    /// <summary>What is written.</summary>
    public FileStream Stream { get; }

    /// <summary>Creates a file in a folder, for its owner alone where it is to get the rights of another, and deletes what dead processes left there.</summary>
    public static TemporaryFile Create(string folder, bool isPrivate)
    {
        for (int attempt = 1; ; attempt++)
        {
            string path = Path.Combine(folder, $"{Prefix}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}{Extension}");
            try
            {
                TemporaryFile file = new(path, Open(path, isPrivate));

                // Between its creation and its lock a sweep may have taken it for one that was left.
                if (File.Exists(path))
                {
                    file.Sweep(folder);
                    return file;
                }

                file.Stream.Dispose();
                if (attempt == Attempts)
                    throw new IOException($"{folder}: expected new files to stay, but they are deleted at once.");
            }
            catch (IOException) when (attempt < Attempts && File.Exists(path))
            {
                // The name is taken, or a sweep has the lock.
            }
        }
    }

    /// <summary>Gives the file the rights and, where that is allowed, the owner of another.</summary>
    public void Resemble(string path, FileStatus status)
    {
        if (OperatingSystem.IsWindows())
            return;
        FileStatus own = FileStatus.Of(_path);
        if (own.Owner != status.Owner || own.Group != status.Group)
        {
            int descriptor = (int)Stream.SafeFileHandle.DangerousGetHandle();
            if (ChangeOwner(descriptor, status.Owner, status.Group) < 0)
                _ = ChangeOwner(descriptor, uint.MaxValue, status.Group); // only the administrator gives files away, but a group is one's own
        }

        File.SetUnixFileMode(Stream.SafeFileHandle, File.GetUnixFileMode(path));
    }

    /// <summary>Flushes the file to the disk and gives it its name, in place of a file of this name.</summary>
    public void MoveTo(string path)
    {
        Stream.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
            Stream.Dispose(); // an open file cannot be renamed there, elsewhere it is never without its lock
        File.Move(_path, path, overwrite: true);
        _hasName = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Deleted before its lock goes: nobody else deletes it meanwhile.
        if (!_hasName && !OperatingSystem.IsWindows())
            TryDelete(_path);
        Stream.Dispose();
        if (!_hasName && OperatingSystem.IsWindows())
            TryDelete(_path);
    }

    private static FileStream Open(string path, bool isPrivate)
    {
        // Writers hand over large blocks: a buffer of the stream's own would only copy them once more. Some network file systems
        // lock only what may be read, too.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = Share, BufferSize = 0 };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private void Sweep(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*" + Extension))
            {
                if (path != _path && IsTemporary(path) && IsLocked(_path))
                    DeleteUnlocked(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed: its files stay.
        }
    }

    /// <summary>Whether a name is one that this class makes, of a file: nobody else's, and no link or pipe of such a name.</summary>
    private static bool IsTemporary(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        if (name.Length != Prefix.Length + (2 * RandomBytes) + Extension.Length)
            return false;
        foreach (char digit in name.Slice(Prefix.Length, 2 * RandomBytes))
        {
            if (!char.IsAsciiHexDigitLower(digit))
                return false;
        }

        return new FileInfo(path).LinkTarget is null && FileStatus.Of(path).Kind == FileKind.File;
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void DeleteUnlocked(string path)
    {
        try
        {
            // Deleted while it is ours alone.
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or it belongs to somebody else.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is what the caller must hear.
        }
    }

#pragma warning disable SYSLIB1054 // blittable: nothing to generate
    [DllImport("libc", EntryPoint = "fchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner(int descriptor, uint owner, uint group);
#pragma warning restore SYSLIB1054
}
