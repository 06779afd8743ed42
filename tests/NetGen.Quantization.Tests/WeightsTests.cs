using NetGen;

namespace Quantization;

public sealed class WeightsTests
{
    /// <summary>Every width gives the bits of sums of integers, one multiplication and one addition; also with the largest weights and bytes there are.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 64)]
    [InlineData(17, 5)]
    [InlineData(100, 25)]
    [InlineData(160, 151)]
    public void AnyWidthHasTheBitsOfIntegerSums(int outputs, int inputs)
    {
        Random random = new(outputs);
        sbyte[] weights = [.. Enumerable.Range(0, outputs * inputs).Select(i => (sbyte)(i < inputs ? 127 : i < 2 * inputs ? -127 : random.Next(-127, 128)))];
        float[] scales = [.. Enumerable.Range(0, outputs).Select(_ => 0.01f + random.NextSingle())], bias = [.. Enumerable.Range(0, outputs).Select(_ => random.NextSingle() - 0.5f)];
        QuantizedInput input = new(0.03f, 11);
        QuantizedWeights packed = new(weights, scales, bias, input);
        Assert.Equal(weights, packed.ToArray());
        foreach (bool isLargest in new[] { false, true })
        {
            byte[] row = [.. Enumerable.Range(0, packed.RowLength).Select(_ => (byte)(isLargest ? 127 : random.Next(128)))];
            float[] expected = [.. Enumerable.Range(0, outputs).Select(Expected)];
            foreach (int width in new[] { 128, 256, 512 }.Where(width => width <= QuantizedWeights.Width))
            {
                float[] actual = new float[QuantizedWeights.Rounded(outputs, QuantizedWeights.Block)];
                packed.Multiply(row, actual, width);
                Assert.Equal(expected, actual[..outputs]);
            }

            float Expected(int o)
            {
                int sum = 0, ofWeights = 0;
                for (int k = 0; k < inputs; k++)
                {
                    sum += weights[o * inputs + k] * row[k];
                    ofWeights += weights[o * inputs + k];
                }

                double scale = (double)scales[o] * input.Scale;
                float product = sum * (float)scale;
                return product + (float)(bias[o] - scale * input.Zero * ofWeights);
            }
        }
    }

    /// <summary>Bytes are the nearest, within the range; 0 is exactly one of them, and vectors have the bits of single values.</summary>
    [Fact]
    public void Bytes()
    {
        float[] values = [.. Enumerable.Range(-500, 1001).Select(i => i * 0.013f)];
        QuantizedInput input = QuantizedInput.Of([-1, 3]);
        Assert.Equal(new QuantizedInput(4 / 127f, 32), input);
        byte[] bytes = new byte[values.Length], one = new byte[1];
        input.Quantize(values, bytes);
        for (int i = 0; i < values.Length; i++)
        {
            input.Quantize(values.AsSpan(i, 1), one);
            Assert.Equal(one[0], bytes[i]);
            double exact = Math.Clamp(values[i] / (double)input.Scale + 32, 0, 127);
            Assert.InRange(Math.Abs(bytes[i] - exact), 0, 0.5001);
        }

        input.Quantize([0, float.NaN, float.PositiveInfinity, float.NegativeInfinity], bytes);
        Assert.Equal([32, 0, 127, 0], bytes[..4]);
        Assert.Equal(new QuantizedInput(1, 0), QuantizedInput.Of([0, 0]));
        Assert.Equal(0, QuantizedInput.Of([2, 5]).Zero);
    }
}
