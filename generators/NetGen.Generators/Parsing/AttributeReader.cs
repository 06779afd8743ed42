using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>Reads the arguments of attributes and the structs that they name.</summary>
internal static class AttributeReader
{
    /// <summary>The arguments of the constructor, by parameter name, and of the properties.</summary>
    public static Arguments ReadArguments(AttributeData attribute)
    {
        List<Argument> arguments = [];
        if (attribute.AttributeConstructor is { } constructor)
        {
            for (int i = 0; i < attribute.ConstructorArguments.Length; i++)
            {
                AddArgument(arguments, constructor.Parameters[i].Name, attribute.ConstructorArguments[i]);
            }
        }

        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            AddArgument(arguments, named.Key, named.Value);
        }

        return new Arguments(arguments.ToEquatableArray());
    }

    /// <summary>The type T of the attribute's base class <paramref name="generic"/>&lt;T&gt; (without namespace), if it has one.</summary>
    public static INamedTypeSymbol? OperatorOf(INamedTypeSymbol attributeClass, string generic)
    {
        for (INamedTypeSymbol? type = attributeClass.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == generic && type.TypeArguments.Length == 1 && IsNetGen(type.ContainingNamespace))
            {
                return type.TypeArguments[0] as INamedTypeSymbol;
            }
        }

        return null;
    }

    /// <summary>
    /// What the emitter writes to create the struct: the properties that the user's attribute sets, matched by name whatever
    /// the case, so that defaults live in the struct alone.
    /// </summary>
    public static StructSpec? ReadStruct(INamedTypeSymbol type, Arguments arguments, string traits)
    {
        AttributeData? declared = type.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == traits && IsNetGen(a.AttributeClass.ContainingNamespace));
        if (declared is null)
        {
            return null;
        }

        List<Assignment> assignments = [];
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property is { IsStatic: false, SetMethod.DeclaredAccessibility: Accessibility.Public } && Literal(arguments, property.Name) is { } literal)
            {
                assignments.Add(new Assignment(property.Name, literal));
            }
        }

        return new StructSpec(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), assignments.ToEquatableArray(), ReadArguments(declared));
    }

    /// <summary>The parameters of a struct that the arguments set out of their range: name, what is allowed, and what was given.</summary>
    public static IEnumerable<(string Name, string Allowed, string Given)> OutOfRange(INamedTypeSymbol type, Arguments arguments)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            AttributeData? range = property.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "ParameterRangeAttribute" && IsNetGen(a.AttributeClass.ContainingNamespace));
            if (range is null || arguments.Double(property.Name) is not { } given)
            {
                continue;
            }

            double min = Bound(range, "Min", double.NegativeInfinity), above = Bound(range, "GreaterThan", double.NegativeInfinity), max = Bound(range, "Max", double.PositiveInfinity);
            if (!(given >= min && given > above && given <= max))
            {
                string[] bounds =
                [
                    .. double.IsInfinity(min) ? [] : new[] { "at least " + Text(min) },
                    .. double.IsInfinity(above) ? [] : new[] { "greater than " + Text(above) },
                    .. double.IsInfinity(max) ? [] : new[] { "at most " + Text(max) },
                ];
                yield return (property.Name, bounds.Length == 0 ? "a finite number" : string.Join(" and ", bounds), Text(given));
            }
        }

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }

    public static bool IsNetGen(INamespaceSymbol? space) => space is { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };

    private static void AddArgument(List<Argument> arguments, string name, TypedConstant constant)
    {
        // A null and a value that does not compile are as if they were not written.
        if (constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum && constant.Value is not null)
        {
            arguments.Add(new Argument(name, constant.Value));
        }
        else if (constant.Kind == TypedConstantKind.Array && !constant.IsNull && ReadArray(constant) is { } array)
        {
            arguments.Add(new Argument(name, array));
        }
    }

    /// <summary>The elements; those that do not compile as empty texts and zeros. Null for other types of elements.</summary>
    private static object? ReadArray(TypedConstant array) => ((IArrayTypeSymbol)array.Type!).ElementType.SpecialType switch
    {
        SpecialType.System_String => array.Values.Select(value => value.Value as string ?? "").ToEquatableArray(),
        SpecialType.System_Double => array.Values.Select(value => value.Value as double? ?? 0).ToEquatableArray(),
        SpecialType.System_Int32 => array.Values.Select(value => value.Value as int? ?? 0).ToEquatableArray(),
        _ => null,
    };

    private static double Bound(AttributeData range, string name, double otherwise) =>
        range.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as double? ?? otherwise;

    private static string? Literal(Arguments arguments, string name) =>
        arguments.Bool(name) is { } flag ? (flag ? "true" : "false")
        : arguments.Int(name) is { } integer ? integer.ToString(CultureInfo.InvariantCulture)
        : arguments.Double(name) is { } number ? CodeWriter.Literal(number)
        : null;
}
