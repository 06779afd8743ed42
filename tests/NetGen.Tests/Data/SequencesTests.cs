using Xunit;

namespace NetGen.Tests.Data;

/// <summary>Windows of time series, and sequences of different lengths side by side.</summary>
public class SequencesTests
{
    [Fact]
    public void Windows_are_consecutive_values_and_what_follows_them()
    {
        float[] series = [.. Enumerable.Range(0, 10).Select(i => (float)i)];
        WindowDataset<float> windows = Sequences.Windows(series, length: 4, horizon: 2, stride: 2);
        Assert.Equal((3, 4, 2), (windows.Count, windows.InputSize, windows.TargetSize));

        float[] inputs = new float[8], targets = new float[4];
        windows.CopyTo([2, 0], inputs, targets);
        Assert.Equal([4, 5, 6, 7, 0, 1, 2, 3], inputs);
        Assert.Equal([8, 9, 4, 5], targets);
        Assert.Equal((4, 8), (windows.RowOf(2), windows.TargetRowOf(2)));

        Assert.Equal(1, Sequences.Windows(series, length: 9).Count);
        Assert.Equal(6, Sequences.Windows(series, length: 4).Count);
    }

    [Fact]
    public void Some_columns_of_several_are_forecast_in_the_order_that_is_asked_for()
    {
        double[] series = [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32];
        double[] inputs = new double[6], targets = new double[2];
        Sequences.Windows(series, 3, [2, 0], length: 2).CopyTo([1], inputs, targets);
        Assert.Equal([10, 11, 12, 20, 21, 22], inputs);
        Assert.Equal([32, 30], targets);

        targets = new double[3];
        Sequences.Windows(series, 3, [2, 0, 1], length: 2).CopyTo([1], inputs, targets);
        Assert.Equal([32, 30, 31], targets);
        Sequences.Windows(series, 3, [1, 1, 1], length: 2).CopyTo([1], inputs, targets);
        Assert.Equal([31, 31, 31], targets);

        targets = new double[6];
        Sequences.Windows(series, 3, [], length: 2, horizon: 2).CopyTo([0], inputs, targets);
        Assert.Equal([20, 21, 22, 30, 31, 32], targets);
    }

    [Theory]
    [InlineData(5, 1, 1, 0.25)]
    [InlineData(5, 3, 1, 0.3)]
    [InlineData(4, 2, 3, 0.4)]
    [InlineData(1, 1, 7, 0.5)]
    public void A_split_by_time_has_each_target_on_one_side(int length, int horizon, int stride, double fraction)
    {
        const int Rows = 60;
        float[] series = [.. Enumerable.Range(0, Rows).Select(i => (float)i)];
        WindowDataset<float> windows = Sequences.Windows(series, length, horizon, stride);
        (WindowDataset<float> train, WindowDataset<float> validation) = windows.SplitByTime(fraction);
        int cut = Rows - (int)Math.Round(Rows * fraction);

        // Against the definition: all windows whose targets are before the cut, all whose targets are from it on.
        int[] starts = [.. Enumerable.Range(0, windows.Count).Select(windows.RowOf)];
        Assert.Equal(starts.Where(start => start + length + horizon <= cut), Enumerable.Range(0, train.Count).Select(train.RowOf));
        Assert.Equal(starts.Where(start => start + length >= cut), Enumerable.Range(0, validation.Count).Select(validation.RowOf));

        float[] inputs = new float[length], targets = new float[horizon];
        validation.CopyTo([0], inputs, targets);
        Assert.Equal(validation.TargetRowOf(0), targets[0]);
        Assert.Equal(validation.RowOf(0), inputs[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => validation.CopyTo([validation.Count], inputs, targets));
    }

    [Fact]
    public void What_is_no_series_is_refused_with_its_place()
    {
        float[] series = [1, 2, float.NaN, 4];
        Assert.Contains("got NaN in row 2", Assert.Throws<ArgumentException>(() => Sequences.Windows(series, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => Sequences.Windows(series, 2, [], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 5 rows", Assert.Throws<ArgumentException>(() => Sequences.Windows(new float[4], 4)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 4294967294 rows", Assert.Throws<ArgumentException>(() => Sequences.Windows(new float[4], int.MaxValue, int.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Contains("whole rows of 3", Assert.Throws<ArgumentException>(() => Sequences.Windows(new float[4], 3, [], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Windows(new float[4], 2, [2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Windows(new float[4], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sequences.Windows(new float[9], 2).SplitByTime(1));
        Assert.Contains("0 before it", Assert.Throws<InvalidOperationException>(() => Sequences.Windows(new float[9], 2).SplitAt(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_are_read_without_a_byte_and_without_a_copy_of_the_series()
    {
        float[] series = new float[1 << 20], inputs = new float[32 * 64], targets = new float[32];
        int[] indices = [.. Enumerable.Range(0, 32).Select(i => i * 1000)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        WindowDataset<float> windows = Sequences.Windows(series, 64);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10_000);

        windows.CopyTo(indices, inputs, targets);
        before = GC.GetAllocatedBytesForCurrentThread();
        windows.CopyTo(indices, inputs, targets);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Sequences_of_different_lengths_are_padded_at_their_ends()
    {
        Assert.Equal([1, 2, 0, 3, 0, 0, 4, 5, 6], Sequences.Pad([[1, 2], [3], [4, 5, 6]], 3));
        Assert.Equal([1, -1, 2, 3], Sequences.Pad([[1], [2, 3, 4]], 2, padding: -1, truncate: true));
        Assert.Equal([1f, 2, 9, 9, 3, 4, 5, 6], Sequences.Pad<float>([[1, 2], [3, 4, 5, 6]], features: 2, length: 2, padding: 9));

        Assert.Contains("sequence 1 has 3", Assert.Throws<ArgumentException>(() => Sequences.Pad([[1], [1, 2, 3]], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("number 0 is null", Assert.Throws<ArgumentException>(() => Sequences.Pad([null!], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("sequence 0 has 3 values", Assert.Throws<ArgumentException>(() => Sequences.Pad<float>([[1, 2, 3]], 2, 2, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_series_of_Mackey_and_Glass_is_chaotic_and_the_same_for_the_same_seed()
    {
        float[] series = SyntheticData.MackeyGlass(3000), noisy = SyntheticData.MackeyGlass(3000, 0.05), other = SyntheticData.MackeyGlass(3000, seed: 1);
        Assert.All(series, value => Assert.InRange(value, 0.15f, 1.45f));
        Assert.InRange(series.Average(), 0.85, 1.0);
        Assert.Equal(SyntheticData.MackeyGlass(100), series[..100]);

        // Noise adds to the values, and two beginnings part.
        double deviation = Math.Sqrt(series.Zip(noisy, (a, b) => (a - b) * (a - b)).Average());
        Assert.InRange(deviation, 0.045, 0.055);
        Assert.InRange(series.Zip(other, (a, b) => Math.Abs(a - b)).Average(), 0.1, 0.5);

        // The differential equation, by differences over two units of time.
        double worst = Enumerable.Range(20, 2000).Max(i =>
        {
            double delayed = series[i - 17], slope = 0.2 * delayed / (1 + Math.Pow(delayed, 10)) - 0.1 * series[i];
            return Math.Abs((series[i + 1] - series[i - 1]) / 2 - slope);
        });
        Assert.InRange(worst, 0, 0.01);
    }
}
