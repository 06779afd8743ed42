using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>A fix that changes the text of one attribute, or inserts or removes one: the rest of the file keeps every space.</summary>
public abstract class AttributeCodeFix : CodeFixProvider
{
    private readonly string _title;

    private protected AttributeCodeFix(string title, params string[] ids)
    {
        _title = title;
        FixableDiagnosticIds = [.. ids];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SourceText text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && Propose(diagnostic, root, text) is var (title, change))
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))), equivalenceKey: GetType().Name), diagnostic);
            }
        }
    }

    /// <summary>The title and the change of the text: for who has a text, and no workspace.</summary>
    internal (string Title, TextChange Change)? Propose(Diagnostic diagnostic, SyntaxNode root, SourceText text) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
        && new AttributeEdit(attribute, text, diagnostic) is { } edit
        && Fix(edit) is { } change
            ? (string.Format(CultureInfo.InvariantCulture, _title, edit.Suggestion), change)
            : null;

    /// <summary>The change of the text, or null where it would be a guess.</summary>
    /// <param name="edit">The attribute that the diagnostic stands on.</param>
    private protected abstract TextChange? Fix(AttributeEdit edit);
}
