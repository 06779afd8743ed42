using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using NetGen.CodeFixes;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>Code fixes: the text before and after.</summary>
public class CodeFixTests
{
    [Theory]
    [InlineData("public class Net", "public partial class Net")]
    [InlineData("internal sealed class Net", "internal sealed partial class Net")]
    [InlineData("class Net", "partial class Net")]
    public async Task A_network_is_made_partial(string before, string after)
    {
        const string Attributes = "using NetGen;\n\n[Network]\n[Input(4)]\n[Dense(2), ReLU] // two\n";
        string source = $"{Attributes}{before} {{ }}\n";
        Generation generation = Generation.Of(source);
        Diagnostic diagnostic = Assert.Single(Analysis.Of(generation));
        Assert.Equal("NG0001", diagnostic.Id);

        string fixedSource = await Apply(new MakePartialCodeFix(), source, diagnostic);

        Assert.Equal($"{Attributes}{after} {{ }}\n", fixedSource);
        Assert.Empty(Analysis.Of(Generation.Of(fixedSource)));
    }

    /// <summary>The source after the provider's only fix of a diagnostic.</summary>
    private static async Task<string> Apply(CodeFixProvider provider, string source, Diagnostic diagnostic)
    {
        Assert.Contains(diagnostic.Id, provider.FixableDiagnosticIds);
        using AdhocWorkspace workspace = new();
        Document document = workspace.AddProject("User", LanguageNames.CSharp).AddDocument("Net.cs", source);
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        Diagnostic here = Diagnostic.Create(diagnostic.Descriptor, Location.Create(tree, diagnostic.Location.SourceSpan));

        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, here, (action, _) => actions.Add(action), CancellationToken.None));
        ApplyChangesOperation change = (await Assert.Single(actions).GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }
}
