using System.Runtime.InteropServices;
using System.Text;

namespace NetGen;

/// <summary>Writes files of which nobody ever finds a half: after a crash at any moment there is the old file or the new one.</summary>
public static class AtomicFile
{
    /// <summary>How the names of unfinished files end. One that a crash left behind may be deleted.</summary>
    internal const string TemporaryExtension = ".tmp";

    /// <summary>
    /// Writes a file under a temporary name in the same folder, flushes it to the disk, renames it, and flushes the folder
    /// where the platform can (not on Windows, where the file system's journal keeps renames in order).
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes the content. When it throws, the old file stays and the temporary one is deleted.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be written to, or there is a folder of this name.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        path = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(path) ?? throw new IOException($"{path}: expected the name of a file, got a root folder.");
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}{TemporaryExtension}");
        try
        {
            // Writers hand over large blocks: a buffer of the stream's own would only copy them once more.
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        FlushFolder(folder);
    }

    /// <summary>The rename itself is on the disk only when the folder is.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser() || OperatingSystem.IsWasi())
            return;
        int descriptor = OpenFile([.. Encoding.UTF8.GetBytes(folder), 0], flags: 0);
        if (descriptor < 0)
            return;
        _ = FlushFile(descriptor); // some file systems refuse it for folders: nothing more can be done there
        _ = CloseFile(descriptor);
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

    // .NET opens no folders. The signatures are blittable: nothing to generate, no unsafe code.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushFile(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseFile(int descriptor);
#pragma warning restore SYSLIB1054
}
