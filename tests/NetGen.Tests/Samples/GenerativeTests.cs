using Xunit;

namespace NetGen.Tests;

/// <summary>Runs samples/Generative as a user does, on small budgets.</summary>
public sealed class GenerativeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_ring_is_drawn_and_counted_alike_twice()
    {
        string[] options = ["--model", "ring", "--epochs", "60", "--output", _folder["pictures"]];
        string[] lines = Run(options);
        Assert.Matches(@"^samples near a mode \d+\.\d %, in the rarest mode \d+\.\d %$", lines[^1]);
        Assert.True(File.Exists(Path.Combine(_folder["pictures"], "ring.png")));
        Assert.Equal(lines[^1], Run(options)[^1]);
    }

    [Fact]
    public void Digits_of_a_folder_are_encoded_and_made_alike_on_any_threads()
    {
        using SyntheticIdxFolder digits = new();
        string[] options = ["--data", digits.Path, "--epochs", "2", "--output", _folder["pictures"]];
        string[] lines = Run([.. options, "--threads", "1"]);
        Assert.Matches(@"^test -ELBO \d+\.\d nats$", lines[^1]);
        Assert.Equal(["codes.png", "interpolations.png", "plane.png", "reconstructions.png", "samples.png"], Directory.GetFiles(_folder["pictures"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(lines[^1], Run([.. options, "--threads", "3"])[^1]);
        Assert.Matches(@"^the judge is right about \d+\.\d %$", Run([.. options, "--model", "gan"])[^1]);
    }

    [Theory]
    [InlineData("--data", "/nowhere/at/all")]
    [InlineData("--model", "gpt")]
    [InlineData("--epochs", "0")]
    public void A_bad_option_is_one_line(string option, string value)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("Generative", option, value);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(value, error, StringComparison.Ordinal);
    }

    private static string[] Run(params string[] options)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("Generative", options);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        return lines;
    }
}
