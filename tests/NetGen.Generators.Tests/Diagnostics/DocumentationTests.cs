using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generators.Diagnostics;
using NetGen.Generators.Diagnostics.Lints;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>Every rule is explained where its help link says.</summary>
public class DocumentationTests
{
    private static readonly string s_repository = Path.GetFullPath(Path.Combine(Snapshot.Folder(), "../../../.."));

    [Fact]
    public void Every_rule_has_a_section_in_the_documentation()
    {
        Assert.All(Rules.All.AddRange(LintRules.All), rule =>
        {
            string[] link = rule.HelpLinkUri.Split('#');
            string[] lines = File.ReadAllLines(Path.Combine(s_repository, "src/NetGen", link[0]));
            int at = Array.FindIndex(lines, line => line == $"## {rule.Id}");

            Assert.True(at >= 0, $"{rule.Id} has no section in {link[0]}");
            Assert.Equal(rule.Id.ToLowerInvariant(), link[1]);
            Assert.Contains($"**{rule.Title}** ({rule.DefaultSeverity.ToString().ToLowerInvariant()}", lines[at + 2], StringComparison.Ordinal);
            Assert.NotEmpty(lines[at + 4]);
        });
    }

    [Theory]
    [InlineData("/packages of all/netgen/docs/diagnostics.md", "file:///packages%20of%20all/netgen/docs/diagnostics.md#ng0005")]
    [InlineData("https://example.org/netgen/diagnostics", "https://example.org/netgen/diagnostics#ng0005")]
    [InlineData(null, "docs/diagnostics.md#ng0005")]
    [InlineData("not/rooted.md", "docs/diagnostics.md#ng0005")]
    public async Task The_link_of_a_diagnostic_leads_to_the_page_that_the_package_names(string? page, string link)
    {
        Generation generation = Generation.Of("[NetGen.Network, NetGen.Input(4), NetGen.Dense(0), NetGen.MeanSquaredError] public sealed partial class Net;");
        AnalyzerOptions options = new([], new ProjectProperties("build_property.NetGenDiagnosticsPage", page));

        Diagnostic diagnostic = Assert.Single(await generation.Declared.WithAnalyzers([new NetworkAnalyzer()], options).GetAnalyzerDiagnosticsAsync());

        Assert.Equal(link, diagnostic.Descriptor.HelpLinkUri);
        Assert.Equal(Rules.NotPositive.Id, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(Rules.NotPositive.Title, diagnostic.Descriptor.Title);
        Assert.Contains("must be at least 1, not 0", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.True(diagnostic.Location.IsInSource);
    }

    /// <summary>Rules are reported in several places of the analyzer: of the declaration, of members, of constructors, of the compilation.</summary>
    [Theory]
    [InlineData("NG0020", "[Network, Input(2), Dense(2)] public sealed partial class Net { public void Save(string path) { } }")]
    [InlineData("NG0023", "[Network, Input(2), Dense(2)] public sealed partial class Net { public Net(string name) { } }")]
    [InlineData("NG0024", "[Network, Input(2), Dense(2), MeanSquaredError] public sealed partial class Loss;")]
    [InlineData("NG0025", "public class Basis { public virtual void Save(string path) { } } [Network, Input(2), Dense(2)] public sealed partial class Net : Basis;")]
    [InlineData("NG0101", "[Network, Input(2), Dense(2), Dropout(0.95), Dense(2)] public sealed partial class Net;")]
    public async Task The_links_of_all_diagnostics_lead_there(string rule, string source)
    {
        AnalyzerOptions options = new([], new ProjectProperties("build_property.NetGenDiagnosticsPage", "https://example.org/page"));

        var all = await Generation.Of("using NetGen; " + source).Output.WithAnalyzers([new NetworkAnalyzer()], options).GetAnalyzerDiagnosticsAsync();

        Assert.Contains(rule, all.Select(diagnostic => diagnostic.Id));
        Assert.All(all, diagnostic => Assert.Equal($"https://example.org/page#{diagnostic.Id.ToLowerInvariant()}", diagnostic.Descriptor.HelpLinkUri));
    }

    [Fact]
    public void The_documentation_says_how_to_raise_every_info()
    {
        string page = File.ReadAllText(Path.Combine(s_repository, "src/NetGen/docs/diagnostics.md"));

        Assert.Equal(
            LintRules.All.Where(rule => rule.DefaultSeverity == DiagnosticSeverity.Info).Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = warning"),
            page.Split('\n').Where(line => line.EndsWith(".severity = warning", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_text_of_a_rule_tells_a_path_of_the_repository() =>
        Assert.All(Rules.All.AddRange(LintRules.All), rule => Assert.DoesNotContain("src/", $"{rule.HelpLinkUri} {rule.MessageFormat} {rule.Description}", StringComparison.Ordinal));

    /// <summary>A property of a project, if any, as the compiler sees it.</summary>
    private sealed class ProjectProperties(string name, string? property) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(name, property);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string name, string? property) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => (value = key == name ? property : null) is not null;
        }
    }
}
