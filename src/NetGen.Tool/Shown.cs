using System.Globalization;
using System.Text;

namespace NetGen.Tool;

/// <summary>Text of files as it may be printed and put into source: on one line, without what steers a terminal, and not endless.</summary>
internal static class Shown
{
    private const int Longest = 120;

    /// <summary>The text in quotes.</summary>
    public static string Quoted(string text) => $"'{Plain(text)}'";

    /// <summary>
    /// The text with a question mark for each character that is none to print: controls, ends of lines and paragraphs, marks of direction, halves
    /// of pairs. What ends a comment is taken apart.
    /// </summary>
    public static string Plain(string text)
    {
        StringBuilder plain = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (plain.Length >= Longest)
            {
                plain.Append('…');
                break;
            }

            plain.Append(IsPrinted(rune) ? rune.ToString() : "?");
        }

        return plain.Replace("*/", "* /").ToString();
    }

    /// <summary>Sizes as they stand in messages: <c>[batch, 3, 16, 16]</c>.</summary>
    public static string Shape(IEnumerable<long> shape) =>
        $"[{string.Join(", ", shape.Select(size => size == Graphs.Batch.Size ? "batch" : Graphs.Batch.IsPart(size) ? $"batch·{size / Graphs.Batch.Size}" : size.ToString(CultureInfo.InvariantCulture)))}]";

    private static bool IsPrinted(Rune rune) => rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
