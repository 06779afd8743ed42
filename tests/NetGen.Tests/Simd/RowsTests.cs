using System.Numerics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public sealed class RowsTests
{
    [Fact]
    public void Rows_of_floats_are_padded_and_packed() => CheckAll<float>();

    [Fact]
    public void Rows_of_doubles_are_padded_and_packed() => CheckAll<double>();

    /// <summary>Short rows, which are copied step by step, and long ones; few and many; with nothing written beside them.</summary>
    private static void CheckAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int columns = 1; columns <= 70; columns++)
        {
            foreach (int rows in new[] { 0, 1, 2, 3, 5, 9 })
                Check<T>(rows, columns);
        }
    }

    private static void Check<T>(int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = (columns + 3) / 4 * 4;
        T guard = T.CreateChecked(-7);
        T[] packed = [.. Enumerable.Range(1, rows * columns).Select(T.CreateChecked)];

        T[] padded = [.. Enumerable.Repeat(guard, rows * stride + 16)];
        Rows.Pad(packed, columns, ref padded[8], stride);
        Assert.All(padded[..8].Concat(padded[^8..]), value => Assert.Equal(guard, value));
        for (int i = 0; i < rows * stride; i++)
            Assert.Equal(i % stride < columns ? packed[i / stride * columns + i % stride] : T.Zero, padded[8 + i]);

        T[] again = [.. Enumerable.Repeat(guard, rows * columns + 16)];
        Rows.Pack(in padded[8], stride, again.AsSpan(8, rows * columns), columns);
        Assert.All(again[..8].Concat(again[^8..]), value => Assert.Equal(guard, value));
        Assert.Equal(packed, again[8..^8]);
    }
}
