using Xunit;

namespace NetGen.Tests;

/// <summary>Confusion matrices against values worked out by hand.</summary>
public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Rates_are_those_of_rows_and_columns()
    {
        // Of class 0: 2 right, 1 taken for 1, 1 for none. Of class 1: 3 right, 2 taken for 0. Of class 2: nothing, and nothing is taken for it.
        ConfusionMatrix matrix = new(3);
        matrix.Add([0, 0, 0, 0, 1, 1, 1, 1, 1], [0, 0, 1, -1, 1, 1, 1, 0, 0]);
        Assert.Equal((3, 9), (matrix.Classes, matrix.Count));
        Assert.Equal([4, 5, 0], Enumerable.Range(0, 3).Select(matrix.Support));
        Assert.Equal([1, 4, 4, 0], Enumerable.Range(-1, 4).Select(matrix.Predicted));
        Assert.Equal([2 / 4.0, 3 / 4.0, 0], Enumerable.Range(0, 3).Select(matrix.Precision));
        Assert.Equal([2 / 4.0, 3 / 5.0, 0], Enumerable.Range(0, 3).Select(matrix.Recall));
        Assert.Equal([4 / 8.0, 6 / 9.0, 0], Enumerable.Range(0, 3).Select(matrix.F1));
        Assert.Equal(5 / 9.0, matrix.Accuracy);
        Assert.Equal((1, 1, 2, 0), (matrix[0, -1], matrix[0, 1], matrix[1, 0], matrix[1, -1]));
        matrix.Reset();
        Assert.Equal((0, 0, 0), (matrix.Count, matrix.Support(1), matrix.Predicted(-1)));
        matrix.Add(2, 1);
        Assert.Equal((1, 1, 0), (matrix.Count, matrix[2, 1], matrix.Recall(2)));
    }

    [Fact]
    public void Columns_are_as_wide_as_the_widest_number_or_title()
    {
        ConfusionMatrix matrix = new(2);
        Assert.Equal("        0  1\n     0  0  0\n     1  0  0\n", matrix.ToString());
        matrix.Add(1, 0, 12345);
        Assert.Equal("            0      1\n     0      0      0\n     1  12345      0\n", matrix.ToString());
        matrix.Add(0, -1);
        Assert.Equal("            0      1   none\n     0      0      0      1\n     1  12345      0      0\n", matrix.ToString());

        string[] ten = new ConfusionMatrix(10).ToString().Split('\n'), eleven = new ConfusionMatrix(11).ToString().Split('\n');
        Assert.Equal("        0  1  2  3  4  5  6  7  8  9", ten[0]);
        Assert.Equal("     9  0  0  0  0  0  0  0  0  0  0", ten[10]);
        Assert.Equal("         0   1   2   3   4   5   6   7   8   9  10", eleven[0]);
        Assert.Equal("    10   0   0   0   0   0   0   0   0   0   0   0", eleven[11]);
    }

    [Fact]
    public void What_is_no_class_is_refused()
    {
        Assert.Equal("classes", Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1)).ParamName);
        Assert.Equal("classes", Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(46_341)).ParamName);
        ConfusionMatrix matrix = new(2);
        Assert.Equal("label", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(2, 0)).ParamName);
        Assert.Equal("label", Assert.Throws<ArgumentOutOfRangeException>(() => matrix[-1, 0]).ParamName);
        Assert.Equal("predicted", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, 2)).ParamName);
        Assert.Equal("predicted", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, -2)).ParamName);
        Assert.Equal("predicted", Assert.Throws<ArgumentException>(() => matrix.Add([0, 1], [0])).ParamName);
        Assert.Equal(0, matrix.Count);
    }
}
