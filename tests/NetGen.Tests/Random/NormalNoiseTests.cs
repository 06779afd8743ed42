using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public class NormalNoiseTests
{
    [Fact]
    public void Noise_is_the_quantile_of_the_words_whatever_the_cut()
    {
        double[] whole = new double[3001];
        NormalNoise.Fill(whole, 1, seed: 9, layer: 4, step: 5);
        uint[] words = new uint[3001];
        Philox.Fill(words, Philox.DeriveKey(9, KeyPurpose.Noise, 4), stream: 5);
        for (int i = 0; i < whole.Length; i++)
        {
            double tail = ((words[i] & 0x7FFF_FFFF) * 2L + 1) / (double)(1L << 33);
            double expected = -Distributions.NormalQuantile(tail) * ((int)words[i] < 0 ? -1 : 1);
            Assert.Equal(expected, whole[i], 1e-13 * Math.Max(1, Math.Abs(expected)));
        }

        foreach (int cut in (int[])[1, 4, 511, 512, 513, 1000])
        {
            double[] parts = new double[3001];
            NormalNoise.Fill(parts.AsSpan(0, cut), 1, 9, 4, 5);
            NormalNoise.Fill(parts.AsSpan(cut), 1, 9, 4, 5, offset: cut);
            Assert.Equal(whole, parts);
        }

        float[] single = new float[3001];
        NormalNoise.Fill(single, 1, 9, 4, 5);
        for (int i = 0; i < single.Length; i++)
        {
            Assert.Equal(whole[i], single[i], 1e-3); // of fewer bits
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalNoise.Fill(new float[4], -1, 1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalNoise.Fill(new double[4], double.NaN, 1, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalNoise.Fill(new double[4], 1, 1, 2, 3, offset: -1));
    }
}
