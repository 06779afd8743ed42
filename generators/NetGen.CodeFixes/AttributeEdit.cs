using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>Changes of the text around one attribute.</summary>
internal sealed class AttributeEdit(AttributeSyntax attribute, SourceText text, Diagnostic diagnostic)
{
    /// <summary>What the analyzer found to be better, for rules that say so.</summary>
    public string? Suggestion { get; } = diagnostic.Properties.TryGetValue("Suggestion", out string? better) ? better : null;

    /// <summary>What the suggestion takes the place of.</summary>
    public string? Replaced { get; } = diagnostic.Properties.TryGetValue("Replaced", out string? worse) ? worse : null;

    public AttributeSyntax Attribute { get; } = attribute;

    /// <summary>All attributes of the declaration, in the order of the text.</summary>
    public IReadOnlyList<AttributeSyntax> All { get; } =
        attribute.Parent?.Parent is MemberDeclarationSyntax declaration ? [.. declaration.AttributeLists.SelectMany(list => list.Attributes)] : [attribute];

    /// <summary>The attributes before this one, the nearest first.</summary>
    public IEnumerable<AttributeSyntax> Before => All.TakeWhile(other => other != Attribute).Reverse();

    /// <summary>The name without namespace and "Attribute".</summary>
    public static string NameOf(AttributeSyntax attribute)
    {
        string name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }

    /// <summary>The argument of a property, <c>Name = …</c>.</summary>
    public static AttributeArgumentSyntax? Named(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>Inserts a layer before this one: at the end of the bracket before, but not among the inputs.</summary>
    public TextChange InsertBefore(string layer) =>
        Before.FirstOrDefault() is { } previous && NameOf(previous) is not ("Input" or "Network" or "Block")
            ? new TextChange(new TextSpan(previous.Span.End, 0), ", " + layer)
            : new TextChange(new TextSpan(Attribute.SpanStart, 0), layer + ", ");

    /// <summary>Removes the attribute, and the line or the brackets that would be left empty.</summary>
    public TextChange Remove()
    {
        AttributeListSyntax list = (AttributeListSyntax)Attribute.Parent!;
        int at = list.Attributes.IndexOf(Attribute);
        if (list.Attributes.Count > 1)
        {
            TextSpan span = at + 1 < list.Attributes.Count
                ? TextSpan.FromBounds(Attribute.SpanStart, list.Attributes[at + 1].SpanStart)
                : TextSpan.FromBounds(list.Attributes[at - 1].Span.End, Attribute.Span.End);
            return new TextChange(span, "");
        }

        TextLine line = text.Lines.GetLineFromPosition(list.SpanStart);
        bool isWholeLine = line.End >= list.Span.End && line.ToString().Trim().Length == list.Span.Length;
        int end = list.Span.End;
        while (!isWholeLine && end < text.Length && text[end] == ' ')
        {
            end++;
        }

        return new TextChange(isWholeLine ? line.SpanIncludingLineBreak : TextSpan.FromBounds(list.SpanStart, end), "");
    }

    /// <summary>Sets a property of the attribute.</summary>
    public TextChange Set(string name, string value)
    {
        if (Named(Attribute, name) is { } given)
        {
            return new TextChange(given.Expression.Span, value);
        }

        return Attribute.ArgumentList is not { } list ? new TextChange(new TextSpan(Attribute.Span.End, 0), $"({name} = {value})")
            : list.Arguments.Count == 0 ? new TextChange(list.Span, $"({name} = {value})")
            : new TextChange(new TextSpan(list.Arguments.Last().Span.End, 0), $", {name} = {value}");
    }

    /// <summary>Replaces the string literal of this value among the arguments.</summary>
    public TextChange? ReplaceText(string value, string better) =>
        Attribute.ArgumentList?.DescendantNodes().OfType<LiteralExpressionSyntax>()
            .FirstOrDefault(literal => literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.ValueText == value) is { } found
            ? new TextChange(found.Span, SymbolDisplay.FormatLiteral(better, quote: true))
            : null;
}
