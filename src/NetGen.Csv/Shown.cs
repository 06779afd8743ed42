namespace NetGen;

/// <summary>Texts of files in messages, which are one line whatever the texts hold.</summary>
internal static class Shown
{
    private const int MostCharacters = 100, MostTexts = 12;

    public static string Text(string text) => (text.Length <= MostCharacters ? text : text[..MostCharacters] + "…").ReplaceLineEndings(" ");

    public static string Text(ReadOnlySpan<char> text) => Text(text[..Math.Min(text.Length, MostCharacters + 1)].ToString());

    public static string List(IReadOnlyCollection<string> texts)
    {
        string list = string.Join(", ", texts.Take(MostTexts).Select(Text));
        return texts.Count <= MostTexts ? list : $"{list} and {texts.Count - MostTexts} more";
    }
}
