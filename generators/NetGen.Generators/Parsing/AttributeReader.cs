using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>Reads the arguments of attributes and the structs that they name.</summary>
internal static class AttributeReader
{
    /// <summary>The arguments of the constructor, by parameter name, and of the properties.</summary>
    public static Arguments ReadArguments(AttributeData attribute)
    {
        List<Argument> arguments = [];
        IMethodSymbol? constructor = attribute.AttributeConstructor;
        if (constructor is not null && List(constructor) is { } list)
        {
            AddList(arguments, list, attribute.ConstructorArguments);
        }
        else if (constructor is not null)
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
                    .. double.IsInfinity(min) || min == double.MinValue ? [] : new[] { "at least " + Text(min) },
                    .. double.IsInfinity(above) ? [] : new[] { "greater than " + Text(above) },
                    .. double.IsInfinity(max) || max == double.MaxValue ? [] : new[] { "at most " + Text(max) },
                ];
                yield return (property.Name, bounds.Length == 0 ? "a finite number" : string.Join(" and ", bounds), Text(given));
            }
        }

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }

    public static bool IsNetGen(INamespaceSymbol? space) => space is { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>
    /// The name of the list that the arguments of a constructor make up: attributes of ours with <c>params</c> have constructors for few
    /// elements too, for no attribute with an array complies with the CLS.
    /// </summary>
    private static string? List(IMethodSymbol constructor) =>
        IsNetGen(constructor.ContainingNamespace) && constructor.Parameters.All(parameter => !parameter.IsParams)
            ? constructor.ContainingType.InstanceConstructors.SelectMany(other => other.Parameters).FirstOrDefault(parameter => parameter.IsParams)?.Name
            : null;

    private static void AddList(List<Argument> arguments, string name, IEnumerable<TypedConstant> elements)
    {
        TypedConstant[] values = [.. elements];
        arguments.Add(values.All(value => value.Type?.SpecialType == SpecialType.System_Int32)
            ? new Argument(name, values.Select(value => value.Value as int? ?? 0).ToEquatableArray())
            : new Argument(name, values.Select(value => value.Value as string ?? "").ToEquatableArray()));
    }

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
}
