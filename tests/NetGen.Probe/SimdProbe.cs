using System.Numerics;

namespace NetGen.Probe;

/// <summary>Prints hashes of the bits of every function of <see cref="SimdFunction.All"/> at every width.</summary>
internal static class SimdProbe
{
    public static void Print()
    {
        float[] singles = Inputs(seed: 1, BitConverter.UInt32BitsToSingle);
        double[] doubles = Inputs(seed: 2, bits => BitConverter.UInt64BitsToDouble((ulong)bits << 32 | bits));
        foreach (SimdFunction function in SimdFunction.All)
        {
            PrintHash<Float32x4, float>(function, singles);
            PrintHash<Float32x8, float>(function, singles);
            PrintHash<Float32x16, float>(function, singles);
            PrintHash<Float64x2, double>(function, doubles);
            PrintHash<Float64x4, double>(function, doubles);
            PrintHash<Float64x8, double>(function, doubles);
        }
    }

    /// <summary>
    /// Ordinary numbers, numbers of every size and special values in turn, so that each kind is the neighbour of each.
    /// </summary>
    private static T[] Inputs<T>(int seed, Func<uint, T> fromBits)
        where T : IFloatingPointIeee754<T>
    {
        T[] special =
        [
            T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.One, -T.One,
        ];
        var random = new System.Random(seed);
        var inputs = new T[48_000];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (i % 5) switch
            {
                0 or 1 => T.CreateChecked(random.NextDouble() * 12 - 6),
                2 => T.CreateChecked(random.NextDouble() * 250 - 125),
                3 => fromBits((uint)random.NextInt64(1L << 32)),
                _ => special[random.Next(special.Length)],
            };
        }

        return inputs;
    }

    private static void PrintHash<V, T>(SimdFunction function, T[] inputs)
        where V : struct, ISimd<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = new T[inputs.Length];
        function.Evaluate<V, T>(inputs, outputs);

        // FNV-1a. Which of several NaNs comes out is no part of the promise, so all count as one.
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (T y in outputs)
        {
            ulong bits = BitConverter.DoubleToUInt64Bits(T.IsNaN(y) ? double.NaN : double.CreateChecked(y));
            hash = unchecked((hash ^ bits) * 0x100_0000_01B3);
        }

        Console.WriteLine($"{function.Name}.{typeof(V).Name}={hash:x16}");
    }
}
