using System.Globalization;

namespace NetGen;

/// <summary>Some rows of a tensor, of its first axis.</summary>
/// <param name="First">The first one.</param>
/// <param name="End">The one after the last; null: to the end.</param>
internal readonly record struct RowRange(int First, int? End)
{
    /// <summary>The rows in brackets at the end of a name, <c>[64:128]</c>, and the name without them; null where there are none.</summary>
    public static RowRange? Parse(string name, out string whole)
    {
        whole = name;
        int open = name.LastIndexOf('[');
        if (open < 0 || !name.EndsWith(']'))
            return null;
        string[] bounds = name[(open + 1)..^1].Split(':');
        if (bounds.Length != 2 || !TryRead(bounds[0], out int? first) || !TryRead(bounds[1], out int? end))
            return null;
        whole = name[..open];
        return new RowRange(first ?? 0, end);
    }

    /// <summary>The row after the last, of a tensor of so many.</summary>
    public long EndOf(long rows) => End ?? rows;

    /// <summary>As it is written after a name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{First}:{End}]");

    private static bool TryRead(string text, out int? number)
    {
        number = null;
        if (text.Length == 0)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            return false;
        number = value;
        return true;
    }
}
