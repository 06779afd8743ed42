using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace NetGen.Generators.Tests.Harness;

/// <summary>Applies code fixes to a document, as an editor does.</summary>
internal static class Fix
{
    /// <summary>The source after a provider's only fix of the first diagnostic that it fixes, or null where it offers none.</summary>
    public static async Task<string?> First(CodeFixProvider provider, string source)
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        Diagnostic diagnostic = (await Diagnose(document, provider)).First();
        return await Register(provider, document, diagnostic) is { } action ? await Apply(action, document) : null;
    }

    /// <summary>The source after the fix of all diagnostics that the provider fixes.</summary>
    public static async Task<string> All(CodeFixProvider provider, string source)
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        ImmutableArray<Diagnostic> diagnostics = await Diagnose(document, provider);
        CodeAction first = (await Register(provider, document, diagnostics[0]))!;
        FixAllContext context = new(document, provider, FixAllScope.Document, first.EquivalenceKey, diagnostics.Select(diagnostic => diagnostic.Id), new Known(diagnostics), CancellationToken.None);
        CodeAction all = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        return await Apply(all, document);
    }

    private static Document Open(AdhocWorkspace workspace, string source) =>
        workspace.AddProject("User", LanguageNames.CSharp)
            .WithParseOptions(Generation.ParseOptions)
            .WithCompilationOptions(Generation.CompilationOptions)
            .WithMetadataReferences(Generation.Compile().References)
            .AddDocument("Net.cs", source);

    /// <summary>What the analyzer reports on the document that the provider fixes, in the order of the text.</summary>
    private static async Task<ImmutableArray<Diagnostic>> Diagnose(Document document, CodeFixProvider provider)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        return [.. Analysis.Of(Generation.Run(compilation)).Where(diagnostic => provider.FixableDiagnosticIds.Contains(diagnostic.Id))];
    }

    private static async Task<CodeAction?> Register(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.SingleOrDefault();
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        ApplyChangesOperation change = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private sealed class Known(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
