using System.Buffers.Binary;

namespace NetGen.Mpi.Tests;

/// <summary>Some drawn digits as the four IDX files of MNIST.</summary>
internal static class SmallDigits
{
    public static void Write(string folder)
    {
        Write(folder, "train", 400, seed: 1);
        Write(folder, "t10k", 100, seed: 2);
    }

    private static void Write(string folder, string name, int count, long seed)
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(count, seed);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-images-idx3-ubyte"), [.. Header(0x803, count, 28, 28), .. pixels]);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), [.. Header(0x801, count), .. labels]);
    }

    private static byte[] Header(params int[] numbers)
    {
        byte[] bytes = new byte[numbers.Length * sizeof(int)];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * sizeof(int)), numbers[i]);
        return bytes;
    }
}
