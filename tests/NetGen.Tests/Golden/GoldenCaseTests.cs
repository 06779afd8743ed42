using Xunit;

namespace NetGen.Tests;

public class GoldenCaseTests
{
    private const string Text = """
        {"format":"netgen-golden","version":1,"name":"sample","kind":"layer",
         "input":{"shape":[2,2],"data":[1,-0,2.5,1e-3]},
         "target":{"shape":[3],"dtype":"int64","data":[2,0,1]},
         "params":{"0.weight":{"shape":[3],"formula":{"type":"sin","a":0.5,"scale":2,"bias":1,"offset":4}},
                   "0.bias":{"shape":[1],"data":[7]}}}
        """;

    [Fact]
    public void Tensors_are_read_in_all_three_forms()
    {
        GoldenCase sample = GoldenCase.Parse(Text);
        Assert.Equal([2, 2], sample.Tensor("input").Shape);
        Assert.Equal([1, 0, 2.5, 1e-3], sample.Tensor("input").Data);
        Assert.True(sample.Tensor("target").IsInteger);
        Assert.Equal([2L, 0, 1], sample.Tensor("target").Integers);
        Assert.Throws<InvalidOperationException>(() => sample.Tensor("target").Data);
        Assert.Equal(["0.weight", "0.bias"], sample.Tensors("params").Select(tensor => tensor.Key));
        Assert.Equal(
            [1 + (2 * Math.Sin(2)), 1 + (2 * Math.Sin(2.5)), 1 + (2 * Math.Sin(3)), 7],
            GoldenCase.Flatten(sample.Tensors("params")));
    }

    [Fact]
    public void A_wrong_number_of_values_and_another_format_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => GoldenCase.Parse(Text.Replace("[2,2]", "[2,3]", StringComparison.Ordinal)).Tensor("input"));
        Assert.Throws<InvalidDataException>(() => GoldenCase.Parse(Text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal)));
    }

    [Fact]
    public void Error_is_relative_above_1_and_absolute_below()
    {
        Assert.Equal(0.5, GoldenCase.Error([150, 0.25], [100, 0]));
        Assert.Equal(0.25, GoldenCase.Error([100, 0.25], [100, 0]));
        Assert.True(double.IsNaN(GoldenCase.Error([double.NaN, 5], [1, 1])));
        Assert.Throws<ArgumentException>(() => GoldenCase.Error([1], [1, 2]));
    }
}
