namespace NetGen;

/// <summary>Follows symbolic links as the operating system does.</summary>
internal static class SymbolicLink
{
    /// <summary>Linux's own limit of links on the way.</summary>
    private const int MaximumCount = 40;

    /// <summary>
    /// Where a path leads whose last part is a symbolic link: through links to links, also to a file that is not there yet. A path
    /// whose last part is none stays as it is.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Target(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(path).LinkTarget is null ? path : Follow(path);
    }

    /// <summary>
    /// Part by part: ".." behind a link to a folder is the parent of where the link leads, not of where it lies, which is what
    /// simplifying the text would make of it.
    /// </summary>
    private static string Follow(string path)
    {
        string current = "/";
        Stack<string> parts = [];
        Push(parts, path);
        for (int links = 0; parts.TryPop(out string? part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            string next = Path.Combine(current, part);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MaximumCount)
                throw new IOException($"{path}: expected a file or a link to one, got symbolic links that lead in a circle.");
            if (target.StartsWith('/'))
                current = "/";
            Push(parts, target);
        }

        return current;
    }

    private static void Push(Stack<string> parts, string path)
    {
        foreach (string part in path.Split('/').Reverse())
        {
            if (part is not ("" or "."))
                parts.Push(part);
        }
    }
}
