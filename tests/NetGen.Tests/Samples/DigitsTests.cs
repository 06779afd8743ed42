using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace NetGen.Tests;

/// <summary>Runs samples/Digits as a user does, with its output redirected.</summary>
public sealed partial class DigitsTests : IDisposable
{
    private readonly SyntheticIdxFolder _data = new();
    private readonly string _output = Directory.CreateTempSubdirectory("netgen-digits-").FullName;

    public void Dispose()
    {
        _data.Dispose();
        Directory.Delete(_output, recursive: true);
    }

    [Fact]
    public void A_run_prints_a_line_for_each_epoch_and_the_accuracy_last()
    {
        (int exitCode, string[] lines, string error) = Run("--data", _data.Path, "--epochs", "3");

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal(["1", "2", "3"], lines.Select(line => EpochLine().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value));
        Assert.Matches(@"^test accuracy \d+\.\d\d %$", lines[^1]);
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        Assert.True(Accuracy(lines) > 90, lines[^1]);
    }

    [Fact]
    public void The_learned_features_are_one_picture_and_no_temporary_file_is_left()
    {
        Assert.Equal(0, Run("--data", _data.Path, "--epochs", "1").ExitCode);

        string picture = Assert.Single(Directory.GetFileSystemEntries(_output));
        Assert.Equal("features.png", Path.GetFileName(picture));
        Assert.Equal([0x89, .. "PNG\r\n\x1a\n"u8], File.ReadAllBytes(picture)[..8]);
    }

    [Fact]
    public void The_same_seed_gives_the_same_lines_and_another_seed_others()
    {
        string[] Lines(string seed) => [.. Run("--data", _data.Path, "--epochs", "2", "--seed", seed).Lines
            .Select(line => EpochLine().Replace(line, "epoch $1$2"))
            .Where(line => !line.Contains(" seed "))];

        string[] lines = Lines("7");
        Assert.Equal(lines, Lines("7"));
        Assert.NotEqual(lines, Lines("8"));
    }

    [Fact]
    public void Drawn_digits_are_learned_without_any_file()
    {
        (int exitCode, string[] lines, string error) = Run();

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(Accuracy(lines) > 97, lines[^1]);
    }

    [Theory]
    [InlineData("mlp", "5")]
    [InlineData("lenet", "5")]
    [InlineData("resnet", "20")] // the running statistics of batch normalization follow only after some hundred steps
    [InlineData("residual-mlp", "5")]
    [InlineData("gru", "20")]
    public void Every_model_learns(string model, string epochs)
    {
        (int exitCode, string[] lines, string error) = Run("--model", model, "--data", _data.Path, "--epochs", epochs);

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(Accuracy(lines) > 90, lines[^1]);
    }

    [DataFact("mnist")]
    public void LeNet_reaches_what_is_typical_of_it()
    {
        (int exitCode, string[] lines, string error) = Run("--model", "lenet", "--data", SharedData.Folder("mnist"), "--epochs", "10");

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(Accuracy(lines) >= 98.9, lines[^1]);
    }

    [DataTheory("mnist", "fashion-mnist")]
    [InlineData("mnist", 97.8)]
    [InlineData("fashion-mnist", 87.5)]
    public void Ten_epochs_reach_what_is_typical_of_this_network(string set, double accuracy)
    {
        (int exitCode, string[] lines, string error) = Run("--data", SharedData.Folder(set), "--epochs", "10");

        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(Accuracy(lines) >= accuracy, lines[^1]);
    }

    [Fact]
    public void A_missing_folder_is_one_line()
    {
        string missing = _data["nowhere"];
        AssertRefused(missing, "--data", missing);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte")]
    public void A_bad_file_is_one_line_that_names_it(string name)
    {
        byte[] good = File.ReadAllBytes(_data[name]);
        void Try(byte[] bad)
        {
            _data.Change(name, _ => bad);
            AssertRefused(name, "--data", _data.Path);
        }

        Try(good[..^1]); // truncated
        Try([.. good, 0]); // trailing bytes
        Try([0, 0, 8, 2, .. good[4..]]); // wrong magic number
        Try([.. good[..7], (byte)(good[7] + 1), .. good[8..]]); // wrong count
        Try(IdxBytes.Gzip(good)[..^20]); // a gzip that ends early
        File.Delete(_data[name]);
        AssertRefused(name, "--data", _data.Path);
    }

    [Fact]
    public void A_label_out_of_range_is_one_line_that_names_the_file()
    {
        _data.Change("train-labels-idx1-ubyte", bytes => [.. bytes[..^1], 10]);
        AssertRefused("train-labels-idx1-ubyte", "--data", _data.Path);
    }

    [Fact]
    public void Images_of_another_size_are_one_line()
    {
        // 28 x 28 pixels as 14 x 56: the file is as long as before.
        foreach (string name in (string[])["train-images-idx3-ubyte", "t10k-images-idx3-ubyte"])
            _data.Change(name, bytes => [.. bytes[..11], 14, 0, 0, 0, 56, .. bytes[16..]]);
        AssertRefused("28 x 28", "--data", _data.Path);
    }

    [Fact]
    public void An_output_folder_that_cannot_be_written_is_one_line()
    {
        string file = _data["t10k-labels-idx1-ubyte"];
        AssertRefused(file, "--data", _data.Path, "--output", file);
    }

    [Theory]
    [InlineData("--epochs", "0")]
    [InlineData("--epochs", "two")]
    [InlineData("--batch-size", "0")]
    [InlineData("--batch-size", "1.5")]
    [InlineData("--learning-rate", "0")]
    [InlineData("--learning-rate", "NaN")]
    [InlineData("--learning-rate", "Infinity")]
    [InlineData("--seed", "x")]
    [InlineData("--data", "")]
    [InlineData("--output", "")]
    [InlineData("--checkpoint-steps", "0")]
    [InlineData("--checkpoint-steps", "5")]
    [InlineData("--resume", "/nowhere/at/all")]
    [InlineData("--model", "transformer")]
    [InlineData("--momentum", "1")]
    public void A_bad_option_is_one_line(string option, string value) => AssertRefused(option, option, value);

    [Fact]
    public void Help_names_every_option()
    {
        (int exitCode, string[] lines, _) = Run("--help");

        Assert.Equal(0, exitCode);
        Assert.All(
            (string[])["--model", "--data", "--epochs", "--batch-size", "--learning-rate", "--seed", "--output", "--checkpoint-dir", "--checkpoint-steps", "--resume"],
            option => Assert.Contains(lines, line => line.TrimStart().StartsWith(option, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_signal_ends_a_run_cleanly()
    {
        if (OperatingSystem.IsWindows())
            return;

        using Process process = Start("--data", _data.Path, "--epochs", "1000000");
        while (process.StandardOutput.ReadLine() is string line && !line.StartsWith("epoch 2", StringComparison.Ordinal))
        {
            // wait until it trains
        }

        // Not SIGINT: a child of a shell's background job ignores it. The program treats the two alike.
        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        _ = process.StandardOutput.ReadToEndAsync();
        Assert.Equal("Stopped.\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_result()
    {
        if (OperatingSystem.IsWindows())
            return;

        string folder = Path.Combine(_output, "checkpoints");
        string[] options = ["--data", _data.Path, "--epochs", "60", "--batch-size", "8"];
        string[] expected = Run(options).Lines;
        using (Process process = Start([.. options, "--checkpoint-dir", folder, "--checkpoint-steps", "7"]))
        {
            while (process.StandardOutput.ReadLine() is string line && !line.StartsWith("epoch 2", StringComparison.Ordinal))
            {
                // wait until it trains
            }

            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            _ = process.StandardOutput.ReadToEndAsync();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(130, process.ExitCode);
            Assert.Equal($"Stopped, and saved: the same options with --resume {folder} go on from here.\n", error);
        }

        Assert.NotEmpty(Directory.GetFiles(folder));
        (int exitCode, string[] lines, string complaint) = Run([.. options, "--resume", folder]);
        Assert.Equal("", complaint);
        Assert.Equal(0, exitCode);
        Assert.Contains(lines, line => line.StartsWith("resumed from ", StringComparison.Ordinal));
        Assert.Equal(Results(expected), Results(lines));

        static IEnumerable<string> Results(string[] lines) => lines
            .Where(line => EpochLine().IsMatch(line) || line.StartsWith("test accuracy", StringComparison.Ordinal))
            .Select(line => EpochLine().Replace(line, "epoch $1$2"));
    }

    [GeneratedRegex(@"^epoch (\d+)(: training loss \d+\.\d{4}, test loss \d+\.\d{4}, test accuracy \d+\.\d\d %), \d+\.\d s$")]
    private static partial Regex EpochLine();

    private static double Accuracy(string[] lines) => double.Parse(lines[^1].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);

    private void AssertRefused(string named, params string[] arguments)
    {
        (int exitCode, string[] lines, string error) = Run(arguments);

        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(named, error);
        Assert.Equal(error.Length - 1, error.IndexOf('\n'));
    }

    private (int ExitCode, string[] Lines, string Error) Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), error.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>Starts the sample's build of this configuration, which lies beside this project's.</summary>
    private Process Start(params string[] arguments)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string path = Path.Combine(framework.FullName, "../../../../../samples/Digits/bin", framework.Parent!.Name, framework.Name, "Digits.dll");
        string[] output = arguments.Contains("--output") ? [] : ["--output", _output];
        string host = Environment.ProcessPath is string own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        return Process.Start(new ProcessStartInfo(host, [Path.GetFullPath(path), .. arguments, .. output])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
