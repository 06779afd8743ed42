using System.Runtime.Intrinsics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public class PhiloxTests
{
    /// <summary>The test vectors of Random123, the authors' implementation.</summary>
    [Theory]
    [InlineData(0, 0, 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData(0x85a308d3_243f6a88, 0x03707344_13198a2e, 0x299f31d0_a4093822, "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void Block_gives_the_known_answers(ulong counterLow, ulong counterHigh, ulong key, string expected)
    {
        (uint w0, uint w1, uint w2, uint w3) = Philox.Block(counterLow, counterHigh, key);
        Assert.Equal(expected, $"{w0:x8} {w1:x8} {w2:x8} {w3:x8}");
    }

    // The last one carries from the lower to the upper half of the block's number within a vector.
    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(7UL)]
    [InlineData((1UL << 34) - 13)]
    public void Vectors_of_every_width_give_the_scalar_words(ulong firstWord)
    {
        const ulong key = 0x0123_4567_89ab_cdef, stream = 0xfedc_ba98_7654_3210;
        for (int length = 0; length <= 200; length++)
        {
            uint[] expected = Scalar(length, key, stream, firstWord);
            Equal(expected, words => Philox.Fill(words, key, stream, firstWord));
            Equal(expected, words => Fill<Words128>(words, key, stream, firstWord));
            if (Vector256.IsHardwareAccelerated)
                Equal(expected, words => Fill<Words256>(words, key, stream, firstWord));
            if (Vector512.IsHardwareAccelerated)
                Equal(expected, words => Fill<Words512>(words, key, stream, firstWord));
        }
    }

    [Fact]
    public void A_long_fill_is_the_scalar_sequence()
    {
        uint[] words = new uint[10_007];
        Philox.Fill(words, 5, 6, 3);
        Assert.Equal(Scalar(words.Length, 5, 6, 3), words);
    }

    [Fact]
    public void Keys_for_different_purposes_indices_and_seeds_differ()
    {
        HashSet<ulong> keys = [];
        for (ulong seed = 0; seed < 100; seed++)
        {
            for (ulong index = 0; index < 100; index++)
            {
                Assert.True(keys.Add(Philox.DeriveKey(seed, KeyPurpose.Initializer, index)));
                Assert.True(keys.Add(Philox.DeriveKey(seed, KeyPurpose.Dropout, index)));
            }
        }
    }

    private static void Fill<V>(Span<uint> words, ulong key, ulong stream, ulong firstWord)
        where V : struct, IWordVector<V> =>
        PhiloxKernel.Fill<V, uint, PhiloxKernel.Words>(words, key, stream, firstWord, default);

    private static uint[] Scalar(int length, ulong key, ulong stream, ulong firstWord)
    {
        uint[] words = new uint[length];
        for (int i = 0; i < length; i++)
        {
            ulong word = firstWord + (ulong)i;
            (uint w0, uint w1, uint w2, uint w3) = Philox.Block(word / 4, stream, key);
            words[i] = (word % 4) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
        }

        return words;
    }

    /// <summary>Also sees to it that nothing outside the span is written.</summary>
    private static void Equal(uint[] expected, FillAction fill)
    {
        const uint guard = 0xdead_beef;
        uint[] buffer = new uint[expected.Length + 2];
        Array.Fill(buffer, guard);
        fill(buffer.AsSpan(1, expected.Length));
        Assert.Equal([guard, .. expected, guard], buffer);
    }

    private delegate void FillAction(Span<uint> words);
}
