using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

public class DropoutMaskTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_share_of_the_given_rate_is_zero(double rate)
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        output.WriteLine($"seed {seed}");
        float[] mask = new float[1_000_000];
        DropoutMask.Fill(mask, rate, seed, layer: 3, step: 17);
        int zeros = mask.Count(value => value == 0);
        Assert.Equal(mask.Length - zeros, mask.Count(value => value == 1));

        // Six standard deviations: once in 500 million runs.
        double deviation = Math.Sqrt(mask.Length * rate * (1 - rate));
        Assert.InRange(zeros, (mask.Length * rate) - (6 * deviation), (mask.Length * rate) + (6 * deviation));
    }

    [Fact]
    public void Rate_0_keeps_and_rate_1_drops_everything()
    {
        float[] mask = new float[1000];
        DropoutMask.Fill(mask, 0, 1, 2, 3);
        Assert.All(mask, value => Assert.Equal(1, value));
        DropoutMask.Fill(mask, 1, 1, 2, 3);
        Assert.All(mask, value => Assert.Equal(0, value));
        Array.Fill(mask, float.NaN);
        DropoutMask.Fill(mask, Math.BitDecrement(1), 1, 2, 3);
        Assert.All(mask, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_rate_that_is_no_probability_is_refused(double rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DropoutMask.Fill(new float[4], rate, 1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => DropoutMask.Fill(new double[4], rate, 1, 2, 3));
    }

    /// <summary>Any way to cut the batch gives the whole batch's mask, which is the scalar definition's, in both precisions.</summary>
    [Fact]
    public void Chunks_give_the_mask_of_the_whole()
    {
        const double rate = 0.3;
        ulong key = Philox.DeriveKey(9, KeyPurpose.Dropout, 4);
        uint[] words = new uint[3001];
        Philox.Fill(words, key, stream: 5);
        uint threshold = (uint)Math.Round(rate * 4294967296.0);
        float[] expected = Array.ConvertAll(words, word => word < threshold ? 0f : 1f);

        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int trial = 0; trial < 100; trial++)
        {
            float[] single = new float[expected.Length];
            double[] both = new double[expected.Length];
            for (int start = 0; start < expected.Length;)
            {
                int length = Math.Min(random.Next(1, 200), expected.Length - start);
                DropoutMask.Fill(single.AsSpan(start, length), rate, 9, 4, 5, start);
                DropoutMask.Fill(both.AsSpan(start, length), rate, 9, 4, 5, start);
                start += length;
            }

            Assert.Equal(expected, single);
            Assert.Equal(expected, Array.ConvertAll(both, value => (float)value));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_mask()
    {
        float[] expected = new float[777];
        ulong key = Philox.DeriveKey(1, KeyPurpose.Dropout, 2);
        DropoutMask.Fill(expected, 0.25, 1, 2, 3, offset: 5);
        Assert.Equal(expected, AtLeast<Words128>(key, expected.Length));
        if (Vector256.IsHardwareAccelerated)
            Assert.Equal(expected, AtLeast<Words256>(key, expected.Length));
        if (Vector512.IsHardwareAccelerated)
            Assert.Equal(expected, AtLeast<Words512>(key, expected.Length));
    }

    [Fact]
    public void Seed_layer_and_step_each_change_the_mask()
    {
        float[] Mask(ulong seed, ulong layer, long step)
        {
            float[] mask = new float[100];
            DropoutMask.Fill(mask, 0.5, seed, layer, step);
            return mask;
        }

        float[] original = Mask(1, 2, 3);
        Assert.Equal(original, Mask(1, 2, 3));
        Assert.NotEqual(original, Mask(2, 2, 3));
        Assert.NotEqual(original, Mask(1, 3, 3));
        Assert.NotEqual(original, Mask(1, 2, 4));
    }

    private static float[] AtLeast<V>(ulong key, int length)
        where V : struct, IWordVector<V>
    {
        double[] mask = new double[length];
        PhiloxKernel.Fill<V, double, Quarter>(mask, key, 3, 5, default);
        return Array.ConvertAll(mask, value => (float)value);
    }

    private readonly struct Quarter : PhiloxKernel.ISink<double>
    {
        public void Store<V>(V words, ref double destination, int offset)
            where V : struct, IWordVector<V> => V.StoreAtLeast(words, 1u << 30, ref destination, offset);
    }
}
