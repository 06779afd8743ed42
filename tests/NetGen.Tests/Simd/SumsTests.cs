using System.Numerics;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public sealed class SumsTests
{
    [Fact]
    public void Sums_of_floats_have_the_documented_order() => CheckAll<float>();

    [Fact]
    public void Sums_of_doubles_have_the_documented_order() => CheckAll<double>();

    private static void CheckAll<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PhiloxRandom random = new(3);
        for (int count = 0; count <= 40; count++)
        {
            // Of different magnitudes, so that another order gives other bits.
            T[] values = [.. Enumerable.Range(0, count + 4).Select(i => T.CreateChecked((random.NextDouble() - 0.5) * Math.Pow(10, i % 7)))];
            Assert.Equal(Expected(values, count, v => v), Sums.Sum(in values[0], count));
            Assert.Equal(Expected(values, count, v => v * v), Sums.SumOfSquares(in values[0], count));
            Assert.Equal(Expected(values, count, Math.Abs), Sums.SumOfMagnitudes(in values[0], count));
        }
    }

    private static double Expected<T>(T[] values, int count, Func<double, double> term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] sums = new double[4];
        for (int i = 0; i < count; i++)
            sums[i % 4] += term(double.CreateChecked(values[i]));
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
}
