using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>Weights that lie as [inputs][outputs] go to files as [outputs, inputs], and come back.</summary>
public sealed class TransposeTests
{
    [Fact]
    public void Tiles_are_turned_alike_at_every_width_of_vectors()
    {
        const int Side = TransposeTile.Side, From = 19, To = 23;
        uint[] source = [.. Enumerable.Range(0, Side * From).Select(i => (uint)i * 2654435761u)];
        uint[] wide = new uint[Side * To], narrow = new uint[Side * To], expected = new uint[Side * To];
        for (int r = 0; r < Side; r++)
        {
            for (int c = 0; c < Side; c++)
                expected[(c * To) + r] = source[(r * From) + c];
        }

        TransposeTile.Turn(ref source[0], From, ref wide[0], To);
        TransposeTile.TurnByFours(ref source[0], From, ref narrow[0], To);
        Assert.Equal(expected, wide);
        Assert.Equal(expected, narrow);
    }

    [Theory]
    [InlineData(70, 4)]
    [InlineData(70, 3)]
    [InlineData(4, 70)]
    [InlineData(3, 70)]
    [InlineData(16, 4)]
    [InlineData(4, 16)]
    [InlineData(37, 50)]
    public void Every_shape_of_padded_rows_is_turned(int rows, int columns)
    {
        int stride = (columns + 3) / 4 * 4, turnedStride = (rows + 3) / 4 * 4, half = rows / 2;
        float[] source = [.. Enumerable.Range(0, rows * stride).Select(i => i + 0.5f)];
        float[] turned = Enumerable.Repeat(-1f, columns * turnedStride).ToArray(), inParts = [.. turned], expected = new float[turned.Length];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                expected[(c * turnedStride) + r] = source[(r * stride) + c];
        }

        Rows.Transpose(ref source[0], 0, rows, rows, columns, stride, ref turned[0], turnedStride);
        Rows.Transpose(ref source[0], 0, half, rows, columns, stride, ref inParts[0], turnedStride);
        Rows.Transpose(ref source[0], half, rows, rows, columns, stride, ref inParts[0], turnedStride);
        Assert.Equal(expected, turned);
        Assert.Equal(expected, inParts);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(15, 40)]
    [InlineData(40, 15)]
    [InlineData(37, 50)]
    [InlineData(64, 129)]
    [InlineData(130, 67)]
    public void Every_shape_is_gathered_and_scattered(int outputs, int inputs)
    {
        Check<float>(outputs, inputs, i => i + 0.5f);
        Check<double>(outputs, inputs, i => i + 0.5);
    }

    private static void Check<T>(int outputs, int inputs, Func<int, T> value)
        where T : unmanaged
    {
        const int Offset = 16;
        int stride = (outputs + 3) / 4 * 4;
        ParameterDescription weight = new("weight", [outputs, inputs], Offset, [1, stride], isWeight: true);
        T[] buffer = new T[Offset + (inputs * stride) + 16];
        T[] expected = new T[outputs * inputs];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
                expected[(o * inputs) + i] = buffer[Offset + (i * stride) + o] = value((o * inputs) + i);
        }

        // All at once, and in two parts.
        T[] all = new T[outputs * inputs], back = new T[buffer.Length];
        StridedTensor.Gather<T>(weight, buffer, 0, all);
        Assert.Equal(expected, all);
        StridedTensor.Scatter<T>(weight, back, 0, all);
        Assert.Equal(buffer, back);
        if (outputs < 2)
            return;
        int first = outputs / 2 * inputs;
        Array.Clear(all);
        Array.Clear(back);
        StridedTensor.Gather<T>(weight, buffer, 0, all.AsSpan(0, first));
        StridedTensor.Gather<T>(weight, buffer, outputs / 2, all.AsSpan(first));
        Assert.Equal(expected, all);
        StridedTensor.Scatter<T>(weight, back, 0, all.AsSpan(0, first));
        StridedTensor.Scatter<T>(weight, back, outputs / 2, all.AsSpan(first));
        Assert.Equal(buffer, back);
    }
}
