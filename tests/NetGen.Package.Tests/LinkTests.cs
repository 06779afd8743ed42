using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Package.Tests;

/// <summary>What a package says leads somewhere for who has nothing but the package.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class LinkTests(Packages packages)
{
    /// <summary>A page of packages shows the README alone: a link there is absolute, or goes to a heading of the README itself.</summary>
    [Fact]
    public void Links_of_READMEs_work_on_a_page_of_packages()
    {
        foreach (string package in (string[])[packages.Library, packages.Csv, packages.Templates])
        {
            string readme = Package.Text(package, "README.md");
            Assert.All(Links(readme), link => Assert.True(IsAbsolute(link) || (link.StartsWith('#') && Headings(readme).Contains(link[1..])), $"{Path.GetFileName(package)}: {link}"));
        }
    }

    [Fact]
    public void Links_of_the_documentation_lead_to_pages_in_the_package()
    {
        string[] entries = [.. Package.Entries(packages.Library)];
        foreach (string page in entries.Where(name => name.StartsWith("docs/", StringComparison.Ordinal)))
        {
            foreach (string link in Links(Package.Text(packages.Library, page)).Where(link => !IsAbsolute(link)))
            {
                string[] parts = link.Split('#');
                string target = parts[0].Length == 0 ? page : $"docs/{parts[0]}";
                Assert.Contains(target, entries);
                if (parts.Length == 2)
                {
                    Assert.Contains(parts[1], Headings(Package.Text(packages.Library, target)));
                }
            }
        }
    }

    [Fact]
    public void Pages_that_the_README_lists_are_in_the_package()
    {
        string readme = Package.Text(packages.Library, "README.md");
        string[] pages = [.. Page().Matches(readme).Select(match => $"docs/{match.Groups[1].Value}")];
        Assert.Contains("docs/diagnostics.md", pages);
        Assert.All(pages, page => Assert.Contains(page, Package.Entries(packages.Library)));
        Assert.Contains($"`netgen/{packages.Version.Split('-')[0]}/docs`", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_ask_for_the_version_of_the_package()
    {
        string version = XDocument.Load(Path.Combine(DotNet.Repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        IEnumerable<string> texts = Package.Entries(packages.Library).Where(name => name.EndsWith(".md", StringComparison.Ordinal)).Select(name => Package.Text(packages.Library, name));
        string[] asked = [.. texts.Append(Package.Text(packages.Csv, "README.md")).SelectMany(text => Asked().Matches(text)).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(asked);
        Assert.All(asked, other => Assert.Equal(version, other));
    }

    private static bool IsAbsolute(string link) => Uri.TryCreate(link, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps;

    /// <summary>Of text, not of code; inline links and the targets of reference links.</summary>
    private static IEnumerable<string> Links(string markdown) =>
        Link().Matches(Code().Replace(markdown, "")).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);

    private static IEnumerable<string> Headings(string markdown) =>
        Code().Replace(markdown, "").Split('\n').Where(line => line.StartsWith('#')).Select(line => NoSlug().Replace(line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-'), ""));

    [GeneratedRegex(@"\]\(([^)\s]*)[^)]*\)|^\s*\[[^\]]+\]:\s*(\S+)", RegexOptions.Multiline)]
    private static partial Regex Link();

    [GeneratedRegex(@"```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"`([\w-]+\.md)`")]
    private static partial Regex Page();

    [GeneratedRegex(@"#:package [\w.]+@([\d.]+)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"[^\p{L}\p{N}_-]")]
    private static partial Regex NoSlug();
}
