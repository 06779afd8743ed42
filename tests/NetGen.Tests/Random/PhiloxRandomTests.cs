using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public class PhiloxRandomTests(ITestOutputHelper output)
{
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();

    private PhiloxRandom Create()
    {
        output.WriteLine($"seed {_seed}");
        return new(_seed);
    }

    [Fact]
    public void The_sequence_is_that_of_Fill_and_can_be_resumed_anywhere()
    {
        PhiloxRandom random = new(7, stream: 8);
        uint[] words = new uint[50];
        Philox.Fill(words, 7, 8);
        Assert.Equal(words, words.Select(_ => random.NextUInt32()));
        Assert.Equal(50UL, random.Position);
        for (int position = 0; position < 50; position++)
        {
            random.Position = (ulong)position;
            Assert.Equal(words[position..], words[position..].Select(_ => random.NextUInt32()));
        }
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_their_distribution()
    {
        PhiloxRandom random = Create();
        Moments(() => random.NextDouble(), 0.5, 1 / 12.0, 1 / 80.0);
        Moments(() => random.NextSingle(), 0.5, 1 / 12.0, 1 / 80.0);
        Moments(() => (random.NextUniform(-3, 5) + 3) / 8, 0.5, 1 / 12.0, 1 / 80.0);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_their_distribution()
    {
        PhiloxRandom random = Create();
        Moments(() => random.NextNormal(), 0, 1, 3);
        Moments(() => (random.NextNormal(4, 0.5) - 4) / 0.5, 0, 1, 3);
    }

    /// <summary>1 % of normal numbers are beyond 2.5758, 0.1 % beyond 3.2905.</summary>
    [Fact]
    public void Normal_numbers_have_the_right_tails()
    {
        PhiloxRandom random = Create();
        double[] values = [.. Enumerable.Range(0, 1_000_000).Select(_ => Math.Abs(random.NextNormal()))];
        Assert.InRange(values.Count(value => value > 2.5758293035489004), 10_000 - 600, 10_000 + 600);
        Assert.InRange(values.Count(value => value > 3.2905267314919255), 1_000 - 190, 1_000 + 190);
    }

    /// <summary>Values computed with 40 digits and rounded.</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400538)]
    [InlineData(0.9, 1.2815515655446006)]
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(1e-10, -6.361340902404057)]
    [InlineData(1e-15, -7.941345326170997)]
    public void Normal_quantiles_are_exact_to_1e14(double p, double expected) =>
        Assert.Equal(expected, Distributions.NormalQuantile(p), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Log_agrees_with_the_platforms()
    {
        PhiloxRandom random = Create();
        for (int i = 0; i < 100_000; i++)
        {
            double x = Math.ScaleB(0.5 + (random.NextDouble() / 2), random.NextInt32(2000) - 1000);
            double expected = Math.Log(x);
            Assert.InRange(Distributions.Log(x), expected - (4e-16 * Math.Abs(expected)), expected + (4e-16 * Math.Abs(expected)));
        }
    }

    [Fact]
    public void The_extreme_bits_give_finite_symmetric_numbers()
    {
        Assert.Equal(0, Distributions.Unit53(0));
        Assert.Equal(1 - Math.ScaleB(1, -53), Distributions.Unit53(ulong.MaxValue));
        Assert.Equal(-1 + Math.ScaleB(1, -52), Distributions.Symmetric(0));
        Assert.Equal(1 - Math.ScaleB(1, -52), Distributions.Symmetric(ulong.MaxValue));
        Assert.InRange(Distributions.Normal(ulong.MaxValue), 8.1, 8.3);
        Assert.Equal(-Distributions.Normal(0), Distributions.Normal(ulong.MaxValue));
    }

    /// <summary>The same on every machine, for ever: these are part of the file format of a training run.</summary>
    [Fact]
    public void The_numbers_of_a_seed_never_change()
    {
        PhiloxRandom random = new(42);
        Assert.Equal(2632642643u, random.NextUInt32());
        Assert.Equal(0.07323173747132217, random.NextDouble());
        Assert.Equal(0.3408615f, random.NextSingle());
        Assert.Equal(-0.4480366278979277, random.NextNormal());
        Assert.Equal(-0.11476523741853367, random.NextNormal());
        Assert.Equal(825, random.NextInt32(1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Bounded_integers_are_equally_frequent(int count)
    {
        PhiloxRandom random = Create();
        const int perValue = 1000;
        int[] counts = new int[count];
        for (int i = 0; i < perValue * count; i++)
            counts[random.NextInt32(count)]++;

        // χ² has mean count − 1 and variance 2(count − 1); eight standard deviations allow for its skew.
        double chiSquare = counts.Sum(c => Math.Pow(c - perValue, 2) / perValue);
        Assert.InRange(chiSquare, 0, count - 1 + (8 * Math.Sqrt(2 * count)));
    }

    /// <summary>With ¾ of 2³² values, plain multiplication would give two words to every third value and one to the others.</summary>
    [Fact]
    public void Large_bounds_are_unbiased()
    {
        PhiloxRandom random = Create();
        const int bound = 3 << 29;
        int[] residues = new int[3];
        for (int i = 0; i < 300_000; i++)
        {
            int value = random.NextInt32(bound);
            Assert.InRange(value, 0, bound - 1);
            residues[value % 3]++;
        }

        Assert.All(residues, count => Assert.InRange(count, 100_000 - 1600, 100_000 + 1600));
    }

    [Fact]
    public void Shuffle_gives_every_order_equally_often()
    {
        PhiloxRandom random = Create();
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(items);
            string order = new(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(c => Math.Pow(c - 1000, 2) / 1000), 0, 23 + (8 * Math.Sqrt(46)));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        PhiloxRandom random = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextUniform(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextUniform(0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextNormal(0, -1));
    }

    /// <summary>Mean and variance of 400,000 numbers within six standard deviations of theirs.</summary>
    private static void Moments(Func<double> next, double mean, double variance, double fourthMoment)
    {
        const int count = 400_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < count; i++)
        {
            double deviation = next() - mean;
            sum += deviation;
            squares += deviation * deviation;
        }

        Assert.InRange(sum / count, -6 * Math.Sqrt(variance / count), 6 * Math.Sqrt(variance / count));
        double spread = 6 * Math.Sqrt((fourthMoment - (variance * variance)) / count);
        Assert.InRange(squares / count, variance - spread, variance + spread);
    }
}
