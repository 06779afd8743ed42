using System.Runtime.InteropServices;
using System.Text;

namespace NetGen;

/// <summary>Writes files of which nobody ever finds a half: after a crash at any moment there is the old file or the new one.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name in the same folder, flushes it to the disk, renames it, and flushes the folder
    /// where the platform can (not on Windows, where the file system's journal keeps renames in order).
    /// </summary>
    /// <remarks>
    /// What is there is respected. A symbolic link keeps pointing: the file that it leads to is replaced, or made where there is none
    /// yet. The new file has the rights of the old one and, where that is allowed, its owner and group; a file that may not be written
    /// to is not replaced either. Other names of the same file (hard links) keep the old content. A folder, a device, a pipe or a socket
    /// of this name is refused. What processes that were killed while they wrote have left in the folder is deleted.
    /// </remarks>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes the content. When it throws, the old file stays and the temporary one is deleted.</param>
    /// <exception cref="IOException">The file cannot be written, or what is there is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file that is there, must not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        path = Path.GetFullPath(path);
        FileStatus old = FileStatus.Of(path);
        if (old.Kind is not (FileKind.Missing or FileKind.File))
            throw new IOException($"{path}: expected a file or a name that is free, got {old.Text}.");
        string target = SymbolicLink.Target(path);
        string? folder = Path.GetDirectoryName(target);
        if (folder is null || Path.GetFileName(target).Length == 0)
            throw new IOException($"{path}: expected the name of a file, got that of a folder.");
        if (old.Kind == FileKind.File)
            RequireWritable(target);

        using (TemporaryFile temporary = Create(path, folder, isPrivate: old.Kind == FileKind.File))
        {
            if (old.Kind == FileKind.File)
                temporary.Resemble(target, old);
            write(temporary.Stream);
            temporary.MoveTo(target);
        }

        FlushFolder(folder);
    }

    private static TemporaryFile Create(string path, string folder, bool isPrivate)
    {
        try
        {
            return TemporaryFile.Create(folder, isPrivate);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DirectoryNotFoundException($"{path}: expected a folder {folder}, found none.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"{path}: expected a folder that may be written to: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Renaming asks only for the folder's rights: a file that its owner has protected would be replaced.</summary>
    private static void RequireWritable(string path)
    {
        using FileStream old = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
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
