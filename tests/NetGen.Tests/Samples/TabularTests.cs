using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>The sample as its user runs it, in a process of its own.</summary>
public sealed partial class TabularTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataTheory("tables")]
    [InlineData("wine", "accuracy", 95)]
    [InlineData("breast_cancer", "accuracy", 95)]
    [InlineData("iris", "accuracy", 90)]
    [InlineData("diabetes", "R2", 0.42)]
    public void The_shared_tables_are_learned(string table, string measure, double least)
    {
        (int exitCode, string[] lines, string error) = Run("--data", Path.Combine(SharedData.Folder("tables"), table + ".csv"), "--model", _folder["model"]);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        log.WriteLine(lines[^1]);
        Match last = measure == "R2" ? R2Line().Match(lines[^1]) : AccuracyLine().Match(lines[^1]);
        Assert.True(last.Success, lines[^1]);
        Assert.InRange(double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture), least, 100);
        Assert.Equal(5, lines.Count(line => line.StartsWith("fold ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_saved_model_predicts_new_rows()
    {
        // A class by a text and a number; the new rows have the columns in another order, and no target.
        StringBuilder table = new("size,colour,fruit\n");
        for (int i = 0; i < 120; i++)
        {
            bool red = i % 3 == 0;
            table.Append(CultureInfo.InvariantCulture, $"{(i * 7 % 40) / 10.0},{(red ? "red" : "green")},{(red ? "\"apple, red\"" : i * 7 % 40 > 20 ? "melon" : "lime")}\n");
        }

        File.WriteAllText(_folder["fruit.csv"], table.ToString());
        (int exitCode, string[] lines, string error) = Run("--data", _folder["fruit.csv"], "--model", _folder["fruit.safetensors"], "--learning-rate", "0.02");
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("5-fold accuracy ", lines[^1], StringComparison.Ordinal);

        File.WriteAllText(_folder["new.csv"], "colour,size,note\ngreen,0.2,a\ngreen,3.8,b\nred,1,c\n");
        (exitCode, lines, error) = Run("predict", "--model", _folder["fruit.safetensors"], "--data", _folder["new.csv"]);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal("fruit,probability", lines[0]);
        Assert.StartsWith("lime,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("melon,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("\"apple, red\",", lines[3], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void Another_column_can_be_the_target_and_numbers_are_predicted()
    {
        StringBuilder table = new("y,a,b\n");
        for (int i = 0; i < 100; i++)
        {
            double a = (i * 37 % 100) / 10.0, b = (i * 61 % 100) / 25.0;
            table.Append(CultureInfo.InvariantCulture, $"{1000 + (3 * a) - (10 * b)},{a},{b}\n");
        }

        File.WriteAllText(_folder["y.csv"], table.ToString());
        (int exitCode, string[] lines, string error) = Run("--data", _folder["y.csv"], "--target", "y", "--model", _folder["y.safetensors"]);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.True(double.Parse(R2Line().Match(lines[^1]).Groups[1].Value, CultureInfo.InvariantCulture) > 0.8, lines[^1]);
        (exitCode, lines, _) = Run("predict", "--model", _folder["y.safetensors"], "--data", _folder["y.csv"]);
        Assert.Equal(0, exitCode);
        Assert.Equal((101, "y"), (lines.Length, lines[0]));
        Assert.InRange(double.Parse(lines[1], CultureInfo.InvariantCulture), 985, 1015);
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y\nz,x\n", "line 4, column 'a': expected a number", "--data", "bad.csv")]
    [InlineData("a,b\n1,x\n2\n", "line 3: expected 2 fields", "--data", "bad.csv")]
    [InlineData("a,b\n1,x\n2,y\n", "expected a column 'price', got a, b", "--data", "bad.csv", "--target", "price")]
    [InlineData("a,b\n1,x\n2,y\n", "expected at least 10 rows", "--data", "bad.csv")]
    [InlineData("a,b\n1,x\n2,x\n", "two or more classes", "--data", "bad.csv")]
    [InlineData("", "there is no such file", "--data", "none.csv")]
    [InlineData("", "--folds", "--data", "bad.csv", "--folds", "1")]
    [InlineData("", "--data", "--target", "x")]
    [InlineData("a\n1\n", "there is no such file", "predict", "--model", "none", "--data", "bad.csv")]
    [InlineData("a\n1\n", "bad.csv: offset 4: expected a header's length", "predict", "--model", "bad.csv", "--data", "bad.csv")]
    public void Errors_are_one_line(string table, string expected, params string[] arguments)
    {
        File.WriteAllText(_folder["bad.csv"], table);
        (int exitCode, string[] lines, string error) = Run([.. arguments.Select(argument => argument is "bad.csv" or "none.csv" or "none" ? _folder[argument] : argument)]);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^5-fold accuracy (\d+\.\d\d) % ± \d+\.\d\d$")]
    private static partial Regex AccuracyLine();

    [GeneratedRegex(@"^5-fold R2 (\d+\.\d\d) ± \d+\.\d\d$")]
    private static partial Regex R2Line();

    /// <summary>Runs the sample's build of this configuration, which lies beside this project's.</summary>
    private static (int ExitCode, string[] Lines, string Error) Run(params string[] arguments)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string path = Path.Combine(framework.FullName, "../../../../../samples/Tabular/bin", framework.Parent!.Name, framework.Name, "Tabular.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.GetFullPath(path), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), error.Result.ReplaceLineEndings("\n"));
    }
}
