using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen.Tests;

/// <summary>IDX files, built byte by byte, in a folder of their own that goes when the test ends.</summary>
internal sealed class IdxBytes : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netgen-idx-");

    public string Folder => _folder.FullName;

    /// <summary>Big-endian numbers, then bytes.</summary>
    public static byte[] Build(uint[] header, params byte[] body)
    {
        byte[] file = new byte[(4 * header.Length) + body.Length];
        for (int i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 * i), header[i]);
        body.CopyTo(file, 4 * header.Length);
        return file;
    }

    /// <summary>Images whose byte i is i mod 251.</summary>
    public static byte[] Images(int count = 3, int height = 4, int width = 5) =>
        Build([0x803, (uint)count, (uint)height, (uint)width], Pixels(count * height * width));

    public static byte[] Labels(params byte[] labels) => Build([0x801, (uint)labels.Length], labels);

    public static byte[] Pixels(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))];

    public static byte[] Gzip(byte[] data)
    {
        MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Optimal))
            stream.Write(data);
        return compressed.ToArray();
    }

    public string Write(string name, byte[] data)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, data);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
