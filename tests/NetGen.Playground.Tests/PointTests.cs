namespace Playground.Tests;

/// <summary>Points: of data sets, and of users' tables.</summary>
public sealed class PointTests
{
    [Fact]
    public void A_table_of_two_classes_is_read_with_and_without_a_heading()
    {
        Point[] expected = [new(1, 2, -1), new(-3, 0.5f, 1)];
        Assert.Equal(expected, PointText.ReadTable("1,2,no\n-3,0.5,yes\n"));
        Assert.Equal(expected, PointText.ReadTable("x;y;class\r\n1;2;\"no\"\r\n\r\n-3;0.5;\"yes\""));
        Assert.Equal(expected, PointText.ReadTable("1\t2\t-1\n-3\t0.5\t+1"));
    }

    [Fact]
    public void Points_far_away_are_scaled_by_one_factor() =>
        Assert.Equal([new(6, -3, -1), new(0, 1.5f, 1)], PointText.ReadTable("20,-10,a\n0,5,b"));

    [Theory]
    [InlineData("1,2", "Line 1 has 2 cells; expected three: x, y and the class.")]
    [InlineData("1,2,a\n1,two,b", "Line 2: 'two' is no number.")]
    [InlineData("1,2,a\n2,3,a", "There is 1 class; expected two.")]
    [InlineData("1,2,a\n2,3,b\n3,4,c", "There are 3 classes; expected two.")]
    [InlineData("", "There are 0 classes; expected two.")]
    [InlineData("1,2,a\nNaN,2,b", "Line 2: 'NaN' is no number.")]
    public void A_table_that_is_none_says_which_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => PointText.ReadTable(text)).Message);

    [Fact]
    public void Data_sets_are_divided_as_asked_and_differ_by_seed()
    {
        foreach (DataSet data in DataSet.All.Where(data => data.Key != DataSet.Own))
        {
            PointSet points = DataSet.Points(new Settings { Data = data.Key, Share = 80 });
            Assert.Equal((400, 100), (points.Train.Count, points.Test.Count));
            Assert.NotEqual(points.Train, DataSet.Points(new Settings { Data = data.Key, Share = 80, Seed = 2 }).Train);
            Assert.All(points.Train, point => Assert.True(data.IsRegression || point.Target is 1 or -1));
        }
    }
}
