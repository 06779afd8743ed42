using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public sealed class IdxFileTests(ITestOutputHelper output) : IDisposable
{
    private const int HeaderLength = 16;
    private readonly IdxBytes _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read(bool compressed)
    {
        // Compression is seen from the bytes: the names say the opposite.
        ImageDataset data = Read(IdxBytes.Images(), IdxBytes.Labels(2, 0, 9), compressed, extension: compressed ? "" : ".gz");
        Assert.Equal((3, 4, 5, 10, 20, 1), (data.Count, data.Height, data.Width, data.Classes, data.InputSize, data.TargetSize));
        Assert.Equal(IdxBytes.Pixels(60)[20..40], data.Pixels(1).ToArray());
        Assert.Equal([2, 0, 9], Enumerable.Range(0, 3).Select(data.Label));
    }

    [Fact]
    public void Data_beyond_the_first_buffer_are_read()
    {
        byte[] noise = new byte[5_000_000];
        new Random(3).NextBytes(noise);
        byte[] images = IdxBytes.Build([0x803, 5, 1000, 1000], noise);
        ImageDataset data = Read(images, IdxBytes.Labels(0, 1, 2, 3, 4), compressed: true);
        for (int i = 0; i < 5; i++)
            Assert.True(data.Pixels(i).SequenceEqual(noise.AsSpan(i * 1_000_000, 1_000_000)), $"image {i}");
    }

    public static TheoryData<string, byte[], int, string> WrongImages => new()
    {
        { "empty", [], 0, "header of 16 bytes" },
        { "two bytes", [0, 0], 2, "header of 16 bytes" },
        { "cut header", IdxBytes.Images()[..13], 13, "header of 16 bytes" },
        { "labels for images", IdxBytes.Labels(1, 2, 3), 0, "0x00000803 of IDX images, got 0x00000801 of IDX labels" },
        { "floats", IdxBytes.Build([0xD03, 3, 4, 5], new byte[60]), 0, "0x00000803 of IDX images, got 0x00000D03" },
        { "little-endian", IdxBytes.Build([0x03080000, 3, 4, 5], new byte[60]), 0, "got 0x03080000" },
        { "no images", IdxBytes.Build([0x803, 0, 4, 5]), 4, "at least 1, got 0" },
        { "negative count", IdxBytes.Build([0x803, 0xFFFFFFFF, 4, 5], 1), 4, "at least 1, got -1" },
        { "no rows", IdxBytes.Build([0x803, 3, 0, 5]), 8, "at least 1, got 0" },
        { "negative rows", IdxBytes.Build([0x803, 3, 0x80000000, 5], 1), 8, "at least 1, got -2147483648" },
        { "no columns", IdxBytes.Build([0x803, 3, 4, 0]), 12, "at least 1, got 0" },
        { "negative columns", IdxBytes.Build([0x803, 3, 4, 0xFFFFFFFE], 1), 12, "at least 1, got -2" },
        { "overflow of 32 bits", IdxBytes.Build([0x803, 0x10000, 0x100, 0x100], 1), 12, "65536 x 256 x 256" },
        { "overflow of 64 bits", IdxBytes.Build([0x803, 0x7FFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF], 1), 4, "2147483647" },
        { "overflow of 64 bits to 0", IdxBytes.Build([0x803, 0x40000000, 0x40000000, 0x10], 1), 8, "1073741824 x 1073741824" },
        { "no body", IdxBytes.Images()[..HeaderLength], HeaderLength, "expected 60 bytes after the header, but the data ends after 0" },
        { "cut body", IdxBytes.Images()[..^1], HeaderLength + 59, "expected 60 bytes after the header, but the data ends after 59" },
        { "trailing byte", [.. IdxBytes.Images(), 0], HeaderLength + 60, "expected 60 bytes after the header, but more follow" },
        { "huge body", IdxBytes.Build([0x803, 1_000_000, 32, 32], new byte[100]), HeaderLength + 100, "expected 1024000000 bytes" },
    };

    [Theory]
    [MemberData(nameof(WrongImages))]
    public void A_wrong_file_of_images_is_refused(string what, byte[] images, int offset, string expected)
    {
        output.WriteLine(what);
        foreach (bool compressed in (bool[])[false, true])
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(images, IdxBytes.Labels(1, 2, 3), compressed));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
            Assert.StartsWith(Path.Combine(_files.Folder, "images"), error.Message, StringComparison.Ordinal);
            Assert.Contains($": offset {offset}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, byte[], int, string> WrongLabels => new()
    {
        { "cut header", IdxBytes.Labels(1, 2, 3)[..7], 7, "header of 8 bytes" },
        { "images for labels", IdxBytes.Images(), 0, "0x00000801 of IDX labels, got 0x00000803 of IDX images" },
        { "negative count", IdxBytes.Build([0x801, 0x80000003], 1, 2, 3), 4, "at least 1" },
        { "cut body", IdxBytes.Labels(1, 2, 3)[..^1], 10, "expected 3 bytes after the header, but the data ends after 2" },
        { "trailing byte", [.. IdxBytes.Labels(1, 2, 3), 4], 11, "more follow" },
        { "one too few", IdxBytes.Labels(1, 2), 4, "expected 3 labels, one for each image of" },
        { "one too many", IdxBytes.Labels(1, 2, 3, 4), 4, "got 4" },
        { "first class beyond", IdxBytes.Labels(1, 10, 3), 9, "class label from 0 to 9, got 10" },
        { "last byte beyond", IdxBytes.Labels(1, 2, 255), 10, "class label from 0 to 9, got 255" },
    };

    [Theory]
    [MemberData(nameof(WrongLabels))]
    public void A_wrong_file_of_labels_is_refused(string what, byte[] labels, int offset, string expected)
    {
        output.WriteLine(what);
        foreach (bool compressed in (bool[])[false, true])
        {
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(IdxBytes.Images(), labels, compressed));
            Assert.StartsWith(Path.Combine(_files.Folder, "labels"), error.Message, StringComparison.Ordinal);
            Assert.Contains($": offset {offset}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Labels_may_have_more_classes_when_asked()
    {
        string images = _files.Write("images", IdxBytes.Images()), labels = _files.Write("labels", IdxBytes.Labels(1, 46, 255));
        Assert.Equal(256, IdxFile.ReadDataset(images, labels, classes: 256).Classes);
        Assert.Throws<InvalidDataException>(() => IdxFile.ReadDataset(images, labels, classes: 255));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdxFile.ReadDataset(images, labels, classes: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdxFile.ReadDataset(images, labels, classes: 257));
    }

    /// <summary>The decompressor returns what it has, without an error, when its input ends early, even within the checksum.</summary>
    [Fact]
    public void Gzip_cut_off_anywhere_is_refused()
    {
        byte[] whole = IdxBytes.Gzip(IdxBytes.Images());
        for (int length = 0; length < whole.Length; length++)
        {
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => ReadRaw(whole[..length]));
            Assert.StartsWith(Path.Combine(_files.Folder, "images"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Gzip_with_one_bit_flipped_is_refused_or_holds_the_same_data()
    {
        byte[] whole = IdxBytes.Gzip(IdxBytes.Images());
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(IdxBytes.Pixels(60)[40..], ReadRaw(flipped).Pixels(2).ToArray());
            }
            catch (InvalidDataException error)
            {
                refused++;
                Assert.StartsWith(Path.Combine(_files.Folder, "images"), error.Message, StringComparison.Ordinal);
            }
        }

        // Only the time, the flags and the operating system of the 10 bytes of the header may say anything.
        Assert.InRange(refused, 8 * (whole.Length - 8), 8 * whole.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Bytes_after_the_gzip_data_are_refused(int count)
    {
        byte[] whole = IdxBytes.Gzip(IdxBytes.Images());
        foreach (byte value in (byte[])[1, 7, 0x1F])
        {
            byte[] trailing = new byte[count];
            trailing.AsSpan().Fill(value);
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => ReadRaw([.. whole, .. trailing]));
            Assert.Contains("compressed offset", error.Message, StringComparison.Ordinal);
        }

        // Zeros are padding; another member has too much data.
        Assert.Equal(3, ReadRaw([.. whole, .. new byte[count]]).Count);
        Assert.Contains("more follow", Assert.Throws<InvalidDataException>(() => ReadRaw([.. whole, .. whole])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_bomb_is_not_decompressed()
    {
        const int Zeros = 200_000_000;
        byte[] bomb = IdxBytes.Gzip([.. IdxBytes.Images(), .. new byte[Zeros]]);
        Assert.InRange(bomb.Length, 0, Zeros / 500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ReadRaw(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.Contains("more follow", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_is_refused_or_harmless()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        byte[] plain = IdxBytes.Images(), compressed = IdxBytes.Gzip(plain);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. random.Next(2) == 0 ? plain : compressed];
            for (int n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            try
            {
                Assert.Equal(3, ReadRaw(damaged).Count);
            }
            catch (InvalidDataException)
            {
                // What a hostile file should end in; any other exception fails the test.
            }
        }
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        string missing = Path.Combine(_files.Folder, "none");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => IdxFile.ReadDataset(missing, missing)).Message, StringComparison.Ordinal);
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => IdxFile.ReadDirectory(missing)).Message, StringComparison.Ordinal);

        // A folder is no file.
        Assert.Throws<FileNotFoundException>(() => IdxFile.ReadDataset(_files.Folder, _files.Folder));
        WriteFour(4, 5);
        File.Delete(Path.Combine(_files.Folder, "t10k-labels-idx1-ubyte"));
        Assert.Contains("t10k-labels-idx1-ubyte", Assert.Throws<FileNotFoundException>(() => IdxFile.ReadDirectory(_files.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_may_mix_plain_and_compressed_files()
    {
        WriteFour(4, 5);
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(_files.Folder);
        Assert.Equal((3, 2), (train.Count, test.Count));
        Assert.Equal([7, 8, 9, 0, 1], [train.Label(0), train.Label(1), train.Label(2), test.Label(0), test.Label(1)]);
    }

    [Theory]
    [InlineData("", ".idx")]
    [InlineData("raw", "-idx")]
    [InlineData("MNIST/raw", "-idx")]
    [InlineData("MNIST/raw", ".idx")]
    [InlineData("FashionMNIST/raw", "-idx")]
    [InlineData("KMNIST/raw", "-idx")]
    public void Files_are_found_by_the_names_and_in_the_folders_that_others_give_them(string folder, string separator)
    {
        WriteFour(4, 5);
        string target = Directory.CreateDirectory(Path.Combine(_files.Folder, "data", folder)).FullName;
        foreach (string file in Directory.GetFiles(_files.Folder))
            File.Move(file, Path.Combine(target, Path.GetFileName(file).Replace("-idx", separator, StringComparison.Ordinal)));
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(Path.Combine(_files.Folder, "data"));
        Assert.Equal((3, 2), (train.Count, test.Count));
        Assert.Equal((3, 2), (IdxFile.ReadDirectory(target).Train.Count, test.Count));

        // Of two sets neither is the one that is meant.
        string other = Directory.CreateDirectory(Path.Combine(_files.Folder, "data", folder == "MNIST/raw" ? "FashionMNIST/raw" : "MNIST/raw")).FullName;
        foreach (string file in Directory.GetFiles(target))
            File.Copy(file, Path.Combine(other, Path.GetFileName(file)));
        if (folder.Length > 0)
            Assert.Contains("found several", Assert.Throws<InvalidDataException>(() => IdxFile.ReadDirectory(Path.Combine(_files.Folder, "data"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_images_of_another_size_are_refused()
    {
        WriteFour(5, 4);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadDirectory(_files.Folder));
        Assert.Contains("t10k-images-idx3-ubyte", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected images of 4x5", error.Message, StringComparison.Ordinal);
        Assert.Contains("got 5x4", error.Message, StringComparison.Ordinal);
    }

    [DataTheory("mnist", "fashion-mnist")]
    [InlineData("mnist", "5041921314", "7210414959", 0.130660, 0.308108, "5923 6742 5958 6131 5842 5421 5918 6265 5851 5949", "980 1135 1032 1010 982 892 958 1028 974 1009")]
    [InlineData("fashion-mnist", "9003027255", "9211614657", 0.286041, 0.353024, "6000 6000 6000 6000 6000 6000 6000 6000 6000 6000", "1000 1000 1000 1000 1000 1000 1000 1000 1000 1000")]
    public void The_known_sets_hold_what_they_are_known_for(
        string set, string firstTrain, string firstTest, double mean, double deviation, string trainClasses, string testClasses)
    {
        Stopwatch watch = Stopwatch.StartNew();
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(SharedData.Folder(set));
        output.WriteLine($"{set}: {watch.Elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        Assert.Equal((28, 28, 28, 28), (train.Height, train.Width, test.Height, test.Width));
        Assert.Equal((firstTrain, firstTest), (Labels(train, 10), Labels(test, 10)));
        Assert.Equal((trainClasses, testClasses), (ClassCounts(train), ClassCounts(test)));

        double sum = 0, squares = 0;
        for (int i = 0; i < train.Count; i++)
        {
            foreach (byte value in train.Pixels(i))
                (sum, squares) = (sum + value, squares + (value * value));
        }

        double n = 60_000.0 * 784, average = sum / n / 255;
        Assert.Equal(mean, average, 6);
        Assert.Equal(deviation, Math.Sqrt((squares / n / 255 / 255) - (average * average)), 6);
    }

    private static string Labels(ImageDataset data, int count) => string.Concat(Enumerable.Range(0, count).Select(data.Label));

    private static string ClassCounts(ImageDataset data)
    {
        int[] counts = new int[data.Classes];
        for (int i = 0; i < data.Count; i++)
            counts[data.Label(i)]++;
        return string.Join(' ', counts);
    }

    private void WriteFour(int testHeight, int testWidth)
    {
        _files.Write("train-images-idx3-ubyte", IdxBytes.Images());
        _files.Write("train-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(7, 8, 9)));
        _files.Write("t10k-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(2, testHeight, testWidth)));
        _files.Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(0, 1));
    }

    private ImageDataset Read(byte[] images, byte[] labels, bool compressed, string extension = "") => IdxFile.ReadDataset(
        _files.Write("images" + extension, compressed ? IdxBytes.Gzip(images) : images),
        _files.Write("labels" + extension, compressed ? IdxBytes.Gzip(labels) : labels));

    private ImageDataset ReadRaw(byte[] images) =>
        IdxFile.ReadDataset(_files.Write("images", images), _files.Write("labels", IdxBytes.Labels(1, 2, 3)));
}
