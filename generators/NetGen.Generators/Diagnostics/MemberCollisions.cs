using Microsoft.CodeAnalysis;

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
        ILookup<string, ISymbol> generated = type.GetMembers().Where(IsGenerated).ToLookup(member => member.Name);
        foreach (ISymbol member in type.GetMembers().Where(member => !member.IsImplicitlyDeclared && !IsGenerated(member)))
        {
            if (generated[member.Name].FirstOrDefault(other => Collide(member, other)) is { } other)
            {
                yield return (member, other.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
            }
        }
    }

    /// <summary>Methods may share a name if their parameters differ; nothing else may.</summary>
    private static bool Collide(ISymbol a, ISymbol b) =>
        a is not IMethodSymbol method || b is not IMethodSymbol other
        || (method.Arity == other.Arity && method.Parameters.Select(TypeOf).SequenceEqual(other.Parameters.Select(TypeOf)));

    private static (string, bool) TypeOf(IParameterSymbol parameter) =>
        (parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), parameter.RefKind != RefKind.None);

    private static bool IsGenerated(ISymbol member) =>
        member.Locations.FirstOrDefault()?.SourceTree?.FilePath.Replace('\\', '/').Contains($"/{typeof(NetworkGenerator).FullName}/") is true;
}
