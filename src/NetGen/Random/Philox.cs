using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// 2011): a function from a 128-bit counter and a 64-bit key to four uniform 32-bit words, the same on every machine.
/// </summary>
/// <remarks>
/// It has no state, so any thread can compute any part of a sequence. The words of consecutive counters are the sequence
/// of a key and a stream: word i is word i mod 4 of the block whose counter is i / 4 in its lower half and the stream in
/// its upper half. Not for cryptography.
/// </remarks>
public static class Philox
{
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;

    // The golden ratio and √3 − 1: after each round they are added to the two halves of the key.
    internal const uint KeyStep0 = 0x9E3779B9;
    internal const uint KeyStep1 = 0xBB67AE85;
    internal const int Rounds = 10;

    /// <summary>The four words of one counter.</summary>
    /// <param name="counterLow">The lower half of the counter: the number of the block in <see cref="Fill"/>.</param>
    /// <param name="counterHigh">The upper half of the counter: the stream in <see cref="Fill"/>.</param>
    /// <param name="key">The key.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0, p1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 = unchecked(k0 + KeyStep0);
            k1 = unchecked(k1 + KeyStep1);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Writes consecutive words of a sequence: destination[i] is word <paramref name="firstWord"/> + i of
    /// (<paramref name="key"/>, <paramref name="stream"/>). Vectorized; the words do not depend on the width of the vectors.
    /// </summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="key">The key, the same for all that a program draws from one seed.</param>
    /// <param name="stream">The sequence among those of the key.</param>
    /// <param name="firstWord">The position in the sequence to start from.</param>
    public static void Fill(Span<uint> destination, ulong key, ulong stream, ulong firstWord = 0) =>
        PhiloxKernel.Fill(destination, key, stream, firstWord, default(PhiloxKernel.Words));

    /// <summary>
    /// A key for one purpose, independent of the keys of other purposes: initial weights must not be correlated with the
    /// dropout masks of the same seed. It is the first half of the block (index, purpose) under the seed.
    /// </summary>
    internal static ulong DeriveKey(ulong seed, KeyPurpose purpose, ulong index)
    {
        (uint low, uint high, _, _) = Block(index, (ulong)purpose, seed);
        return low | ((ulong)high << 32);
    }
}

/// <summary>What a derived key is for. The values are arbitrary and large, away from the streams that people number.</summary>
internal enum KeyPurpose : ulong
{
    /// <summary>The initial weights; the index is the tensor's.</summary>
    Initializer = 0x6C62_272E_07BB_0142,

    /// <summary>Dropout masks; the index is the layer's.</summary>
    Dropout = 0xAF63_BD4C_8601_B7DF,

    /// <summary>Normal noise; the index is the layer's.</summary>
    Noise = 0xD6E8_FEB8_6659_FD93,

    /// <summary>The order of examples; an epoch is a position in the sequence.</summary>
    Shuffle = 0x9E37_79B9_7F4A_7C15,

    /// <summary>Made-up data sets.</summary>
    SyntheticData = 0xD1B5_4A32_D192_ED03,

    /// <summary>Shifted and flipped images; an example is a position in the sequence.</summary>
    Augmentation = 0x8CB9_2BA7_2F3D_8DD7,

    /// <summary>Random trials of a sweep; a trial is a stream.</summary>
    Sweep = 0xA409_3822_299F_31D0,
}
