using System.Globalization;
using Onnx;

namespace NetGen.Tool.Onnx;

/// <summary>
/// Data of a tensor in a file of its own. It lies in the model's folder, or in one below it, by its real path: a file that only
/// links out of there is refused as one whose name leads out of it is.
/// </summary>
/// <param name="path">The model's file.</param>
/// <param name="tensor">The tensor.</param>
internal sealed class ExternalData(string path, TensorProto tensor)
{
    /// <summary>The bytes.</summary>
    /// <param name="length">How many the tensor's shape and type want.</param>
    public byte[] Read(long length)
    {
        string location = Text("location") ?? throw new ToolException("Expected the location of its external data, got none.");
        string file = Find(location);
        long offset = Number("offset") ?? 0, given = Number("length") ?? length;
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read);
        if (given != length)
            throw new ToolException($"Expected {length} bytes of external data, got a length of {given}.");
        if (offset < 0 || offset > stream.Length || stream.Length - offset < length)
            throw new ToolException($"Expected {length} bytes of external data from offset {offset} on in {Shown.Quoted(location)}, got {Math.Max(0, stream.Length - Math.Max(0, offset))}.");
        byte[] bytes = new byte[length];
        stream.Position = offset;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string Find(string location)
    {
        string folder = RealPath(Path.GetDirectoryName(Path.GetFullPath(path))!);
        bool isRelative = location.Length > 0 && !Path.IsPathRooted(location) && !location.Contains('\0', StringComparison.Ordinal) && !location.Contains(':', StringComparison.Ordinal);
        string file = isRelative ? Path.GetFullPath(Path.Combine(folder, location.Replace('\\', '/'))) : "";
        if (!isRelative || !IsIn(folder, file) || (File.Exists(file) && !IsIn(folder, RealPath(file))))
            throw new ToolException($"Expected external data in the model's folder, got the location {Shown.Quoted(location)}.");
        if (!File.Exists(file))
            throw new ToolException($"Expected external data in {Shown.Quoted(location)}, there is no such file.");
        if (!File.GetAttributes(file).HasFlag(FileAttributes.Normal) && (File.GetAttributes(file) & (FileAttributes.Device | FileAttributes.Directory)) != 0)
            throw new ToolException($"Expected a file of external data, got {Shown.Quoted(location)}.");
        return file;
    }

    private static bool IsIn(string folder, string file) => file.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The path with every link on the way followed.</summary>
    private static string RealPath(string path)
    {
        string real = Path.GetPathRoot(path)!;
        foreach (string part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.LinkTarget is null ? next : RealPath(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }

        return real;
    }

    private string? Text(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;

    private long? Number(string key) => Text(key) is not { } text ? null
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number
        : throw new ToolException($"Expected a number as the {key} of its external data, got {Shown.Quoted(text)}.");
}
