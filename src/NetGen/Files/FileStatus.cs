using System.Runtime.InteropServices;
using System.Text;

namespace NetGen;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that may be looked at.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A device: <c>/dev/null</c>.</summary>
    Device,

    /// <summary>A pipe with a name.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,
}

/// <summary>What a path leads to, without opening it: to open a pipe is to wait for its other end.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Owner">The number of its user; 0 on Windows.</param>
/// <param name="Group">The number of its group; 0 on Windows.</param>
internal readonly record struct FileStatus(FileKind Kind, uint Owner, uint Group)
{
    // Larger than the structure that the runtime's own library fills: flags, mode, user and group are its first four numbers.
    private const int StatusLength = 64;
    private const int TypeMask = 0xF000;

    /// <summary>Of what a path leads to, symbolic links followed.</summary>
    public static FileStatus Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return new(KindOnWindows(path), 0, 0);
        Span<int> status = stackalloc int[StatusLength];
        try
        {
            return StatusOf([.. Encoding.UTF8.GetBytes(path), 0], ref MemoryMarshal.GetReference(status)) < 0
                ? default
                : new(KindOf(status[1]), (uint)status[2], (uint)status[3]);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return new(ManagedKind(path), 0, 0); // a runtime that has it not: pipes and devices pass for files
        }
    }

    /// <summary>What it is, for a message.</summary>
    public string Text => Kind switch
    {
        FileKind.Missing => "nothing",
        FileKind.File => "a file",
        FileKind.Folder => "a folder",
        FileKind.Pipe => "a pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    private static FileKind KindOf(int mode) => (mode & TypeMask) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Folder,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Device,
    };

    /// <summary>NUL, COM1 and pipes are names of devices there, <c>\\.\NUL</c> in full.</summary>
    private static FileKind KindOnWindows(string path) =>
        path.StartsWith(@"\\.\", StringComparison.Ordinal) ? FileKind.Device : ManagedKind(path);

    private static FileKind ManagedKind(string path) =>
        Directory.Exists(path) ? FileKind.Folder : File.Exists(path) ? FileKind.File : FileKind.Missing;

    // The runtime's own stat: the same structure on every Unix, where that of the C library is another on each.
#pragma warning disable SYSLIB1054 // blittable: nothing to generate
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatusOf(byte[] path, ref int status);
#pragma warning restore SYSLIB1054
}
