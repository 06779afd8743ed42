namespace NetGen;

/// <summary>Compares texts as people do: runs of digits by their numbers, so that <c>layers.2</c> comes before <c>layers.10</c>.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            int digitsA = Digits(a), digitsB = Digits(b);
            int order = digitsA > 0 && digitsB > 0 ? CompareNumbers(a[..digitsA], b[..digitsB]) : a[0].CompareTo(b[0]);
            if (order != 0)
                return order;
            bool numbers = digitsA > 0 && digitsB > 0;
            a = a[(numbers ? digitsA : 1)..];
            b = b[(numbers ? digitsB : 1)..];
        }

        int length = a.Length - b.Length;
        return length != 0 ? length : string.CompareOrdinal(x, y); // 01 and 1 differ at last
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExceptInRange('0', '9');
        return count < 0 ? text.Length : count;
    }

    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length - b.Length : a.SequenceCompareTo(b);
    }
}
