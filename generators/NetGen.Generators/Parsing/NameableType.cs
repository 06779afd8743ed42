using Microsoft.CodeAnalysis;

namespace NetGen.Generators.Parsing;

/// <summary>Whether the generated part of a network can use a type or a member, and which warnings it has to silence to do so.</summary>
internal sealed class NameableType(INamedTypeSymbol network, Compilation compilation)
{
    private readonly IAssemblySymbol? _ours = network.GetAttributes().FirstOrDefault(NetworkParser.IsNetworkAttribute)?.AttributeClass?.ContainingAssembly;
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>The ids under which attributes warn of what the generated part uses: [Experimental] and [Obsolete] with an id.</summary>
    public IEnumerable<string> Warnings => _warnings;

    /// <summary>Why the generated part cannot name the type; null where it can.</summary>
    public string? Refuses(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return Refuses(array.ElementType);
        }

        if (type is not INamedTypeSymbol named || type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        for (INamedTypeSymbol? outer = named; outer is not null; outer = outer.ContainingType)
        {
            string? why = outer.IsFileLocal ? $"{outer.Name} is file-local, and the generated part is a file of its own"
                : !outer.IsUnboundGenericType && !compilation.IsSymbolAccessibleWithin(outer, network) ? $"{outer.Name} is not accessible from {network.Name}"
                : !SymbolEqualityComparer.Default.Equals(outer.ContainingAssembly, _ours) && IsHiddenByAlias(outer.ContainingAssembly, compilation) ? $"its assembly, {outer.ContainingAssembly.Name}, is referenced under an alias alone: add the alias global"
                : RefusesUse(outer);
            why ??= outer.IsUnboundGenericType ? null : outer.TypeArguments.Select(Refuses).FirstOrDefault(reason => reason is not null);
            if (why is not null)
            {
                return why;
            }
        }

        NoteExperimental(type.ContainingAssembly);
        NoteExperimental(type.ContainingModule);
        return null;
    }

    /// <summary>Why an attribute on a type or a member forbids its use; warnings are noted.</summary>
    public string? RefusesUse(ISymbol symbol)
    {
        NoteExperimental(symbol);
        if (Find(symbol, "ObsoleteAttribute", "System") is not { } obsolete)
        {
            return null;
        }

        if (obsolete.ConstructorArguments.Length == 2 && obsolete.ConstructorArguments[1].Value is true)
        {
            return $"{symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)} is obsolete, which its author made an error";
        }

        Note(obsolete.NamedArguments.FirstOrDefault(argument => argument.Key == "DiagnosticId").Value.Value);
        return null;
    }

    /// <summary>Whether an assembly is referenced, but not under the name global, which generated code uses.</summary>
    public static bool IsHiddenByAlias(IAssemblySymbol? assembly, Compilation compilation) =>
        assembly is not null && compilation.GetMetadataReference(assembly) is { Properties.Aliases: { IsDefaultOrEmpty: false } aliases } && !aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    private void NoteExperimental(ISymbol? symbol)
    {
        if (symbol is not null && Find(symbol, "ExperimentalAttribute", "CodeAnalysis") is { ConstructorArguments: { Length: 1 } arguments })
        {
            Note(arguments[0].Value);
        }

        if (symbol is not null && Find(symbol, "RequiresPreviewFeaturesAttribute", "Versioning") is not null)
        {
            Note("CA2252");
        }
    }

    /// <summary>An id that a pragma can name; of others the compiler says so where they are declared.</summary>
    private void Note(object? id)
    {
        if (id is string { Length: > 0 } text && Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(text))
        {
            _warnings.Add(text);
        }
    }

    private static AttributeData? Find(ISymbol symbol, string name, string space) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == name && attribute.AttributeClass.ContainingNamespace.Name == space);
}
