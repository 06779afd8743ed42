using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>Generated files stand as the formatter of the editor and of <c>dotnet format whitespace</c> would leave them.</summary>
public sealed class FormattingTests : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();

    [Theory]
    [MemberData(nameof(SnapshotTests.Networks), MemberType = typeof(SnapshotTests))]
    public void Formatting_changes_nothing(string name, string scalar, string architecture)
    {
        string network = scalar == "float" ? "[Network]" : "[Network<double>]";
        string text = Generation.Of($"using NetGen; {network} {architecture} public sealed partial class {name}Net;").Text;

        string formatted = Formatter.Format(CSharpSyntaxTree.ParseText(text).GetRoot(), _workspace).ToFullString();

        string[] before = text.Split('\n'), after = formatted.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(after.Length, before.Length);
        Assert.All(before.Zip(after), lines => Assert.Equal(lines.Second, lines.First));
        Assert.DoesNotContain(before, line => line.EndsWith(' '));
        Assert.DoesNotContain("\n\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_formatter_does_change_what_does_not_stand_well() =>
        Assert.Equal("class A\n{\n    int x;\n}", Formatter.Format(CSharpSyntaxTree.ParseText("class A {\nint  x;\n}").GetRoot(), _workspace).ToFullString().ReplaceLineEndings("\n"));

    public void Dispose() => _workspace.Dispose();
}
