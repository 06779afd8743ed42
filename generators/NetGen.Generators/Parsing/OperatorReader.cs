using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>
/// Reads the struct that computes an activation or a loss, ours and users' alike: whether the generated part can use it, and what
/// the attribute sets its parameters to.
/// </summary>
internal sealed class OperatorReader(INamedTypeSymbol network, Compilation compilation, List<Problem> problems)
{
    public NameableType Nameable { get; } = new(network, compilation);

    /// <summary>The struct as the emitter needs it; null after reporting that it lacks the attribute of its traits.</summary>
    public StructSpec? Read(string kind, AttributeData attribute, INamedTypeSymbol type, string traits, int position)
    {
        AttributeData? declared = type.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == traits && AttributeReader.IsNetGen(a.AttributeClass.ContainingNamespace));
        if (declared is null)
        {
            problems.Add(new Problem("NG0012", position, type.Name, traits.Substring(0, traits.Length - "Attribute".Length)));
            return null;
        }

        if ((Nameable.Refuses(type) ?? RefusesMethods(type)) is { } why)
        {
            problems.Add(new Problem("NG0026", position, $"[{kind}]", type.Name, why));
        }

        Arguments arguments = AttributeReader.ReadArguments(attribute);
        foreach ((string name, string allowed, string given) in AttributeReader.OutOfRange(type, arguments))
        {
            problems.Add(new Problem("NG0017", position, kind, name, allowed, given));
        }

        return new StructSpec(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), ReadParameters(kind, attribute, type, position).ToEquatableArray(), AttributeReader.ReadArguments(declared));
    }

    /// <summary>The constructor and the methods are called on the struct itself, without boxing it.</summary>
    private string? RefusesMethods(INamedTypeSymbol type)
    {
        IEnumerable<ISymbol?> used = type.AllInterfaces
            .Where(known => known.Name is "IActivation" or "ILoss" && AttributeReader.IsNetGen(known.ContainingNamespace))
            .SelectMany(known => known.GetMembers().OfType<IMethodSymbol>())
            .Select(type.FindImplementationForInterfaceMember)
            .Concat(type.InstanceConstructors.Where(constructor => constructor.Parameters.IsEmpty && !constructor.IsImplicitlyDeclared));
        foreach (ISymbol member in used.OfType<ISymbol>())
        {
            string? why = member is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false } ? $"it implements {member.Name} explicitly: make the method public"
                : member is IMethodSymbol { DeclaredAccessibility: not Accessibility.Public, MethodKind: not MethodKind.Constructor } ? $"{member.Name} is not public"
                : Nameable.RefusesUse(member);
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    /// <summary>
    /// The members that the user's attribute sets, matched by name whatever the case, so that defaults live in the struct alone.
    /// </summary>
    private List<Assignment> ReadParameters(string kind, AttributeData attribute, INamedTypeSymbol type, int position)
    {
        List<Assignment> assignments = [];
        HashSet<ISymbol> set = new(SymbolEqualityComparer.Default);
        foreach ((string name, TypedConstant value, bool isOurs) in Given(attribute))
        {
            ISymbol? member = Candidates(type).FirstOrDefault(member => member.Name == name) ?? Candidates(type).FirstOrDefault(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase));
            if (member is null || value.Kind == TypedConstantKind.Error || (isOurs && !IsSettable(member)) || !set.Add(member))
            {
                continue;
            }

            ITypeSymbol target = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
            string? literal = ParameterLiteral.For(value, target, compilation);
            string? why = !IsSettable(member) ? $"{type.Name}.{member.Name} cannot be set"
                : literal is null ? $"{type.Name}.{member.Name} is {target.ToDisplayString()}, which {Text(value)} is not: parameters are numbers, characters, texts, enumerations and types"
                : null;
            if (why is not null)
            {
                problems.Add(new Problem("NG0027", position, $"[{kind}]", name, why));
            }
            else if ((Refuses(value) ?? Nameable.RefusesUse(member)) is { } refused)
            {
                problems.Add(new Problem("NG0026", position, $"[{kind}]", $"{type.Name}.{member.Name}", refused));
            }
            else
            {
                assignments.Add(new Assignment(Escape(member.Name), literal!));
            }
        }

        foreach (ISymbol member in Candidates(type).Where(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !set.Contains(member)))
        {
            problems.Add(new Problem("NG0027", position, $"[{kind}]", member.Name, $"{type.Name}.{member.Name} is required, and nothing sets it"));
        }

        return [.. assignments.OrderBy(assignment => Order(type, assignment))];
    }

    /// <summary>In the order of the struct's declaration.</summary>
    private static int Order(INamedTypeSymbol type, Assignment assignment) =>
        Candidates(type).TakeWhile(member => Escape(member.Name) != assignment.Property).Count();

    private static IEnumerable<ISymbol> Candidates(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => member is IPropertySymbol { IsStatic: false, IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } or IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false });

    private bool IsSettable(ISymbol member) =>
        compilation.IsSymbolAccessibleWithin(member, network)
        && (member is IFieldSymbol { IsReadOnly: false } || (member is IPropertySymbol { SetMethod: { } set } && compilation.IsSymbolAccessibleWithin(set, network)));

    /// <summary>What the user wrote: constructor arguments by the names of their parameters, and properties. Ours are those of every layer.</summary>
    private static IEnumerable<(string Name, TypedConstant Value, bool IsOurs)> Given(AttributeData attribute)
    {
        for (int i = 0; attribute.AttributeConstructor is { } constructor && i < attribute.ConstructorArguments.Length; i++)
        {
            yield return (constructor.Parameters[i].Name, attribute.ConstructorArguments[i], false);
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            bool isOurs = LayerReader.Bases(attribute.AttributeClass!).Any(type => AttributeReader.IsNetGen(type.ContainingNamespace) && type.IsAbstract && !type.GetMembers(named.Key).IsEmpty);
            yield return (named.Key, named.Value, isOurs);
        }
    }

    /// <summary>Why the generated part cannot write an argument down.</summary>
    private string? Refuses(TypedConstant value) => value.Kind switch
    {
        TypedConstantKind.Type when value.Value is ITypeSymbol type => Nameable.Refuses(type),
        TypedConstantKind.Enum when value.Type is { } type => Nameable.Refuses(type),
        _ => null,
    };

    private static string Text(TypedConstant value) => value.ToCSharpString();

    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
