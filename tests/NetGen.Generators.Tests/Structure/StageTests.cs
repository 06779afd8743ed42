using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generators.Tests.Structure;

/// <summary>The folders of the generator are its stages, in order: each uses only those before it.</summary>
public class StageTests
{
    // Layers and losses know nothing of each other.
    private static readonly string[][] s_stages =
    [
        ["Text"], ["Model"], ["Parsing"], ["Graph"], ["Kernels"], ["Layers", "Losses"], ["Planning"], ["Emission"], ["Diagnostics"], [""],
    ];

    private static IReadOnlyList<FolderReference> References { get; } =
        FolderReference.Of(Path.Combine("generators", "NetGen.Generators"), typeof(Compilation), typeof(CSharpCompilation), typeof(ImmutableArray));

    [Fact]
    public void A_stage_uses_only_those_before_it()
    {
        Assert.DoesNotContain(References, reference => Rank(reference.To) >= Rank(reference.From));
    }

    [Fact]
    public void Every_folder_is_a_stage()
    {
        string[] folders = [.. References.SelectMany(reference => new[] { reference.From, reference.To }).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(s_stages.SelectMany(stage => stage).Order(StringComparer.Ordinal), folders);
    }

    /// <summary>The generator reads symbols in one stage; the last ones report on them.</summary>
    [Fact]
    public void Only_parsing_and_diagnostics_know_symbols()
    {
        string root = Path.Combine(FolderReference.RepositoryRoot(), "generators", "NetGen.Generators");
        IEnumerable<string> others = s_stages.SelectMany(stage => stage).Except(["Parsing", "Diagnostics", ""]).SelectMany(stage => Directory.EnumerateFiles(Path.Combine(root, stage), "*.cs", SearchOption.AllDirectories));
        Assert.DoesNotContain(others, file => Regex.IsMatch(File.ReadAllText(file), @"\bI\w*Symbol\b|\bAttributeData\b|\bSemanticModel\b"));
    }

    private static int Rank(string folder) => Array.FindIndex(s_stages, stage => stage.Contains(folder));
}
