using System.Globalization;
using Xunit;

namespace NetGen.Tests;

/// <summary>Runs samples/CartPole as a user does.</summary>
public sealed class CartPoleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pole_stays_up_longer_than_by_chance_and_ends_alike_twice()
    {
        string[] options = ["--steps", "40960", "--output", _folder["pictures"]];
        (int exitCode, string[] lines, string error) = SampleProcess.Run("CartPole", options);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("greedy mean of 100 episodes ", lines[^1], StringComparison.Ordinal);
        Assert.InRange(double.Parse(lines[^1].Split(' ')[^1], CultureInfo.InvariantCulture), 60, 500); // by chance 22
        Assert.Equal(["episode.png", "episode.svg"], Directory.GetFiles(_folder["pictures"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(lines[^1], SampleProcess.Run("CartPole", options).Lines[^1]);
    }

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--seed", "one")]
    public void A_bad_option_is_one_line(string option, string value)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("CartPole", option, value);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }
}
