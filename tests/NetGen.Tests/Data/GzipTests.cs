using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Compressed tables and images of several members, with padding, cut off, or with something else behind them.</summary>
public sealed class GzipTests : IDisposable
{
    private readonly IdxBytes _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<int> Paddings => new(0, 1, 2, 7, 8, 9, 511, 513, 8_191, 8_192, 20_000);

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Tables_of_several_members_are_read_with_zeros_between_and_after(int padding)
    {
        foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Optimal])
        {
            byte[] zeros = new byte[padding], first = Gzip(Rows(0, 2_000), level), second = Gzip(Rows(2_000, 3_000), level), third = Gzip(Rows(3_000, 3_001), level);
            CsvTable table = CsvTable.Read(new MemoryStream([.. first, .. zeros, .. second, .. third, .. zeros]), "test");
            Assert.Equal(Enumerable.Range(0, 3_001).Select(i => i + 0.5), table["x"].Numbers.ToArray());
        }
    }

    [Fact]
    public void Images_of_several_members_are_read()
    {
        byte[] images = IdxBytes.Images(), labels = IdxBytes.Labels(2, 0, 9);
        string imagesPath = _files.Write("images", [.. IdxBytes.Gzip(images[..10]), .. IdxBytes.Gzip(images[10..40]), .. IdxBytes.Gzip(images[40..]), 0, 0, 0]);
        string labelsPath = _files.Write("labels", [.. IdxBytes.Gzip(labels[..9]), .. IdxBytes.Gzip(labels[9..])]);
        ImageDataset data = IdxFile.ReadDataset(imagesPath, labelsPath);
        Assert.Equal(IdxBytes.Pixels(60)[40..], data.Pixels(2).ToArray());
        Assert.Equal([2, 0, 9], Enumerable.Range(0, 3).Select(data.Label));
    }

    /// <summary>A table that ends early would be a smaller table, without a word.</summary>
    [Fact]
    public void Tables_cut_off_anywhere_are_refused()
    {
        byte[] one = IdxBytes.Gzip(Rows(0, 300)), two = [.. one, .. IdxBytes.Gzip(Rows(300, 600))], padded = [.. one, 0, 0, .. one];
        foreach (byte[] whole in (byte[][])[one, two, padded])
        {
            for (int length = 20; length < whole.Length; length += length > whole.Length - 20 ? 1 : 13)
            {
                if (length >= one.Length && length <= one.Length + (whole == padded ? 2 : 0))
                    continue; // the first member is complete
                InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream(whole[..length]), "test"));
                Assert.Matches("^test: (compressed offset|line) [0-9]+", error.Message);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 7 }, 0)]
    [InlineData(new byte[] { 0, 0, 7 }, 2)]
    [InlineData(new byte[] { 0x1F }, 0)]
    [InlineData(new byte[] { 0x1F, 7, 7, 7 }, 0)]
    [InlineData(new byte[] { 0, 0x1F, 0x8C }, 1)]
    public void Anything_else_behind_a_member_is_refused(byte[] garbage, int offset)
    {
        byte[] table = IdxBytes.Gzip(Rows(0, 300));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream([.. table, .. garbage]), "test"));
        Assert.Matches("^test: compressed offset [0-9]+", error.Message);
        if (garbage[0] != 0x1F)
            Assert.StartsWith($"test: compressed offset {table.Length + offset}: expected the gzip file to end, or another member", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream([.. table, 0x1F, 0x8B, .. garbage]), "test"));
    }

    [Fact]
    public void A_flipped_bit_is_refused_or_harmless()
    {
        byte[] whole = [.. IdxBytes.Gzip(Rows(0, 30)), .. IdxBytes.Gzip(Rows(30, 60))];
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(60, CsvTable.Read(new MemoryStream(flipped), "test").RowCount);
            }
            catch (InvalidDataException)
            {
                // What a hostile file should end in; any other exception, or fewer rows, fails the test.
            }
        }
    }

    [Fact]
    public void The_limit_of_what_a_table_may_unfold_to_fits_the_memory()
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Assert.InRange(new CsvOptions().MaximumUncompressedLength, 1, available / 8);
        byte[] two = [.. IdxBytes.Gzip(Rows(0, 300)), .. IdxBytes.Gzip(Rows(300, 600))];
        int length = Rows(0, 300).Length + Rows(300, 600).Length;
        Assert.Equal(600, CsvTable.Read(new MemoryStream(two), "test", new CsvOptions { MaximumUncompressedLength = length }).RowCount);
        Assert.StartsWith($"test: offset {length - 1}: expected at most", Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream(two), "test", new CsvOptions { MaximumUncompressedLength = length - 1 })).Message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] data, CompressionLevel level)
    {
        MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, level))
            stream.Write(data);
        return compressed.ToArray();
    }

    /// <summary>Rows of a table of two columns, the first with the header before it.</summary>
    private static byte[] Rows(int from, int to) =>
        Encoding.UTF8.GetBytes((from == 0 ? "x,y\n" : "") + string.Concat(Enumerable.Range(from, to - from).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i + 0.5},{i * 7919 % 1000}\n"))));
}
