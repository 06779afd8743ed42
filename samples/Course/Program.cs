using System.CommandLine;
using Course;

// Bad options are one line on stderr and exit code 1; --help and --version are handled by the command line itself.
ParseResult arguments = CommandLine.Parse(args);
if (arguments.Errors.Count > 0)
{
    Console.Error.WriteLine($"{arguments.Errors[0].Message} Try --help.");
    return 1;
}

return await arguments.InvokeAsync();

/// <summary>The program.</summary>
internal static partial class Program
{
    /// <summary>Lists lessons, their entries, or runs them; returns the exit code.</summary>
    public static int Run(CourseOptions options)
    {
        if (options.Lesson == "list")
        {
            foreach (Lesson lesson in Lesson.All)
                Console.WriteLine($"{lesson.Name,-16} {lesson.Topic}");
            return 0;
        }

        Lesson[] chosen = [.. Lesson.All.Where(lesson => options.Lesson == "all" || lesson.Name == options.Lesson)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"There is no lesson '{options.Lesson}': {string.Join(", ", Lesson.All.Select(lesson => lesson.Name))}; or all, or list.");
            return 1;
        }

        try
        {
            foreach (Lesson lesson in chosen)
                Run(lesson, options);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Run(Lesson lesson, CourseOptions options)
    {
        if (options.Ids)
        {
            foreach (string id in lesson.Ids)
                Console.WriteLine($"{id}  {LectureList.Entries[id].Text}");
            return;
        }

        Console.WriteLine($"# {lesson.Name}: {lesson.Topic}");
        Page page = new(Console.Out, options.Output, lesson.Name);
        lesson.Run(page);
        foreach (string picture in page.Pictures)
            Console.WriteLine($"drawn: {picture}");
        Console.WriteLine();
    }
}
