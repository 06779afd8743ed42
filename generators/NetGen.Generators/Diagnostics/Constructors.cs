using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Parsing;

namespace NetGen.Generators.Diagnostics;

/// <summary>Constructors of the user's part. One that does not end in the generated constructor leaves all parameters at zero.</summary>
internal static class Constructors
{
    public static IEnumerable<IMethodSymbol> Unchained(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        if (!type.InstanceConstructors.Any(GeneratedFile.Declares))
        {
            yield break; // something else is wrong
        }

        ISymbol[] collisions = [.. MemberCollisions.Find(type).Select(found => found.Member)];
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared && !GeneratedFile.Declares(constructor) && !collisions.Contains(constructor, SymbolEqualityComparer.Default)))
        {
            if (!Ends(constructor, compilation, cancellation))
            {
                yield return constructor;
            }
        }
    }

    private static bool Ends(IMethodSymbol constructor, Compilation compilation, CancellationToken cancellation)
    {
        HashSet<IMethodSymbol> seen = new(SymbolEqualityComparer.Default);
        for (IMethodSymbol? next = constructor; next is not null && seen.Add(next); next = Called(next, compilation, cancellation))
        {
            if (GeneratedFile.Declares(next))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The constructor that a constructor calls by <c>: this(…)</c>.</summary>
    private static IMethodSymbol? Called(IMethodSymbol constructor, Compilation compilation, CancellationToken cancellation)
    {
        if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not ConstructorDeclarationSyntax { Initializer: { } initializer } || !initializer.IsKind(SyntaxKind.ThisConstructorInitializer))
        {
            return null;
        }

        SymbolInfo called = compilation.GetSemanticModel(initializer.SyntaxTree).GetSymbolInfo(initializer, cancellation);
        return (called.Symbol ?? called.CandidateSymbols.FirstOrDefault()) as IMethodSymbol;
    }
}
