using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>NG0023, a constructor that leaves the parameters at zero: calls the generated one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChainConstructorCodeFix))]
[Shared]
public sealed class ChainConstructorCodeFix : CodeFixProvider
{
    private const string Title = "Call the generated constructor";

    // A long: an int could mean another constructor of the user's.
    private const string Call = ": this(seed: 0L)";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["NG0023"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor && Change(constructor) is { } change)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))), equivalenceKey: Title), context.Diagnostics);
        }
    }

    /// <summary>Null where the constructor passes something on to another one: which of them should begin otherwise is not known.</summary>
    private static TextChange? Change(ConstructorDeclarationSyntax constructor) => constructor.Initializer switch
    {
        null => new TextChange(new TextSpan(constructor.ParameterList.Span.End, 0), " " + Call),
        { ArgumentList.Arguments.Count: 0 } initializer when initializer.IsKind(SyntaxKind.BaseConstructorInitializer) => new TextChange(initializer.Span, Call),
        _ => null,
    };
}
