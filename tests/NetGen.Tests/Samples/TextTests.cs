using System.Text;
using Xunit;

namespace NetGen.Tests;

/// <summary>Runs samples/Text as a user does, on a text that is learned at once.</summary>
public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TextTests()
    {
        Random random = new(3);
        string[] animals = ["cat", "dog", "hen"], verbs = ["sat", "ran", "ate"];
        StringBuilder text = new();
        while (text.Length < 4000)
            text.Append($"the {animals[random.Next(3)]} {verbs[random.Next(3)]}.\n");
        File.WriteAllText(_folder["animals.txt"], text.ToString());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gru")]
    [InlineData("gpt")]
    public void A_model_that_was_saved_writes_and_knows_the_text_as_before(string model)
    {
        string[] options = ["--data", _folder["animals.txt"], "--model", model, "--length", "70", "--prompt", "the "];
        string[] trained = Run([.. options, "--epochs", "3", "--save", _folder["model"]]), loaded = Run([.. options, "--load", _folder["model"]]);
        Assert.Equal(3, trained.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Matches(@"^held-out bits per character \d\.\d\d$", trained[^1]);
        Assert.Equal(trained[^1], loaded[^1]);
        Assert.Equal(Written(trained), Written(loaded));

        static string[] Written(string[] lines) => [.. lines.SkipWhile(line => !line.StartsWith("the ", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("(70 characters", StringComparison.Ordinal))];
    }

    [Fact]
    public void A_run_that_goes_on_from_a_checkpoint_has_the_same_end()
    {
        string checkpoints = _folder["checkpoints"];
        string[] options = ["--data", _folder["animals.txt"], "--model", "lstm", "--epochs", "3", "--length", "20"];
        string[] whole = Run([.. options, "--checkpoint-dir", checkpoints]);
        string first = Directory.GetFiles(checkpoints).Order(StringComparer.Ordinal).First();
        string[] resumed = Run([.. options, "--resume", first]);
        Assert.DoesNotContain(resumed, line => line.StartsWith("epoch 1:", StringComparison.Ordinal));
        Assert.Equal(whole[^1], resumed[^1]);
    }

    [Fact]
    public void Sums_are_completed_alike_by_the_network_that_was_saved()
    {
        string[] trained = Run("--epochs", "1", "--save", _folder["model"]), loaded = Run("--load", _folder["model"]);
        Assert.Matches(@"^unseen sums right \d+\.\d\d %$", trained[^1]);
        Assert.Equal(trained[^1], loaded[^1]);
    }

    [Theory]
    [InlineData("--model", "rnn")]
    [InlineData("--data", "/nowhere/at/all")]
    [InlineData("--temperature", "-1")]
    [InlineData("--top-k", "0")]
    public void A_bad_option_is_one_line(string option, string value)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("Text", option, value);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    private static string[] Run(params string[] arguments)
    {
        (int exitCode, string[] lines, string error) = SampleProcess.Run("Text", arguments);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        return lines;
    }
}
