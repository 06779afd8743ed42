using System.Globalization;
using CsCheck;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Testing;

/// <summary>
/// Random cases, the same in every run unless NETGEN_RANDOM_SEED says otherwise. Where one fails, CsCheck goes on from its seed to
/// smaller and smaller ones that fail, for NETGEN_SHRINK_SECONDS, and the smallest is reported.
/// </summary>
internal static class Property
{
    // Shrinking looks for smaller cases by chance: the longer, the smaller.
    private static readonly int s_secondsToShrink = Environment.GetEnvironmentVariable("NETGEN_SHRINK_SECONDS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 30;

    /// <summary>The seed of a test: its own, or that of the environment.</summary>
    public static int Seed(int own) => Environment.GetEnvironmentVariable("NETGEN_RANDOM_SEED") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : own;

    /// <summary>Requires a check to pass for so many cases.</summary>
    public static void Holds<T>(ITestOutputHelper output, Gen<T> cases, int count, int seed, Action<T> check, Func<T, string>? print = null, int? secondsToShrink = null)
    {
        seed = Seed(seed);
        output.WriteLine($"{count} cases from seed {seed} (NETGEN_RANDOM_SEED)");
        for (int i = 0; i < count; i++)
        {
            try
            {
                check(Case(cases, seed, i));
            }
            catch (Exception failure)
            {
                Fail(cases, seed, i, check, failure, print, secondsToShrink);
            }
        }
    }

    /// <summary>A case by its number.</summary>
    public static T Case<T>(Gen<T> cases, int seed, int index) => cases.Generate(Start(seed, index), null, out _);

    /// <summary>Looks for a smaller case than this one that fails, and reports it.</summary>
    public static void Fail<T>(Gen<T> cases, int seed, int index, Action<T> check, Exception failure, Func<T, string>? print = null, int? secondsToShrink = null)
    {
        int seconds = secondsToShrink ?? s_secondsToShrink;
        if (seconds == 0)
            Assert.Fail($"Case {index} of seed {seed} fails: {failure.GetBaseException().Message}");
        string smallest = "it fails no more when it is tried again";
        try
        {
            cases.Sample(check, seed: Start(seed, index).ToString(), time: seconds, threads: 1, print: print);
        }
        catch (CsCheckException e)
        {
            smallest = $"{e.Message} {e.InnerException?.GetBaseException().Message}";
        }

        Assert.Fail($"Case {index} of seed {seed} fails: {failure.GetBaseException().Message}\nThe smallest that was found: {smallest}");
    }

    private static PCG Start(int seed, int index) => new((uint)seed, (ulong)index);
}

/// <summary>Random numbers that are drawn from a list, so that what is made of them shrinks as the list does. After its end come zeros, the first of every choice.</summary>
internal sealed class Draws(uint[] draws) : Random
{
    // Who draws until something fits must come to an end.
    private const int Zeros = 1000;

    private readonly Random _rest = new(0);
    private int _next;

    /// <summary>Lists of at most so many draws.</summary>
    public static Gen<uint[]> AtMost(int count) => Gen.Frequency((3, Gen.UInt.Uniform.Array[count]), (1, Gen.UInt.Uniform.Array[0, count]));

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue) => minValue + (int)((ulong)Take() * (ulong)((long)maxValue - minValue) >> 32);

    public override double NextDouble() => Take() / 4294967296.0;

    public override float NextSingle() => (Take() >> 8) / 16777216f;

    public override long NextInt64() => NextInt64(0, long.MaxValue);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue) => minValue + (long)Math.BigMul(((ulong)Take() << 32) | Take(), (ulong)(maxValue - minValue), out _);

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref byte value in buffer)
            value = (byte)(Take() >> 24);
    }

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    protected override double Sample() => NextDouble();

    private uint Take()
    {
        int at = _next++;
        return at < draws.Length ? draws[at] : at < draws.Length + Zeros ? 0 : (uint)_rest.NextInt64(1L << 32);
    }
}
