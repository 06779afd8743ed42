using System.CommandLine;

namespace Course;

/// <summary>What the user chose.</summary>
/// <param name="Lesson">The name of a lesson, <c>all</c> or <c>list</c>.</param>
/// <param name="Output">The folder for the plots.</param>
/// <param name="Ids">Whether to print the entries that the lesson shows, and not to run it.</param>
internal sealed record CourseOptions(string Lesson, string Output, bool Ids);

/// <summary>The command line: options with their defaults and checks.</summary>
internal static class CommandLine
{
    private static readonly Argument<string> Name = new("LESSON") { Description = "The lesson, or: all, for one after the other; list, for a line on each." };

    private static readonly Option<string> Output = new("--output") { Description = "The folder for the plots. [default: output]", HelpName = "DIR" };

    private static readonly Option<bool> Ids = new("--ids") { Description = "Print the entries of LECTURES.md that the lesson shows, and do not run it." };

    /// <summary>Parses the arguments; the result runs the program.</summary>
    public static ParseResult Parse(string[] arguments)
    {
        RootCommand command = new("What the lectures on multilayer perceptrons teach, as programs: each prints a table and saves plots.") { Name, Output, Ids };
        command.SetAction(result => Program.Run(new CourseOptions(
            result.GetValue(Name)!,
            result.GetValue(Output) is { Length: > 0 } output ? output : "output",
            result.GetValue(Ids))));
        return command.Parse(arguments);
    }
}
