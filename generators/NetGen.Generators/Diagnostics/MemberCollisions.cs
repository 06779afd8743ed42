using Microsoft.CodeAnalysis;
using NetGen.Generators.Parsing;

namespace NetGen.Generators.Diagnostics;

/// <summary>
/// Members of the user's part of a network that the generated part has too. The compiler speaks of them as well, but perhaps
/// on the generated member, which the user cannot change.
/// </summary>
internal static class MemberCollisions
{
    /// <summary>Each member at fault, with what to call the generated one.</summary>
    public static IEnumerable<(ISymbol Member, string Generated)> Find(INamedTypeSymbol type)
    {
        ILookup<string, ISymbol> generated = type.GetMembers().Where(GeneratedFile.Declares).ToLookup(NameOf);
        foreach (ISymbol member in type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !GeneratedFile.Declares(member)))
        {
            if (generated[NameOf(member)].FirstOrDefault(other => Collide(member, other)) is { } other)
            {
                yield return (member, other.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            }
        }
    }

    /// <summary>
    /// The virtual or abstract member of a base that the generated part would hide, and not override, for its author does not know of it.
    /// </summary>
    public static (ISymbol Member, string Generated)? FindHidden(INamedTypeSymbol type)
    {
        ILookup<string, ISymbol> inherited = LayerReader.Bases(type).Skip(1).Where(basis => basis.SpecialType != SpecialType.System_Object)
            .SelectMany(basis => basis.GetMembers())
            .Where(member => (member.IsAbstract || member.IsVirtual || member.IsOverride) && !member.IsSealed && member.DeclaredAccessibility != Accessibility.Private)
            .ToLookup(member => member.Name);
        foreach (ISymbol member in type.GetMembers().Where(GeneratedFile.Declares))
        {
            if (inherited[member.Name].FirstOrDefault(other => Collide(other, member)) is { } hidden)
            {
                return (hidden, member.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            }
        }

        return null;
    }

    /// <summary>The generated member that the class shares its name with.</summary>
    public static ISymbol? FindNamesake(INamedTypeSymbol type) =>
        type.GetMembers(type.Name).FirstOrDefault(member => GeneratedFile.Declares(member) && member is not IMethodSymbol { MethodKind: MethodKind.Constructor });

    /// <summary>The name; an explicit implementation has its interface's in it, as the author spelled it.</summary>
    private static string NameOf(ISymbol member)
    {
        ISymbol? explicitly = member switch
        {
            IMethodSymbol method => method.ExplicitInterfaceImplementations.FirstOrDefault(),
            IPropertySymbol property => property.ExplicitInterfaceImplementations.FirstOrDefault(),
            _ => null,
        };
        return explicitly?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)) ?? member.Name;
    }

    /// <summary>Methods may share a name if their parameters differ; nothing else may.</summary>
    private static bool Collide(ISymbol a, ISymbol b) =>
        a is not IMethodSymbol method || b is not IMethodSymbol other
        || (method.Arity == other.Arity && method.Parameters.Select(TypeOf).SequenceEqual(other.Parameters.Select(TypeOf)));

    private static (string, bool) TypeOf(IParameterSymbol parameter) =>
        (parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), parameter.RefKind != RefKind.None);
}
