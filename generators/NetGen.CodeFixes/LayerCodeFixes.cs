using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>NG0101, two affine layers in a row: a ReLU between them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertReLUCodeFix))]
[Shared]
public sealed class InsertReLUCodeFix() : AttributeCodeFix("Insert ReLU between the layers", "NG0101")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        AttributeEdit.Named(edit.Attribute, "From") is null ? edit.InsertBefore("ReLU") : null;
}

/// <summary>NG0119, a dense layer that takes an image: a Flatten before it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertFlattenCodeFix))]
[Shared]
public sealed class InsertFlattenCodeFix() : AttributeCodeFix("Insert Flatten before the layer", "NG0119")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        AttributeEdit.NameOf(edit.Attribute) == "Dense" && AttributeEdit.Named(edit.Attribute, "From") is null ? edit.InsertBefore("Flatten") : null;
}

/// <summary>NG0105 and NG0106, what the loss does itself: the softmax or sigmoid is removed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveDuplicateCodeFix))]
[Shared]
public sealed class RemoveDuplicateCodeFix() : AttributeCodeFix("Remove the layer: the loss does the same", "NG0105", "NG0106")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        AttributeEdit.Named(edit.Attribute, "From") is null && AttributeEdit.Named(edit.Attribute, "Name") is null ? edit.Remove() : null;
}

/// <summary>NG0104, an initializer that does not suit the activation: the one that does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceInitCodeFix))]
[Shared]
public sealed class ReplaceInitCodeFix() : AttributeCodeFix("Use Init.{0}", "NG0104")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        AttributeEdit.Named(edit.Attribute, "Init")?.Expression is not { } init || edit.Suggestion is null ? null
            : init is MemberAccessExpressionSyntax member ? new TextChange(member.Name.Span, edit.Suggestion)
            : new TextChange(init.Span, "Init." + edit.Suggestion);
}

/// <summary>NG0114, a bias before batch normalization: left out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DropBiasCodeFix))]
[Shared]
public sealed class DropBiasCodeFix() : AttributeCodeFix("Leave the bias out", "NG0114")
{
    private protected override TextChange? Fix(AttributeEdit edit) => edit.Set("Bias", "false");
}

/// <summary>NG0008, a name that is used twice: the second gets a number.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameDuplicateCodeFix))]
[Shared]
public sealed class RenameDuplicateCodeFix() : AttributeCodeFix("Rename the second", "NG0008")
{
    private protected override TextChange? Fix(AttributeEdit edit)
    {
        if (NameIn(edit.Attribute) is not { } name)
        {
            return null;
        }

        HashSet<string> taken = [.. edit.All.Select(NameIn).OfType<string>()];

        // Fixing all: every further duplicate takes the next number, though each fix sees the text as it was.
        int number = 1 + edit.Before.Count(other => NameIn(other) == name);
        while (taken.Contains(name + number.ToString(CultureInfo.InvariantCulture)))
        {
            number++;
        }

        return edit.Set("Name", SymbolDisplay.FormatLiteral(name + number.ToString(CultureInfo.InvariantCulture), quote: true));
    }

    private static string? NameIn(AttributeSyntax attribute) =>
        AttributeEdit.Named(attribute, "Name")?.Expression is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : null;
}

/// <summary>NG0018, a name that no value has: the nearest one that a value has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectNameCodeFix))]
[Shared]
public sealed class CorrectNameCodeFix() : AttributeCodeFix("Use the name '{0}'", "NG0018")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        edit is { Suggestion: { } better, Replaced: { } worse } ? edit.ReplaceText(worse, better) : null;
}

/// <summary>A number of outputs that the loss or the sum after it contradicts: the last dense layer before gets the right one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MatchUnitsCodeFix))]
[Shared]
public sealed class MatchUnitsCodeFix() : AttributeCodeFix("Give the dense layer before it {0} outputs", "NG0017", "NG0032")
{
    private protected override TextChange? Fix(AttributeEdit edit) =>
        edit.Suggestion is not null
        && edit.Before.FirstOrDefault(attribute => AttributeEdit.NameOf(attribute) == "Dense") is { ArgumentList: { } list }
        && list.Arguments.FirstOrDefault(argument => argument.NameEquals is null) is { } units
            ? new TextChange(units.Expression.Span, edit.Suggestion)
            : null;
}
