using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Tables from anywhere.</summary>
public sealed class CsvFuzzTests(ITestOutputHelper output)
{
    private static readonly byte[] Table = Encoding.UTF8.GetBytes("width,height,colour,when,\"the class\"\r\n1.5,2,red,2024-01-31,yes\r\n-3e2,NA,\"blue, or\"\"\r\nnot\",,no\r\n4,7,grün,2024-02-29 12:30,yes\r\n");

    [Fact]
    public void Twenty_thousand_damaged_tables() => Fuzz.Run(output, seed: 20_004, Table, Read);

    [Fact]
    public void Twenty_thousand_damaged_compressed_tables() => Fuzz.Run(output, seed: 20_005, IdxBytes.Gzip(Table), Read);

    [Fact]
    public void A_bomb_ends_at_the_limit()
    {
        byte[] bomb = IdxBytes.Gzip([.. "a\n"u8, .. Enumerable.Repeat("1\n"u8.ToArray(), 2_000_000).SelectMany(line => line)]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => CsvTable.Read(new MemoryStream(bomb), "test", new CsvOptions { MaximumUncompressedLength = 100_000 }));
        Assert.StartsWith("test: offset 100000: expected at most 100000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_encoders_are_loaded_or_refused()
    {
        const int Seed = 20_006;
        output.WriteLine($"seed {Seed}");
        CsvOptions options = new() { Missing = { ["*"] = CsvMissing.MostFrequent.WithIndicator() }, Unknown = CsvUnknown.Column, Thousands = '\'' };
        string original = new CsvEncoder(CsvTable.Read(new MemoryStream(Table), "test", options)).ToJson();
        Mutator mutator = new(new Random(Seed));
        int refused = 0;
        for (int i = 0; i < 5_000; i++)
        {
            string json = Encoding.UTF8.GetString(mutator.Mutate(Encoding.UTF8.GetBytes(original)));
            try
            {
                CsvEncoder encoder = CsvEncoder.FromJson(json);
                Assert.Equal(encoder.InputSize, encoder.InputNames.Count());
                CsvEncoder.FromJson(encoder.ToJson());
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 5_000);
    }

    private static void Read(byte[] data)
    {
        CsvTable table = CsvTable.Read(new MemoryStream(data, writable: false), "test", new CsvOptions { Missing = { ["*"] = CsvMissing.MostFrequent.WithIndicator() } });
        if (table.Columns.Count < 2)
            return;
        CsvEncoder encoder = new(table);
        if (encoder.TargetLabels is null)
            encoder.ToRegression<float>(table);
        else
            encoder.ToClassification<float>(table);
    }
}
