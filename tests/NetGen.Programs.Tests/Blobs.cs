namespace NetGen.Programs.Tests;

/// <summary>Three clouds of points, a class each.</summary>
internal static class Blobs
{
    public static ArrayDataset<float, int> Create(int count, long seed, float shift = 0)
    {
        PhiloxRandom random = new((ulong)seed);
        float[] inputs = new float[count * 4];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            for (int j = 0; j < 4; j++)
                inputs[4 * i + j] = shift + (j == labels[i] ? 2 : 0) + 2 * (float)random.NextDouble() - 1;
        }

        return new(inputs, labels, inputSize: 4);
    }
}
