using System.Diagnostics;
using Course;
using Xunit;

namespace NetGen.Course.Tests;

/// <summary>The course as a whole: its list, its files, its command line.</summary>
public sealed class CourseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("course");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_entry_of_the_list_has_its_lesson_and_each_lesson_the_entries_of_its_part()
    {
        Assert.Equal(134, LectureList.Entries.Count);
        Assert.Equal(LectureList.Entries.Values.Select(entry => entry.Lesson).Distinct().Order(StringComparer.Ordinal), Lesson.All.Select(lesson => lesson.Name).Order(StringComparer.Ordinal));
        foreach (Lesson lesson in Lesson.All)
            Assert.Equal(LectureList.Entries.Where(entry => entry.Value.Lesson == lesson.Name).Select(entry => entry.Key).Order(StringComparer.Ordinal), lesson.Ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_lesson_is_one_short_file_that_says_why()
    {
        string folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../samples/Course"));
        string[] files = Directory.GetFiles(Path.Combine(folder, "Lessons"), "*.cs");
        foreach (Lesson lesson in Lesson.All)
            Assert.Contains(Path.Combine(folder, "Lessons", $"{lesson.GetType().Name}.cs"), files);
        foreach (string file in files)
        {
            Assert.InRange(File.ReadAllLines(file).Length, 1, 119);
            if (Path.GetFileNameWithoutExtension(file).EndsWith("Lesson", StringComparison.Ordinal))
                Assert.Contains("Why: ", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_for_teachers_has_each_lessons_picture_command_and_exercise()
    {
        string samples = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../samples"));
        string[] parts = File.ReadAllText(Path.Combine(samples, "README.md")).Split("\n### ")[1..];
        Assert.Equal(Lesson.All.Select(lesson => lesson.Name), parts.Select(part => part.Split('\n')[0]));
        foreach ((Lesson lesson, string part) in Lesson.All.Zip(parts))
        {
            Assert.Contains($"(Course/Lessons/{lesson.GetType().Name}.cs)", part, StringComparison.Ordinal);
            Assert.Contains($"\ndotnet run -c Release --project samples/Course -- {lesson.Name}\n", part, StringComparison.Ordinal);
            Assert.Contains($"({Path.Combine("Course", "pictures", lesson.Name)}.png)", part, StringComparison.Ordinal);
            Assert.Contains("**Exercise.** ", part, StringComparison.Ordinal);
            Assert.Contains(lesson.Topic, part, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(samples, "Course", "pictures", $"{lesson.Name}.png")), lesson.Name);
        }

        Assert.InRange(Directory.GetFiles(Path.Combine(samples, "Course", "pictures")).Sum(file => new FileInfo(file).Length), 1, 2_000_000);
    }

    [Fact]
    public void The_list_is_a_line_for_each_lesson()
    {
        (int exitCode, string[] lines, string error) = Run("list");
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal(Lesson.All.Select(lesson => lesson.Name), lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void An_unknown_lesson_is_one_line_that_names_those_that_there_are()
    {
        (int exitCode, string[] lines, string error) = Run("perception", "--output", _folder.FullName);
        Assert.Equal(1, exitCode);
        Assert.Empty(lines);
        Assert.StartsWith("There is no lesson 'perception'", error, StringComparison.Ordinal);
        Assert.Contains(" perceptron,", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Empty(_folder.GetFileSystemInfos());
        Assert.Equal(1, Run().ExitCode);
    }

    [Fact]
    public void Entries_are_printed_in_order()
    {
        Assert.Equal(["K01", "K02", "K03", "G01", "G02"], Run("neuron", "--ids").Lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(Lesson.All.SelectMany(lesson => lesson.Ids), Run("all", "--ids").Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void A_lesson_prints_and_draws_the_same_twice()
    {
        (int exitCode, string[] lines, string error) = Run("chain-rule", "--output", _folder.FullName);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        Assert.Equal("# chain-rule: derivatives of what is inside what: numbers, bars, Jacobians", lines[0]);
        Assert.Equal(["chain-rule.png", "chain-rule.svg"], _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
        byte[] png = File.ReadAllBytes(Path.Combine(_folder.FullName, "chain-rule.png"));
        Assert.Equal("PNG"u8, png.AsSpan(1, 3));
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(_folder.FullName, "chain-rule.svg")), StringComparison.Ordinal);
        Assert.Equal(lines, Run("chain-rule", "--output", _folder.FullName).Lines);
        Assert.Equal(png, File.ReadAllBytes(Path.Combine(_folder.FullName, "chain-rule.png")));
    }

    [Theory]
    [InlineData("spikes")]
    [InlineData("xor")]
    [InlineData("features")]
    public void What_is_random_begins_with_a_seed(string name)
    {
        Lesson lesson = Lesson.All.Single(lesson => lesson.Name == name);
        StringWriter first = new(), second = new();
        LessonNumbers.Run(lesson, first);
        LessonNumbers.Run(lesson, second);
        Assert.Equal(first.ToString(), second.ToString());
    }

    /// <summary>The program that was built with these tests, as a user runs it.</summary>
    private static (int ExitCode, string[] Lines, string Error) Run(params string[] arguments)
    {
        string host = Environment.ProcessPath is string own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.GetFullPath(Path.Combine(framework.FullName, "../../../../../samples/Course/bin", framework.Parent!.Name, framework.Name, "Course.dll"));
        using Process process = Process.Start(new ProcessStartInfo(host, [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries), error.Result.ReplaceLineEndings("\n"));
    }
}
