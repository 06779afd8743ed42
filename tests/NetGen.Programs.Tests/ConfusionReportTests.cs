namespace NetGen.Programs.Tests;

public sealed class ConfusionReportTests
{
    private static readonly string[] s_names = ["cat", "dog", "bird"];
    private readonly ConfusionMatrix _matrix = new(3);

    public ConfusionReportTests() => _matrix.Add([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, 2]);

    [Fact]
    public void The_matrix_is_shown_with_names() => Assert.Equal(
        """
               cat   dog  bird
         cat     2     1     0
         dog     0     1     1
        bird     0     0     1

        """.ReplaceLineEndings("\n"),
        _matrix.ToString(s_names));

    /// <summary>Of cats 2/2 and 2/3, of dogs 1/2 and 1/2, of birds 1/2 and 1/1.</summary>
    [Fact]
    public void The_report_is_that_of_scikit_learn() => Assert.Equal(
        """
                  precision  recall      f1  examples
        cat          1.0000  0.6667  0.8000         3
        dog          0.5000  0.5000  0.5000         2
        bird         0.5000  1.0000  0.6667         1
        mean         0.6667  0.7222  0.6556         6
        weighted     0.7500  0.6667  0.6778         6
        accuracy                     0.6667         6

        """.ReplaceLineEndings("\n"),
        _matrix.Report(s_names));

    [Fact]
    public void Names_are_as_many_as_classes()
    {
        Assert.Throws<ArgumentException>(() => _matrix.Report(["a"]));
        Assert.StartsWith("          precision", _matrix.Report(), StringComparison.Ordinal);
    }
}
