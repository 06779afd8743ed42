namespace NetGen.Tool.Tests;

/// <summary>Compares what networks predict: |a − b| at most 1e-5 · max(1, |b|).</summary>
internal static class Near
{
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance = 1e-5)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Xunit.Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"output {i}: expected {expected[i]}, got {actual[i]}");
    }
}

/// <summary>Rows of several inputs, side by side for each example.</summary>
internal static class Rows
{
    public static float[] Pack(params NumPyArray[] inputs)
    {
        int examples = (int)inputs[0].Shape[0];
        float[][] values = [.. inputs.Select(Numbers)];
        return [.. Enumerable.Range(0, examples).SelectMany(i => values.SelectMany(input => input.AsSpan(i * (input.Length / examples), input.Length / examples).ToArray()))];
    }

    private static float[] Numbers(NumPyArray array) => array.Type is TensorType.I64 or TensorType.I32 ? [.. array.ToArray<long>().Select(token => (float)token)] : array.ToArray<float>();
}
