using Microsoft.CodeAnalysis;
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
            string[] lines = File.ReadAllLines(Path.Combine(s_repository, link[0]));
            int at = Array.FindIndex(lines, line => line == $"## {rule.Id}");

            Assert.True(at >= 0, $"{rule.Id} has no section in {link[0]}");
            Assert.Equal(rule.Id.ToLowerInvariant(), link[1]);
            Assert.Contains($"**{rule.Title}** ({rule.DefaultSeverity.ToString().ToLowerInvariant()}", lines[at + 2], StringComparison.Ordinal);
            Assert.NotEmpty(lines[at + 4]);
        });
    }
}
