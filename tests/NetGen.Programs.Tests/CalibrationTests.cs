namespace NetGen.Programs.Tests;

public sealed class CalibrationTests
{
    private static readonly double[] s_logits = [2, 0, -1, 0, 1, 0, 1.5, 1, 0, -1, 0, 3];
    private static readonly int[] s_labels = [0, 1, 1, 2];

    [Fact]
    public void The_temperature_has_the_least_cross_entropy()
    {
        double temperature = Calibration.Temperature<double>(s_logits, s_labels);
        Assert.Equal(0.5327419630, temperature, 1e-7); // by a ternary search elsewhere
        double least = CrossEntropy(temperature);
        Assert.True(least < CrossEntropy(temperature * 1.001) && least < CrossEntropy(temperature / 1.001));
    }

    [Fact]
    public void The_temperature_of_yes_and_no_has_the_least_cross_entropy() =>
        Assert.Equal(0.5591359847, Calibration.Temperature<double>([2, -1, 0.5, -3, 1], [1.0, 0, 0, 0, 1]), 1e-7);

    [Fact]
    public void Hotter_logits_have_a_temperature_that_is_as_much_hotter()
    {
        double[] hotter = [.. s_logits.Select(z => 4 * z)];
        Assert.Equal(4 * Calibration.Temperature<double>(s_logits, s_labels), Calibration.Temperature<double>(hotter, s_labels), 1e-9);
    }

    [Fact]
    public void Beyond_its_range_it_is_an_end_of_it()
    {
        Assert.Equal(0.01, Calibration.Temperature<double>([1, 0, 0, 1], [0, 1])); // all right: the colder the better
        Assert.Equal(100, Calibration.Temperature<double>([1, 0, 0, 1], [1, 0])); // all wrong
    }

    [Fact]
    public void The_expected_error_is_by_bins()
    {
        // Two examples of confidence 0.9, one of them right: |0.5 − 0.9|. Two of 0.6, both right: |1 − 0.6|. Half the examples each.
        double[] probabilities = [0.9, 0.1, 0.1, 0.9, 0.6, 0.4, 0.4, 0.6];
        Assert.Equal(0.4, Calibration.ExpectedError<double>(probabilities, [0, 0, 0, 1], bins: 10), 1e-12);
        Assert.Equal(0, Calibration.ExpectedError<double>([1, 0, 0, 1], [0, 1]));
    }

    [Fact]
    public void What_is_no_logit_label_or_probability_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Calibration.Temperature<double>([1, 2, 3], [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Calibration.Temperature<double>([1, 2], [2]));
        Assert.Throws<ArgumentException>(() => Calibration.Temperature<double>([1, double.NaN], [0]));
        Assert.Throws<ArgumentException>(() => Calibration.Temperature<double>([1.0], [2.0]));
        Assert.Throws<ArgumentException>(() => Calibration.ExpectedError<double>([1.5, -0.5], [0]));
    }

    private static double CrossEntropy(double temperature) => s_labels.Select((label, i) =>
    {
        double[] row = [.. s_logits[(3 * i)..(3 * i + 3)].Select(z => z / temperature)];
        return Math.Log(row.Sum(Math.Exp)) - row[label];
    }).Sum();
}
