using System.Globalization;
using System.Text;

namespace NetGen.Generators.Text;

/// <summary>
/// Brings texts of C# that differ only in the names of parameters and locals, and in comments, to one text: each such name becomes the
/// number of the first place it stands at.
/// </summary>
internal static class NameNormalizer
{
    /// <summary>The normal form. It need not be C#, but two texts have the same one only if they do the same with what they are given.</summary>
    public static string Normalize(string code)
    {
        StringBuilder normal = new(code.Length);
        Dictionary<string, int> numbers = [];
        int at = 0;
        while (at < code.Length)
        {
            char c = code[at];
            if (c == '/' && at + 1 < code.Length && code[at + 1] == '/')
            {
                at = LineEnd(code, at);
            }
            else if (InitializerEnd(code, at) is var end && end > at)
            {
                // Names of members, and what users have set them to: texts, types, numbers.
                normal.Append(code, at, end - at);
                at = end;
            }
            else if (c == ' ' || c == '\n')
            {
                // Only between words does it matter that there is some.
                at++;
                if (normal.Length > 0 && IsPart(normal[normal.Length - 1]) && at < code.Length && IsPart(code[at]))
                {
                    normal.Append(' ');
                }
            }
            else if (IsPart(c))
            {
                end = WordEnd(code, at);
                Append(normal, code, at, end, numbers);
                at = end;
            }
            else
            {
                normal.Append(c);
                at++;
            }
        }

        return normal.ToString();
    }

    /// <summary>Whether a text has a word, outside of comments.</summary>
    public static bool Uses(string code, string word)
    {
        int at = 0;
        while (at < code.Length)
        {
            if (code[at] == '/' && at + 1 < code.Length && code[at + 1] == '/')
            {
                at = LineEnd(code, at);
            }
            else if (IsPart(code[at]))
            {
                int end = WordEnd(code, at);
                if (end - at == word.Length && string.CompareOrdinal(code, at, word, 0, word.Length) == 0)
                {
                    return true;
                }

                at = end;
            }
            else
            {
                at++;
            }
        }

        return false;
    }

    private static void Append(StringBuilder normal, string code, int start, int end, Dictionary<string, int> numbers)
    {
        if (!IsLocal(code, start, end))
        {
            normal.Append(code, start, end - start);
            return;
        }

        string name = code.Substring(start, end - start);
        if (!numbers.TryGetValue(name, out int number))
        {
            number = numbers.Count;
            numbers.Add(name, number);
        }

        normal.Append('#').Append(number.ToString(CultureInfo.InvariantCulture)).Append('#');
    }

    // Keywords that stand where names do.
    private static readonly HashSet<string> s_keywords = ["bool", "default", "double", "false", "float", "int", "long", "nint", "nuint", "out", "true", "uint", "ulong"];

    /// <summary>
    /// Whether a word is the name of a parameter or a local: no number; no member, which follows a dot or a colon; no method or generic type,
    /// which a bracket follows; no type or keyword, which a word follows; and no type with a member. Who is left out wrongly keeps two texts
    /// apart that could be one, and no more.
    /// </summary>
    private static bool IsLocal(string code, int start, int end)
    {
        char before = start == 0 ? ' ' : code[start - 1], after = end < code.Length ? code[end] : ' ';
        return !char.IsDigit(code[start]) && before is not ('.' or ':') && after is not ('(' or '<' or '[')
            && !(after == ' ' && end + 1 < code.Length && IsPart(code[end + 1]))
            && !(char.IsUpper(code[start]) && (after is '.' or '>'))
            && !s_keywords.Contains(code.Substring(start, end - start));
    }

    /// <summary>Where an object initializer ends that begins here; where it begins, if none does.</summary>
    private static int InitializerEnd(string code, int at)
    {
        const string Start = "new() {";
        if (string.CompareOrdinal(code, at, Start, 0, Start.Length) != 0)
        {
            return at;
        }

        int end = at + Start.Length;
        char quote = '\0';
        while (end < code.Length && (quote != '\0' || code[end] != '}'))
        {
            if (code[end] == '\\' && quote != '\0')
            {
                end++;
            }
            else if (code[end] is '"' or '\'' && (quote == '\0' || quote == code[end]))
            {
                quote = quote == '\0' ? code[end] : '\0';
            }

            end++;
        }

        return Math.Min(end + 1, code.Length);
    }

    private static int WordEnd(string code, int at)
    {
        while (at < code.Length && IsPart(code[at]))
        {
            at++;
        }

        return at;
    }

    private static int LineEnd(string code, int at)
    {
        int end = code.IndexOf('\n', at);
        return end < 0 ? code.Length : end;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '@';
}
