using Xunit;

namespace NetGen.Tests;

/// <summary>Perplexity against its formula.</summary>
public sealed class PerplexityTests
{
    [Fact]
    public void It_is_e_to_the_mean_of_minus_ln_p()
    {
        double[] logits = [1, 2, 0.5, -1, 4, 4, 1000, 0, 999];
        int[] labels = [0, 1, 2];
        double sum = 0;
        for (int row = 0; row < 3; row++)
        {
            double[] y = logits[(3 * row)..((3 * row) + 3)];
            sum += Math.Log(y.Sum(value => Math.Exp(value - y.Max()))) + y.Max() - y[labels[row]];
        }

        Assert.Equal(Math.Exp(sum / 3), new Perplexity().Compute<double>(logits, labels), 1e-12);
        Assert.Equal(7, new Perplexity().Compute<float>(new float[21], [0, 3, 6]), 1e-12);
        Assert.Equal(2, new Perplexity { Outputs = OutputMeaning.ClassLogProbabilities }.Compute<double>([Math.Log(0.5), Math.Log(0.5)], [1]), 1e-12);
    }

    [Fact]
    public void What_is_not_a_number_makes_it_none()
    {
        Assert.Equal(double.NaN, new Perplexity().Compute<float>([1, float.NaN, 2], [0]));
        Assert.Equal(double.NaN, new Perplexity().Value);
        Assert.Equal(double.PositiveInfinity, new Perplexity().Compute<float>([float.NegativeInfinity, 1, 2], [0]));
    }

    [Fact]
    public void Scores_and_numbers_are_refused()
    {
        Assert.Contains("not for scores", new Perplexity().Begin(new HeadDescription(OutputMeaning.ClassScores, [3], takesLabels: true)), StringComparison.Ordinal);
        Assert.Contains("not for numbers", new Perplexity().Begin(new HeadDescription(OutputMeaning.Numbers, [3], takesLabels: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_resume()
    {
        Perplexity whole = new(), part = new();
        whole.Add<float>([1, 2, 3, 1, 0, 5], [0, 1]);
        part.LoadCounts(whole.SaveCounts());
        whole.Add<float>([0, 1, 0], [2]);
        part.Add<float>([0, 1, 0], [2]);
        Assert.Equal(whole.Value, part.Value);
    }
}
