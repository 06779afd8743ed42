using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace Playground.Page;

/// <summary>Source text as HTML: escaped, with marks and squiggles.</summary>
internal static class CodeText
{
    /// <summary>With some lines marked.</summary>
    public static MarkupString Mark(string text, IReadOnlyList<int> lines)
    {
        if (lines.Count == 0)
            return new(HtmlEncoder.Default.Encode(text));
        StringBuilder html = new();
        string[] all = text.Split('\n');
        for (int i = 0; i < all.Length; i++)
        {
            string line = HtmlEncoder.Default.Encode(all[i]);
            html.Append(lines.Contains(i) ? $"<mark>{line}</mark>\n" : line + "\n");
        }

        return new(html.ToString());
    }

    /// <summary>With what findings stand on underlined; where two overlap, the first.</summary>
    public static MarkupString Squiggle(string text, IReadOnlyList<Finding> findings)
    {
        StringBuilder html = new();
        int at = 0;
        foreach (Finding finding in findings.Where(finding => finding.Line > 0).OrderBy(finding => finding.Start))
        {
            if (finding.Start < at || finding.Start + finding.Length > text.Length)
                continue;
            html.Append(HtmlEncoder.Default.Encode(text[at..finding.Start]));
            at = finding.Start + finding.Length;
            html.Append($"<span class=\"squiggle {finding.Severity}\">{HtmlEncoder.Default.Encode(text[finding.Start..at])}</span>");
        }

        html.Append(HtmlEncoder.Default.Encode(text[at..])).Append('\n');
        return new(html.ToString());
    }
}
