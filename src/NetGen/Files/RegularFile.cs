using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Opens files to be read, for NetGen's own readers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RegularFile
{
    /// <summary>
    /// Opens a regular file. What is none is refused before it is opened, for opening a pipe waits for its other end, and opening a
    /// device may do anything.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is none, or there is a folder of this name.</exception>
    /// <exception cref="InvalidDataException">There is a pipe, a device or a socket of this name.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Refuses what is no regular file.</summary>
    internal static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStatus status = FileStatus.Of(Path.GetFullPath(path));
        if (status.Kind == FileKind.File)
            return;
        if (status.Kind is FileKind.Missing or FileKind.Folder)
            throw new FileNotFoundException(status.Kind == FileKind.Missing ? $"{path}: there is no such file." : $"{path}: expected a file, got a folder.", path);
        throw new InvalidDataException($"{path}: offset 0: expected a regular file, got {status.Text}, whose length is not known.");
    }
}
