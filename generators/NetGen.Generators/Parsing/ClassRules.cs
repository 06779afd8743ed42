using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Parsing;

/// <summary>What the user's class itself must be, whatever its layers are, for a part to be generated beside it.</summary>
internal sealed class ClassRules(INamedTypeSymbol type, Compilation compilation, NameableType nameable, List<Problem> problems, CancellationToken cancellation)
{
    private const LanguageVersion Least = LanguageVersion.CSharp12;

    // What generated code names of the framework.
    private static readonly string[] s_framework =
    [
        "System.ArgumentException", "System.ArgumentNullException", "System.CLSCompliantAttribute", "System.Func`2", "System.InvalidOperationException", "System.Math",
        "System.MemoryExtensions", "System.NotSupportedException", "System.ReadOnlySpan`1", "System.Span`1", "System.Collections.Generic.IEnumerable`1", "System.CodeDom.Compiler.GeneratedCodeAttribute",
        "System.Runtime.CompilerServices.MethodImplAttribute", "System.Runtime.CompilerServices.MethodImplOptions", "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal", "System.Threading.CancellationToken",
    ];

    private static readonly string[] s_namespaces = ["System", "NetGen"];

    private readonly ImmutableArray<TypeDeclarationSyntax> _declarations =
        [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()];

    public void Check()
    {
        if (WrongKind() is { } wrong)
        {
            problems.Add(new Problem("NG0002", -1, type.Name, wrong));
        }
        else if (!IsPartial(type))
        {
            problems.Add(new Problem("NG0001", -1, type.Name));
        }
        else if (_declarations.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: var version } && version < Least)
        {
            problems.Add(new Problem("NG0021", -1, type.Name, version.ToDisplayString()));
        }
        else
        {
            CheckNames();
            CheckBases();
            CheckCreation();
        }
    }

    private string? WrongKind()
    {
        string? wrong = type switch
        {
            { IsRecord: true } => "a record",
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsGenericType: true } => "generic",
            { IsFileLocal: true } => "file-local",
            { IsComImport: true } => "a class of COM",
            _ when HasExplicitLayout() => "laid out explicitly, and the generated fields have no offsets",
            _ => null,
        };
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null && wrong is null; outer = outer.ContainingType)
        {
            wrong = outer.IsGenericType ? $"nested in {outer.Name}, which is generic"
                : outer.IsFileLocal ? $"nested in {outer.Name}, which is file-local"
                : !IsPartial(outer) ? $"nested in {outer.Name}, which is not partial"
                : null;
        }

        return wrong;
    }

    private bool HasExplicitLayout() => type.GetAttributes().Any(attribute =>
        attribute.AttributeClass is { Name: "StructLayoutAttribute", ContainingNamespace.Name: "InteropServices" } && attribute.ConstructorArguments.FirstOrDefault().Value is 2);

    private bool IsPartial(INamedTypeSymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>What would hide from the generated part what it names, and the name that it cannot have a member of.</summary>
    private void CheckNames()
    {
        IAssemblySymbol? ours = type.GetAttributes().First(NetworkParser.IsNetworkAttribute).AttributeClass?.ContainingAssembly;
        string? why = StandIns.MemberNames.Contains(type.Name) ? $"the generated part has a member called {type.Name}, and a class cannot be called like its own member: rename the class"
            : NameableType.IsHiddenByAlias(ours, compilation) ? $"{ours!.Name} is referenced under an alias alone: add the alias global"
            : s_namespaces.FirstOrDefault(name => !compilation.GlobalNamespace.GetTypeMembers(name).IsEmpty) is { } space ? $"the type {space} in the global namespace hides the namespace {space}: rename the type"
            : Duplicate(ours) is { } duplicate ? $"the project declares a type {duplicate} of its own, which hides the one that generated code needs: rename yours"
            : null;
        if (why is not null)
        {
            problems.Add(new Problem("NG0024", -1, type.Name, why));
        }
    }

    /// <summary>A type of this project's sources that hides one of the framework or of NetGen.</summary>
    private string? Duplicate(IAssemblySymbol? ours)
    {
        IAssemblySymbol mine = compilation.Assembly;
        INamespaceSymbol? space = SymbolEqualityComparer.Default.Equals(ours, mine) ? null : mine.GlobalNamespace.GetNamespaceMembers().FirstOrDefault(member => member.Name == "NetGen");
        return s_framework.FirstOrDefault(name => mine.GetTypeByMetadataName(name) is not null)
            ?? (space is null || ours is null ? null : TypesOf(space).Select(NetworkParser.MetadataName).FirstOrDefault(name => ours.GetTypeByMetadataName(name)?.DeclaredAccessibility == Accessibility.Public));
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(TypesOf));

    private void CheckBases()
    {
        if (LayerReader.Bases(type).Skip(1).FirstOrDefault(IsNetwork) is { } network)
        {
            problems.Add(new Problem("NG0025", -1, type.Name, $"{network.Name}, which it derives from, is a network too: the class would be two networks at once") { Subject = Problem.BaseType });
        }
    }

    private static bool IsNetwork(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().Any(NetworkParser.IsNetworkAttribute) || symbol.Interfaces.Any(known => known.Name == "IPredictor" && AttributeReader.IsNetGen(known.ContainingNamespace));

    /// <summary>Clone, FromFile, Fit's folds and generic code create a network from its seed alone.</summary>
    private void CheckCreation()
    {
        if (_declarations.FirstOrDefault(declaration => declaration.ParameterList is not null) is not null)
        {
            Report("it has a primary constructor, which only a constructor with the same parameters could call: use properties, or a constructor that ends in : this(seed)", Problem.PrimaryConstructor);
            return;
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } basis && WrongBase(basis) is { } wrong)
        {
            Report(wrong, Problem.BaseType);
        }

        foreach (ISymbol member in LayerReader.Bases(type).SelectMany(declaring => declaring.GetMembers()).Where(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
        {
            bool isOwn = SymbolEqualityComparer.Default.Equals(member.ContainingType, type);
            Report($"{(isOwn ? "" : member.ContainingType.Name + ".")}{member.Name} is required, and nothing that creates a network could set it", isOwn ? member.Name : Problem.BaseType);
        }

        void Report(string why, string subject) => problems.Add(new Problem("NG0022", -1, type.Name, why) { Subject = subject });
    }

    private string? WrongBase(INamedTypeSymbol basis)
    {
        IMethodSymbol[] accessible = [.. basis.InstanceConstructors.Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, type))];
        IMethodSymbol? called = accessible.FirstOrDefault(constructor => constructor.Parameters.IsEmpty)
            ?? accessible.FirstOrDefault(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));
        return called is null ? $"its base {basis.Name} has no constructor without parameters that it could call"
            : called.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "SetsRequiredMembersAttribute") ? $"the constructor of its base {basis.Name} sets required members"
            : nameable.RefusesUse(called);
    }
}
