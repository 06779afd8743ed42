using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NetGen.Programs.Tests;

/// <summary>The sample's sweep as its user runs it, in a process of its own.</summary>
public sealed class TabularSweepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen").FullName;
    private readonly string _table;

    public TabularSweepTests()
    {
        _table = Path.Combine(_folder, "table.csv");
        StringBuilder text = new("length,width,kind\n");
        PhiloxRandom random = new(3);
        for (int i = 0; i < 90; i++)
        {
            double length = 4 * random.NextDouble(), width = 4 * random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{length:F3},{width:F3},{(length > width + 0.3 ? "long" : "wide")}\n");
        }

        File.WriteAllText(_table, text.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Killed_and_continued_in_parts_or_at_once_it_ends_in_the_same_table()
    {
        string[] whole = Run("--results", PathOf("whole.jsonl"));
        Assert.Equal(11, whole.Length);
        Assert.Matches(@"^trial\s+learning-rate\s+batch-size\s+epochs\s+score$", whole[0]);
        Assert.Equal("8 trials", whole[^2]);
        Assert.Matches(@"^best: learning-rate 0\.\d+, batch-size \d+: 3-fold accuracy \d+\.\d\d %$", whole[^1]);

        string killed = PathOf("killed.jsonl");
        using (Process process = Start("--results", killed, "--jobs", "1"))
        {
            while (!process.HasExited && (!File.Exists(killed) || Lines(killed) < 3))
                Thread.Sleep(10);
            process.Kill();
            process.WaitForExit();
        }

        Assert.InRange(Lines(killed), 3, 9);
        Assert.Equal(whole, Run("--results", killed, "--jobs", "2"));
        Assert.Equal(File.ReadAllText(PathOf("whole.jsonl")), File.ReadAllText(killed));

        for (int part = 1; part <= 2; part++)
        {
            Run("--results", PathOf("part.jsonl"), "--shard", $"{part}/2");
            File.AppendAllText(PathOf("all.jsonl"), File.ReadAllText(PathOf("part.jsonl")));
            File.Delete(PathOf("part.jsonl"));
        }

        Assert.Equal(whole, Run("--results", PathOf("all.jsonl")));

        string[] halved = Run("--results", PathOf("halved.jsonl"), "--halve");
        Assert.Equal(1 + 8 + 3 + 1, Lines(PathOf("halved.jsonl")));
        Assert.Equal("8 trials", halved[^2]);
    }

    [Theory]
    [InlineData("--shard takes a part and the number of parts, such as 2/8, not '3/2'. Try --help.", "--shard", "3/2")]
    [InlineData("--halve compares all trials: it does not go with --shard. Try --help.", "--halve", "--shard", "1/2")]
    public void What_cannot_be_is_one_line_of_error(string expected, params string[] arguments)
    {
        using Process process = Start(arguments);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((1, expected), (process.ExitCode, error.TrimEnd()));
    }

    private static int Lines(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string[] Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, error.Result));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private Process Start(params string[] arguments)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(framework.FullName, "../../../../../samples/Tabular/bin", framework.Parent!.Name, framework.Name, "Tabular.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "sweep", "--data", _table, "--epochs", "18", "--folds", "3", "--trials", "8", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
