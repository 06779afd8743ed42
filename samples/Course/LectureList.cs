namespace Course;

/// <summary>An entry of the list of what the lectures teach.</summary>
/// <param name="Lesson">The lesson whose part of the list it is in.</param>
/// <param name="Text">What is to be shown.</param>
internal sealed record LectureEntry(string Lesson, string Text);

/// <summary>The list of what the lectures teach: LECTURES.md, a copy of which is in the program.</summary>
internal static class LectureList
{
    /// <summary>The entries by id, in the order of the list.</summary>
    public static IReadOnlyDictionary<string, LectureEntry> Entries { get; } = Read();

    private static OrderedDictionary<string, LectureEntry> Read()
    {
        using StreamReader reader = new(typeof(LectureList).Assembly.GetManifestResourceStream("LECTURES.md")!);
        OrderedDictionary<string, LectureEntry> entries = [];
        string lesson = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                lesson = line[3..].Trim();
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells is ["", [>= 'A' and <= 'Z', >= '0' and <= '9', >= '0' and <= '9'] id, var text, _, ""])
                entries.Add(id, new LectureEntry(lesson, text));
        }

        return entries;
    }
}
