using System.Globalization;
using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Runs samples/Series as a user does.</summary>
public sealed class SeriesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_is_forecast_drawn_and_ends_alike_twice()
    {
        StringBuilder table = new("year,height\n");
        Random random = new(5);
        for (int i = 0; i < 240; i++)
            table.Append(CultureInfo.InvariantCulture, $"{1700 + i},{50 + (40 * Math.Sin(i * 0.6)) + (5 * random.NextDouble()):F2}\n");
        File.WriteAllText(_folder["heights.csv"], table.ToString());
        string[] options = ["--data", _folder["heights.csv"], "--column", "height", "--epochs", "5", "--output", _folder["plots"]];

        (int exitCode, string[] lines, string error) = SampleProcess.Run("Series", options);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"^held-out RMSE \d+\.\d+, autoregression \d+\.\d+$", lines[^1]);
        Assert.Equal(["forecast.png", "forecast.svg"], Directory.GetFiles(_folder["plots"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(lines[^1], SampleProcess.Run("Series", options).Lines[^1]);
    }

    [Theory]
    [InlineData("--data", "/nowhere/at/all")]
    [InlineData("--held-out", "0.95")]
    [InlineData("--epochs", "0")]
    public void A_bad_option_is_one_line(string option, string value)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("Series", option, value);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }
}
