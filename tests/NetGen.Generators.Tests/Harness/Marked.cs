namespace NetGen.Generators.Tests.Harness;

/// <summary>A source in which «» enclose what a test is about.</summary>
/// <param name="Text">The source without the marks.</param>
/// <param name="Start">Where the enclosed text begins.</param>
/// <param name="Enclosed">The enclosed text.</param>
internal sealed record Marked(string Text, int Start, string Enclosed)
{
    public static Marked Parse(string marked)
    {
        int start = marked.IndexOf('«', StringComparison.Ordinal), end = marked.IndexOf('»', StringComparison.Ordinal);
        return new Marked(marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal), start, marked[(start + 1)..end]);
    }
}
