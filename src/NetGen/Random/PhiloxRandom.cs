namespace NetGen;

/// <summary>
/// A sequence of random numbers that is the same on every machine: the words of <see cref="Philox"/> for a seed and a
/// stream, one after another. <see cref="Position"/> makes it restorable.
/// </summary>
/// <remarks>
/// Only additions, multiplications, divisions and square roots, which IEEE 754 defines to the last bit, stand between the
/// words and the numbers. Not safe for use by several threads at once: give each a stream of its own.
/// </remarks>
/// <param name="seed">The seed.</param>
/// <param name="stream">The sequence among those of the seed, for instance the number of the epoch.</param>
public sealed class PhiloxRandom(ulong seed, ulong stream = 0)
{
    private (uint Word0, uint Word1, uint Word2, uint Word3) _block;
    private ulong _position;

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The sequence among those of the seed.</summary>
    public ulong Stream { get; } = stream;

    /// <summary>The number of 32-bit words used so far; setting it moves to that word of the sequence.</summary>
    public ulong Position
    {
        get => _position;
        set
        {
            _position = value;

            // NextUInt32 computes a block when it takes the block's first word; landing within one does it here.
            if (value % 4 != 0)
                _block = Philox.Block(value / 4, Stream, Seed);
        }
    }

    /// <summary>A word: all 2³² values have the same probability.</summary>
    public uint NextUInt32()
    {
        ulong position = _position++;
        if (position % 4 == 0)
            _block = Philox.Block(position / 4, Stream, Seed);
        return (position % 4) switch
        {
            0 => _block.Word0,
            1 => _block.Word1,
            2 => _block.Word2,
            _ => _block.Word3,
        };
    }

    /// <summary>Two words, the first in the lower half.</summary>
    public ulong NextUInt64()
    {
        uint low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    /// <summary>Uniform in [0, 1): one of the 2⁵³ multiples of 2⁻⁵³. Uses two words.</summary>
    public double NextDouble() => Distributions.Unit53(NextUInt64());

    /// <summary>Uniform in [0, 1): one of the 2²⁴ multiples of 2⁻²⁴. Uses one word.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [minimum, maximum]: minimum + (maximum − minimum) · <see cref="NextDouble"/>, where rounding can reach the maximum.</summary>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds or their distance are not finite, or the minimum is larger than the maximum.</exception>
    public double NextUniform(double minimum, double maximum)
    {
        if (!double.IsFinite(maximum - minimum) || minimum > maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, $"The bounds must be finite, the maximum at least the minimum, {minimum}.");
        }

        return Math.Min(minimum + ((maximum - minimum) * NextDouble()), maximum);
    }

    /// <summary>Normal: the inverse of the distribution function at a uniform number (Wichura, 1988). Uses two words.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or NaN.</exception>
    public double NextNormal(double mean = 0, double standardDeviation = 1)
    {
        if (!(standardDeviation >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(standardDeviation), standardDeviation, "A standard deviation is at least 0.");
        }

        return mean + (standardDeviation * Distributions.Normal(NextUInt64()));
    }

    /// <summary>An integer from 0 to <paramref name="maxExclusive"/> − 1, all with exactly the same probability.</summary>
    /// <param name="maxExclusive">The number of values, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxExclusive"/> is less than 1.</exception>
    public int NextInt32(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);

        // The upper half of word · n is in [0, n). Of the 2³² words, 2³² mod n are one too many for some results; they are
        // those whose lower half is smallest (Lemire, 2019), and are drawn again.
        uint n = (uint)maxExclusive;
        ulong product = (ulong)NextUInt32() * n;
        if ((uint)product < n)
        {
            uint surplus = unchecked(0 - n) % n;
            while ((uint)product < surplus)
                product = (ulong)NextUInt32() * n;
        }

        return (int)(product >> 32);
    }

    /// <summary>Puts the items into random order, every order with the same probability (Fisher and Yates; Durstenfeld, 1964).</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">What to shuffle, in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
