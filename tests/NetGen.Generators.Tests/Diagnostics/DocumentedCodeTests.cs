using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Diagnostics;

/// <summary>What the pages show compiles as it stands there, and what they show of generated files is in one.</summary>
public partial class DocumentedCodeTests
{
    // Tests of their own run the program of one file and the page on tables.
    private const string FileBased = "#:package", Generated = "// ", Indented = "    ";

    // The networks that pages speak of without declaring them.
    private static readonly string[] s_networks =
    [
        "[Network, Input(4), Dense(3), SoftmaxCrossEntropy] public sealed partial class Net;",
        "[Network, Input(4), Dense(3), SoftmaxCrossEntropy] public sealed partial class IrisNet;",
    ];

    // What a text around a block speaks of without declaring it.
    private static readonly (string Name, string Type)[] s_given =
    [
        ("images", "float[]"), ("inputs", "float[]"), ("logits", "float[]"), ("probabilities", "float[]"), ("states", "float[]"), ("actions", "float[]"), ("valueTargets", "float[]"),
        ("labels", "int[]"), ("policyTargets", "int[]"), ("train", "IDataset<float, int>"), ("validation", "IDataset<float, int>"), ("workspace", "Workspace<float>"), ("adam", "Adam"),
        ("data", "IDataset<float, int>"),
        ("predicted", "int[]"), ("targets", "float[]"), ("newInputs", "float[]"), ("newTargets", "float[]"),
        ("tokens", "int[]"), ("nextTokens", "int[]"), ("options", "FitOptions"),
        ("rows", "float[]"), ("sentences", "int[][]"), ("tags", "int[][]"), ("recordings", "float[][]"),
    ];

    private static readonly string s_repository = Path.GetFullPath(Path.Combine(Snapshot.Folder(), "../../../.."));

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/NetGen/Package/README.md")]
    [InlineData("src/NetGen/docs/getting-started.md")]
    [InlineData("src/NetGen/docs/files.md")]
    [InlineData("src/NetGen/docs/metrics.md")]
    [InlineData("src/NetGen/docs/training.md")]
    [InlineData("src/NetGen/docs/sweeps.md")]
    [InlineData("src/NetGen/docs/extending.md")]
    [InlineData("src/NetGen/docs/sequences.md")]
    [InlineData("src/NetGen/docs/heads.md")]
    public void Code_compiles_as_it_stands(string page)
    {
        List<string> declarations = [], methods = [];
        string network = "Net";
        foreach (string block in Blocks(page).Where(block => !IsGenerated(block) && !block.StartsWith(FileBased, StringComparison.Ordinal)))
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(block);
            if (unit.Members.OfType<GlobalStatementSyntax>().Any())
            {
                methods.Add($"static void Block{methods.Count}({Parameters(unit, network)})\n{{\n{block}\n}}");
            }
            else
            {
                declarations.Add(string.Concat(unit.Members.Select(member => member.ToFullString())));
                network = unit.Members.OfType<ClassDeclarationSyntax>().LastOrDefault(type => type.ToString().Contains("[Network]", StringComparison.Ordinal))?.Identifier.Text ?? network;
            }
        }

        string source = $"using System; using System.Collections.Generic; using System.IO; using System.Runtime.CompilerServices; using NetGen;\n{string.Join('\n', s_networks.Where(given => !declarations.Any(text => text.Contains(given[given.IndexOf("class ", StringComparison.Ordinal)..^1], StringComparison.Ordinal))))}\n{string.Join('\n', declarations)}\npublic static class Page\n{{\n{string.Join('\n', methods)}\n}}";

        Assert.True(declarations.Count + methods.Count > 0);
        Assert.Empty(Generation.WithoutWarnings(source).Errors);
    }

    [Fact]
    public void What_the_readme_shows_of_generated_code_is_in_a_snapshot()
    {
        string[] snapshots = [.. Directory.GetFiles(Path.Combine(Snapshot.Folder(), "../../Snapshots"), "*.verified.cs").Select(File.ReadAllText)];
        string[] shown = [.. Blocks("README.md").Where(IsGenerated)];

        Assert.Equal(2, shown.Length);
        Assert.All(shown, block => Assert.Contains(snapshots, snapshot => block.Split('\n').All(line => snapshot.Contains(line.TrimEnd(), StringComparison.Ordinal))));
    }

    private static bool IsGenerated(string block) => block.StartsWith(Generated, StringComparison.Ordinal) || block.StartsWith(Indented, StringComparison.Ordinal);

    private static IEnumerable<string> Blocks(string page) =>
        CodeBlock().Matches(File.ReadAllText(Path.Combine(s_repository, page)).Replace("\r\n", "\n")).Select(match => match.Groups[1].Value);

    /// <summary>What a block uses and does not declare.</summary>
    private static string Parameters(CompilationUnitSyntax block, string network)
    {
        HashSet<string> declared = [.. block.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(variable => variable.Identifier.Text),
            .. block.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.Text)];
        HashSet<string> used = [.. block.DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.Text)];
        return string.Join(", ", s_given.Append(("net", network)).Append(("decoder", network)).Where(given => used.Contains(given.Item1) && !declared.Contains(given.Item1)).Select(given => $"{given.Item2} {given.Item1}"));
    }

    [GeneratedRegex("^```csharp\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
