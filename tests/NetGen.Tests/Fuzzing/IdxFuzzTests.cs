using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>IDX files from anywhere, plain and compressed.</summary>
public sealed class IdxFuzzTests(ITestOutputHelper output)
{
    private static readonly byte[] Labels = IdxBytes.Labels(2, 0, 9);

    [Fact]
    public void Twenty_thousand_damaged_files() => Fuzz.Run(output, seed: 20_002, IdxBytes.Images(), Read);

    [Fact]
    public void Twenty_thousand_damaged_compressed_files() => Fuzz.Run(output, seed: 20_003, IdxBytes.Gzip(IdxBytes.Images()), Read);

    [Fact]
    public void A_bomb_is_refused_by_its_header()
    {
        // 30 MB of zeros in 30 KB, for which the header promises two gigabytes.
        byte[] bomb = IdxBytes.Gzip(IdxBytes.Build([0x803, 2_000_000, 32, 32], new byte[30_000_000]));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(bomb));
        Assert.Contains($"offset 12: expected sizes whose product is at most {IdxFile.MaximumUncompressedLength}", error.Message, StringComparison.Ordinal);

        // One that hides behind a small header is not unfolded.
        bomb = IdxBytes.Gzip(IdxBytes.Build([0x803, 3, 4, 5], new byte[30_000_000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        error = Assert.Throws<InvalidDataException>(() => Read(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bomb.Length + Fuzz.Allowance);
        Assert.Contains("but more follow", error.Message, StringComparison.Ordinal);
    }

    private static void Read(byte[] data) =>
        IdxFile.ReadDataset(new MemoryStream(data, writable: false), "test", new MemoryStream(Labels, writable: false), "test", classes: 10);
}
