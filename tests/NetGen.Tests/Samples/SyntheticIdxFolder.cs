namespace NetGen.Tests;

/// <summary>
/// A folder with four small IDX files that a network learns at once: an image of class c has a bright bar in its own two
/// rows, on noise.
/// </summary>
internal sealed class SyntheticIdxFolder : IDisposable
{
    private const int Side = 28;
    private readonly IdxBytes _files = new();

    public SyntheticIdxFolder()
    {
        Write("train", count: 320, seed: 1);
        Write("t10k", count: 100, seed: 2);
    }

    public string Path => _files.Folder;

    /// <summary>The path of a file in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Changes the bytes of a file.</summary>
    public void Change(string name, Func<byte[], byte[]> change) => _files.Write(name, change(File.ReadAllBytes(this[name])));

    public void Dispose() => _files.Dispose();

    private void Write(string part, int count, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        byte[] images = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        foreach (ref byte pixel in images.AsSpan())
            pixel = (byte)random.NextInt32(40);
        for (int image = 0; image < count; image++)
        {
            labels[image] = (byte)random.NextInt32(10);
            images.AsSpan(((image * Side) + 4 + (2 * labels[image])) * Side, 2 * Side).Fill(255);
        }

        _files.Write($"{part}-images-idx3-ubyte", IdxBytes.Build([0x803, (uint)count, Side, Side], images));
        _files.Write($"{part}-labels-idx1-ubyte", IdxBytes.Labels(labels));
    }
}
