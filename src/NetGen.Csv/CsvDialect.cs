namespace NetGen;

/// <summary>Finds out from the beginning of a file what stands between its fields.</summary>
internal static class CsvDialect
{
    private const int Records = 50;

    /// <summary>The delimiter, and how many characters to pass over: a first line that says what it is, as Excel writes it.</summary>
    public static (char Delimiter, int Skip) Find(ReadOnlySpan<char> start, bool isComplete, CsvOptions options)
    {
        (char? declared, int skip) = Declared(start);
        if ((options.Delimiter ?? declared) is { } known)
            return (known, skip);
        char best = options.Decimal == ',' ? ';' : ',';
        (bool IsEven, int Fields) most = (false, 1);
        foreach (char candidate in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            if (candidate == options.Decimal || candidate == options.Thousands)
                continue;
            (bool isEven, int fields) = Count(start, isComplete, candidate, options.Comment);
            if (fields > 1 && (isEven, fields).CompareTo(most) > 0)
                (best, most) = (candidate, (isEven, fields));
        }

        return (best, 0);
    }

    /// <summary>The line <c>sep=;</c>.</summary>
    private static (char? Delimiter, int Length) Declared(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny('\r', '\n');
        if (length is not (5 or 7))
            return (null, 0);
        ReadOnlySpan<char> line = length == 7 && text[0] == '"' && text[6] == '"' ? text[1..6] : text[..length];
        if (line.Length != 5 || !line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return (null, 0);
        return (line[4], length + (text[length] == '\r' && length + 1 < text.Length && text[length + 1] == '\n' ? 2 : 1));
    }

    /// <summary>The fields of the first row, and whether the others have as many, give or take one at an end.</summary>
    private static (bool IsEven, int Fields) Count(ReadOnlySpan<char> text, bool isComplete, char delimiter, char? comment)
    {
        int first = 0;
        for (int record = 0; record < Records && !text.IsEmpty;)
        {
            int end = text[0] == comment ? LineEnd(text) : -1, fields = 0;
            if (end < 0)
                (fields, end) = Record(text, delimiter);
            if (end == text.Length && !isComplete && first > 0)
                break; // a part of a row says nothing
            bool isEmpty = fields <= 1 && text[..end].IsWhiteSpace();
            text = text[Math.Min(end + 1, text.Length)..];
            if (fields == 0 || isEmpty)
                continue;
            record++;
            if (first > 0 && fields != first && fields != first + 1)
                return (false, first);
            first = first > 0 ? first : fields;
        }

        return (true, first);
    }

    /// <summary>The fields of the row that begins here, and where it ends.</summary>
    private static (int Fields, int End) Record(ReadOnlySpan<char> text, char delimiter)
    {
        int fields = 1;
        bool isStart = true;
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '"' && isStart)
            {
                at = ClosingQuote(text, at);
                isStart = false;
            }
            else if (c == delimiter)
            {
                fields++;
                isStart = true;
            }
            else if (c is '\r' or '\n')
            {
                return (fields, at);
            }
            else
            {
                isStart &= c is ' ' or '\t';
            }
        }

        return (fields, text.Length);
    }

    private static int ClosingQuote(ReadOnlySpan<char> text, int open)
    {
        for (int at = open + 1; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (at + 1 == text.Length || text[at + 1] != '"')
                return at;
            at++;
        }

        return text.Length;
    }

    private static int LineEnd(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and int end ? end : text.Length;
}
