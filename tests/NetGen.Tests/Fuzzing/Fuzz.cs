using CsCheck;
using NetGen.Testing;
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

    // Three changes to a file take no more.
    private static readonly Gen<uint[]> s_draws = Draws.AtMost(16);

    public static void Run(ITestOutputHelper output, int seed, byte[] original, Action<byte[]> read, Action? afterRefusal = null)
    {
        int refused = 0;
        Property.Holds(output, s_draws, Mutations, seed, Check, draws => Describe(Mutate(draws)));
        output.WriteLine($"{refused} of {Mutations} refused");
        Assert.InRange(refused, Mutations / 10, Mutations);

        void Check(uint[] draws)
        {
            if (!Try(Mutate(draws), read))
            {
                refused++;
                afterRefusal?.Invoke();
            }
        }

        byte[] Mutate(uint[] draws) => new Mutator(new Draws(draws)).Mutate(original);

        string Describe(byte[] data) => $"{data.Length} of {original.Length} bytes, from {data.AsSpan().CommonPrefixLength(original)} on another: {Convert.ToBase64String(data)}";
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
