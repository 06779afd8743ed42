using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>
/// Reads thousands of damaged files. Each is read or refused with an InvalidDataException that names the file, and takes no
/// more memory than its size and 1 MB.
/// </summary>
internal static class Fuzz
{
    public const int Mutations = 20_000;

    /// <summary>What a reader may take besides the file's size.</summary>
    public const int Allowance = 1_000_000;

    public static void Run(ITestOutputHelper output, int seed, byte[] original, Action<byte[]> read, Action? afterRefusal = null)
    {
        output.WriteLine($"seed {seed}");
        Mutator mutator = new(seed);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] data = mutator.Mutate(original);
            try
            {
                if (!Try(data, read))
                {
                    refused++;
                    afterRefusal?.Invoke();
                }
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutation {i} of seed {seed}, {data.Length} bytes: {Convert.ToBase64String(data)}", e);
            }
        }

        output.WriteLine($"{refused} of {Mutations} refused");
        Assert.InRange(refused, Mutations / 10, Mutations);
    }

    /// <summary>Whether the data were read; false when they were refused as they should be.</summary>
    private static bool Try(byte[] data, Action<byte[]> read)
    {
        bool wasRead = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(data);
        }
        catch (InvalidDataException e)
        {
            wasRead = false;
            Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
            Assert.Matches("(offset|line) [0-9]", e.Message);
            Assert.InRange(e.Message.Length, 20, 5_000);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, data.Length + Allowance);
        return wasRead;
    }
}
