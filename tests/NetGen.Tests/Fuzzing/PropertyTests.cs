using CsCheck;
using NetGen.Testing;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace NetGen.Tests;

/// <summary>What the random tests are made of.</summary>
public sealed class PropertyTests(ITestOutputHelper output)
{
    [Fact]
    public void A_case_that_fails_shrinks()
    {
        Gen<int[]> lists = Gen.Int[0, 1000].Array[0, 50];
        string message = Assert.ThrowsAny<XunitException>(() => Property.Holds(
            output, lists, 100, seed: 5, list => Assert.DoesNotContain(list, number => number > 900), list => $"[{string.Join(", ", list)}]", secondsToShrink: 2)).Message;
        Assert.Matches(@"Case \d+ of seed \d+ fails", message);
        Assert.Matches(@"\n\[(9\d\d|1000)\]", message); // one number alone
    }

    [Fact]
    public void Cases_are_the_same_in_every_run()
    {
        Gen<uint[]> draws = Draws.AtMost(64);
        Assert.Equal(Property.Case(draws, 3, 17), Property.Case(draws, 3, 17));
        Assert.NotEqual(Property.Case(draws, 3, 17), Property.Case(draws, 3, 18));
        Assert.NotEqual(Property.Case(draws, 3, 17), Property.Case(draws, 4, 17));
    }

    [Fact]
    public void Draws_stay_in_their_range_and_end_in_zeros()
    {
        Draws largest = new([uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 1u << 31]);
        Assert.Equal(9, largest.Next(10));
        Assert.Equal(4, largest.Next(-5, 5));
        Assert.InRange(largest.NextDouble(), 0.9999, 0.99999999999);
        Assert.InRange(largest.NextSingle(), 0.9999f, 0.99999999f);
        Assert.Equal(5, largest.Next(10));
        Assert.Equal((0, -5, 0.0), (largest.Next(10), largest.Next(-5, 5), largest.NextDouble()));
        Assert.Contains(Enumerable.Range(0, 2000), _ => largest.Next(2) == 1); // who waits for a one gets it
    }
}
