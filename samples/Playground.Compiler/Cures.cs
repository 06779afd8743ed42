using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.CodeFixes;

namespace Playground.Compiling;

/// <summary>The code fixes of a diagnostic: those of the IDE, without its workspaces.</summary>
internal static class Cures
{
    private static readonly AttributeCodeFix[] s_fixes =
    [
        new InsertReLUCodeFix(), new InsertFlattenCodeFix(), new RemoveDuplicateCodeFix(), new ReplaceInitCodeFix(), new DropBiasCodeFix(), new RenameDuplicateCodeFix(), new CorrectNameCodeFix(), new MatchUnitsCodeFix(),
    ];

    /// <summary>What would cure it.</summary>
    public static IReadOnlyList<Cure> Of(Diagnostic diagnostic, SyntaxTree source)
    {
        SyntaxNode root = source.GetRoot();
        if (diagnostic.Id == "NG0001" && root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ClassDeclarationSyntax>() is { } declaration)
            return [new("Make the class partial", declaration.Keyword.SpanStart, 0, "partial ")];
        return [.. s_fixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id))
            .Select(fix => fix.Propose(diagnostic, root, source.GetText()))
            .OfType<(string Title, Microsoft.CodeAnalysis.Text.TextChange Change)>()
            .Select(fix => new Cure(fix.Title, fix.Change.Span.Start, fix.Change.Span.Length, fix.Change.NewText ?? ""))];
    }
}
