using System.Text.RegularExpressions;

namespace NetGen.Generators.Text;

/// <summary>
/// The formulas that structs carry in their attributes, as the comments print them: {0} and {1} are symbols of the code, and {Slope} is
/// a property of the struct; what stands in ⟨ ⟩ is left out where nothing sets the property in it.
/// </summary>
internal static class Formula
{
    private static readonly Regex s_property = new(@"\{(@?\p{L}\w*)\}");
    private static readonly Regex s_optional = new("⟨([^⟩]*)⟩");

    /// <summary>The formula with symbols, and for properties what <paramref name="property"/> says.</summary>
    public static string Of(string format, Func<string, string> property, params string[] symbols)
    {
        string formula = s_property.Replace(s_optional.Replace(format, WhereSet), match => property(match.Groups[1].Value));
        for (int i = 0; i < symbols.Length; i++)
        {
            formula = formula.Replace($"{{{i}}}", symbols[i]);
        }

        return Decided(formula.Replace(" + -", " - "));

        // One that is not set goes by the name that it has in the code.
        string WhereSet(Match part) =>
            s_property.Matches(part.Value).Cast<Match>().Any(match => property(match.Groups[1].Value).EndsWith($".{match.Groups[1].Value}", StringComparison.Ordinal)) ? "" : part.Groups[1].Value;
    }

    /// <summary>A formula where it is a factor: in parentheses if it is a sum, or of several cases.</summary>
    public static string Factor(string formula)
    {
        int depth = 0;
        for (int i = 0; i < formula.Length; i++)
        {
            depth += formula[i] is '(' or '[' ? 1 : formula[i] is ')' or ']' ? -1 : 0;
            if (depth == 0 && formula[i] == ' ' && (IsAt(" + ", i) || IsAt(" - ", i) || IsAt(" where ", i) || IsAt(" with ", i)))
            {
                return $"({formula})";
            }
        }

        return formula.StartsWith("-", StringComparison.Ordinal) ? $"({formula})" : formula;

        bool IsAt(string word, int position) => string.CompareOrdinal(formula, position, word, 0, word.Length) == 0;
    }

    /// <summary>The case that applies, where a property that the user set decides between two.</summary>
    private static string Decided(string formula)
    {
        const string True = " where true, else ", False = " where false, else ";
        return formula.IndexOf(True, StringComparison.Ordinal) is var left and >= 0 ? formula.Substring(0, left)
            : formula.IndexOf(False, StringComparison.Ordinal) is var right and >= 0 ? formula.Substring(right + False.Length)
            : formula;
    }
}
