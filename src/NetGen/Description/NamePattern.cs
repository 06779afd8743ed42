namespace NetGen;

/// <summary>Patterns of names: * stands for any characters, also for none and for dots.</summary>
internal static class NamePattern
{
    /// <summary>Whether a pattern fits a whole name; what fits a layer's bias fits the two of a recurrent layer, too.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (Fits(pattern, name))
            return true;
        int last = name.LastIndexOf('.') + 1;
        return name[last..] is "inputBias" or "hiddenBias" && Fits(pattern, $"{name[..last]}bias");
    }

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // After a * everything that follows is tried at the first place where it fits; where that fails later, one further on.
        int p = 0, n = 0, star = -1, tried = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                tried = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++tried;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
