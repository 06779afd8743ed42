using StbImageWriteSharp;

namespace NetGen.Programs.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_class_for_each_sub_folder_in_ordinal_order_whatever_the_threads()
    {
        Save("dog/b.PNG", 4, 3, seed: 1);
        Save("dog/a.bmp", 4, 3, seed: 2);
        Save("cat/deeper/z.png", 4, 3, seed: 3);
        Save("cat/y.png", 4, 3, seed: 4);
        File.WriteAllText(Path.Combine(_folder, "cat", "notes.txt"), "no image");
        Directory.CreateDirectory(Path.Combine(_folder, ".hidden"));

        ImageFolder folder = ImageFolder.Load(_folder, width: 4, height: 3);
        Assert.Equal(["cat", "dog"], folder.Classes);
        Assert.Equal(["cat/deeper/z.png", "cat/y.png", "dog/a.bmp", "dog/b.PNG"], Enumerable.Range(0, folder.Count).Select(folder.Path));
        Assert.Equal([0, 0, 1, 1], Enumerable.Range(0, folder.Count).Select(folder.Label));
        Assert.Empty(folder.Skipped);
        Assert.Equal(3 * 3 * 4, folder.InputSize);
        Assert.Equal(Planes(Pixels(4, 3, seed: 3), 4, 3), folder.Pixels(0).ToArray());
        Assert.Equal(Planes(Pixels(4, 3, seed: 2), 4, 3), folder.Pixels(2).ToArray());

        float[] inputs = new float[2 * folder.InputSize];
        int[] labels = new int[2];
        folder.CopyTo([3, 0], inputs, labels);
        Assert.Equal([1, 0], labels);
        Assert.Equal(folder.Pixels(3).ToArray().Select(value => value / 255f), inputs[..folder.InputSize]);
        Assert.Equal(inputs[folder.InputSize..], ImageFile.Read(Path.Combine(_folder, "cat", "deeper", "z.png"), 4, 3));

        ImageFolder one = ImageFolder.Load(_folder, 4, 3, options: new ImageFolderOptions { Threads = 1 });
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(one.Pixels(i).ToArray(), folder.Pixels(i).ToArray()));
    }

    [Fact]
    public void A_network_is_trained_on_a_folder_and_predicts_a_file()
    {
        for (int i = 0; i < 12; i++)
        {
            Save($"bright/{i}.png", 9, 9, seed: i, add: 100);
            Save($"dark/{i}.jpg", 9, 9, seed: i);
        }

        ImageFolder folder = ImageFolder.Load(_folder, width: 6, height: 6);
        (Subset<float, int> train, Subset<float, int> validation) = folder.StratifiedSplit(0.25, seed: 1);
        ImageNet net = new(seed: 1);
        TrainingHistory history = net.Fit(train.Augmented(3, 6, 6, copies: 3, shift: 1, flip: true), validation, new FitOptions { Epochs = 20, BatchSize = 8, Optimizer = new Adam(0.01) });
        Assert.Equal(1, history.Last.ValidationMetrics[0].Value);
        int[] label = new int[1];
        net.PredictLabels(ImageFile.Read(Path.Combine(_folder, "bright", "3.png"), 6, 6), label);
        Assert.Equal("bright", folder.Classes[label[0]]);
    }

    /// <summary>A half of each size: every pixel of the result is the weighted mean of those about it, by hand.</summary>
    [Fact]
    public void Resizing_is_a_triangle_filter()
    {
        // Grey columns 0, 80, 160, 240 to two: centres at 1 and 3 of four, reach 2: weights of 0.5 … 3.5 are ¾, ¾, ¼ and ¼, ¾, ¾.
        byte[] row = [.. new byte[] { 0, 80, 160, 240 }.SelectMany(value => new[] { value, value, value })];
        WritePng("a/1.png", row, 4, 1);
        ImageFolder half = ImageFolder.Load(_folder, width: 2, height: 1, channels: 1);
        Assert.Equal([(byte)Math.Round((0.75 * 0 + 0.75 * 80 + 0.25 * 160) / 1.75), (byte)Math.Round((0.25 * 80 + 0.75 * 160 + 0.75 * 240) / 1.75)], half.Pixels(0).ToArray());

        // Twice as wide: centres at ¼, ¾, 1¼ …: of neighbours ¾ and ¼, at the ends the nearest one.
        ImageFolder twice = ImageFolder.Load(_folder, width: 8, height: 1, channels: 1);
        Assert.Equal([0, 20, 60, 100, 140, 180, 220, 240], twice.Pixels(0).ToArray().Select(value => (int)value));
    }

    [Fact]
    public void Resizing_keeps_an_even_colour_and_mirrors_with_the_image()
    {
        byte[] pixels = Pixels(13, 7, seed: 5);
        WritePng("a/1.png", pixels, 13, 7);
        WritePng("a/2.png", [.. Enumerable.Range(0, 7).SelectMany(y => Enumerable.Range(0, 13).Reverse().SelectMany(x => pixels[(3 * (13 * y + x))..(3 * (13 * y + x) + 3)]))], 13, 7);
        WritePng("a/3.png", [.. Enumerable.Repeat((byte)77, 3 * 13 * 7)], 13, 7);
        ImageFolder folder = ImageFolder.Load(_folder, width: 5, height: 4);
        Assert.All(folder.Pixels(2).ToArray(), value => Assert.Equal(77, value));
        for (int row = 0; row < 3 * 4; row++)
            Assert.Equal(folder.Pixels(0).Slice(5 * row, 5).ToArray(), folder.Pixels(1).Slice(5 * row, 5).ToArray().Reverse());
    }

    [Theory]
    [InlineData("cut.png", "cut off")]
    [InlineData("cut.jpg", "cut off")]
    [InlineData("cut.bmp", "BMP file")]
    [InlineData("flipped.png", "damaged")]
    [InlineData("text.png", "got one that begins with 68656C6C")]
    [InlineData("empty.jpg", "got one that begins with nothing")]
    [InlineData("large.png", "at most 50000000 pixels, got 60000 x 60000")]
    [InlineData("large.bmp", "at most 50000000 pixels, got 2147483647 x 2147483647")]
    [InlineData("large.jpg", "at most 50000000 pixels, got 65535 x 65535")]
    [InlineData("none.png", "at least 1 x 1 pixels, got 0 x 5")]
    [InlineData("bomb.png", "bytes of rows in the PNG file, got more")]
    [InlineData("gif.png", "got one that begins with 47494638")]
    public void A_broken_file_is_named_or_skipped_and_listed(string name, string expected)
    {
        Save("good/1.png", 8, 8, seed: 1);
        string file = Path.Combine(_folder, "good", name);
        File.WriteAllBytes(file, Broken(name));

        InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4));
        Assert.StartsWith($"{Path.Combine(_folder, "good/" + name)}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ImageFile.Read(file, 4, 4)).Message, StringComparison.Ordinal);

        ImageFolder folder = ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { SkipBroken = true });
        Assert.Equal("good/1.png", folder.Path(0));
        Assert.Equal(1, folder.Count);
        SkippedImage skipped = Assert.Single(folder.Skipped);
        Assert.Equal($"good/{name}", skipped.Path);
        Assert.Contains(expected, skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_are_those_of_the_options()
    {
        Save("a/1.png", 8, 8, seed: 1);
        Assert.Contains("at most 63 pixels, got 8 x 8", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { MaximumPixels = 63 })).Message, StringComparison.Ordinal);
        Assert.Contains("at most 20 bytes", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { MaximumBytes = 20 })).Message, StringComparison.Ordinal);
        Assert.Equal(1, ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { MaximumPixels = 64 }).Count);
    }

    [Fact]
    public void No_link_leads_out_of_the_folder()
    {
        if (OperatingSystem.IsWindows())
            return; // links need a privilege there
        string outside = Directory.CreateTempSubdirectory("netgen").FullName;
        try
        {
            Save("a/1.png", 4, 4, seed: 1);
            File.Copy(Path.Combine(_folder, "a", "1.png"), Path.Combine(outside, "secret.png"));
            Link("a/2.png", Path.Combine(outside, "secret.png"));
            Link("a/3.png", Path.Combine(_folder, "a", "1.png"));
            Link("a/4.png", "../a/1.png");
            Link("a/5.png", "../../../../../../../../../../etc/hostname");
            Link("a/6.png", "6.png");
            Link("a/7.png", "nowhere.png");
            Directory.CreateSymbolicLink(Path.Combine(_folder, "a", "8"), outside);
            Link("a/9.png", "8/secret.png");
            Link("a/a.png", "/dev/zero");

            ImageFolder folder = ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { SkipBroken = true });
            Assert.Equal(["a/1.png", "a/3.png", "a/4.png"], Enumerable.Range(0, folder.Count).Select(folder.Path));
            Assert.Equal(["a/2.png", "a/5.png", "a/6.png", "a/7.png", "a/8", "a/9.png", "a/a.png"], folder.Skipped.Select(skipped => skipped.Path));
            Assert.Equal("expected a file of the folder, got a link that leads out of it", folder.Skipped[0].Reason);
            Assert.Equal("expected a folder, got a link to one", folder.Skipped[4].Reason);
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4));
            Assert.StartsWith($"{Path.Combine(_folder, "a/2.png")}: expected a file of the folder", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Folders_that_are_not_as_they_should_be_are_refused()
    {
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Load(Path.Combine(_folder, "nowhere"), 4, 4));
        Assert.Contains("a sub-folder for each class", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4)).Message, StringComparison.Ordinal);
        Save("a/1.png", 4, 4, seed: 1);
        Directory.CreateDirectory(Path.Combine(_folder, "b"));
        Assert.Contains("at least one image of class 'b'", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("named a, c, got 'b'", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { Classes = ["a", "c"] })).Message, StringComparison.Ordinal);
        ImageFolder folder = ImageFolder.Load(_folder, 4, 4, options: new ImageFolderOptions { Classes = ["b", "a"] });
        Assert.Equal(1, folder.Label(0)); // the order is that of the folder that was trained on
        Save("stray.png", 4, 4, seed: 1);
        Assert.Contains("got one in the folder itself", Assert.Throws<InvalidDataException>(() => ImageFolder.Load(_folder, 4, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Load(_folder, 4, 4, channels: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Load(_folder, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Load(_folder, 50_000, 50_000));
    }

    /// <summary>Whatever a byte of a file is changed to, it is an image or refused, and takes no memory beyond its size.</summary>
    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("bmp")]
    public void Changed_bytes_are_an_image_or_a_refusal(string kind)
    {
        string file = Path.Combine(_folder, "1." + kind);
        byte[] sound = Encoded(kind, 11, 9, seed: 3);
        PhiloxRandom random = new(7);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. sound];
            for (int k = random.NextInt32(4); k >= 0; k--)
                changed[random.NextInt32(random.NextInt32(2) == 0 ? Math.Min(64, changed.Length) : changed.Length)] = (byte)random.NextUInt32();
            File.WriteAllBytes(file, i % 5 == 0 ? changed[..random.NextInt32(changed.Length)] : changed);
            try
            {
                Assert.Equal(48, ImageFile.Read(file, 4, 4).Length);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 40, 400);
    }

    private static byte[] Broken(string name)
    {
        string kind = name[^3..];
        byte[] sound = Encoded(kind, 8, 8, seed: 1);
        switch (name)
        {
            case "cut.png" or "cut.jpg" or "cut.bmp":
                return sound[..^10];
            case "text.png":
                return "hello"u8.ToArray();
            case "gif.png":
                return "GIF89a"u8.ToArray();
            case "empty.jpg":
                return [];
            case "flipped.png":
                sound[sound.AsSpan().IndexOf("IDAT"u8) + 20] ^= 0x10;
                return sound;
            case "large.png" or "none.png":
                (name == "large.png" ? [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60] : (ReadOnlySpan<byte>)[0, 0, 0, 0, 0, 0, 0, 5]).CopyTo(sound.AsSpan(16));
                return sound;
            case "large.bmp":
                ((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F]).CopyTo(sound.AsSpan(18));
                return sound;
            case "large.jpg":
                sound.AsSpan(sound.AsSpan().IndexOf<byte>([0xFF, 0xC0]) + 5, 4).Fill(0xFF);
                return sound;
            default:
                return Bomb();
        }
    }

    /// <summary>A PNG of 8 x 8 pixels with 100 MB of zeros in its rows.</summary>
    private static byte[] Bomb()
    {
        using MemoryStream rows = new();
        using (System.IO.Compression.ZLibStream zip = new(rows, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++)
                zip.Write(zeros);
        }

        List<byte> file = [0x89, .. "PNG\r\n\u001a\n"u8];
        Chunk("IHDR"u8, [0, 0, 0, 8, 0, 0, 0, 8, 8, 2, 0, 0, 0]);
        Chunk("IDAT"u8, rows.ToArray());
        Chunk("IEND"u8, []);
        return [.. file];

        void Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) =>
            file.AddRange([(byte)(data.Length >> 24), (byte)(data.Length >> 16), (byte)(data.Length >> 8), (byte)data.Length, .. name, .. data, 0, 0, 0, 0]); // checksums are not read
    }

    private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_folder, name), target);

    private void Save(string name, int width, int height, int seed, int add = 0)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Encoded(Path.GetExtension(name)[1..].ToLowerInvariant(), width, height, seed, add));
    }

    private void WritePng(string name, byte[] pixels, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
        using FileStream stream = File.Create(Path.Combine(_folder, name));
        new ImageWriter().WritePng(pixels, width, height, ColorComponents.RedGreenBlue, stream);
    }

    private static byte[] Encoded(string kind, int width, int height, int seed, int add = 0)
    {
        using MemoryStream stream = new();
        byte[] pixels = Pixels(width, height, seed, add);
        if (kind == "png")
            new ImageWriter().WritePng(pixels, width, height, ColorComponents.RedGreenBlue, stream);
        else if (kind == "bmp")
            new ImageWriter().WriteBmp(pixels, width, height, ColorComponents.RedGreenBlue, stream);
        else
            new ImageWriter().WriteJpg(pixels, width, height, ColorComponents.RedGreenBlue, stream, 90);
        return stream.ToArray();
    }

    private static byte[] Pixels(int width, int height, int seed, int add = 0)
    {
        PhiloxRandom random = new((ulong)seed);
        return [.. Enumerable.Range(0, 3 * width * height).Select(_ => (byte)(add + random.NextInt32(120)))];
    }

    /// <summary>Channel after channel.</summary>
    private static byte[] Planes(byte[] pixels, int width, int height) => [.. Enumerable.Range(0, 3).SelectMany(channel => Enumerable.Range(0, width * height).Select(i => pixels[3 * i + channel]))];
}
