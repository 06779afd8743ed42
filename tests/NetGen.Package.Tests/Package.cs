using System.IO.Compression;

namespace NetGen.Package.Tests;

/// <summary>Reads packages.</summary>
internal static class Package
{
    /// <summary>The names of the files, without those of the container format.</summary>
    public static IEnumerable<string> Entries(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A file as text.</summary>
    public static string Text(string package, string name)
    {
        using StreamReader reader = new(new MemoryStream(Bytes(package, name)));
        return reader.ReadToEnd();
    }

    /// <summary>A file.</summary>
    public static byte[] Bytes(string package, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using Stream stream = archive.GetEntry(name)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
