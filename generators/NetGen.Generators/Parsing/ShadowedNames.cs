using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Text;

namespace NetGen.Generators.Parsing;

/// <summary>Which of the short names of generated code the user's class cannot see.</summary>
internal static class ShadowedNames
{
    /// <summary>The aliases that mean something else inside the class, or in every file.</summary>
    public static IEnumerable<string> Of(INamedTypeSymbol type, Compilation compilation)
    {
        HashSet<string> global = [.. GlobalAliases(type.DeclaringSyntaxReferences[0], compilation)];
        List<INamespaceOrTypeSymbol> scopes = [];
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            for (INamedTypeSymbol? basis = outer; basis is not null && basis.SpecialType != SpecialType.System_Object; basis = basis.BaseType)
            {
                scopes.Add(basis);
            }
        }

        for (INamespaceSymbol? space = type.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            // With what other assemblies have in the namespace.
            scopes.Add(compilation.GetCompilationNamespace(space) ?? space);
        }

        return Names.Aliases
            .Where(known => global.Contains(known.Alias) || scopes.Any(scope => scope.GetMembers(known.Alias).Any(member => member.ToDisplayString() != known.Type)))
            .Select(known => known.Alias);
    }

    /// <summary>The names of <c>global using</c> aliases, which no file may define again.</summary>
    private static IEnumerable<string> GlobalAliases(SyntaxReference declaration, Compilation compilation) =>
        compilation.GetSemanticModel(declaration.SyntaxTree).GetImportScopes(declaration.Span.Start)
            .SelectMany(scope => scope.Aliases)
            .Where(alias => alias.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is UsingDirectiveSyntax directive && directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword)))
            .Select(alias => alias.Name);
}
