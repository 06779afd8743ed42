namespace NetGen.Programs.Tests;

/// <summary>Values of scikit-learn's average_precision_score, worked out by hand.</summary>
public sealed class PrAucTests
{
    [Fact]
    public void Of_one_output_it_is_the_average_precision()
    {
        // Thresholds 0.8, 0.4, 0.35: recall rises by ½ at precision 1, and by ½ at 2/3.
        Assert.Equal(5.0 / 6, new PrAuc().Compute<double>([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1.0]), 1e-15);
        Assert.Equal(1, new PrAuc().Compute<double>([0.1, 0.4, 0.5, 0.8], [0, 0, 1, 1.0]));
        Assert.Equal(0.25, new PrAuc().Compute<double>([3, 3, 3, 3], [0, 1, 0, 0.0])); // a guess: the share of yes
        Assert.Equal("prAuc", new PrAuc().Name);
    }

    [Fact]
    public void Of_two_classes_it_is_that_of_the_second() =>
        Assert.Equal(5.0 / 6, new PrAuc().Compute<double>([0, 0.1, 1, 1.4, 0, 0.35, -1, -0.2], [0, 0, 1, 1]), 1e-15);

    [Theory]
    [InlineData(Average.Macro, "prAucMacro", 0.6833333333333333)]
    [InlineData(Average.Micro, "prAucMicro", 0.7833333333333333)]
    [InlineData(Average.Weighted, "prAucWeighted", 0.73)]
    public void Several_outputs_are_averaged(Average average, string name, double expected)
    {
        // The first output: 11/12. The second: 9/20.
        PrAuc metric = new(average: average);
        Assert.Equal(expected, metric.Compute<double>([0.9, -0.2, 0.3, 0.4, 0.3, -0.5, -0.1, 0.4, 0.7, 0.1], [1, 0, 0, 1, 1, 1, 0, 0, 1, 0], outputSize: 2), 1e-15);
        Assert.Equal(name, metric.Name);
    }

    [Fact]
    public void Each_label_has_a_value_of_its_own()
    {
        PrAuc metric = new(average: Average.PerLabel);
        metric.Add<double>([0.9, -0.2, 0.3, 0.4, 0.3, -0.5, -0.1, 0.4, 0.7, 0.1], [1, 0, 0, 1, 1, 1, 0, 0, 1, 0], outputSize: 2);
        Assert.Equal(["prAuc[0]", "prAuc[1]"], metric.Values.Select(value => value.Name));
        Assert.Equal(11.0 / 12, metric.Values[0].Value, 1e-15);
        Assert.Equal(0.45, metric.Values[1].Value, 1e-15);
        Assert.Equal("prAuc[0] 0.9167, prAuc[1] 0.45", metric.ToString());
    }

    [Fact]
    public void Without_yes_or_with_a_score_that_is_no_number_it_is_none()
    {
        Assert.Equal(double.NaN, new PrAuc().Compute<double>([1, 2], [0.0, 0]));
        Assert.Equal(double.NaN, new PrAuc().Compute<double>([1, double.NaN], [0.0, 1]));
        Assert.Equal("The precision-recall curve is one of two classes or more, not of one.", Assert.Throws<NotSupportedException>(() => new PrAuc().Compute<double>([1, 2], [0, 0])).Message);
    }
}
